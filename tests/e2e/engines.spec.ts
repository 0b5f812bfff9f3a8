/**
 * The core journeys, in every engine that is installed: Chromium, Firefox and WebKit. What is done
 * here by mouse and keys is done as a person does it, by input from outside the page.
 *
 * TAB_WRITES says how many writes two tabs make at once; here they make a fifth of it, in each engine.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  inject,
  it,
  onTestFinished,
} from 'vitest';
import { startChromium } from './browser.ts';
import { type Engine, inPage, type Start, type Tab } from './engine.ts';
import {
  HASHES,
  hashesInPage,
  type Host,
  makeVersions,
  QUERIES,
  startHost,
  type Versions,
  WHOLE_PAGES,
} from './host.ts';
import { CUT_SHORT, firefoxPath, startFirefox } from './firefox.ts';
import { startWebKit, webkitPaths } from './webkit.ts';

const LIST = 'checklists/start-inside/';
const LESSON = 'learn/start-inside/';
const DATABASE = 'crossover-progress';
const ARRIVALS = 50;
const TAB_WRITES = Number(process.env['TAB_WRITES'] ?? 1000) / 5;
/** Milliseconds within which a tab shows what another one ticked. */
const SOON = 200;

const hasFirefox = (await firefoxPath()) !== undefined;
const ENGINES = [
  { name: 'Chromium', start: startChromium, isInstalled: true, packages: '' },
  { name: 'Firefox', start: startFirefox, isInstalled: hasFirefox, packages: 'firefox-esr' },
  {
    name: 'WebKit',
    start: startWebKit,
    isInstalled: (await webkitPaths()) !== undefined,
    packages: 'webkit2gtk-driver xvfb',
  },
];
for (const { name, isInstalled, packages } of ENGINES)
  console.log(
    isInstalled
      ? `${name} is installed: its journeys run.`
      : `${name} is not installed: its journeys did not run. \`apt-get install ${packages}\` brings it.`,
  );

const errors: string[] = [];
const profiles: string[] = [];
const running: Engine[] = [];

/** Starts a browser with a new profile, which begins with some preferences of Firefox. */
async function begin(start: Start, preferences: Record<string, unknown> = {}): Promise<Engine> {
  const profile = await mkdtemp(path.join(os.tmpdir(), 'crossover-engine-'));
  profiles.push(profile);
  const lines = Object.entries(preferences).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  );
  await writeFile(path.join(profile, 'user.js'), lines.join(''));
  const engine = await start(profile, (text, isError) => {
    if (isError) errors.push(text);
  });
  running.push(engine);
  return engine;
}

async function endAll(): Promise<void> {
  for (const engine of running.splice(0)) await engine.kill();
  for (const profile of profiles.splice(0))
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

afterEach(() => expect(errors.splice(0)).toEqual([]));

let versions: Versions;
beforeAll(async () => {
  versions = await makeVersions();
}, 180_000);
afterAll(() => versions.remove());

const addressOf = (place: string) => new URL(place, inject('siteUrl')).href;
const boxOf = (task: string) => `#${task} input[type=checkbox]`;

function textOf(tab: Tab, selector: string): Promise<string> {
  return inPage(tab, (found) => document.querySelector(found)?.textContent ?? '', selector);
}

const isTicked = (tab: Tab, box: string) =>
  inPage(tab, (found) => document.querySelector<HTMLInputElement>(found)!.checked, box);

/** Whether the keys go to an element. Firefox has no :focus in a window that the system did not choose. */
const hasFocus = (tab: Tab, selector: string) =>
  inPage(tab, (found) => document.activeElement?.matches(found) ?? false, selector);

const said = (tab: Tab) => textOf(tab, 'task-list [role=status]');

async function tick(tab: Tab, task: string): Promise<void> {
  await tab.click(boxOf(task));
  await expect.poll(() => said(tab)).toContain('Saved.');
}

/** Opens the page of one's own progress and waits until it has read the database. */
async function openProgress(tab: Tab, fragment = ''): Promise<void> {
  await tab.open(addressOf(`progress/${fragment}`));
  const isReady = () => document.querySelector('my-progress[data-ready]') !== null;
  await expect.poll(() => inPage(tab, isReady)).toBe(true);
}

/** All that the page's database holds, by store. */
function readKept(tab: Tab): Promise<Record<string, unknown[]>> {
  return inPage(
    tab,
    async (name) => {
      const answer = <Value>(request: IDBRequest<Value>) =>
        new Promise<Value>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error!);
        });
      const database = await answer(indexedDB.open(name));
      const stores: Record<string, unknown[]> = {};
      for (const store of database.objectStoreNames)
        stores[store] = await answer(database.transaction(store).objectStore(store).getAll());
      database.close();
      return stores;
    },
    DATABASE,
  );
}

