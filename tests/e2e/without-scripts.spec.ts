/**
 * What is left of every kind of page without scripts, whatever keeps them from running, and without styles:
 * all the words, in order, every task a box with its words, and no control that does nothing.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { parse, type DefaultTreeAdapterMap } from 'parse5';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { readSite } from '../../build/check-pages.ts';
import { PAGE_KINDS } from './page-kinds.ts';
import { useProfiles } from './profiles.ts';

type Parsed = DefaultTreeAdapterMap['element'];

const site = inject('siteUrl');
const isLong = Boolean(process.env['LONG']);
/** One page for each set of islands. */
const ISLANDS = [
  'learn/start/',
  'checklists/start-inside/',
  'quizzes/start-inside/',
  'progress/',
  'review/',
  'search/',
  'templates/manager-talk/',
  'tools/retention-lab/',
  'tools/rice-worksheet/',
];
/** Bytes of the page that lists everything, compressed with gzip. */
const LIST_BUDGET = 60_000;
const { pages: built } = readSite('dist');

/** The document of a page, by its path from the root of the site; where there is none, the one that says so. */
function documentOf(place: string): string {
  const file = path.join('dist', place.endsWith('/') ? `${place}index.html` : place);
  return readFileSync(existsSync(file) ? file : 'dist/404.html', 'utf8');
}

/** What the tests throw instead of a script of the site. */
const THROWN = 'thrown by the test';

const { newPage } = useProfiles(
  { viewport: { width: 390, height: 800 }, serviceWorkers: 'block' },
  (message) => message.includes(THROWN),
);

const go = async (page: Page, place: string): Promise<void> =>
  void (await page.goto(new URL(place, site).href));

/** What keeps the scripts from running, and what does that to a page before it is opened. */
const FAILURES: {
  name: string;
  options?: BrowserContextOptions;
  break: (page: Page) => Promise<unknown>;
}[] = [
  {
    name: 'scripts are off',
    options: { javaScriptEnabled: false },
    break: () => Promise.resolve(),
  },
  {
    name: 'every script is gone',
    break: (page) => page.route('**/*.js', (route) => route.fulfill({ status: 404 })),
  },
  { name: 'no script arrives', break: (page) => page.route('**/*.js', (route) => route.abort()) },
  { name: 'every script throws at its first line', break: (page) => throwIn(page, '**/*.js') },
  {
    name: 'neither scripts nor styles arrive',
    break: async (page) => {
      await page.route('**/*.js', (route) => route.abort());
      await withoutStyles(page);
    },
  },
];

/** Lets scripts throw before anything else is done in them; what they hand out is there to be imported. */
async function throwIn(page: Page, scripts: string): Promise<void> {
  await withoutIntegrity(page);
  await page.route(scripts, async (route) => {
    const response = await route.fetch();
    const body = `throw new Error('${THROWN}');\n${await response.text()}`;
    await route.fulfill({ response, body });
  });
}

/** Changes documents on their way, and takes the policies away that would notice. */
async function changeDocuments(page: Page, change: (html: string) => string): Promise<void> {
  await page.route(
    (url) => url.pathname.endsWith('/'),
    async (route) => {
      const response = await route.fetch();
      const headers = response.headers();
      delete headers['content-security-policy'];
      const html = (await response.text()).replace(/<meta http-equiv[^>]*Policy[^>]*>/i, '');
      await route.fulfill({ response, headers, body: change(html) });
    },
  );
}

const withoutIntegrity = (page: Page) =>
  changeDocuments(page, (html) => html.replaceAll(/ integrity="[^"]*"/g, ''));

const withoutStyles = (page: Page) =>
  changeDocuments(page, (html) =>
    html.replaceAll(/<style[^]*?<\/style>|<link[^>]*rel="?stylesheet[^>]*>/g, ''),
  );

/** Lets the two seconds pass after which a page shows what stands there without a script. */
const letWait = (page: Page) =>
  page.evaluate(() => {
    for (const animation of document.getAnimations()) animation.finish();
  });

/** Controls that a reader sees and that no script works: menus and boxes of tasks work without one. */
function deadControls(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    // A dialog and what is folded away are opened before anything in them is used.
    for (const details of document.querySelectorAll('details')) details.open = true;
    const dead = (control: Element): boolean =>
      control.checkVisibility({ visibilityProperty: true }) &&
      !control.matches('[popovertarget], [data-task] > label > [type=checkbox]');
    return [...document.querySelectorAll('button, input, select, textarea')]
      .filter(dead)
      .map((control) => control.outerHTML.slice(0, 120));
  });
}

