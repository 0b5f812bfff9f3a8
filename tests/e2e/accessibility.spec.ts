/**
 * What a reader meets who enlarges, widens the text, taps, chooses colors or stillness, hears the page, or
 * has keys alone. axe.spec.ts has what a machine finds in the markup.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
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

describe('what a page says is said once, politely and in one place:', () => {
  /** What a screen reader was told: the live region, how urgent it is, and its words after each change. */
  interface Heard {
    region: string;
    isPolite: boolean;
    words: string;
  }

  /** Opens a page and listens to its live regions, from when it has loaded what it shows first. */
  async function listen(path: string): Promise<Page> {
    const permissions = ['clipboard-read', 'clipboard-write'];
    const context = await browser.newContext({ permissions });
    onTestFinished(() => context.close());
    await context.addInitScript(() => {
      const REGIONS = '[role=status], [role=alert], [role=log], [aria-live], output';
      const heard: Heard[] = [];
      // What a region holds when it comes into the page is not read aloud.
      const known = new Set<Element>();
      Object.assign(globalThis, { heard });
      new MutationObserver((changes) => {
        const changed = new Set<Element>();
        for (const { type, target } of changes) {
          if (type === 'attributes') continue; // a region begins here, and says nothing yet
          const element = target instanceof Element ? target : target.parentElement;
          const region = element?.closest(REGIONS);
          if (region && known.has(region)) changed.add(region);
        }
        for (const region of changed) {
          const words = region.textContent.trim();
          const isPolite = region.matches('[role=status], [aria-live=polite], output');
          const place = region.parentElement?.localName ?? '';
          if (words && region.checkVisibility()) heard.push({ region: place, isPolite, words });
        }
        for (const region of document.querySelectorAll(REGIONS)) known.add(region);
      }).observe(document, {
        attributes: true,
        attributeFilter: ['role', 'aria-live'],
        childList: true,
        characterData: true,
        subtree: true,
      });
    });
    const page = await context.newPage();
    await page.goto(new URL(path, site).href);
    return page;
  }

  const heardIn = (page: Page) =>
    page.evaluate(() => (globalThis as unknown as { heard: Heard[] }).heard);

  /** What was heard when the words have come, and a second later still. */
  async function hear(page: Page, words: RegExp): Promise<Heard[]> {
    const isHeard = async () => (await heardIn(page)).some((each) => words.test(each.words));
    await expect.poll(isHeard).toBe(true);
    await page.waitForTimeout(1000);
    return heardIn(page);
  }

  it('the results of a search', async () => {
    const page = await listen('faq/');
    await page.keyboard.press('Control+k');
    await page.locator('dialog input').waitFor();
    await page.keyboard.type('retention');
    expect(await hear(page, /result/)).toEqual([
      { region: 'div', isPolite: true, words: expect.stringMatching(/^\d+ results$/) },
    ]);
  });

  it('that there are none', async () => {
    const page = await listen('faq/');
    await page.keyboard.press('Control+k');
    await page.locator('dialog input').waitFor();
    await page.keyboard.type('qzxwvkq');
    expect(await hear(page, /Nothing/)).toEqual([
      { region: 'div', isPolite: true, words: 'Nothing found for “qzxwvkq”.' },
    ]);
  });

  it('that a task is saved, and nothing before it', async () => {
    const page = await listen('checklists/start-inside/');
    await expect.poll(() => page.locator('.count').textContent()).toMatch(/^0 of \d+ done/);
    expect(await heardIn(page)).toEqual([]);
    await page.locator('.tasks input').first().press('Space');
    expect(await hear(page, /Saved/)).toEqual([
      { region: 'task-list', isPolite: true, words: '1 of 8 done. Saved.' },
    ]);
  });

  it('that a link is copied', async () => {
    const page = await listen('faq/pmm-vs-pm/');
    await page.locator('.unit-link').first().press('Enter');
    expect(await hear(page, /Copied/)).toEqual([
      { region: 'unit-links', isPolite: true, words: expect.stringMatching(/^Copied the link/) },
    ]);
  });

  it('what a link of somebody brings, that it is merged, and that it is not any more', async () => {
    const page = await listen('progress/');
    await page.locator('my-progress[data-ready]').waitFor();
    expect(await heardIn(page)).toEqual([]);
    await page.locator('[data-part=pasted]').fill(SHARED_LINK);
    await page.locator('[data-do=read-pasted]').press('Enter');
    await hear(page, /^In the copy/);
    await page.keyboard.press('Enter');
    await hear(page, /^Merged/);
    await page.keyboard.press('Enter');
    const heard = await hear(page, /^Undone/);
    expect(
      heard.filter(({ region }) => region === 'my-progress').map(({ words }) => words),
    ).toEqual([
      'In the copy: 4 added. Nothing was changed yet.',
      'Merged: 4 added. Saved.',
      'Undone: your progress is as it was before the merge.',
    ]);
    expect(heard.every(({ isPolite }) => isPolite)).toBe(true);
    // It stays to be read: a region that is emptied at once may never be heard.
    const said = page.locator('[data-part=said]');
    expect(await said.textContent()).toBe('Undone: your progress is as it was before the merge.');
  });
});

