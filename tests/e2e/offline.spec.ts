/** The site without a network, between two versions, and where keeping it goes wrong. */
import { cp } from 'node:fs/promises';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { writeWorker } from '../../build/keep-offline.ts';
import { connectBrowser } from './browser.ts';
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
import { PAGE_KINDS } from './page-kinds.ts';

const LIST = 'checklists/start-inside/';
/** Milliseconds within which a version is kept, on a machine with other things to do. */
const KEEPING = 30_000;

let browser: Browser;
let versions: Versions;
beforeAll(async () => {
  browser = await connectBrowser(...inject('browserEndpoints'));
  versions = await makeVersions();
}, 180_000);
afterAll(async () => {
  await browser.close();
  await versions.remove();
});

const opened: BrowserContext[] = [];
const kept: BrowserContext[] = [];
const errors: string[] = [];
const hosts: Host[] = [];
async function host(directory: string): Promise<Host> {
  const started = await startHost(directory);
  hosts.push(started);
  return started;
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((context) => context.close()));
  await Promise.all(hosts.splice(0).map((host) => host.close()));
  expect(errors.splice(0)).toEqual([]);
});

async function newContext(options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 800 },
    serviceWorkers: 'allow',
    ...options,
  });
  opened.push(context);
  return context;
}

async function open(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(url);
  return page;
}

const news = (page: Page) => page.locator('.news');
const hears = (page: Page, words: string) =>
  expect.poll(() => news(page).textContent(), { timeout: KEEPING }).toContain(words);

/** A reader who has been here once, before the network went away. */
async function visitor(at: Host, place = 'learn/start/'): Promise<Page> {
  const page = await open(await newContext(), at.url + place);
  await hears(page, 'Available offline');
  return page;
}

async function tick(page: Page, task: string): Promise<void> {
  await page.locator(`#${task} input[type=checkbox]`).click();
  await expect
    .poll(() => page.locator('task-list [role=status]').first().textContent())
    .toContain('Saved.');
}

/** The titles that a search finds, those of the full text too. */
async function search(page: Page, words: string): Promise<string[]> {
  const field = page.getByRole('textbox', { name: /Search lessons/ });
  if (!(await field.isVisible())) await page.keyboard.press('Control+k');
  await field.waitFor();
  await page.evaluate(() => {
    Object.assign(globalThis, {
      done: new Promise<void>((resolve) =>
        document.addEventListener('search-done', () => resolve(), { once: true }),
      ),
    });
  });
  await field.fill(words);
  await page.evaluate(() => (globalThis as unknown as { done: Promise<void> }).done);
  return page.locator('.search .results > li').allTextContents();
}

/** The names of the versions that the browser keeps. */
const keptVersions = (page: Page): Promise<string[]> =>
  page.evaluate(async () => (await caches.keys()).toSorted());