describe.each(FAILURES)('where $name', ({ options, break: breakPage }) => {
  it('no page shows a control that does nothing', async () => {
    const page = await newPage(options);
    await breakPage(page);
    const found: string[] = [];
    for (const place of isLong ? PAGE_KINDS : ISLANDS) {
      await go(page, place);
      await letWait(page);
      for (const control of await deadControls(page)) found.push(`/${place} ${control}`);
    }
    expect(found).toEqual([]);
  });

  it('a list of tasks can be ticked, and says that a tick is not kept', async () => {
    const page = await newPage(options);
    await breakPage(page);
    for (const place of ['checklists/start-inside/', 'progress/']) {
      await go(page, place);
      await letWait(page);
      const box = page.getByRole('checkbox').first();
      await box.check();
      expect(await box.isChecked()).toBe(true);
      const said = page.getByText('so ticks are not kept').filter({ visible: true });
      expect(await said.count(), place).toBeGreaterThan(0);
    }
  });

  it('a tool is its worked example, and says what brings its fields', async () => {
    const page = await newPage(options);
    await breakPage(page);
    await go(page, 'tools/unit-economics/');
    await letWait(page);
    const given = page.locator('.given');
    expect(await given.innerText()).toMatch(/reload the page/);
    expect((await given.locator('dl').boundingBox())!.height).toBeGreaterThan(100);
    expect((await page.locator('tool-form [data-part=form]').boundingBox())?.height ?? 0).toBe(0);
    expect(await page.locator('.results').innerText()).toContain('$');
  });

  it('a quiz has its answers, and promises nothing', async () => {
    const page = await newPage(options);
    await breakPage(page);
    await go(page, 'quizzes/start-inside/');
    await letWait(page);
    const answer = page.locator('.quiz details').first();
    await answer.locator('summary').click();
    await expect.poll(() => answer.getByText('is right.').isVisible()).toBe(true);
  });

  it('the page of what is due says why it lists nothing', async () => {
    const page = await newPage(options);
    await breakPage(page);
    await go(page, 'review/');
    await letWait(page);
    const why = page.getByText(/known to a script/).filter({ visible: true });
    expect(await why.count()).toBeGreaterThan(0);
  });

  it.skipIf(breakPage === FAILURES.at(-1)!.break)(
    'light is what the system asks for, and so is dark',
    async () => {
      for (const [colorScheme, paper] of [
        ['light', 'rgb(251, 248, 242)'],
        ['dark', 'rgb(20, 22, 26)'],
      ] as const) {
        const page = await newPage({ ...options, colorScheme });
        await breakPage(page);
        await go(page, '');
        const color = page
          .locator('body')
          .evaluate((body) => getComputedStyle(body).backgroundColor);
        expect(await color).toBe(paper);
      }
    },
  );
});