/** The ids of the tasks that the page's database holds as done. */
async function keptTicks(tab: Tab): Promise<string[]> {
  const tasks = (await readKept(tab))['tasks'] as { id: string; state: { value: string } }[];
  return tasks.filter(({ state }) => state.value === 'done').map(({ id }) => id);
}

/** Takes everything away that the site keeps in the browser: what follows is like a new profile. */
async function forgetAll(tab: Tab): Promise<void> {
  // A place of the site where none of its scripts runs.
  await tab.open(addressOf('robots.txt'));
  await inPage(
    tab,
    async (name) => {
      localStorage.clear();
      await new Promise<void>((resolve, reject) => {
        const request = indexedDB.deleteDatabase(name);
        request.onsuccess = () => resolve();
        request.onerror = () => reject(request.error!);
      });
    },
    DATABASE,
  );
}

/** Parts of pages, as places, spread over all that the course has. */
function spreadParts(): string[] {
  const { units } = JSON.parse(
    readFileSync(new URL('../../dist/links.json', import.meta.url), 'utf8'),
  ) as { units: { id: string }[] };
  const parts = units.map(({ id }) => id.split('/')).filter((steps) => steps.length === 3);
  return Array.from({ length: ARRIVALS }, (_, number) => {
    const [collection, entry, part] = parts[Math.floor((number * parts.length) / ARRIVALS)]!;
    return `${collection}/${entry}/#${part}`;
  });
}

/** What is wrong with how the page shows the part that its address names, once it has settled. */
async function faultsOfArrival(): Promise<string[]> {
  for (let frames = 0; frames < 2; frames++) await new Promise(requestAnimationFrame);
  const target = document.querySelector(':target');
  if (!target) return ['is not there'];
  const header = document.querySelector('header.header')!.getBoundingClientRect();
  const { top, height } = target.getBoundingClientRect();
  return [
    ...(height === 0 || !target.checkVisibility() ? ['is hidden'] : []),
    // Half a pixel is what engines round differently.
    ...(top < header.bottom - 0.5 ? ['is under the header'] : []),
    ...(top >= innerHeight ? ['is below the window'] : []),
    ...(document.activeElement === target ? [] : ['has no focus']),
  ];
}

/**
 * Begins to tick and untick every second task, the first or the second of each two, in odd moments. At
 * the end the title of the page says which of them the page has ticked.
 */
function beginWrites(writes: number, own: number): void {
  const all = document.querySelectorAll<HTMLInputElement>('[data-task] input[type=checkbox]');
  const boxes = [...all].filter((_, index) => index % 2 === own);
  const write = async (): Promise<void> => {
    let seed = 17 + own;
    for (let count = 0; count < writes; count++) {
      seed = (seed * 48271) % 2147483647;
      boxes[seed % boxes.length]!.click();
      if (seed % 3 === 0) await new Promise((resolve) => setTimeout(resolve, seed % 7));
    }
    const ticked = boxes.filter(({ checked }) => checked);
    const ids = ticked.map((box) => box.closest<HTMLElement>('[data-task]')!.dataset['task']!);
    document.title = JSON.stringify(ids);
  };
  document.title = '';
  void write();
}

/** The ids of the tasks that the page shows as done. */
function readShownTicks(): string[] {
  const items = document.querySelectorAll<HTMLElement>('[data-task]:has(input:checked)');
  return [...items].map((item) => item.dataset['task']!);
}

/** Notes in the title when the page hears of a tick, or shows one: the tabs share a clock. */
function noteTime(event: 'tapped' | 'shown'): void {
  const note = () => (document.title = String(performance.timeOrigin + performance.now()));
  const list = document.querySelector('task-list')!;
  if (event === 'tapped') list.addEventListener('change', note, { capture: true });
  else
    new MutationObserver(note).observe(list, {
      attributes: true,
      attributeFilter: ['data-state'],
      subtree: true,
    });
}

