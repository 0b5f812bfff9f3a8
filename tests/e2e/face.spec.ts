/** What only a browser knows of the face: what fits, what overlaps, what stays legible. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readCourse } from '../../build/check-content.ts';
import { connectBrowser, launchBrowserWithProfile } from './browser.ts';
import { misfits } from './measures.ts';
import { everyWholePage, PAGE_KINDS } from './page-kinds.ts';

const site = inject('siteUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await connectBrowser(...inject('browserEndpoints'));
});
afterAll(() => browser.close());

async function open(
  path: string,
  context: BrowserContext,
  viewport = { width: 1280, height: 800 },
): Promise<Page> {
  const page = await context.newPage();
  await page.setViewportSize(viewport);
  await page.goto(new URL(path, site).href);
  return page;
}

/** Waits for the tool of a page, if it has one: until then its fields keep their room, unseen. */
const isReady = (page: Page) =>
  page.waitForFunction(() => !document.querySelector('tool-form:not([data-ready])'));

describe('nothing is cut off, beyond the edge or over other words', () => {
  const lessons = everyWholePage().filter((path) => /^learn\/[^/]+\/$/.test(path));

  /** Opens a page as narrow as it gets, and makes the window wider from one measure to the next. */
  async function expectNoMisfits(page: Page, path: string, sizes: number[][]): Promise<void> {
    for (const [index, [width, height]] of sizes.entries()) {
      await page.setViewportSize({ width: width!, height: height! });
      if (index === 0) await page.goto(new URL(path, site).href);
      await isReady(page);
      expect(await misfits(page), `/${path}, ${width} pixels wide`).toEqual([]);
    }
  }

  /** Pages that are free to be sent somewhere, as many as vitest runs side by side. */
  const free: Page[] = [];
  beforeAll(async () => {
    const context = await browser.newContext();
    for (let count = 0; count < 5; count++) free.push(await context.newPage());
  });

  it.concurrent.each([...new Set([...PAGE_KINDS, ...lessons])])(
    'on /%s at 320, 820, 1280 and 1920 pixels',
    async (path) => {
      const page = free.pop()!;
      try {
        await expectNoMisfits(page, path, [
          [320, 640],
          [820, 1180],
          [1280, 800],
          [1920, 1080],
        ]);
      } finally {
        free.push(page);
      }
    },
  );

  it('with text twice as large, 640 and 1280 pixels wide', async () => {
    const profile = await mkdtemp(join(tmpdir(), 'crossover-'));
    await mkdir(join(profile, 'Default'));
    await writeFile(
      join(profile, 'Default', 'Preferences'),
      JSON.stringify({ webkit: { webprefs: { default_font_size: 32 } } }),
    );
    const context = await launchBrowserWithProfile(profile);
    try {
      const page = await open('', context);
      const size = await page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
      expect(size).toBe('32px');
      for (const path of PAGE_KINDS) {
        await expectNoMisfits(page, path, [
          [640, 800],
          [1280, 800],
        ]);
      }
    } finally {
      await context.close();
      await rm(profile, { recursive: true });
    }
  });
});

it('no table of a tool scrolls sideways on the smallest phone but one that is read down as well', async () => {
  const context = await browser.newContext();
  for (const { id } of readCourse('src/content').entries.tools) {
    const page = await open(`tools/${id}/`, context, { width: 320, height: 640 });
    await page.locator('tool-form[data-ready]').waitFor();
    const scrolling = await page.locator('tool-form .scroll').evaluateAll((boxes) => {
      for (const folded of document.querySelectorAll('details')) folded.open = true;
      return boxes
        .filter((box) => box.scrollWidth > box.clientWidth && !box.querySelector('.matrix'))
        .map((box) => box.querySelector('caption')!.textContent);
    });
    expect(scrolling, id).toEqual([]);
    await page.close();
  }
  await context.close();
});

it('a full line of a lesson has 60 to 75 characters', async () => {
  const context = await browser.newContext();
  const page = await open('learn/customer-empathy/', context);
  const lengths = await page.locator('.prose > p').evaluateAll((paragraphs) =>
    paragraphs.flatMap((paragraph) => {
      const lines: number[] = [];
      const range = document.createRange();
      const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
      let bottom = Number.NaN;
      let count = 0;
      while (walker.nextNode()) {
        const text = walker.currentNode as Text;
        if (text.parentElement!.closest('sup')) continue;
        for (let index = 0; index < text.length; index++) {
          range.setStart(text, index);
          range.setEnd(text, index + 1);
          const box = range.getClientRects()[0];
          if (!box) continue;
          if (box.bottom > bottom + 12) {
            lines.push(count);
            count = 0;
          }
          bottom = box.bottom;
          count++;
        }
      }
      return lines; // without the last one, which is rarely full
    }),
  );
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  expect(lengths.length).toBeGreaterThan(20);
  expect(mean).toBeGreaterThanOrEqual(60);
  expect(mean).toBeLessThanOrEqual(75);
  await context.close();
});

it('a first visit shows the face of headings', async () => {
  const context = await browser.newContext();
  const page = await open('', context);
  await page.locator('html[data-face]').waitFor({ state: 'attached' });
  const loaded = await page.evaluate(() =>
    [...document.fonts].flatMap(({ family, status }) => (status === 'loaded' ? [family] : [])),
  );
  expect(loaded.some((family) => family.includes('Fraunces late'))).toBe(true);
  await context.close();
});

it('a face that cannot be had is no error', async () => {
  const context = await browser.newContext();
  await context.route('**/*.woff2', (route) => route.abort());
  const page = await context.newPage();
  const errors: Error[] = [];
  page.on('pageerror', (error) => errors.push(error));
  await page.goto(site);
  await page.waitForLoadState('networkidle');
  expect(errors).toEqual([]);
  expect(await page.locator('html[data-face]').count()).toBe(0);
  await context.close();
});

describe('nothing shifts while a page loads', () => {
  let context: BrowserContext;
  beforeAll(async () => {
    context = await browser.newContext();
    await context.route('**/*.woff2', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 300)); // a face that comes late, as on a phone
      await route.continue();
    });
    await context.addInitScript(() => {
      const shifts: string[] = [];
      Object.assign(globalThis, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          const { value, sources } = entry as PerformanceEntry & {
            value: number;
            sources: { node?: Element | null }[];
          };
          shifts.push(
            `${value}: ${sources.map(({ node }) => node?.outerHTML?.slice(0, 80)).join()}`,
          );
        }
      }).observe({ type: 'layout-shift', buffered: true });
    });
  });

  // One after another: the busier the machine, the more often a page is painted before it is read.
  it.each(PAGE_KINDS)('/%s, 390 and 1280 pixels wide', async (path) => {
    for (const width of [390, 1280]) {
      const page = await open(path, context, { width, height: 800 });
      await page.evaluate(() => document.fonts.ready);
      await page.waitForTimeout(150);
      const shifts = await page.evaluate(
        () => (globalThis as unknown as { shifts: string[] }).shifts,
      );
      expect(shifts, `${width} pixels wide`).toEqual([]);
      await page.close();
    }
  });
});