describe('where one script fails', () => {
  it('by throwing, what it would have worked does not show, and nothing else is thrown', async () => {
    const found: string[] = [];
    const tried = new Set<string>();
    for (const place of isLong ? PAGE_KINDS : ISLANDS) {
      const html = documentOf(`/${place}`);
      const scripts = [...html.matchAll(/<script[^>]* src="([^"]+)"/g)].map((match) => match[1]!);
      for (const script of scripts) {
        if (!isLong && tried.has(script)) continue;
        tried.add(script);
        const page = await newPage();
        await throwIn(page, `**${script}`);
        await go(page, place);
        await page.waitForLoadState('networkidle');
        await letWait(page);
        const dead = await page.evaluate(() => {
          for (const details of document.querySelectorAll('details')) details.open = true;
          const controls = document.querySelectorAll(
            ':not(:defined) :is(button, input, select, textarea):not([data-task] > label > *)',
          );
          return [...controls]
            .filter((control) => control.checkVisibility({ visibilityProperty: true }))
            .map((control) => control.outerHTML.slice(0, 120));
        });
        for (const control of dead) found.push(`/${place} without ${script}: ${control}`);
        await page.context().close();
      }
    }
    const islands = ['MarkdownContent', 'TaskIslands', 'CopyText', 'Tool', 'CohortImport'];
    for (const name of islands) expect([...tried].join(' ')).toContain(`/${name}.`);
    expect(found).toEqual([]);
  });

  /** Parts that load late: the page, what of it does not arrive, what is done then, and what the page says. */
  const LATE: [name: string, place: string, late: string, use: (page: Page) => Promise<unknown>, says: RegExp][] = [
    ['a tool', 'tools/rice-worksheet/', 'rice-worksheet', (page) => letWait(page), /Fields to put your own numbers in/],
    ['rows of one’s own', 'tools/retention-lab/', 'cohort-panel', (page) => page.locator('cohort-import summary').click(), /This part did not load\. .* reload/],
    ['the example of rows', 'tools/retention-lab/', 'retention-csv', async (page) => {
      await page.locator('cohort-import summary').click();
      await page.locator('cohort-import [data-do=example]').click();
    }, /The example did not load\. .* once more/],
    ['the panel of a task', 'checklists/start-inside/', 'task-panel', (page) => page.locator('.more').first().click(), /The panel did not load\. .* once more/],
    ['the page of progress', 'progress/', 'my-progress', (page) => letWait(page), /The list below holds all \d+ tasks/],
    ['what is due', 'review/', 'due-today', (page) => letWait(page), /known to a script, which did not run/],
    ['a quiz', 'quizzes/start-inside/', 'quiz', async (page) => {
      await letWait(page);
      await page.locator('.quiz summary').first().click();
    }, /[A-E] is right\./],
    ['what keeps answers', 'quizzes/start-inside/', 'answer-store', (page) => page.locator('.options button').first().click(), /Not kept: a part of the page did not load/],
    ['the code of a link', 'progress/', 'lean-qr', (page) => page.locator('[data-do=show-code]').click(), /The code did not load\. .* once more/],
    ['the search', '', 'search-panel', async (page) => {
      await page.locator('site-search a').hover();
      await page.locator('site-search a').click();
      await page.waitForURL('**/search/');
    }, /From A to Z/],
  ]; // prettier-ignore

  it.each(LATE)(
    '%s that does not arrive is told, and nothing dead shows',
    async (_, place, late, use, says) => {
      const page = await newPage();
      let isAsked = false;
      await page.route(`**/_astro/${late}.*.js`, (route) => {
        isAsked = true;
        return route.abort();
      });
      await go(page, place);
      await page.waitForLoadState('networkidle');
      await use(page);
      const text = () => page.locator('main').innerText();
      await expect.poll(text).toMatch(says);
      expect(isAsked).toBe(true);
      const dead = page.locator(
        ':is(tool-form, cohort-import):not([data-ready]) :is(button, input, select, textarea)',
      );
      expect(await dead.filter({ visible: true }).count()).toBe(0);
    },
  );
});

describe('without styles', () => {
  it('a page reads in order, and its menu and its tool work', async () => {
    const page = await newPage();
    await withoutStyles(page);
    await go(page, 'learn/customer-empathy/');
    expect(await page.evaluate(() => document.styleSheets.length)).toBe(0);
    const tops = await page
      .locator('main :is(h1, h2)')
      .evaluateAll((headings) => headings.map((heading) => heading.getBoundingClientRect().top));
    expect(tops.length).toBeGreaterThan(5);
    expect(tops).toEqual(tops.toSorted((a, b) => a - b));
    await page.locator('[popovertarget]').click();
    await expect.poll(() => page.locator('#starlight__sidebar').isVisible()).toBe(true);
    await go(page, 'tools/unit-economics/');
    await page.locator('tool-form[data-ready]').waitFor();
    await page.locator('[data-field=price]').fill('9');
    await expect.poll(() => page.locator('tool-form .results').innerText()).toContain('$');
    expect(await page.locator('.given').count()).toBe(0);
  });
});

/** Every word that a page shows once everything in it is opened, by how often it stands there. */
async function wordsOf(page: Page): Promise<Map<string, number>> {
  const words = await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
    const main = document.querySelector('main')!;
    // What scripts say of themselves, and the names of controls that are nothing without them.
    const own =
      '[role=status], [role=alert], .visually-hidden, scheme-choice, copy-text > *, .order, .count, .again, .more, ' +
      '.given > p, .actions, button[data-do], cohort-import, template, script, style, noscript, arrival-note, ' +
      '[data-search-page], my-progress > :not(:has(task-list)), .filters, .unkept, progress-count, tool-form [data-part=form], ' +
      '.given dl, .reading .take, due-today > [data-part], continue-reading';
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement!;
      if (parent.closest(own)) continue;
      if (!parent.checkVisibility({ visibilityProperty: true })) continue;
      found.push(...(node.textContent!.match(/[\p{L}\p{N}]+/gu) ?? []));
    }
    return found;
  });
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

