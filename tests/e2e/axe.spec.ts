/**
 * axe over every kind of page, every lesson and every tool, in both color schemes, on a phone and on a desk;
 * in the long run over every whole page, and over some pages of parts.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { runAxe, TAGS } from './audit.ts';
import { connectBrowser } from './browser.ts';
import { everyWholePage, PAGE_KINDS } from './page-kinds.ts';

/** As many as vitest runs side by side. */
const PAGES = 5;
const paths = process.env['LONG']
  ? everyWholePage()
  : [
      ...new Set([
        ...PAGE_KINDS,
        ...everyWholePage().filter((path) => /^(learn|tools)\/[^/]+\/$/.test(path)),
      ]),
    ];

/** Pages that are free to be sent somewhere: opening one anew takes longer than axe does. */
const free: Page[] = [];
let browser: Browser;
beforeAll(async () => {
  browser = await connectBrowser(...inject('browserEndpoints'));
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  for (let count = 0; count < PAGES; count++) free.push(await context.newPage());
});
afterAll(() => browser.close());

describe('axe finds nothing', () => {
  it.concurrent.each(paths)('on /%s', async (path) => {
    const page = free.pop()!;
    try {
      await page.setViewportSize({ width: 390, height: 900 });
      await page.emulateMedia({ colorScheme: 'light' });
      await page.goto(new URL(path, inject('siteUrl')).href);
      const found: string[] = [];
      for (const width of [390, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          // Colors are all that a scheme changes, so the dark pass runs the rules on colors alone.
          const tags = colorScheme === 'light' ? TAGS : ['cat.color'];
          found.push(
            ...(await runAxe(page, tags)).map((each) => `${width} ${colorScheme}: ${each}`),
          );
        }
      }
      expect(found).toEqual([]);
    } finally {
      free.push(page);
    }
  });
});

/** What a device asks for beside its scheme and its width: in the long run all, which makes sixteen combinations. */
const ASKED: {
  forcedColors: 'active' | 'none';
  reducedMotion: 'reduce' | 'no-preference';
  widths: number[];
}[] = process.env['LONG']
  ? (['active', 'none'] as const).flatMap((forcedColors) =>
      (['reduce', 'no-preference'] as const).map((reducedMotion) => ({
        forcedColors,
        reducedMotion,
        widths: [320, 1280],
      })),
    )
  : [{ forcedColors: 'active', reducedMotion: 'reduce', widths: [1280] }];

describe('axe finds nothing on any kind of page', () => {
  it.each(ASKED)(
    'with forced colors $forcedColors and reduced motion $reducedMotion, $widths pixels wide',
    async ({ forcedColors, reducedMotion, widths }) => {
      const context = await browser.newContext({ reducedMotion, forcedColors });
      const page = await context.newPage();
      const found: string[] = [];
      for (const path of PAGE_KINDS) {
        await page.goto(new URL(path, inject('siteUrl')).href);
        for (const width of widths) {
          await page.setViewportSize({ width, height: 900 });
          for (const colorScheme of ['light', 'dark'] as const) {
            await page.emulateMedia({ colorScheme });
            found.push(
              ...(await runAxe(page)).map((each) => `${width} ${colorScheme} /${path}: ${each}`),
            );
          }
        }
      }
      await context.close();
      expect(found).toEqual([]);
    },
  );
});
