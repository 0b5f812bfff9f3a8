/**
 * What a reader meets who enlarges, widens the text, taps, chooses colors or stillness, hears the page, or
 * has keys alone. axe.spec.ts has what a machine finds in the markup.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readSite } from '../../build/check-pages.ts';
import { encodeStates } from '#domain/progress/link.ts';
import { connectBrowser } from './browser.ts';
import { misfits, movements, shareOfBars, smallTargets } from './measures.ts';
import { PAGE_KINDS } from './page-kinds.ts';

const site = inject('siteUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await connectBrowser(inject('browserEndpoint'));
});
afterAll(() => browser.close());

const SHARED_LINK = `${site}progress/#p=${encodeStates(['done', 'doing', 'stuck', 'skipped'])}`;

async function search(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.locator('dialog input').fill(words);
  await page.locator('dialog .status:not(:empty)').waitFor();
}

describe('every kind of page, and every state that covers or adds something,', () => {
  /** A page, with something open on it. */
  interface Visit {
    path: string;
    state?: string;
    open?: (page: Page) => Promise<unknown>;
  }
  const STATES: Visit[] = [
    {
      path: 'learn/customer-empathy/',
      state: 'with all that opens open, a task ticked and the forms of a link shown',
      open: async (page) => {
        await page.locator('task-list:defined').waitFor();
        await page.locator('details').evaluateAll((all) => {
          for (const each of all) (each as HTMLDetailsElement).open = true;
        });
        await page.locator('.tasks input').first().check();
        await page.locator('.tasks .more').first().click();
        await page.locator('.panel textarea').waitFor();
        await page.locator('.quiz .options button').first().click();
        await page.locator('.heading .unit-link').first().click();
        await page.locator('.copied').waitFor();
      },
    },
    { path: '', state: 'with the search open', open: (page) => page.keyboard.press('Control+k') },
    { path: 'faq/', state: 'with results', open: (page) => search(page, 'retention cohort') },
    { path: 'faq/', state: 'with no result', open: (page) => search(page, 'qzxwvkq') },
    {
      path: 'search/?q=retention',
      state: 'with results',
      open: (page) => page.locator('.results a').first().waitFor(),
    },
    {
      path: 'progress/',
      state: 'with a link looked at',
      open: async (page) => {
        await page.locator('my-progress[data-ready]').waitFor();
        await page.locator('[data-part=pasted]').fill(SHARED_LINK);
        await page.locator('[data-do=read-pasted]').click();
        await page.locator('[data-part=preview]').waitFor();
        await page.locator('.delete summary').click();
      },
    },
    {
      path: 'tools/rice-worksheet/',
      state: 'with a fault',
      open: async (page) => {
        await page.locator('tool-form[data-ready]').waitFor();
        await page.locator('[data-field=effort]').first().fill('many');
        await page.locator('.fault:visible').first().waitFor();
      },
    },
  ];
  const kinds = process.env['LONG']
    ? readSite('dist').pages.map(({ path }) => path.slice(1))
    : PAGE_KINDS;
  const visits: Visit[] = [...STATES, ...kinds.map((path) => ({ path }))];

  /** What WCAG 1.4.12 lets a reader set. */
  const SPACING = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-block-end: 2em !important }`;
  /** What Firefox does whose reader enlarges the text alone. */
  const LARGE_TEXT = ':root { font-size: 200% }';

  const FACTS = {
    stillAt1280: 'moves nothing for a reader who wants stillness',
    targetsAt1280: 'has no target that a mouse may miss, at 1,280 pixels',
    targetsAt390: 'has no target that a finger may miss, at 390 pixels',
    fitAt256: 'fits 256 pixels',
    fitAt320x256: 'fits 320 × 256 pixels, as at 400 %',
    barsAt320x256: 'keeps at most a fifth of a low screen under bars that stay',
    spacingAt320x256: 'fits with the spacing of WCAG 1.4.12, at 320 × 256 pixels',
    spacingAt390: 'fits with the spacing of WCAG 1.4.12, at 390 pixels',
    spacingAt1280: 'fits with the spacing of WCAG 1.4.12, at 1,280 pixels',
    largeTextAt390: 'fits with text twice as large, at 390 pixels',
  };
  type Fact = keyof typeof FACTS;
  /** What is wrong, by the fact that it breaks. Each page is opened once, and measured for all of them. */
  const faults = new Map<Fact, string[]>();

  async function visit(page: Page, { path, state, open }: Visit): Promise<void> {
    const note = (fact: Fact, found: string[]) => {
      const named = found.map((fault) => `/${path}${state ? `, ${state}` : ''}: ${fault}`);
      faults.set(fact, [...(faults.get(fact) ?? []), ...named]);
    };
    const withStyle = async (content: string, work: () => Promise<void>) => {
      const style = await page.addStyleTag({ content });
      await work();
      await style.evaluate((element) => (element as HTMLElement).remove());
    };
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(new URL(path, site).href);
    await open?.(page);
    note('stillAt1280', await movements(page));
    note('targetsAt1280', await smallTargets(page));
    await withStyle(SPACING, async () => note('spacingAt1280', await misfits(page)));
    await page.setViewportSize({ width: 390, height: 800 });
    note('targetsAt390', await smallTargets(page));
    await withStyle(SPACING, async () => note('spacingAt390', await misfits(page)));
    await withStyle(LARGE_TEXT, async () => note('largeTextAt390', await misfits(page)));
    await page.setViewportSize({ width: 256, height: 640 });
    note('fitAt256', await misfits(page));
    await page.setViewportSize({ width: 320, height: 256 });
    note('fitAt320x256', await misfits(page));
    await withStyle(SPACING, async () => note('spacingAt320x256', await misfits(page)));
    // What a reader has opened they can close.
    const share = state ? 0 : await shareOfBars(page);
    note('barsAt320x256', share > 0.2 ? [`bars take ${share} of the height`] : []);
  }

  beforeAll(
    async () => {
      const rest = [...visits];
      const walk = async () => {
        const context = await browser.newContext({ reducedMotion: 'reduce', bypassCSP: true });
        const page = await context.newPage();
        for (let next = rest.shift(); next; next = rest.shift()) await visit(page, next);
        await context.close();
      };
      await Promise.all([walk(), walk()]);
    },
    60_000 + visits.length * 3_000,
  );

  it.each(Object.entries(FACTS) as [Fact, string][])('%s: %s', (fact) => {
    expect(faults.get(fact)).toEqual([]);
  });
});