const WORDED = isLong
  ? [
      ...PAGE_KINDS,
      ...built
        .map(({ path: each }) => each.slice(1))
        .filter((each) => /^learn\/[\w-]+\/$/.test(each)),
    ]
  : ['learn/customer-empathy/', 'learn/product-analytics/', ...ISLANDS, 'questions/te-02/', ''];

it(
  'a page has each of its words without scripts as often as with them',
  { timeout: 600_000 },
  async () => {
    const [lively, still] = [await newPage(), await newPage({ javaScriptEnabled: false })];
    const missing: string[] = [];
    for (const place of new Set(WORDED)) {
      await Promise.all([go(lively, place), go(still, place)]);
      await lively.waitForLoadState('networkidle');
      if (place === 'progress/') await lively.getByLabel(/^All tasks/).check();
      const [withScripts, without] = [await wordsOf(lively), await wordsOf(still)];
      expect(withScripts.size, place).toBeGreaterThan(20);
      for (const [word, count] of withScripts)
        if ((without.get(word) ?? 0) < count) missing.push(`/${place} ${word}`);
    }
    expect(missing).toEqual([]);
  },
);

describe('in the document as it is sent', () => {
  const elementsIn = (html: string): Parsed[] => {
    const found: Parsed[] = [];
    const walk = (node: DefaultTreeAdapterMap['node']): void => {
      if ('tagName' in node) found.push(node);
      // What stands in a template is no part of the page.
      if ('childNodes' in node) node.childNodes.forEach(walk);
    };
    walk(parse(html));
    return found;
  };
  const has = (element: Parsed, name: string, value?: string): boolean =>
    element.attrs.some(
      (each) => each.name === name && (value === undefined || each.value === value),
    );
  const above = function* (element: Parsed): Generator<Parsed> {
    for (let node = element.parentNode; node && 'tagName' in node; node = node.parentNode)
      yield node;
  };
  const textOf = (node: DefaultTreeAdapterMap['node']): string =>
    'value' in node ? node.value : 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
  const fragments = new Map<string, Set<string>>();
  for (const page of built)
    for (const { value } of page.links) {
      const url = URL.parse(value, `http://a${page.path}`);
      if (url?.host !== 'a' || url.hash.length < 2) continue;
      const ids = fragments.get(url.pathname) ?? new Set();
      fragments.set(url.pathname, ids.add(decodeURIComponent(url.hash.slice(1))));
    }

  it('every task is a box within its words', { timeout: 300_000 }, () => {
    let count = 0;
    const bare: string[] = [];
    for (const { path: place } of built) {
      const html = documentOf(place);
      if (!html.includes('data-task=')) continue;
      for (const item of elementsIn(html).filter((each) => has(each, 'data-task'))) {
        count++;
        const box = elementsOf(item).find((each) => has(each, 'type', 'checkbox'));
        const label = box && [...above(box)].find(({ tagName }) => tagName === 'label');
        if (!label || textOf(label).trim().length < 10 || has(box, 'disabled'))
          bare.push(`${place} ${item.attrs.find(({ name }) => name === 'data-task')!.value}`);
      }
    }
    expect(count).toBeGreaterThan(250 * 3);
    expect(bare).toEqual([]);
  });

  function elementsOf(element: Parsed): Parsed[] {
    return element.childNodes.flatMap((node) =>
      'tagName' in node ? [node, ...elementsOf(node)] : [],
    );
  }

  it(
    'every part that a link names is there to be seen, hidden nowhere and folded away nowhere',
    { timeout: 300_000 },
    () => {
      const unseen: string[] = [];
      let count = 0;
      for (const [place, ids] of fragments) {
        const elements = elementsIn(documentOf(place));
        for (const id of ids) {
          count++;
          const target = elements.find((each) => has(each, 'id', id));
          const covers = target && [target, ...above(target)].filter((each) => has(each, 'hidden'));
          if (!target || covers!.length > 0) unseen.push(`${place}#${id}`);
        }
      }
      expect(count).toBeGreaterThan(1000);
      // The page of what is due links to it, once its script runs.
      expect(unseen).toEqual(['/progress/#copies']);
    },
  );

  it(`the page that lists everything is at most ${LIST_BUDGET} bytes, compressed`, () => {
    const { length } = gzipSync(documentOf('/search/'));
    console.log(`/search/: ${length} bytes with gzip`);
    expect(length).toBeLessThanOrEqual(LIST_BUDGET);
  });
});
