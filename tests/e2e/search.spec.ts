import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { isAside, qualities, QUERIES, rankAll, readQueries } from '../search/quality.ts';
import { audit } from './audit.ts';
import { useProfiles } from './profiles.ts';

const site = inject('siteUrl');
const { newContext, open } = useProfiles({
  viewport: { width: 1280, height: 800 },
  permissions: ['clipboard-read', 'clipboard-write'],
});

const field = (page: Page) => page.getByRole('textbox', { name: /Search lessons/ });
const results = (page: Page) => page.locator('.search .results > li');
const status = (page: Page) => page.locator('.search .status');

/** Opens the dialog and searches; resolves when both tiers have answered. */
async function search(page: Page, words: string): Promise<void> {
  if (!(await field(page).isVisible())) await page.keyboard.press('Control+k');
  await field(page).waitFor();
  await page.evaluate(() => {
    Object.assign(globalThis, {
      done: new Promise<void>((resolve) =>
        document.addEventListener('search-done', () => resolve(), { once: true }),
      ),
    });
  });
  await field(page).fill(words);
  await page.evaluate(() => (globalThis as unknown as { done: Promise<void> }).done);
}

describe('the search', () => {
  it('loads nothing before somebody is about to search, and all of it then', async () => {
    const page = await open('');
    const requests: string[] = [];
    page.on('request', (request) => requests.push(new URL(request.url()).pathname));
    await page.waitForLoadState('networkidle');
    expect(requests.filter((path) => /search|pagefind/.test(path))).toEqual([]);
    await page.locator('site-search a').hover();
    await expect
      .poll(
        () =>
          requests.filter((path) => /search-(panel|index|words)|pagefind\.js/.test(path)).length,
      )
      .toBe(4);
  });

  it('answers from one script and one index, though all that follows them hangs', async () => {
    const page = await open('');
    await page.route('**/*', (route) =>
      /search-(panel|index)/.test(route.request().url()) ? route.continue() : undefined,
    );
    await page.keyboard.press('Control+k');
    await field(page).fill('retention');
    await expect.poll(() => results(page).count()).toBeGreaterThan(5);
  });

  it('loads at most 130 kB of full text for a first word, and 30 kB for a further one', async () => {
    const page = await open('');
    let bytes = 0;
    page.context().on('requestfinished', async (request) => {
      if (!request.url().includes('/pagefind/')) return;
      const { responseBodySize, responseHeadersSize } = await request.sizes();
      bytes += responseBodySize + responseHeadersSize;
    });
    const took = async (word: string): Promise<number> => {
      const before = bytes;
      await search(page, word);
      await page.waitForTimeout(200);
      return bytes - before;
    };
    expect(await took('release')).toBeLessThan(130_000);
    for (const word of ['pilot', 'budget', 'experiment', 'team']) {
      const further = await took(word);
      expect(further, word).toBeGreaterThan(0);
      expect(further, word).toBeLessThan(30_000);
    }
  });

  it('opens with Ctrl-K and from its field, closes with Escape, and focus goes back', async () => {
    const page = await open('');
    const opener = page.locator('site-search a.open');
    await opener.focus();
    await page.keyboard.press('Control+k');
    await expect.poll(() => page.getByRole('dialog').isVisible()).toBe(true);
    expect(await field(page).evaluate((input) => input === document.activeElement)).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').isVisible()).toBe(false);
    expect(await opener.evaluate((link) => link === document.activeElement)).toBe(true);
    await opener.click();
    await expect.poll(() => page.getByRole('dialog').isVisible()).toBe(true);
  });

  it('closes at a press beside it, and at nothing that begins inside', async () => {
    const page = await open('learn/start/');
    await search(page, 'retention');
    const dialog = page.locator('site-search dialog');
    const { x, y, height } = (await dialog.boundingBox())!;
    const drag = async (from: number): Promise<void> => {
      await page.mouse.move(from, y + height / 3);
      await page.mouse.down();
      await page.mouse.move(x - 40, y + height / 3, { steps: 5 });
      await page.mouse.up();
    };
    // Of what is found some words are selected, past the edge; then the edge itself is pressed.
    await drag(x + 60);
    await page.mouse.click(x + 4, y + height / 3);
    expect(await dialog.getAttribute('open')).toBe('');
    await drag(x - 20);
    expect(await dialog.getAttribute('open')).toBe(null);
  });

  it('stays where a result opens in a tab of its own', async () => {
    const page = await open('learn/start/');
    await search(page, 'retention');
    const opened = page.context().waitForEvent('page');
    await results(page)
      .locator('a')
      .first()
      .click({ modifiers: ['ControlOrMeta'] });
    await (await opened).waitForURL(new RegExp(`^${site}.`));
    expect(await results(page).first().isVisible()).toBe(true);
  });

  it('says of each result its kind and place, and shows the match', async () => {
    const page = await open('');
    await search(page, 'retention');
    expect(await results(page).count()).toBeGreaterThan(5);
    expect(await results(page).first().locator('.kind').textContent()).toBe('Term');
    expect(await results(page).first().locator('mark').first().textContent()).toBe('Retention');
    const sections = page.locator('.results .kind', { hasText: 'Section · ' });
    expect(await sections.count()).toBeGreaterThan(0);
    expect(await page.locator('.excerpt mark').count()).toBeGreaterThan(0);
  });

  it('shows no unit twice', async () => {
    const page = await open('');
    for (const words of ['retention', 'north star', 'interview', 'api', 'roadmap']) {
      await search(page, words);
      const shown = await results(page).evaluateAll((items) =>
        items.map((item) => (item as HTMLElement).dataset['address']),
      );
      expect(new Set(shown).size).toBe(shown.length);
    }
  });

  it('sets what the full text finds beneath, and moves nothing that is shown', async () => {
    const page = await open('');
    await search(page, 'prioritization');
    await page.route('**/pagefind/**', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      await route.continue();
    });
    await field(page).fill('cohort');
    const boxes = () =>
      results(page).evaluateAll((items) =>
        items.map((item) => [
          (item as HTMLElement).dataset['address'],
          Math.round(item.getBoundingClientRect().top),
        ]),
      );
    const before = await boxes();
    expect(before.length).toBeGreaterThan(2);
    await page.waitForTimeout(1500);
    expect((await boxes()).slice(0, before.length)).toEqual(before);
  });

  it.each([
    ['a missing letter', 'stakholder', 'stakeholder'],
    ['swapped letters', 'retentoin', 'retention'],
    ['a doubled letter', 'cohhort', 'cohort'],
    ['a wrong letter', 'hypotjesis', 'hypothesis'],
  ])('finds a word with %s, and says what it took it for', async (_, typed, meant) => {
    const page = await open('');
    await search(page, typed);
    expect(await page.locator('.search .aside').textContent()).toContain(
      `Did you mean “${meant}”?`,
    );
    expect(await results(page).first().textContent()).toMatch(new RegExp(meant, 'i'));
  });

  it('copies the address and the Markdown of a result, by keys and by buttons', async () => {
    const page = await open('');
    await search(page, 'north star metric');
    const address = new URL('glossary/north-star-metric/', site).href;
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Control+c');
    await expect.poll(() => status(page).textContent()).toContain('Copied the link');
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    expect(await copied()).toBe(address);
    await results(page)
      .first()
      .getByRole('button', { name: /^Markdown/ })
      .click();
    await expect.poll(copied).toBe(`[North Star Metric](${address})`);
    await results(page)
      .first()
      .getByRole('button', { name: /^Copy link/ })
      .click();
    await expect.poll(copied).toBe(address);
  });

  it('is walked by arrows, and Enter opens', async () => {
    const page = await open('');
    await search(page, 'north star metric');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect(await field(page).evaluate((input) => input === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/glossary/north-star-metric/');
  });

  it('narrows to a kind and a part, with counts', async () => {
    const page = await open('');
    await search(page, 'retention');
    const kind = page.getByLabel('Kind');
    const options = await kind.locator('option').allTextContents();
    expect(options[0]).toMatch(/^All \(\d+\)$/);
    const term = options.find((option) => option.startsWith('Term'))!;
    await kind.selectOption({ label: term });
    expect(await results(page).count()).toBe(Number(/\d+/.exec(term)![0]));
    expect(new Set(await page.locator('.results .kind').allTextContents())).toEqual(
      new Set(['Term']),
    );
  });

  it('keeps recent searches on the device, and clears them', async () => {
    const page = await open('');
    await search(page, 'north star metric');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/glossary/north-star-metric/');
    await page.keyboard.press('Control+k');
    await field(page).waitFor();
    const again = page.getByRole('button', { name: 'north star metric' });
    await again.click();
    expect(await field(page).inputValue()).toBe('north star metric');
    await field(page).fill('');
    await page.getByRole('button', { name: 'Clear' }).click();
    expect(await again.count()).toBe(0);
    expect(await page.evaluate(() => localStorage.getItem('crossover-searches'))).toBe(null);
  });

  it('says plainly that nothing fits, once, and leads on', async () => {
    const page = await open('');
    await search(page, 'retention');
    await page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(globalThis, { heard });
      const region = document.querySelector('.search [role=status]')!;
      new MutationObserver(() => heard.push(region.textContent ?? '')).observe(region, {
        childList: true,
      });
    });
    await search(page, 'qzxwvkq wlkjhh');
    expect(await status(page).textContent()).toContain('Nothing found for “qzxwvkq wlkjhh”.');
    expect(await page.getByRole('link', { name: 'Everything from A to Z' }).isVisible()).toBe(true);
    await page.waitForTimeout(900);
    const heard = await page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
    expect(heard.filter((words) => words.startsWith('Nothing found'))).toHaveLength(1);
  });

  it.each([
    '<script>alert(1)</script>',
    '%%%%',
    'x',
    'a'.repeat(5000),
    'مرحبا',
    '😀🚀',
    '"',
    '\\',
    '((',
    '__proto__',
    'constructor',
  ])('is not broken by %j', async (words) => {
    const page = await open('');
    await search(page, words);
    expect(await status(page).textContent()).not.toBe('');
    await search(page, 'retention');
    expect(await results(page).count()).toBeGreaterThan(2);
  });

  it('answers from the names alone where the full text does not load', async () => {
    const page = await open('');
    await page.route('**/pagefind/**', (route) => route.abort());
    await search(page, 'retention');
    expect(await status(page).textContent()).toContain('from the names alone');
    expect(await results(page).count()).toBeGreaterThan(2);
    await page.getByLabel('Kind').selectOption('Term');
    expect(await status(page).textContent()).toContain('from the names alone');
  });

  it('finds by further words once they are there, and at once from then on', async () => {
    const page = await open('search/');
    const shown = () =>
      results(page).evaluateAll((all) => all.map((each) => each.dataset['address']));
    let letCome = () => {};
    const late = new Promise<void>((resolve) => (letCome = resolve));
    await page.route('**/search-words.txt', async (route) => {
      await late;
      await route.continue();
    });
    await page.reload();
    const rollout = '/learn/go-to-market-value/rollout/';
    await field(page).fill('blasting everyone');
    await results(page).first().waitFor();
    expect(await shown()).not.toContain(rollout);
    letCome();
    await expect.poll(shown).toContain(rollout);
    await field(page).fill('blasting');
    expect(await shown()).toContain(rollout);
  });

  it('answers without further words where they do not come, and says so', async () => {
    const page = await open('');
    await page.route('**/search-words.txt', (route) => route.abort());
    await search(page, 'retention');
    expect(await status(page).textContent()).toContain('without further words');
    expect(await results(page).locator('a[href*="#"]').count()).toBeGreaterThan(0);
  });

  it('answers from the full text alone where there is no small index', async () => {
    const page = await open('');
    await page.route('**/search-index.txt', (route) => route.fulfill({ body: '' }));
    await search(page, 'retention');
    expect(await results(page).count()).toBeGreaterThan(2);
    expect(await results(page).locator('a[href*="#"]').count()).toBeGreaterThan(0);
  });
});