const titleOf = (tab: Tab) => inPage(tab, () => document.title);
const placeIn = (tab: Tab) => inPage(tab, () => location.href);
const valueIn = (tab: Tab, selector: string) =>
  inPage(tab, (found) => document.querySelector<HTMLInputElement>(found)!.value, selector);

describe.each(ENGINES)('in $name', ({ name, start, isInstalled }) => {
  // To start a browser takes longer than most journeys, so one does for all of them.
  let tab: Engine;
  beforeAll(async () => {
    if (isInstalled) tab = await begin(start);
  });
  afterAll(endAll);
  // Without a network they would be faults; here they are none.
  afterEach(() => {
    errors.splice(0, errors.length, ...errors.filter((text) => !CUT_SHORT.test(text)));
  });

  describe.skipIf(!isInstalled)('a reader', () => {
    it('goes from the first page to a lesson', async () => {
      await tab.open(addressOf(''));
      const home = await textOf(tab, 'h1');
      await tab.click('main a[href$="/learn/start/"]');
      await expect.poll(() => placeIn(tab)).toBe(addressOf('learn/start/'));
      expect(await textOf(tab, 'h1')).not.toBe(home);
    });

    it(`who arrives at a part sees it below the header, at ${ARRIVALS} of them`, async () => {
      const faults: string[] = [];
      for (const place of spreadParts()) {
        await tab.open(addressOf(place));
        const found = await inPage(tab, faultsOfArrival);
        faults.push(...found.map((fault) => `${place} ${fault}`));
      }
      expect(faults).toEqual([]);
    });

    it('searches by keys alone: Ctrl-K, words, arrows, Enter', async () => {
      await tab.open(addressOf(LESSON));
      await tab.press('Control', 'k');
      await expect.poll(() => hasFocus(tab, 'dialog input')).toBe(true);
      await tab.type('lead scoring');
      await expect.poll(() => textOf(tab, 'dialog .status')).toMatch(/^\d+ results$/);
      await tab.press('ArrowDown');
      await tab.press('ArrowDown');
      await expect.poll(() => hasFocus(tab, 'dialog li:nth-child(2) a')).toBe(true);
      const chosen = await inPage(tab, () => (document.activeElement as HTMLAnchorElement).href);
      await tab.press('Enter');
      await expect.poll(() => placeIn(tab)).toBe(chosen);
    });

    it('closes the search with Escape and is where they were', async () => {
      await tab.open(addressOf(LESSON));
      await inPage(tab, () => document.querySelector<HTMLElement>('site-search a')!.focus());
      await tab.press('Control', 'k');
      await expect.poll(() => hasFocus(tab, 'dialog input')).toBe(true);
      await tab.press('Escape');
      await expect.poll(() => hasFocus(tab, 'site-search a')).toBe(true);
      expect(await inPage(tab, () => document.querySelector('dialog')!.open)).toBe(false);
    });

    it('opens a search that was sent', async () => {
      await tab.open(addressOf('search/?q=lead%20scoring'));
      await expect.poll(() => textOf(tab, '.search .status')).toMatch(/^\d+ results$/);
      expect(await valueIn(tab, '.search input')).toBe('lead scoring');
    });
  });

  describe.skipIf(!isInstalled)('a learner', () => {
    beforeEach(() => forgetAll(tab));

    async function openSecondTab(): Promise<Tab> {
      const second = await tab.newTab();
      onTestFinished(() => second.close());
      return second;
    }

    it('ticks a task of a lesson, and it is ticked after a reload', async () => {
      const box = 'task-list input[type=checkbox]';
      await tab.open(addressOf(LESSON));
      await tab.click(box);
      await expect.poll(() => said(tab)).toBe('1 of 8 done. Saved.');
      // The copy for the first paint would show a tick that the database has lost.
      await inPage(tab, () => localStorage.clear());
      await tab.reload();
      await expect.poll(() => said(tab)).toContain('1 of 8 done.');
      expect(await isTicked(tab, box)).toBe(true);
    });

    it('who reloads a page with a tick writes nothing by it', async () => {
      await tab.open(addressOf(LIST));
      await tick(tab, 'manager-talk');
      const before = (await readKept(tab))['tasks']!;
      expect(before).toHaveLength(1);
      await tab.reload();
      // The page writes in order: what it wrote on its own would be there before the next tick.
      await tick(tab, 'memo');
      expect((await readKept(tab))['tasks']).toContainEqual(before[0]);
    });

    it(`sees a tick in the other tab within ${SOON} ms`, async () => {
      const second = await openSecondTab();
      await tab.open(addressOf(LIST));
      await second.open(addressOf(LIST));
      await tick(tab, 'manager-talk');
      await expect.poll(() => isTicked(second, boxOf('manager-talk'))).toBe(true);
      await inPage(tab, noteTime, 'tapped');
      await inPage(second, noteTime, 'shown');
      await tab.click(boxOf('memo'));
      await expect.poll(() => isTicked(second, boxOf('memo'))).toBe(true);
      const wait = Number(await titleOf(second)) - Number(await titleOf(tab));
      console.log(`${name}: the other tab showed a tick after ${wait.toFixed(1)} ms`);
      expect(wait).toBeLessThan(SOON);
    });

    it(
      `loses none of ${TAB_WRITES} writes in two tabs, which come to show the same`,
      { timeout: 60_000 + TAB_WRITES * 200 },
      async () => {
        const timeout = 20_000 + TAB_WRITES * 100;
        const second = await openSecondTab();
        await openProgress(tab);
        await openProgress(second);
        await inPage(tab, beginWrites, TAB_WRITES / 2, 0);
        await inPage(second, beginWrites, TAB_WRITES / 2, 1);
        await expect.poll(() => titleOf(tab), { timeout }).not.toBe('');
        await expect.poll(() => titleOf(second), { timeout }).not.toBe('');
        const ticked = [await titleOf(tab), await titleOf(second)]
          .flatMap((title) => JSON.parse(title) as string[])
          .sort();
        expect(ticked.length).toBeGreaterThan(0);
        const sorted = async (ids: Promise<string[]>) => (await ids).sort();
        await expect.poll(() => sorted(keptTicks(tab)), { timeout }).toEqual(ticked);
        for (const each of [tab, second])
          await expect.poll(() => sorted(inPage(each, readShownTicks))).toEqual(ticked);
      },
    );

    it('sends a link, which shows their state, writes nothing when opened, and merges when told to', async () => {
      await tab.open(addressOf(LIST));
      await tick(tab, 'manager-talk');
      await openProgress(tab);
      await tab.click('[data-part=copies] [data-do=copy-link]');
      await expect.poll(() => textOf(tab, '[data-part=trouble]')).toContain('Copied your link');
      await tab.click('[data-part=pasted]');
      await tab.press('Control', 'v');
      await expect.poll(() => valueIn(tab, '[data-part=pasted]')).toContain('#p=');
      const link = await valueIn(tab, '[data-part=pasted]');

      await forgetAll(tab);
      await tab.open(addressOf(LIST));
      await tick(tab, 'memo');
      const before = await readKept(tab);
      await tab.open(link);
      await expect.poll(() => textOf(tab, '[data-part=shared]')).toMatch(/1 of \d+ done/);
      expect(await textOf(tab, '[data-part=shared] tbody tr')).toMatch(/DoneTo do$/);
      expect(await readKept(tab)).toEqual(before);

      await tab.click('[data-do=take-shared]');
      await tab.click('[data-do=merge]');
      const both = ['start-inside/manager-talk', 'start-inside/memo'];
      await expect.poll(() => keptTicks(tab)).toEqual(both);
    });
  });
});