describe('in forced colors a reader sees', () => {
  /** Pixels that differ as much as WCAG 1.4.11 asks, 3 to 1, from one picture of a place to the next. */
  async function strongDifferences(one: Buffer, other: Buffer): Promise<number> {
    const page = await browser.newPage();
    const count = await page.evaluate(
      async (pictures) => {
        const [first, second] = await Promise.all(
          pictures.map(async (picture) => {
            const image = new Image();
            image.src = `data:image/png;base64,${picture}`;
            await image.decode();
            const canvas = new OffscreenCanvas(image.width, image.height);
            const context = canvas.getContext('2d')!;
            context.drawImage(image, 0, 0);
            return context.getImageData(0, 0, image.width, image.height);
          }),
        );
        if (first!.width !== second!.width || first!.height !== second!.height)
          throw new Error('The pictures differ in size, so no pixel has its like.');
        const luminance = ({ data }: ImageData, at: number): number => {
          const [red, green, blue] = [0, 1, 2].map((channel) => {
            const value = data[at + channel]! / 255;
            return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
          });
          return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
        };
        let differing = 0;
        for (let at = 0; at < first!.data.length; at += 4) {
          const [a, b] = [luminance(first!, at), luminance(second!, at)];
          if ((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) >= 3) differing++;
        }
        return differing;
      },
      [one.toString('base64'), other.toString('base64')],
    );
    await page.close();
    return count;
  }

  /** A state is told by more than a speck: as many pixels as a mark of 4 × 4 has. */
  const LEAST = 16;
  let context: BrowserContext;
  let page: Page;
  beforeAll(async () => {
    context = await browser.newContext({
      forcedColors: 'active',
      reducedMotion: 'reduce',
      viewport: { width: 1280, height: 800 },
    });
    page = await context.newPage();
  });
  afterAll(() => context.close());

  const go = (path: string) => page.goto(new URL(path, site).href);
  /** A picture of a place with some pixels around it, without focus and without a mouse over it. */
  async function picture(selector: string, around = 0): Promise<Buffer> {
    await page.mouse.move(0, 0);
    const place = page.locator(selector).first();
    await place.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await place.boundingBox())!;
    const clip = {
      x: x - around,
      y: y - around,
      width: width + 2 * around,
      height: height + 2 * around,
    };
    return page.screenshot({ clip, caret: 'hide' });
  }
  const leave = () => page.evaluate(() => (document.activeElement as HTMLElement).blur());

  it('that a box is ticked', async () => {
    await go('checklists/start-inside/');
    const off = await picture('.tasks input');
    await page.locator('.tasks input').first().press('Space');
    await leave();
    const on = await picture('.tasks input');
    expect(await strongDifferences(off, on)).toBeGreaterThanOrEqual(LEAST);
  });

  it('how far a lesson is', async () => {
    await page.evaluate(() => localStorage.clear());
    await go('learn/start-inside/');
    const counted = page.locator('.sidebar-pane progress-count', { hasText: 'done' });
    await counted.waitFor();
    expect(await counted.textContent()).toBe('1 of 8 done');
  });

  it.each([
    ['lesson', '.sidebar-pane .open li:nth-child(2)', 2, 3],
    ['place', '.header .places a:nth-child(2)', 'tables/', 'faq/'],
  ])('which %s is the current one', async (_, selector, here, elsewhere) => {
    await go('learn/customer-empathy/');
    const lessons = await page
      .locator('.sidebar-pane .open a')
      .evaluateAll((all) => all.map((each) => (each as HTMLAnchorElement).href));
    const place = (at: number | string) => (typeof at === 'number' ? lessons[at - 1]! : at);
    await go(place(here));
    const on = await picture(selector);
    await go(place(elsewhere));
    const off = await picture(selector);
    expect(await strongDifferences(off, on)).toBeGreaterThanOrEqual(LEAST);
  });

  it.each([
    ['a link', 'faq/', '.index a'],
    ['a box', 'checklists/start-inside/', '.tasks input'],
    ['a button', 'tools/rice-worksheet/', '.tool-form button:not([hidden] *)'],
    ['a field', 'tools/rice-worksheet/', '[data-field=effort]'],
    ['what opens', 'learn/data-driven-decisions/', '.figure-data summary'],
  ])('where the focus is: on %s', async (_, path, selector) => {
    await go(path);
    const off = await picture(selector, 8);
    await page.locator(selector).first().press('Shift');
    const on = await picture(selector, 8);
    expect(await strongDifferences(off, on)).toBeGreaterThanOrEqual(4 * LEAST);
  });

  it('where an address leads on the page', async () => {
    await go('learn/customer-empathy/');
    const off = await picture('#root-cause', 8);
    await go('learn/customer-empathy/#root-cause');
    await leave();
    const on = await picture('#root-cause', 8);
    expect(await strongDifferences(off, on)).toBeGreaterThanOrEqual(4 * LEAST);
  });

  it('what is open', async () => {
    const summary = '.figure-data summary';
    await go('learn/data-driven-decisions/');
    const off = await picture(summary);
    await page.locator(summary).first().press('Enter');
    await leave();
    const on = await picture(summary);
    expect(await strongDifferences(off, on)).toBeGreaterThanOrEqual(LEAST);
  });

  it('in words which answer was chosen, and which is right', async () => {
    await go('quizzes/start-inside/?order=aa');
    await page.locator('.quiz .options button').first().press('Enter');
    const verdicts = page.locator('.quiz > li:first-child .why b:visible');
    const words = await verdicts.allTextContents();
    expect(words.filter((each) => each.startsWith('Your choice'))).toHaveLength(1);
    expect(words.filter((each) => /right\.$/i.test(each))).toHaveLength(1);
  });

  it('which filter is on', async () => {
    await go('progress/');
    await page.locator('my-progress[data-ready]').waitFor();
    const radio = '.filters label:nth-of-type(2) input';
    const off = await picture(radio);
    await page.locator(radio).press('Space');
    await leave();
    const on = await picture(radio);
    expect(await strongDifferences(off, on)).toBeGreaterThanOrEqual(LEAST);
  });

  it.each(['learn/data-driven-decisions/', 'learn/product-analytics/', 'tools/retention-lab/'])(
    'each line of a chart by its own pattern, on %s',
    async (path) => {
      await go(path);
      const charts = await page.locator('svg.drawing:visible').evaluateAll((all) =>
        all
          .map((svg) =>
            [...svg.querySelectorAll('path:is(.dashed, .dotted, .mixed, .solid)')].map((line) => {
              const { stroke, strokeDasharray } = getComputedStyle(line);
              // A line and the piece of it beside its name have one class.
              return { series: line.getAttribute('class'), stroke, pattern: strokeDasharray };
            }),
          )
          .filter((lines) => new Set(lines.map(({ series }) => series)).size > 1),
      );
      expect(charts.length).toBeGreaterThan(0);
      const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      for (const lines of charts) {
        expect(lines.every(({ stroke }) => stroke !== paper && stroke !== 'none')).toBe(true);
        const series = new Set(lines.map((line) => line.series));
        expect(new Set(lines.map(({ pattern }) => pattern)).size).toBe(series.size);
      }
    },
  );
});