describe('the page of the search', () => {
  it('opens a search that was sent', async () => {
    const page = await open('search/?q=north%20star%20metric');
    await expect.poll(() => results(page).first().textContent()).toContain('North Star Metric');
    await field(page).fill('cohort');
    await expect.poll(() => new URL(page.url()).search).toBe('?q=cohort');
  });

  it('shows of a search that was sent what its sender saw', async () => {
    const shown = (page: Page) =>
      results(page).evaluateAll((all) => all.map((each) => each.dataset['address']));
    const sender = await open('search/');
    await search(sender, 'retention'); // which loads all that the search knows
    await search(sender, 'blasting everyone');
    const page = await open('search/?q=blasting%20everyone');
    await expect.poll(() => shown(page)).toEqual(await shown(sender));
  });

  it('answers a search that was sent where further words are slow', async () => {
    const page = await open('search/');
    await page.route('**/search-words.txt', () => undefined);
    await page.goto(new URL('search/?q=retention', site).href);
    await results(page).first().waitFor();
    expect(await results(page).count()).toBeGreaterThan(2);
  });

  it('writes the address once however many keys are struck, since WebKit bears no hundred', async () => {
    const page = await open('search/');
    await field(page).waitFor();
    await page.evaluate(() => {
      const replace = history.replaceState.bind(history);
      history.replaceState = (...given) => {
        replace(...given);
        document.title += '!';
      };
    });
    await field(page).pressSequentially('what is a cohort');
    await expect.poll(() => new URL(page.url()).search).toBe('?q=what%20is%20a%20cohort');
    expect(await page.title()).toMatch(/[^!]!$/);
  });

  it('is there again with its words for who comes back from a find', async () => {
    const page = await open('search/');
    await field(page).fill('cohort');
    await results(page).first().waitFor();
    await field(page).press('Enter');
    await page.waitForURL((url) => !url.pathname.includes('search'));
    await page.goBack();
    await expect.poll(() => field(page).inputValue()).toBe('cohort');
    expect(new URL(page.url()).search).toBe('?q=cohort');
  });

  it('is linked from the dialog with the query', async () => {
    const page = await open('');
    await search(page, 'cohort');
    await page.getByRole('link', { name: 'Open this search as a page' }).click();
    await page.waitForURL('**/search/?q=cohort');
  });

  it('lists everything from A to Z without JavaScript, where the header’s link leads', async () => {
    const page = await open('', { javaScriptEnabled: false });
    await page.locator('site-search a').click();
    await page.waitForURL('**/search/');
    for (const name of [
      'North Star Metric',
      'You already listen for a living',
      'Beneath the first complaint',
      'Two views of the same work',
    ]) {
      expect(
        await page.locator('main').getByRole('link', { name, exact: true }).count(),
        name,
      ).toBeGreaterThan(0);
    }
  });
});

