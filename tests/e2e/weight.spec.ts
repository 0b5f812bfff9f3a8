import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { connectBrowser } from './browser.ts';
import { readCourse } from '../../build/check-content.ts';

/** Bytes on the wire of a first visit, headers included: every request but the font. */
const BUDGET = 28_000;
/** The font, which later pages have already. */
const FONT_BUDGET = 22_000;

let browser: Browser;
beforeAll(async () => {
  browser = await connectBrowser(inject('browserEndpoint'));
});
afterAll(() => browser.close());

it.each(readCourse('src/content').entries.learn.map(({ id }) => id))(
  'the lesson %s weighs at most 28 kB on a first visit',
  async (id) => {
    const context = await browser.newContext({ viewport: { width: 390, height: 800 } });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    let bytes = 0;
    let fontBytes = 0;
    const requests: string[] = [];
    const fonts = new Set<string>();
    session.on('Network.responseReceived', ({ requestId, response }) => {
      requests.push(response.url);
      if (response.url.endsWith('.woff2')) fonts.add(requestId);
    });
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (fonts.has(requestId)) fontBytes += encodedDataLength;
      else bytes += encodedDataLength;
    });
    await session.send('Network.enable');
    await page.goto(new URL(`learn/${id}/`, inject('siteUrl')).href, { waitUntil: 'networkidle' });
    await context.close();
    console.log(`${id}: ${bytes} bytes in ${requests.length} requests, the font ${fontBytes}`);
    expect(requests.length).toBeGreaterThan(2);
    expect(bytes).toBeLessThanOrEqual(BUDGET);
    expect(fontBytes).toBeGreaterThan(0);
    expect(fontBytes).toBeLessThanOrEqual(FONT_BUDGET);
  },
);
