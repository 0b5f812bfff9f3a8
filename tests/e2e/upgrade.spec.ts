/** The database of progress from one version to the next: nothing is lost, whatever happens in between. */
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { connectBrowser } from './browser.ts';

const site = inject('siteUrl');
const NAME = 'crossover-progress';
const LIST = 'checklists/start-inside/';
const QUIZ = 'quizzes/start-inside/';
/** A place of the site where none of its scripts runs. */
const NO_SCRIPT = 'robots.txt';

/** What version 1 held. The files of a version that was out are never edited. */
const V1 = JSON.parse(readFileSync('tests/corpus/progress-database-1.json', 'utf8')) as {
  tasks: { id: string }[];
  damaged: unknown[];
  facts: Record<string, unknown>;
};

let browser: Browser;
beforeAll(async () => {
  browser = await connectBrowser(...inject('browserEndpoints'));
});
afterAll(() => browser.close());

const opened: BrowserContext[] = [];
const errors: string[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((context) => context.close()));
  expect(errors.splice(0)).toEqual([]);
});

async function open(context: BrowserContext, path: string): Promise<Page> {
  const page = await context.newPage();
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(new URL(path, site).href);
  return page;
}

/** Makes the database as version 1 made it. The page holds it open, and makes room when it is asked, or not. */
async function openVersion1(context: BrowserContext, makesRoom: boolean): Promise<Page> {
  const page = await open(context, NO_SCRIPT);
  await page.evaluate(
    ([name, data, yields]) =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open(name, 1);
        request.onupgradeneeded = () => {
          request.result.createObjectStore('tasks', { keyPath: 'id' });
          request.result.createObjectStore('damaged', { autoIncrement: true });
          request.result.createObjectStore('facts');
        };
        request.onerror = () => reject(request.error!);
        request.onsuccess = () => {
          const database = request.result;
          Object.assign(globalThis, { database });
          if (yields) database.onversionchange = () => database.close();
          const change = database.transaction(['tasks', 'damaged', 'facts'], 'readwrite');
          for (const task of data.tasks) change.objectStore('tasks').put(task);
          for (const each of data.damaged) change.objectStore('damaged').add(each);
          for (const [key, fact] of Object.entries(data.facts))
            change.objectStore('facts').put(fact, key);
          change.oncomplete = () => resolve();
        };
      }),
    [NAME, V1, makesRoom] as const,
  );
  return page;
}

interface Dump {
  version: number;
  stores: string[];
  tasks: unknown[];
  damaged: unknown[];
  facts: Record<string, unknown>;
}

/** All that the database holds, seen from where no script of the site runs. */
async function dump(context: BrowserContext): Promise<Dump> {
  const page = await open(context, NO_SCRIPT);
  const found = await page.evaluate(async (name) => {
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error!);
      });
    const database = await answer(indexedDB.open(name));
    const store = (each: string) => database.transaction(each).objectStore(each);
    const keys = (await answer(store('facts').getAllKeys())) as string[];
    const facts = await answer(store('facts').getAll());
    const all = {
      version: database.version,
      stores: [...database.objectStoreNames],
      tasks: await answer(store('tasks').getAll()),
      damaged: await answer(store('damaged').getAll()),
      facts: Object.fromEntries(keys.map((key, place) => [key, facts[place] as unknown])),
    };
    database.close();
    return all;
  }, NAME);
  await page.close();
  return found;
}

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);
const V1_KEPT = { tasks: V1.tasks.toSorted(byId), damaged: V1.damaged, facts: V1.facts };
const UPGRADED = { ...V1_KEPT, version: 2, stores: ['answers', 'damaged', 'facts', 'tasks'] };

async function newContext(): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 390, height: 800 } });
  opened.push(context);
  return context;
}

const saidOfTasks = (page: Page) => page.locator('task-list [role=status]').first().textContent();

