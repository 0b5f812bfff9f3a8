/** What only a browser knows of the face: what fits, what overlaps, what stays legible. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readCourse } from '../../build/check-content.ts';
import { readSite } from '../../build/check-pages.ts';
import { connectBrowser, launchBrowserWithProfile } from './browser.ts';
import { misfits } from './measures.ts';
import { PAGE_KINDS } from './page-kinds.ts';

const site = inject('siteUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await connectBrowser(inject('browserEndpoint'));
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
  const withPage = async (options: BrowserContextOptions, work: (page: Page) => Promise<void>) => {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    try {
      await work(page);
    } finally {
      await context.close();
    }
  };
  const lessons = readSite('dist')
    .pages.map(({ path }) => path.slice(1))
    .filter((path) => /^learn\/[^/]+\/$/.test(path));

  it.each([
    [320, 640],
    [820, 1180],
    [1280, 800],
    [1920, 1080],
  ])('at %i × %i pixels', async (width, height) => {
    await withPage({ viewport: { width, height } }, async (page) => {
      for (const path of new Set([...PAGE_KINDS, ...lessons])) {
        await page.goto(new URL(path, site).href);
        await isReady(page);
        expect(await misfits(page), `/${path}`).toEqual([]);
      }
    });
  });

  it.each([640, 1280])('with text twice as large, %i pixels wide', async (width) => {
    const profile = await mkdtemp(join(tmpdir(), 'crossover-'));
    await mkdir(join(profile, 'Default'));
    await writeFile(
      join(profile, 'Default', 'Preferences'),
      JSON.stringify({ webkit: { webprefs: { default_font_size: 32 } } }),
    );
    const context = await launchBrowserWithProfile(profile);
    try {
      const page = await open('', context, { width, height: 800 });
      const size = await page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
      expect(size).toBe('32px');
      for (const path of PAGE_KINDS) {
        await page.goto(new URL(path, site).href);
        await isReady(page);
        expect(await misfits(page), `/${path}`).toEqual([]);
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
  await page.goto(site, { waitUntil: 'networkidle' });
  expect(errors).toEqual([]);
  expect(await page.locator('html[data-face]').count()).toBe(0);
  await context.close();
});

it.each([390, 1280])('nothing shifts while a page loads, %i pixels wide', async (width) => {
  const context = await browser.newContext();
  await context.route('**/*.woff2', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 300)); // a face that comes late, as on a phone
    await route.continue();
  });
  await context.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(globalThis, { shifts });
    new PerformanceObserver((list) => {
      shifts.push(
        ...list.getEntries().map((entry) => (entry as PerformanceEntry & { value: number }).value),
      );
    }).observe({ type: 'layout-shift', buffered: true });
  });
  for (const path of PAGE_KINDS) {
    const page = await open(path, context, { width, height: 800 });
    await page.evaluate(() => document.fonts.ready);
    await page.waitForTimeout(150);
    const shifts = await page.evaluate(
      () => (globalThis as unknown as { shifts: number[] }).shifts,
    );
    expect(shifts, `/${path}`).toEqual([]);
    await page.close();
  }
  await context.close();
});