describe.each(ENGINES)('in $name, without a network after one visit', ({ start, isInstalled }) => {
  let tab: Engine;
  let at: Host;
  beforeAll(async () => {
    if (!isInstalled) return;
    at = await startHost(versions.first);
    tab = await begin(start);
  });
  afterAll(async () => {
    await endAll();
    await at?.close();
  });
  const hears = (words: string) =>
    expect.poll(() => textOf(tab, '.news'), { timeout: 40_000 }).toContain(words);
  const search = (words: string) =>
    inPage(
      tab,
      async (query) => {
        const field = document.querySelector<HTMLInputElement>('dialog input')!;
        const done = new Promise((resolve) =>
          document.addEventListener('search-done', resolve, { once: true }),
        );
        field.value = query;
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
        await done;
        return document.querySelectorAll('.search .results > li').length;
      },
      words,
    );

  describe.skipIf(!isInstalled)('a reader', () => {
    it('has every whole page, to the last byte', async () => {
      await tab.open(`${at.url}learn/start/`);
      await hears('Available offline');
      await at.show(undefined);
      expect(await inPage(tab, hashesInPage, WHOLE_PAGES)).toEqual(HASHES);
    });

    it(`opens pages, and finds something by each of ${QUERIES.length} searches`, async () => {
      await tab.open(at.url + LESSON);
      expect(await textOf(tab, 'h1')).toContain('Start where people');
      await tab.press('Control', 'k');
      await expect.poll(() => hasFocus(tab, 'dialog input')).toBe(true);
      for (const query of QUERIES) expect(await search(query)).toBeGreaterThan(0);
    });

    it('ticks, and the tick is kept', async () => {
      await tab.open(at.url + LIST);
      await tick(tab, 'manager-talk');
      await tab.reload();
      await expect.poll(() => isTicked(tab, boxOf('manager-talk'))).toBe(true);
    });

    it('uses a tool', async () => {
      await tab.open(`${at.url}tools/unit-economics/`);
      await expect
        .poll(() => inPage(tab, () => document.querySelector('tool-form[data-ready]') !== null))
        .toBe(true);
      const before = await textOf(tab, 'tool-form');
      await inPage(tab, () => {
        const field = document.querySelector<HTMLInputElement>('tool-form input')!;
        field.value = '99';
        field.dispatchEvent(new Event('input', { bubbles: true }));
        field.dispatchEvent(new Event('change', { bubbles: true }));
      });
      await expect.poll(() => textOf(tab, 'tool-form')).not.toBe(before);
    });

    it('who opens the page of a part comes to its place', async () => {
      await tab.open(`${at.url}tables/skill-transfer/growth-strategy/`);
      expect(await placeIn(tab)).toBe(`${at.url}tables/skill-transfer/#growth-strategy`);
    });

    it('with a page of the old version open takes over a new one, and loses no tick', async () => {
      await at.show(versions.second);
      at.failed.length = 0;
      await tab.open(at.url + LIST);
      await inPage(tab, async () => void (await navigator.serviceWorker.ready).update());
      await hears('A newer version');
      await tab.press('Control', 'k');
      await expect.poll(() => hasFocus(tab, 'dialog input')).toBe(true);
      expect(await search('retention')).toBeGreaterThan(0);
      await tab.press('Escape');
      await tab.click('.news button');
      await expect.poll(() => textOf(tab, '#second-version')).toBe('The second version');
      await expect.poll(() => isTicked(tab, boxOf('manager-talk'))).toBe(true);
      expect(at.failed).toEqual([]);
    });
  });
});

