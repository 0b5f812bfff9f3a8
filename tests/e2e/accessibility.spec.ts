/**
 * What a reader meets who enlarges, widens the text, taps, chooses colors or stillness, hears the page, or
 * has keys alone. axe.spec.ts has what a machine finds in the markup.
 */
import { readdirSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { encodeStates } from '#domain/progress/link.ts';
import { connectBrowser } from './browser.ts';
import { misfits, movements, shareOfBars, smallTargets } from './measures.ts';
import { everyWholePage, PAGE_KINDS } from './page-kinds.ts';

const site = inject('siteUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await connectBrowser(...inject('browserEndpoints'));
});
afterAll(() => browser.close());

const SHARED_LINK = `${site}progress/#p=${encodeStates(['done', 'doing', 'stuck', 'skipped'])}`;

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
    {
      path: '',
      state: 'with a lesson to go on with',
      open: async (page) => {
        await page.goto(new URL('learn/customer-empathy/', site).href);
        await page.goto(site);
        await page.locator('continue-reading:not([hidden])').waitFor();
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
  const kinds = process.env['LONG'] ? everyWholePage() : PAGE_KINDS;
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
    await page.waitForFunction(
      () => !document.querySelector(':is(tool-form, my-progress, due-today):not([data-ready])'),
    );
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
        for (let next = rest.shift(); next; next = rest.shift()) {
          // A new one for each: what a page keeps changes what others show.
          const context = await browser.newContext({ reducedMotion: 'reduce', bypassCSP: true });
          await visit(await context.newPage(), next);
          await context.close();
        }
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
      if (path.startsWith('tools/')) await page.locator('tool-form[data-ready]').waitFor();
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

/**
 * The tree of each kind of page as a screen reader gets it, kept in trees/. A change of it is seen in review;
 * `npx vitest run --project e2e tests/e2e/accessibility.spec.ts -t 'the tree' -u` writes them anew.
 */
describe('the tree', () => {
  const TREES: Record<string, string> = {
    home: '',
    course: 'learn/',
    part: 'parts/skill-gaps/',
    lesson: 'learn/customer-empathy/?order=aa',
    table: 'tables/skill-transfer/',
    checklist: 'checklists/start-inside/',
    // The address decides the order of the options.
    quiz: 'quizzes/start-inside/?order=aa',
    review: 'review/',
    answer: 'faq/pmm-vs-pm/',
    term: 'glossary/north-star-metric/',
    question: 'questions/te-02/',
    template: 'templates/retirement-note/',
    tool: 'tools/rice-worksheet/',
    progress: 'progress/',
    index: 'tables/',
    nowhere: 'nowhere/',
  };
  /** Roles whose words are the course's and change with it; what is kept is that they stand there. */
  const TEXTS = /^(text|paragraph|listitem|cell|definition|code|strong|emphasis|time)$/;
  /** Of so many neighbors of one shape, two stand for all: a row more is no change of the tree. */
  const MANY = 4;

  type Tree = string | Record<string, string | Tree[]>;
  const roleOf = (key: string) => key.split(' ')[0]!;
  /** What has no name but its words. */
  const hasOnlyText = (trees: Tree[]) => trees.every((tree) => TEXTS.test(roleOf(parts(tree)[0])));
  const parts = (tree: Tree): [string, string | Tree[]] =>
    typeof tree === 'string' ? [tree, ''] : Object.entries(tree)[0]!;

  function shapeOf(tree: Tree): string {
    const [key, inner] = parts(tree);
    if (typeof inner === 'string' || (roleOf(key) === 'paragraph' && hasOnlyText(inner)))
      return roleOf(key);
    const shapes = inner.map(shapeOf);
    return `${roleOf(key)}(${shapes.filter((shape, place) => shape !== shapes[place - 1]).join()})`;
  }

  /** A line for each thing that is read, indented by what it stands in, long names cut. */
  function linesOf(trees: Tree[], indent = ''): string[] {
    const shown = trees.filter((tree) => !parts(tree)[0].startsWith('/'));
    return shown.flatMap((tree, place) => {
      const shape = shapeOf(tree);
      let first = place;
      while (first > 0 && shapeOf(shown[first - 1]!) === shape) first--;
      let last = place;
      while (last + 1 < shown.length && shapeOf(shown[last + 1]!) === shape) last++;
      const isOneOfMany = last - first + 1 >= MANY;
      if (isOneOfMany && place > first + 1)
        return place === last ? [`${indent}… more like it`] : [];
      const [key, inner] = parts(tree);
      // A row and a cell are named by what stands in them.
      const named = /^(row|cell) /.test(key) ? roleOf(key) : key;
      const name = named.replace(/"((?:[^"\\]|\\.){60})(?:[^"\\]|\\.)+"/, '"$1…"');
      if (typeof inner !== 'string' && /^(paragraph|text)/.test(key) && hasOnlyText(inner))
        return [`${indent}${name}`];
      if (typeof inner !== 'string') return [`${indent}${name}`, ...linesOf(inner, `${indent}  `)];
      return [
        TEXTS.test(roleOf(key)) || !inner ? `${indent}${name}` : `${indent}${name}: ${inner}`,
      ];
    });
  }

  let context: BrowserContext;
  beforeAll(async () => {
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  });
  afterAll(() => context.close());

  it('is kept of each kind, and of nothing else', () => {
    const kept = readdirSync(new URL('trees/', import.meta.url));
    expect(kept.toSorted()).toEqual(
      Object.keys(TREES)
        .map((name) => `${name}.txt`)
        .toSorted(),
    );
  });

  it.each(Object.entries(TREES))('of a page is as it was: %s', async (name, path) => {
    const page = await context.newPage();
    await page.goto(new URL(path, site).href);
    await page.waitForLoadState('networkidle');
    await page.locator('my-progress:not([data-ready])').waitFor({ state: 'detached' });
    // The frame is the same around every page, and is kept with the lesson alone.
    const isWhole = name === 'lesson';
    if (!isWhole) await page.locator('main footer').evaluateAll(([foot]) => foot?.remove());
    const place = page.locator(isWhole ? 'body' : 'main');
    const tree = parseYaml(await place.ariaSnapshot()) as Tree[];
    await page.close();
    await expect(`${linesOf(tree).join('\n')}\n`).toMatchFileSnapshot(`trees/${name}.txt`);
  });

  it('names a box by its task, its list by the list’s title, and says how far it is', async () => {
    const page = await context.newPage();
    await page.goto(new URL('checklists/start-inside/', site).href);
    const title = await page.getByRole('heading', { level: 1 }).textContent();
    const list = page.getByRole('group', { name: title!.trim(), exact: true });
    const tasks = await list.locator('label > span').allInnerTexts();
    expect(tasks.length).toBeGreaterThan(5);
    for (const task of tasks) {
      const name = task.replace(/\s+/g, ' ').trim();
      expect(await list.getByRole('checkbox', { name, exact: true }).count()).toBe(1);
    }
    await expect.poll(() => list.getByRole('status').textContent()).toMatch(/^0 of 8 done\. /);
    await page.close();
  });
});

describe('by keys alone', () => {
  /** The most stops that any page of the journey has: past it, somebody is trapped. */
  const MOST_STOPS = 120;
  const faults: string[] = [];
  /** Kinds of stops whose indicator was measured in pixels. */
  const measured = new Set<string>();

  /** What is wrong with how the page shows the element that has the keys. */
  function faultsOfFocus(): string[] {
    const focused = document.activeElement;
    if (!(focused instanceof HTMLElement) || focused === document.body) return ['nothing has it'];
    const name = `<${focused.localName} class="${focused.className}"> ${(focused.getAttribute('aria-label') ?? focused.textContent).trim().slice(0, 40)}`;
    const found: string[] = [];
    const boxes = [...focused.getClientRects()].filter(({ width, height }) => width * height > 0);
    const seen = boxes.filter(
      ({ left, top, right, bottom }) =>
        right > 0 && bottom > 0 && left < innerWidth && top < innerHeight,
    );
    if (seen.length === 0) found.push(`out of view: ${name}`);
    const isFree = seen.some(({ left, top, right, bottom }) =>
      [0.1, 0.5, 0.9].some((share) => {
        const [x, y] = [left + (right - left) * share, top + (bottom - top) * share];
        const above = document.elementFromPoint(x, y);
        return above !== null && (focused.contains(above) || above.contains(focused));
      }),
    );
    if (seen.length > 0 && !isFree) found.push(`covered: ${name}`);
    const style = getComputedStyle(focused);
    const hasOutline = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2;
    if (!hasOutline) found.push(`no outline of 2 pixels: ${name}`);
    return found;
  }

  /** Notes what is wrong with a stop; the first of each kind is also measured with and without its outline. */
  async function checkStop(page: Page): Promise<void> {
    faults.push(...(await page.evaluate(faultsOfFocus)).map((fault) => `${page.url()} ${fault}`));
    const stop = await page.evaluate(() => {
      const { localName, className } = document.activeElement as HTMLElement;
      const { x, y, width, height } = document.activeElement!.getBoundingClientRect();
      const around = 8;
      const [left, top] = [Math.max(0, x - around), Math.max(0, y - around)];
      return {
        kind: `${localName} ${className}`,
        clip: {
          x: left,
          y: top,
          width: Math.min(innerWidth, x + width + around) - left,
          height: Math.min(innerHeight, y + height + around) - top,
        },
        /** An outline as long as the element is round, and two pixels wide. */
        least: 2 * 2 * (width + height),
      };
    });
    if (measured.has(stop.kind) || stop.clip.width <= 0 || stop.clip.height <= 0) return;
    measured.add(stop.kind);
    const shown = await page.screenshot({ clip: stop.clip, caret: 'hide' });
    const style = ':focus-visible { outline-color: transparent !important }';
    const bare = await page.screenshot({ clip: stop.clip, caret: 'hide', style });
    const strong = await strongDifferences(shown, bare);
    // Half of it: where an element reaches the edge of the window its outline does not.
    if (strong < stop.least / 2)
      faults.push(
        `${page.url()} the outline of ${stop.kind} has ${strong} of ${stop.least} pixels`,
      );
  }

  /** Goes on with Tab, or back, until the keys are on what is meant, and looks at each stop. */
  async function tabTo(page: Page, selector: string, key = 'Tab'): Promise<void> {
    for (let stops = 0; stops < MOST_STOPS; stops++) {
      await page.keyboard.press(key);
      await checkStop(page);
      if (await page.evaluate((meant) => document.activeElement!.matches(meant), selector)) return;
    }
    throw new Error(`${key} does not lead to ${selector} within ${MOST_STOPS} stops.`);
  }

  /** Checks where the keys are once the browser has taken them from what is hidden. */
  async function checkReturn(page: Page, selector: string): Promise<void> {
    await page.waitForTimeout(300);
    await hasFocus(page, selector);
  }

  const hasFocus = (page: Page, selector: string) =>
    expect
      .poll(() => page.evaluate((meant) => document.activeElement!.matches(meant), selector))
      .toBe(true);

  it(
    'a learner finds a lesson, ticks, copies, shares, brings it elsewhere, takes it back, tries a tool, and changes the colors',
    {
      timeout: 180_000,
    },
    async () => {
      const newPage = async () => {
        const context = await browser.newContext({
          viewport: { width: 1280, height: 800 },
          permissions: ['clipboard-read', 'clipboard-write'],
          reducedMotion: 'reduce',
          colorScheme: 'light',
          bypassCSP: true, // a style hides the outline, to measure it
        });
        onTestFinished(() => context.close());
        return context.newPage();
      };
      const page = await newPage();
      await page.goto(site);

      // The search opens from its link, closes to it, and leads to a lesson.
      await tabTo(page, 'site-search a');
      await page.keyboard.press('Enter');
      await hasFocus(page, 'dialog input');
      await page.keyboard.press('Escape');
      await hasFocus(page, 'site-search a');
      await page.keyboard.press('Enter');
      await hasFocus(page, 'dialog input');
      await page.keyboard.type('Ten weeks to one owned decision');
      await page.locator('dialog .results a').first().waitFor();
      await page.keyboard.press('ArrowDown');
      await checkStop(page);
      await page.keyboard.press('ArrowUp');
      await hasFocus(page, 'dialog input');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/checklists/start-inside/**');
      await page.waitForLoadState();

      // Three tasks, and the link of the third.
      for (let task = 1; task <= 3; task++) {
        await tabTo(page, `.tasks > li:nth-child(${task}) input`);
        await page.keyboard.press('Space');
        await expect
          .poll(() => page.locator('.count').textContent())
          .toBe(`${task} of 8 done. Saved.`);
      }
      await tabTo(page, '.tasks > li:nth-child(3) .unit-link');
      await page.keyboard.press('Enter');
      await expect.poll(() => page.locator('.copied p').textContent()).toMatch(/^Copied the link/);
      await tabTo(page, '[data-form=close]');
      await page.keyboard.press('Enter');
      await hasFocus(page, '.tasks > li:nth-child(3) .unit-link');
      await page.keyboard.press('Enter');
      await tabTo(page, '[data-form=markdown]');
      await page.keyboard.press('Escape');
      await hasFocus(page, '.tasks > li:nth-child(3) .unit-link');

      // Their progress goes as a link into another browser, is merged there and taken back.
      await tabTo(page, 'a[href$="/progress/"]', 'Shift+Tab');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/progress/');
      await page.locator('my-progress[data-ready]').waitFor();
      await tabTo(page, '[data-do=copy-link]');
      await page.keyboard.press('Enter');
      await expect.poll(() => page.locator('[data-part=said]').textContent()).toMatch(/^Copied/);
      const link = await page.evaluate(() => navigator.clipboard.readText());
      const other = await newPage();
      await other.goto(link);
      await hasFocus(other, '#shared-title');
      await tabTo(other, '[data-do=take-shared]');
      await other.keyboard.press('Enter');
      await hasFocus(other, '[data-do=merge]');
      await checkStop(other);
      await other.keyboard.press('Enter');
      await hasFocus(other, '[data-do=undo]');
      await checkStop(other);
      expect(await other.locator('[data-part=summary]').textContent()).toMatch(/^3 of \d+ done/);
      await other.keyboard.press('Enter');
      await expect.poll(() => other.locator('[data-part=said]').textContent()).toMatch(/^Undone/);
      await checkReturn(other, '[data-do=take-shared]');
      await tabTo(other, '[data-do=close-shared]');
      await other.keyboard.press('Enter');
      await checkReturn(other, '#overview');

      // A tool, and the colors.
      await tabTo(page, 'a[href$="/tools/"]', 'Shift+Tab');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/tools/');
      await page.waitForLoadState();
      await tabTo(page, 'main a[href$="/tools/rice-worksheet/"]');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/tools/rice-worksheet/');
      await page.locator('tool-form[data-ready]').waitFor();
      await tabTo(page, '[data-field=effort]');
      const before = await page.locator('.reading').first().textContent();
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type('40');
      await expect.poll(() => page.locator('.reading').first().textContent()).not.toBe(before);
      await tabTo(page, 'scheme-choice select', 'Shift+Tab');
      await page.keyboard.type('Dark');
      await page.keyboard.press('Enter');
      await expect.poll(() => page.locator('html').getAttribute('data-scheme')).toBe('dark');
      measured.clear();
      await tabTo(page, 'main a, main button');
      expect(faults).toEqual([]);
    },
  );
});
