import { statSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { launchBrowser } from './browser.ts';
import { readCourse } from '../../build/check-content.ts';
import { readSite } from '../../build/check-pages.ts';
import { parseAddress } from '#domain/course/address.ts';

/** Bytes on the wire of a first visit, headers included: every request but the font. */
const LESSON_BUDGET = 36_000;
const HOME_BUDGET = 20_000;
const PART_BUDGET = 18_000;
const TOOL_BUDGET = 40_000;
/** The font, which later pages have already. */
const FONT_BUDGET = 22_000;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** The parts whose own pages are the heaviest documents. */
const heaviest = readSite('dist')
  .pages.map(({ path }) => path)
  .filter((path) => parseAddress(path)?.part !== undefined)
  .map((path) => ({ path, size: statSync(`dist${path}index.html`).size }))
  .toSorted((a, b) => b.size - a.size)
  .slice(0, 5);

const { entries } = readCourse('src/content');
const pages = [
  { path: '', budget: HOME_BUDGET },
  ...heaviest.map(({ path }) => ({ path: path.slice(1), budget: PART_BUDGET })),
  ...entries.learn.map(({ id }) => ({ path: `learn/${id}/`, budget: LESSON_BUDGET })),
  ...entries.tools.map(({ id }) => ({ path: `tools/${id}/`, budget: TOOL_BUDGET })),
];

it.each(pages)(
  'the page /$path weighs at most $budget bytes on a first visit',
  async ({ path, budget }) => {
    const context = await browser.newContext({
      viewport: { width: 390, height: 800 },
      serviceWorkers: 'block',
    });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    let bytes = 0;
    let fontBytes = 0;
    const urls = new Map<string, string>();
    const requests: string[] = [];
    const fonts = new Set<string>();
    session.on('Network.responseReceived', ({ requestId, response }) => {
      urls.set(requestId, response.url);
      if (response.url.endsWith('.woff2')) fonts.add(requestId);
    });
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      requests.push(`${encodedDataLength} ${urls.get(requestId)}`);
      if (fonts.has(requestId)) fontBytes += encodedDataLength;
      else bytes += encodedDataLength;
    });
    await session.send('Network.enable');
    await page.goto(new URL(path, inject('siteUrl')).href);
    // Playwright's 'networkidle' can come before a busy machine has asked for the first script.
    let known = 0;
    while (requests.length > known) {
      known = requests.length;
      await page.waitForTimeout(500);
    }
    await context.close();
    console.log(`/${path}: ${bytes} bytes in ${requests.length} requests, the font ${fontBytes}`);
    const list = requests.join('\n');
    expect(requests.length, list).toBeGreaterThan(2);
    expect(bytes, list).toBeLessThanOrEqual(budget);
    expect(fontBytes, list).toBeGreaterThan(0);
    expect(fontBytes, list).toBeLessThanOrEqual(FONT_BUDGET);
  },
);
