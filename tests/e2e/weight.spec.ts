import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { connectBrowser } from './browser.ts';
import { readCourse } from '../../build/check-content.ts';

/** Bytes on the wire, every request of a first visit counted, headers included. */
const BUDGET = 32_000;

let browser: Browser;
beforeAll(async () => {
  browser = await connectBrowser(inject('browserEndpoint'));
});
afterAll(() => browser.close());

it.each(readCourse('src/content').entries.learn.map(({ id }) => id))(
  'the lesson %s weighs at most 32 kB on a first visit',
  async (id) => {
    const context = await browser.newContext({ viewport: { width: 390, height: 800 } });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    let bytes = 0;
    const requests: string[] = [];
    session.on('Network.loadingFinished', (event) => (bytes += event.encodedDataLength));
    session.on('Network.responseReceived', ({ response }) => requests.push(response.url));
    await session.send('Network.enable');
    await page.goto(new URL(`learn/${id}/`, inject('siteUrl')).href, { waitUntil: 'networkidle' });
    await context.close();
    console.log(`${id}: ${bytes} bytes in ${requests.length} requests`);
    expect(requests.length).toBeGreaterThan(2);
    expect(bytes).toBeLessThanOrEqual(BUDGET);
  },
);