describe('without a network, after one visit', () => {
  let at: Host;
  let page: Page;
  let policy: Headers;
  let online: string[][];
  it('is had from one visit on', async () => {
    at = await host(versions.first);
    const other = await open(await newContext({ serviceWorkers: 'block' }), at.url);
    online = [];
    for (const query of QUERIES) online.push(await search(other, query));
    policy = (await fetch(`${at.url}learn/`)).headers;
    page = await visitor(at);
    await at.show(undefined);
    // What all of these share outlives the first of them.
    kept.push(...opened.splice(0));
    hosts.splice(0);
  });
  afterAll(async () => {
    await Promise.all(kept.map((context) => context.close()));
    await at.close();
  });

  it('every whole page is there to the last byte', async () => {
    expect(WHOLE_PAGES.length).toBeGreaterThan(500);
    expect(await page.evaluate(hashesInPage, WHOLE_PAGES)).toEqual(HASHES);
  });

  it('a page of each kind opens, with the headers that the site sends', async () => {
    const kinds = PAGE_KINDS.filter((kind) => WHOLE_PAGES.includes(`/${kind}`));
    for (const kind of kinds) {
      const answer = await page.goto(at.url + kind);
      expect(answer!.status()).toBe(200);
      expect(await page.locator('h1').isVisible()).toBe(true);
      for (const name of ['content-security-policy', 'x-frame-options', 'permissions-policy'])
        expect(answer!.headers()[name]).toBe(policy.get(name));
    }
  });

  it('the search answers as with one, its full text too', async () => {
    await page.goto(`${at.url}learn/start/`);
    const offline: string[][] = [];
    for (const query of QUERIES) offline.push(await search(page, query));
    expect(offline).toEqual(online);
    expect(offline.every((titles) => titles.length > 0)).toBe(true);
  });

  it('ticks are kept, a quiz is answered and a tool calculates', async () => {
    await page.goto(at.url + LIST);
    await tick(page, 'manager-talk');
    await page.goto(`${at.url}quizzes/start-inside/`);
    await page.locator('.options button').first().click();
    await expect
      .poll(() => page.locator('quiz-list [role=status]').textContent())
      .toContain('comes back');
    await page.goto(`${at.url}tools/rice-worksheet/`);
    await expect
      .poll(() => page.getByRole('button', { name: 'Copy as Markdown' }).count())
      .toBeGreaterThan(0);
    await page.goto(`${at.url}progress/`);
    await expect
      .poll(() => page.locator('[data-part=summary]').textContent())
      .toContain('1 of 254');
  });

  it('the page of a part opens as its place on the whole page', async () => {
    await page.goto(`${at.url}tables/skill-transfer/growth-strategy/`);
    expect(page.url()).toBe(`${at.url}tables/skill-transfer/#growth-strategy`);
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.id))
      .toBe('growth-strategy');
  });

  it('an address without its last slash opens', async () => {
    await page.goto(`${at.url}glossary?q=1`);
    expect(page.url()).toBe(`${at.url}glossary/?q=1`);
  });

  it('an address that is not kept says so, and the rest of the site is one step away', async () => {
    const answer = await page.goto(`${at.url}nowhere/`);
    expect(answer!.status()).toBe(503);
    expect(await page.locator('offline-choice').textContent()).toContain('there is no network');
    await page.getByRole('link', { name: 'Course' }).first().click();
    await expect.poll(() => page.title()).toContain('Crossover');
  });
});

describe('a newer version', () => {
  /** A reader with a page of the first version open, when the second one is there. */
  async function between(): Promise<{ at: Host; page: Page }> {
    const at = await host(versions.first);
    const page = await visitor(at, LIST);
    await at.show(versions.second);
    at.failed.length = 0;
    return { at, page };
  }
  /** What a browser does by itself when a page is opened. */
  const lookForNewer = (page: Page) =>
    page.evaluate(async () => void (await navigator.serviceWorker.ready).update());

  it('is announced, waits until the reader likes, and loses no tick and no request', async () => {
    const { at, page } = await between();
    await tick(page, 'manager-talk');
    await lookForNewer(page);
    await hears(page, 'A newer version');
    // The page that is open asks for a script that the host no longer has.
    expect(await search(page, 'retention')).not.toEqual([]);
    await page.goto(`${at.url}learn/start/`);
    expect(await page.locator('#second-version').count()).toBe(0);
    await hears(page, 'A newer version');
    await page.getByRole('button', { name: 'Reload' }).click();
    await page.locator('#second-version').waitFor();
    expect(await search(page, 'retention')).not.toEqual([]);
    await page.goto(at.url + LIST);
    expect(await page.locator('#manager-talk input').isChecked()).toBe(true);
    await expect.poll(() => keptVersions(page)).toHaveLength(1);
    expect(at.failed).toEqual([]);
  });

  it('taken over in one tab leaves the other whole, until that is closed', async () => {
    const { at, page } = await between();
    const other = await page.context().newPage();
    other.on('pageerror', (error) => errors.push(error.message));
    await other.goto(`${at.url}learn/start/`);
    await lookForNewer(page);
    await hears(page, 'A newer version');
    await page.getByRole('button', { name: 'Reload' }).click();
    await page.locator('#second-version').waitFor();
    // Its page is of the first version, and loads the rest of it only now.
    expect(await search(other, 'retention')).not.toEqual([]);
    expect(await keptVersions(page)).toHaveLength(2);
    await tick(page, 'manager-talk');
    await other.close();
    // A browser counts a tab that was just closed for a moment more. What no version has does not bring one back.
    const keptOnAsking = async () => {
      await page.evaluate(() => fetch('/robots.txt'));
      return keptVersions(page);
    };
    await expect.poll(keptOnAsking, { interval: 500 }).toHaveLength(1);
    expect(at.failed).toEqual([]);
  });

  it('is asked at once for a part that the one kept has not', async () => {
    const { at, page } = await between();
    await page.goto(`${at.url}learn/start/#second-version`);
    await page.locator('#second-version').waitFor();
    expect(at.failed).toEqual([]);
  });

  it.each<[string, (path: string) => ReturnType<Host['ail']>]>([
    ['is missing', (name) => (name === '/offline/7.json' ? { status: 404 } : undefined)],
    [
      'is answered with an error',
      (name) => (name === '/offline/7.json' ? { status: 500 } : undefined),
    ],
    [
      'is cut off',
      (name) =>
        name === '/offline/7.json'
          ? { status: 200, body: (bytes) => bytes.subarray(0, 1000) }
          : undefined,
    ],
    [
      'is of another version',
      (name) =>
        name === '/offline/7.json'
          ? { status: 200, body: (bytes) => Buffer.concat([bytes, Buffer.from(' ')]) }
          : undefined,
    ],
  ])(
    'of which a file %s leaves the one kept whole, and comes when it is mended',
    async (_, ail) => {
      const { at, page } = await between();
      at.ail = ail;
      const tried = page.evaluate(async () => {
        const registration = await navigator.serviceWorker.ready;
        const found = new Promise<string>((resolve) => {
          registration.onupdatefound = () => {
            const { installing } = registration;
            installing!.onstatechange = () => resolve(installing!.state);
          };
        });
        await registration.update();
        return found;
      });
      expect(await tried).toBe('redundant');
      expect(await news(page).filter({ hasText: 'A newer' }).count()).toBe(0);
      await at.show(undefined);
      await page.goto(`${at.url}learn/start/`);
      expect(await page.locator('h1').isVisible()).toBe(true);
      expect(await page.locator('#second-version').count()).toBe(0);
      await at.show(versions.second);
      at.ail = () => undefined;
      await lookForNewer(page);
      await hears(page, 'A newer version');
    },
  );

  it('of which a file is slow comes in the end', async () => {
    const { at, page } = await between();
    at.ail = (name) => (name === '/offline/7.json' ? { status: 200, wait: 10_000 } : undefined);
    await lookForNewer(page);
    await hears(page, 'A newer version');
  });

  it('that turns all of it off gives up what was kept, and no tick', async () => {
    const { at, page } = await between();
    await tick(page, 'manager-talk');
    const off = `${versions.second}-off`;
    await cp(versions.second, off, { recursive: true });
    await writeWorker(off);
    await at.show(off);
    await lookForNewer(page);
    await expect.poll(() => keptVersions(page), { timeout: KEEPING }).toEqual([]);
    await expect
      .poll(() =>
        page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length),
      )
      .toBe(0);
    await page.goto(at.url + LIST);
    expect(await page.locator('#second-version').count()).toBe(1);
    expect(await page.locator('#manager-talk input').isChecked()).toBe(true);
  });
});

