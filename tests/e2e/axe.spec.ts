/** axe over every page, in both color schemes, on a phone and on a desk. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { connectBrowser } from './browser.ts';
import { readSite } from '../../build/check-pages.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const paths = readSite('dist').pages.map(({ path }) => path);

let browser: Browser;
beforeAll(async () => {
  browser = await connectBrowser(inject('browserEndpoint'));
});
afterAll(() => browser.close());

describe('axe finds nothing', () => {
  it.concurrent.each(paths)('on %s', async (path) => {
    const context = await browser.newContext({ reducedMotion: 'reduce' });
    try {
      const page = await context.newPage();
      await page.goto(new URL(path.slice(1), inject('siteUrl')).href);
      await page.evaluate(axe);
      const found: string[] = [];
      for (const width of [390, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          const { violations } = (await page.evaluate(
            (tags) =>
              (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run({
                runOnly: tags,
                resultTypes: ['violations'],
              }),
            TAGS,
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
      await context.close();
    }
  });
});