describe('a database of version 1', () => {
  it('is upgraded with all that it holds, and once is enough', async () => {
    const context = await newContext();
    await openVersion1(context, true);
    const page = await open(context, LIST);
    await expect.poll(() => saidOfTasks(page)).toContain('1 of 7 done, 1 skipped.');
    expect(await dump(context)).toEqual(UPGRADED);
    await page.reload();
    await expect.poll(() => saidOfTasks(page)).toContain('1 of 7 done, 1 skipped.');
    expect(await dump(context)).toEqual(UPGRADED);
  });

  /** Where the upgrade is cut off: before anything, at the new store, behind it, at what is asked then. */
  const POINTS = ['begin', 'store', 'stored', 'request', 'second request'] as const;
  /** What the upgrade says when it was cut off before its work. */
  const CUT_OFF = /transaction has finished|Uncaught exception in event handler/;

  it.each(POINTS)(
    'whose upgrade is aborted at “%s” is as before, and upgraded next time',
    async (point) => {
      const context = await newContext();
      await (await openVersion1(context, true)).close();
      const page = await context.newPage();
      page.on('pageerror', (error) => errors.push(error.message));
      await page.addInitScript((where) => {
        const { open: original } = IDBFactory.prototype;
        IDBFactory.prototype.open = function (...given) {
          const request = original.apply(this, given);
          const { createObjectStore } = IDBDatabase.prototype;
          const abort = (): void => request.transaction!.abort();
          IDBDatabase.prototype.createObjectStore = function (...named) {
            if (where === 'store') abort();
            const store = createObjectStore.apply(this, named);
            if (where === 'stored') abort();
            return store;
          };
          request.addEventListener('upgradeneeded', () => {
            if (where === 'begin') abort();
            const count = (then: () => void): void => {
              request.transaction!.objectStore('tasks').count().onsuccess = then;
            };
            if (where === 'request') count(abort);
            if (where === 'second request') count(() => count(abort));
          });
          return request;
        };
      }, point);
      await page.goto(new URL(LIST, site).href);
      const trouble = page.locator('task-list .trouble').first();
      await expect.poll(() => trouble.textContent()).toContain('only for this tab');
      const others = errors.splice(0).filter((message) => !CUT_OFF.test(message));
      expect(others).toEqual([]);
      expect(await dump(context)).toEqual({
        ...V1_KEPT,
        version: 1,
        stores: ['damaged', 'facts', 'tasks'],
      });
      await page.close();
      const next = await open(context, LIST);
      await expect.poll(() => saidOfTasks(next)).toContain('1 of 7 done, 1 skipped.');
      expect(await dump(context)).toEqual(UPGRADED);
    },
  );

  it('whose upgrade dies with its page is as before, and upgraded next time', async () => {
    const context = await newContext();
    await (await openVersion1(context, true)).close();
    const page = await context.newPage();
    await page.addInitScript(() => {
      const { open: original } = IDBFactory.prototype;
      IDBFactory.prototype.open = function (...given) {
        const request = original.apply(this, given);
        request.addEventListener('upgradeneeded', () => {
          const tasks = request.transaction!.objectStore('tasks');
          // Asks without end, so that the upgrade is under way until the page dies.
          const ask = (): void => {
            document.title = 'under way';
            tasks.count().onsuccess = ask;
          };
          ask();
        });
        return request;
      };
    });
    await page.goto(new URL(LIST, site).href);
    await expect.poll(() => page.title()).toBe('under way');
    const crashed = page.waitForEvent('crash');
    await page.goto('chrome://crash').catch(() => undefined);
    await crashed;
    const next = await open(context, LIST);
    await expect.poll(() => saidOfTasks(next)).toContain('1 of 7 done, 1 skipped.');
    expect(await dump(context)).toEqual(UPGRADED);
  });

  it('held by a tab that does not react is named within two seconds, and what was said is kept', async () => {
    const context = await newContext();
    const held = await openVersion1(context, false);
    const page = await open(context, 'learn/start-inside/');
    const option = page.locator('.options button').first();
    await option.waitFor();
    const begin = Date.now();
    await option.click();
    await expect
      .poll(() => page.locator('quiz-list [role=status]').textContent(), { interval: 50 })
      .toContain('Close the other tab to continue.');
    expect(Date.now() - begin).toBeLessThan(2500);
    await expect
      .poll(() => page.locator('task-list .trouble').first().textContent())
      .toContain('Close the other tab');
    await held.close();
    const kept = () =>
      page.evaluate(
        (name) =>
          new Promise<unknown[]>((resolve) => {
            const request = indexedDB.open(name);
            request.onsuccess = () => {
              const all = request.result.transaction('answers').objectStore('answers').getAll();
              all.onsuccess = () => resolve(all.result);
              request.result.close();
            };
          }),
        NAME,
      );
    await expect.poll(kept, { timeout: 15_000 }).toHaveLength(1);
  });
});

it('a database of a newer version is left as it is, and the reader told', async () => {
  const context = await newContext();
  const page = await open(context, NO_SCRIPT);
  await page.evaluate(
    (name) =>
      new Promise<void>((resolve) => {
        const request = indexedDB.open(name, 3);
        request.onupgradeneeded = () => request.result.createObjectStore('else');
        request.onsuccess = () => {
          request.result.close();
          resolve();
        };
      }),
    NAME,
  );
  await page.goto(new URL(QUIZ, site).href);
  await page.locator('.options button').first().click();
  await expect
    .poll(() => page.locator('.said').first().textContent())
    .toContain('this tab is older than your data. Reload it.');
  await page.goto(new URL('review/', site).href);
  await expect
    .poll(() => page.locator('[data-part=trouble]').textContent())
    .toContain('this tab is older than your data. Reload it.');
});