describe('with the search open', () => {
  it.each([
    ['empty', ''],
    ['with results', 'retentoin cohort'],
    ['with none', 'qzxwvkq'],
  ])('axe finds nothing, %s', async (_, words) => {
    const found: string[] = [];
    for (const forcedColors of ['none', 'active'] as const) {
      const page = await open('', { forcedColors, reducedMotion: 'reduce' });
      await page.keyboard.press('Control+k');
      await field(page).waitFor();
      if (words) await search(page, words);
      found.push(...(await audit(page)));
      await page.setViewportSize({ width: 320, height: 800 });
      const overflow = await page.evaluate(() => {
        const dialog = document.querySelector('dialog')!;
        return dialog.scrollWidth - dialog.clientWidth;
      });
      expect(overflow).toBeLessThanOrEqual(0);
    }
    expect(found).toEqual([]);
  });

  it('the tree names the field, the results and their controls', async () => {
    const page = await open('');
    await search(page, 'north star metric');
    const tree = await page.getByRole('dialog').ariaSnapshot();
    expect(tree).toContain('dialog "Search the course"');
    expect(tree).toContain('textbox "Search lessons, tables, terms and questions"');
    expect(tree).toMatch(/listitem:[^]*link "North Star Metric"/);
    expect(tree).toContain('button "Copy link of “North Star Metric”"');
    expect(tree).toContain('combobox "Kind"');
  });
});

it('its quality has not fallen below the floor', { timeout: 300_000 }, async () => {
  const floor = JSON.parse(
    readFileSync(new URL('../search/floor.json', import.meta.url), 'utf8'),
  ) as Record<'tuned' | 'aside', Record<string, number>>;
  const queries = readQueries(QUERIES);
  expect(queries.length).toBeGreaterThanOrEqual(400);
  const browser = (await newContext()).browser()!;
  const ranked = await rankAll(browser, site, queries);
  const below: string[] = [];
  for (const [name, isIn] of [
    ['tuned', (each: (typeof ranked)[number]) => !isAside(each.query)],
    ['aside', (each: (typeof ranked)[number]) => isAside(each.query)],
  ] as const) {
    for (const [kind, { three, count }] of qualities(ranked.filter(isIn))) {
      console.log(`${name} ${kind}: success@3 ${three.toFixed(3)} of ${count}`);
      if (three < floor[name][kind]!)
        below.push(`${name} ${kind}: ${three} < ${floor[name][kind]}`);
    }
  }
  expect(below).toEqual([]);
});
