/** axe over every whole page and some pages of parts, in both color schemes, on a phone and on a desk. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { connectBrowser } from './browser.ts';
import { PAGE_KINDS } from './page-kinds.ts';
import { readSite } from '../../build/check-pages.ts';
import { parseAddress } from '#domain/course/address.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** As many as vitest runs side by side. */
const PAGES = 5;
const all = readSite('dist').pages.map(({ path }) => path);
/** Pages of parts are many and of five makes: one in forty of them. */
const isPart = (path: string) => parseAddress(path)?.part !== undefined;
const paths = [
  ...all.filter((path) => !isPart(path)),
  ...all.filter(isPart).filter((_, index) => index % 40 === 0),
];

/** Pages that are free to be sent somewhere: opening one anew takes longer than axe does. */
const free: Page[] = [];
let browser: Browser;
beforeAll(async () => {
  browser = await connectBrowser(inject('browserEndpoint'));
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  for (let count = 0; count < PAGES; count++) free.push(await context.newPage());
});
afterAll(() => browser.close());

describe('axe finds nothing', () => {
  it.concurrent.each(paths)('on %s', async (path) => {
    const page = free.pop()!;
    try {
      await page.setViewportSize({ width: 390, height: 900 });
      await page.emulateMedia({ colorScheme: 'light' });
      await page.goto(new URL(path.slice(1), inject('siteUrl')).href);
      await page.evaluate(axe);
      const found: string[] = [];
      for (const width of [390, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          // Colors are all that a scheme changes, so the dark pass runs the rules on colors alone.
          const tags = colorScheme === 'light' ? TAGS : ['cat.color'];
          const { violations } = (await page.evaluate(
            (runOnly) =>
              (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run({
                runOnly,
                resultTypes: ['violations'],
              }),
            tags,
          )) as AxeResults;
          found.push(
            ...violations.map(
              ({ id, nodes }) =>
                `${width} ${colorScheme}: ${id} at ${nodes.map(({ target }) => target).join(', ')}`,
            ),
          );
        }
      }
      expect(found).toEqual([]);
    } finally {
      free.push(page);
    }
  });
});

it('axe finds nothing on any kind of page in forced colors', async () => {
  const context = await browser.newContext({ reducedMotion: 'reduce', forcedColors: 'active' });
  const page = await context.newPage();
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const path of PAGE_KINDS) {
      await page.goto(new URL(path, inject('siteUrl')).href);
      await page.evaluate(axe);
      const { violations } = (await page.evaluate(
        (runOnly) =>
          (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run({
            runOnly,
            resultTypes: ['violations'],
          }),
        TAGS,
      )) as AxeResults;
      found.push(...violations.map(({ id }) => `${colorScheme} /${path}: ${id}`));
    }
  }
  await context.close();
  expect(found).toEqual([]);
});