describe.skipIf(!hasFirefox)('in Firefox, a learner', () => {
  afterEach(endAll);

  /** Opens every kind of page that keeps something; the last one has a list of tasks. */
  async function openPages(tab: Tab): Promise<void> {
    for (const place of ['', 'learn/', 'progress/', 'search/?q=api', LESSON, LIST])
      await tab.open(addressOf(place));
  }

  it('whose browser keeps nothing reads so once, calmly, and ticks for this tab', async () => {
    const tab = await begin(startFirefox, { 'network.cookie.cookieBehavior': 2 });
    await openPages(tab);
    await expect.poll(() => textOf(tab, 'task-list .trouble')).toContain('only for this tab');
    await tab.click(boxOf('manager-talk'));
    await expect.poll(() => said(tab)).toBe('1 of 8 done. Not saved.');
    expect(await isTicked(tab, boxOf('manager-talk'))).toBe(true);
  });

  it('whose browser has no localStorage keeps the ticks all the same', async () => {
    const tab = await begin(startFirefox, { 'dom.storage.enabled': false });
    await openPages(tab);
    expect(await inPage(tab, () => Boolean(globalThis.localStorage))).toBe(false);
    await tick(tab, 'manager-talk');
    await tab.reload();
    await expect.poll(() => isTicked(tab, boxOf('manager-talk'))).toBe(true);
  });
});