describe('keeping the site', () => {
  it('leaves the reader alone where the browser has no room', async () => {
    const at = await host(versions.first);
    const context = await newContext();
    const page = await context.newPage();
    page.on('pageerror', (error) => errors.push(error.message));
    const session = await context.newCDPSession(page);
    await session.send('Storage.overrideQuotaForOrigin', {
      origin: new URL(at.url).origin,
      quotaSize: 2_000_000,
    });
    await page.goto(at.url + LIST);
    await hears(page, 'no room left');
    await tick(page, 'manager-talk');
    expect(await keptVersions(page)).toEqual([]);
  });

  it('waits for a word of the reader where the browser saves data', async () => {
    const at = await host(versions.first);
    const context = await newContext();
    const page = await open(context, 'about:blank');
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setDataSaverOverride', { dataSaverEnabled: true });
    await page.goto(`${at.url}about/offline/`);
    const status = page.locator('offline-choice [role=status]');
    await expect.poll(() => status.textContent()).toBe('No copy is kept.');
    expect(await keptVersions(page)).toEqual([]);
    await page.getByRole('button', { name: 'Keep a copy' }).click();
    await expect.poll(() => status.textContent(), { timeout: KEEPING }).toContain('A copy is kept');
    await page.reload();
    await expect.poll(() => status.textContent()).toContain('A copy is kept');
  });

  it('ends when the reader says so, and does not begin again', async () => {
    const at = await host(versions.first);
    const page = await visitor(at, 'about/offline/');
    await page.getByRole('button', { name: 'Remove the copy' }).click();
    const status = page.locator('offline-choice [role=status]');
    await expect.poll(() => status.textContent()).toContain('The copy is removed.');
    await page.goto(`${at.url}learn/start/`);
    await page.waitForLoadState('networkidle');
    expect(await keptVersions(page)).toEqual([]);
    expect(
      await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length),
    ).toBe(0);
  });
});
