/** Ticks, from one tap to the other device, and what becomes of them when the browser does not play along. */
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, CDPSession, Download, Locator, Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { audit } from './audit.ts';
import { launchBrowserWithProfile } from './browser.ts';
import { useProfiles } from './profiles.ts';

const site = inject('siteUrl');
const LIST = 'checklists/start-inside/';
const NAME = 'crossover-progress';
const { newContext, watch } = useProfiles({
  viewport: { width: 390, height: 800 },
  permissions: ['clipboard-read', 'clipboard-write'],
  reducedMotion: 'reduce',
});

async function open(context: BrowserContext, path: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(new URL(path, site).href);
  return page;
}

const box = (page: Page, task: string) => page.locator(`#${task} input[type=checkbox]`);
const said = (page: Page) => page.locator('task-list [role=status]').first();
const trouble = (page: Page) => page.locator('task-list .trouble').first();
const saved = (page: Page) => expect.poll(() => said(page).textContent()).toContain('Saved.');

/** Moves the focus to what perhaps still waits for a script: nothing hidden takes it. */
async function focusOn(control: Locator): Promise<void> {
  await control.waitFor();
  await control.focus();
}

/** What a file says that the page hands out. */
async function textOf(download: Download): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

async function tick(page: Page, task: string): Promise<void> {
  await box(page, task).click();
  await saved(page);
}

/** All that the database holds, as it is. */
function dump(page: Page): Promise<{ tasks: unknown[]; damaged: unknown[]; facts: unknown[] }> {
  return page.evaluate(async (name) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error!);
    });
    const all = (store: string) =>
      new Promise<unknown[]>((resolve, reject) => {
        const request = database.transaction(store).objectStore(store).getAll();
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error!);
      });
    const found = {
      tasks: await all('tasks'),
      damaged: await all('damaged'),
      facts: await all('facts'),
    };
    database.close();
    return found;
  }, NAME);
}

/** Puts values into the store of tasks as they are, whatever they are. */
function plant(page: Page, values: object[]): Promise<void> {
  return page.evaluate(
    async ([name, records]) => {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
      });
      const transaction = database.transaction('tasks', 'readwrite');
      for (const record of records) transaction.objectStore('tasks').put(record);
      await new Promise((resolve) => (transaction.oncomplete = resolve));
      database.close();
    },
    [NAME, values] as const,
  );
}

/** Runs work in a browser with a profile of its own and some preferences in it. */
async function inProfile(
  preferences: object,
  work: (context: BrowserContext) => Promise<void>,
): Promise<void> {
  const profile = mkdtempSync(join(os.tmpdir(), 'crossover-profile-'));
  mkdirSync(join(profile, 'Default'), { recursive: true });
  writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify({ profile: preferences }));
  const context = await launchBrowserWithProfile(profile);
  watch(context);
  try {
    await work(context);
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

/** A list of tasks on a site that has room for a tick and for no long note. */
async function openAlmostFull(
  context: BrowserContext,
): Promise<{ page: Page; session: CDPSession }> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  // Chromium asks for the quota when a database opens, so it is set before the page loads.
  await session.send('Storage.overrideQuotaForOrigin', {
    origin: new URL(site).origin,
    quotaSize: 4200,
  });
  await page.goto(new URL(LIST, site).href);
  return { page, session };
}

const record = (id: string, state: string, at = '0mh3k2000000test') => ({
  id,
  state: { value: state, at },
});

describe('a task', () => {
  it('keeps its tick, and its state after it is taken back', async () => {
    const context = await newContext();
    const page = await open(context, LIST);
    await tick(page, 'manager-talk');
    expect(await said(page).textContent()).toBe('1 of 8 done. Saved.');
    await page.reload();
    expect(await box(page, 'manager-talk').isChecked()).toBe(true);
    await tick(page, 'manager-talk');
    await page.reload();
    await expect.poll(() => said(page).textContent()).toContain('0 of 8 done.');
    expect(await box(page, 'manager-talk').isChecked()).toBe(false);
  });

  it('takes a state, a note and a link by keyboard alone', async () => {
    const context = await newContext();
    const page = await open(context, LIST);
    const more = page.locator('#manager-talk .more');
    await more.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => more.getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await saved(page);
    expect(await said(page).textContent()).toContain('0 of 8 done, 1 stuck.');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Thursday at ten');
    await page.keyboard.press('Tab');
    await page.keyboard.type('https://example.org/notes');
    await page.keyboard.press('Shift+Tab');
    await expect
      .poll(async () => (await dump(page)).tasks)
      .toMatchObject([
        {
          id: 'start-inside/manager-talk',
          state: { value: 'stuck' },
          note: { value: 'Thursday at ten' },
          evidence: { value: 'https://example.org/notes' },
        },
      ]);
    await page.reload();
    const kept = page.locator('#manager-talk .kept');
    await expect
      .poll(() => kept.textContent())
      .toBe('StuckThursday at tenhttps://example.org/notes');
  });

  it('says what is wrong with a link that does not open, and keeps what was typed', async () => {
    const page = await open(await newContext(), LIST);
    await page.locator('#manager-talk .more').click();
    const field = page.locator('#manager-talk [type=url]');
    await field.fill('javascript:alert(1)');
    await field.blur();
    expect(await page.locator('#manager-talk .fault').isVisible()).toBe(true);
    expect(await field.inputValue()).toBe('javascript:alert(1)');
    expect((await dump(page)).tasks).toEqual([]);
  });

  it.each([
    { path: LIST, control: '[value=done]' },
    { path: LIST, control: '~ [data-task] input' },
    { path: 'progress/', control: '[value=done]' },
    { path: 'progress/', control: '~ [data-task] input' },
  ])('hears a slow press beneath a note that is being saved: $path, $control', async (each) => {
    // So high that nothing scrolls between the press and the release.
    const context = await newContext({ viewport: { width: 390, height: 4000 } });
    const page = await open(context, each.path);
    if (each.path === 'progress/') await page.locator('[name=filter][value=all]').click();
    const task = page.locator('task-list [data-task]').first();
    await task.locator('.more').click();
    await task.locator('textarea').fill('Thursday at ten, with the numbers of this spring');
    await page.evaluate(() => {
      const hear = (event: Event): void => {
        document.body.dataset['pressed'] = (event.target as Element).tagName;
        event.preventDefault();
      };
      addEventListener('click', hear, true);
    });
    await task.locator(`:scope ${each.control}`).first().click({ delay: 300 });
    expect(await page.evaluate(() => document.body.dataset['pressed'])).toBe('INPUT');
    await expect.poll(() => task.locator('.kept').textContent()).toContain('Thursday at ten');
  });

  it('that is skipped leaves the total', async () => {
    const page = await open(await newContext(), LIST);
    await page.locator('#manager-talk .more').click();
    await page.locator('#manager-talk [value=skipped]').click();
    await saved(page);
    expect(await said(page).textContent()).toContain('0 of 7 done, 1 skipped.');
  });

  it('that was ticked before the script arrived is ticked', async () => {
    const context = await newContext();
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await context.route('**/MarkdownContent*.js', async (route) => {
      await held;
      await route.continue();
    });
    const page = await context.newPage();
    await page.goto(new URL(LIST, site).href, { waitUntil: 'commit' });
    await box(page, 'manager-talk').click();
    release();
    await saved(page);
    await page.reload();
    await expect.poll(() => box(page, 'manager-talk').isChecked()).toBe(true);
  });

  it('is known under an id that it had before', async () => {
    const context = await newContext();
    const page = await open(context, LIST);
    await tick(page, 'manager-talk');
    await plant(page, [record('start-inside/old-memo', 'done')]);
    await context.route(`**/${LIST}`, async (route) => {
      const response = await route.fetch();
      const html = (await response.text()).replace(
        'data-task="start-inside/memo"',
        'data-task="start-inside/memo start-inside/old-memo"',
      );
      await route.fulfill({ response, body: html });
    });
    await page.reload();
    await expect.poll(() => said(page).textContent()).toContain('2 of 8 done');
  });
});

describe('progress shows', () => {
  it('in the sidebar, on the course page, on the page of the part and at home', async () => {
    const context = await newContext({ viewport: { width: 1280, height: 900 } });
    const page = await open(context, 'learn/start-inside/');
    await page.locator('task-list input[type=checkbox]').first().click();
    await saved(page);
    const touched = async () =>
      (await page.locator('progress-count:visible').allTextContents()).filter((count) =>
        count.includes('done'),
      );
    expect(await touched()).toEqual(['1 of 8 done']);
    await page.goto(new URL('learn/', site).href);
    await expect.poll(touched).toEqual(['1 of 254 done', '1 of 31 done', '1 of 8 done']);
    await page.goto(new URL('parts/transition-plan/', site).href);
    await expect.poll(touched).toContain('1 of 31 done');
    await page.goto(site);
    const link = page.getByRole('link', { name: /Continue where you left off/ });
    await link.click();
    await page.waitForURL('**/learn/start-inside/');
  });

  it('on its own page: what is next, the filters, and the tasks that are gone', async () => {
    const context = await newContext();
    const page = await open(context, LIST);
    await tick(page, 'manager-talk');
    await plant(page, [record('start-inside/gone', 'done'), record('start/six-results', 'stuck')]);
    await page.goto(new URL('progress/', site).href);
    await expect
      .poll(() => page.locator('[data-part=summary]').textContent())
      .toMatch(/^1 of 254 done/);
    expect(await page.locator('[data-part=next] li').count()).toBe(3);
    expect(await page.locator('[data-part=earlier]').textContent()).toContain('start-inside/gone');
    const visible = () => page.locator('[data-task]:visible').count();
    const shown = await visible();
    expect(shown).toBeGreaterThan(0);
    await page.getByLabel(/^All tasks/).check();
    expect(await visible()).toBe(254);
    await page.getByLabel(/^Skipped/).check();
    expect(await visible()).toBe(0);
    expect(await page.getByText('No task is in this state.').isVisible()).toBe(true);
  });

  it('without JavaScript as a plain list of all tasks, with no control that does nothing', async () => {
    const context = await newContext({ javaScriptEnabled: false });
    const page = await open(context, 'progress/');
    expect(await page.locator('input[type=checkbox]:visible').count()).toBe(254);
    expect(await page.locator('main button:visible').count()).toBe(0);
  });
});

describe('two tabs', () => {
  const WRITES = Number(process.env['TAB_WRITES'] ?? 1000);

  it('show each other’s ticks within 200 ms', async () => {
    const context = await newContext();
    const one = await open(context, LIST);
    const two = await open(context, LIST);
    await tick(one, 'manager-talk');
    await expect.poll(() => box(two, 'manager-talk').isChecked()).toBe(true);
    // Both tabs share one clock: when the tap came here, and when the state changed there.
    await two.evaluate(() => {
      const list = document.querySelector('task-list')!;
      new MutationObserver(() => {
        document.title = String(performance.timeOrigin + performance.now());
      }).observe(list, { attributes: true, attributeFilter: ['data-state'], subtree: true });
    });
    const tapped = await one.evaluate(() => {
      document.querySelector<HTMLInputElement>('#memo input')!.click();
      return performance.timeOrigin + performance.now();
    });
    await expect.poll(() => box(two, 'memo').isChecked()).toBe(true);
    expect(Number(await two.title()) - tapped).toBeLessThan(200);
  });

  it(
    `lose none of ${WRITES} writes that they make at once, and come to show the same`,
    { timeout: 600_000 },
    async () => {
      const context = await newContext();
      const pages = [await open(context, 'progress/'), await open(context, 'progress/')];
      await Promise.all(
        pages.map((page) =>
          expect.poll(() => page.locator('[data-part=filters]').isVisible()).toBe(true),
        ),
      );
      // Each tab has every second task, so that what it said last of one is what must hold.
      const clickBoxes = (page: Page, own: number, writes: number, wave: number) =>
        page.evaluate(
          async ([own, writes, wave]) => {
            const boxes = [
              ...document.querySelectorAll<HTMLInputElement>('[data-task] input[type=checkbox]'),
            ].filter((_, index) => index % 2 === own);
            let seed = 17 + own + 2 * wave;
            for (let count = 0; count < writes; count++) {
              seed = (seed * 48271) % 2147483647;
              boxes[seed % boxes.length]!.click();
              if (seed % 3 === 0) await new Promise((resolve) => setTimeout(resolve, seed % 7));
            }
            return boxes.map(
              (each) =>
                [
                  each.closest<HTMLElement>('[data-task]')!.dataset['task']!,
                  each.checked ? 'done' : 'to do',
                ] as const,
            );
          },
          [own, writes, wave] as const,
        );
      // In waves: a browser slows down where thousands of transactions wait, and nobody taps so fast.
      const WAVE = 500;
      for (let wave = 0; wave * WAVE < WRITES; wave++) {
        const writes = Math.min(WAVE, WRITES - wave * WAVE) / 2;
        const shown = await Promise.all(
          pages.map((page, own) => clickBoxes(page, own, writes, wave)),
        );
        const want = new Map(shown.flat());
        expect(want.size).toBe(254);
        const differing = async () => {
          const { tasks } = await dump(pages[0]!);
          const have = new Map(
            (tasks as { id: string; state: { value: string } }[]).map(({ id, state }) => [
              id,
              state.value,
            ]),
          );
          return [...want].filter(([id, state]) => (have.get(id) ?? 'to do') !== state);
        };
        await expect.poll(differing, { timeout: 60_000, interval: 250 }).toEqual([]);
      }
      const shown = (page: Page) =>
        page.evaluate(() =>
          [...document.querySelectorAll<HTMLInputElement>('[data-task] input[type=checkbox]')].map(
            ({ checked }) => checked,
          ),
        );
      await expect.poll(async () => await shown(pages[0]!)).toEqual(await shown(pages[1]!));
    },
  );
});

describe('when the browser does not keep it', () => {
  it('a full store is told, what was said stays, and is saved when there is room', async () => {
    await inProfile({}, async (context) => {
      const { page, session } = await openAlmostFull(context);
      await tick(page, 'manager-talk');
      await page.locator('#manager-talk .more').click();
      await page.locator('#manager-talk textarea').fill('x'.repeat(1000));
      await page.locator('#manager-talk textarea').blur();
      await expect.poll(() => trouble(page).textContent()).toContain('storage is full');
      expect(await said(page).textContent()).toBe('1 of 8 done. Not saved.');
      expect(await page.getByText('Not saved yet').first().isVisible()).toBe(true);
      expect((await dump(page)).tasks).toHaveLength(1);
      await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(site).origin });
      await page.getByRole('button', { name: 'Try again' }).click();
      await saved(page);
      expect(JSON.stringify((await dump(page)).tasks)).toContain('x'.repeat(1000));
    });
  });

  it('a full store says what can be freed, frees it, and hands over a copy of what is not saved', async () => {
    await inProfile({}, async (context) => {
      const { page } = await openAlmostFull(context);
      await tick(page, 'manager-talk');
      await page.evaluate(() => localStorage.setItem('crossover-searches', '["roas","cv"]'));
      await page.locator('#manager-talk .more').click();
      await page.locator('#manager-talk textarea').fill('x'.repeat(1000));
      await page.locator('#manager-talk textarea').blur();
      const list = page.locator('.trouble .room');
      await expect.poll(() => list.textContent()).toContain('2 recent searches');
      const waiting = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Save a copy as a file' }).click();
      expect(await textOf(await waiting)).toContain('x'.repeat(1000));
      await page.getByRole('button', { name: 'Clear them' }).click();
      await expect.poll(() => list.textContent()).not.toContain('recent search');
      expect(await list.textContent()).toContain('Nothing of it can go');
    });
  });

  it('a store that is denied is told once, calmly, and the page works from memory', async () => {
    const preferences = { default_content_setting_values: { cookies: 2 } };
    await inProfile(preferences, async (context) => {
      const page = await context.newPage();
      for (const path of ['', 'learn/', 'progress/', 'learn/start-inside/', LIST]) {
        await page.goto(new URL(path, site).href);
      }
      await expect.poll(() => trouble(page).textContent()).toContain('only for this tab');
      await box(page, 'manager-talk').click();
      await expect.poll(() => said(page).textContent()).toContain('1 of 8 done. Not saved.');
      expect(await box(page, 'manager-talk').isChecked()).toBe(true);
    });
  });

  it('data of a newer version is only read, and nothing is written', async () => {
    const context = await newContext();
    const page = await open(context, LIST);
    await tick(page, 'manager-talk');
    await page.goto(new URL('about/', site).href);
    await page.evaluate(
      (name) =>
        new Promise<void>((resolve) => {
          const request = indexedDB.open(name, 99);
          request.onsuccess = () => {
            request.result.close();
            resolve();
          };
        }),
      NAME,
    );
    await page.goto(new URL(LIST, site).href);
    await expect.poll(() => trouble(page).textContent()).toContain('older than your data: reload');
    expect(await box(page, 'manager-talk').isChecked()).toBe(true);
    expect(await page.locator('.tasks input[type=checkbox]:enabled').count()).toBe(0);
  });

  it('a tab that holds the store is named within two seconds, and the tick is saved when it goes', async () => {
    const context = await newContext();
    const page = await open(context, LIST);
    await tick(page, 'manager-talk');
    const other = await open(context, 'about/');
    await page.goto('about:blank');
    // A tab with code that does not make room, in whose way an upgrade waits.
    await other.evaluate(
      (name) =>
        new Promise<void>((resolve) => {
          const request = indexedDB.open(name);
          request.onsuccess = () => {
            Object.assign(globalThis, { held: request.result });
            resolve();
          };
        }),
      NAME,
    );
    await other.evaluate((name) => void indexedDB.deleteDatabase(name), NAME);
    const begin = Date.now();
    await page.goto(new URL(LIST, site).href);
    await box(page, 'memo').click();
    await expect
      .poll(() => trouble(page).textContent(), { timeout: 5000 })
      .toContain('Close the other tab');
    expect(Date.now() - begin).toBeLessThan(6000);
    await other.close();
    await expect.poll(async () => (await dump(page)).tasks.length, { timeout: 10_000 }).toBe(1);
  });

  it('damaged records are moved aside as they are, and the good ones kept', async () => {
    const context = await newContext();
    const page = await open(context, LIST);
    await tick(page, 'manager-talk');
    const bad = [
      { id: 'start-inside/memo', state: null },
      { id: 'start/six-results', state: { value: 7, at: NaN } },
      { id: 'constructor', __proto__: null, note: 'x'.repeat(1_000_000) },
    ];
    await plant(page, bad);
    await page.goto(new URL('progress/', site).href);
    await expect
      .poll(() => page.locator('[data-part=damaged]').textContent())
      .toContain('We found damaged data; 1 of 4 items kept.');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download the damaged copy' }).click(),
    ]);
    expect(JSON.parse(await textOf(download))).toHaveLength(3);
    expect((await dump(page)).tasks).toHaveLength(4);
    // Saying something of a damaged task first moves what was there aside.
    await page.goto(new URL(LIST, site).href);
    await tick(page, 'memo');
    expect((await dump(page)).damaged).toEqual([bad[0]]);
  });

  it('a clock that goes back loses no tick', async () => {
    const context = await newContext();
    const one = await open(context, LIST);
    await tick(one, 'manager-talk');
    const two = await context.newPage();
    await two.clock.setFixedTime(new Date('1970-01-02'));
    await two.goto(new URL(LIST, site).href);
    await expect.poll(() => box(two, 'manager-talk').isChecked()).toBe(true);
    await tick(two, 'manager-talk');
    await one.reload();
    await expect.poll(() => said(one).textContent()).toContain('0 of 8 done');
    const three = await context.newPage();
    await three.clock.setFixedTime(new Date('2099-01-02'));
    await three.goto(new URL(LIST, site).href);
    await tick(three, 'manager-talk');
    await tick(one, 'manager-talk');
    await three.reload();
    await expect.poll(() => said(three).textContent()).toContain('0 of 8 done');
  });

  it('a page back from the history shows what others said meanwhile', async () => {
    const context = await newContext();
    const page = await open(context, LIST);
    await page.goto(new URL('about/', site).href);
    const other = await open(context, LIST);
    await tick(other, 'manager-talk');
    await page.goBack();
    await expect.poll(() => box(page, 'manager-talk').isChecked()).toBe(true);
  });

  it('a page that crashed after “Saved.” has lost nothing', async () => {
    const context = await newContext();
    const page = await open(context, LIST);
    await tick(page, 'manager-talk');
    const crashed = page.waitForEvent('crash');
    await page.goto('chrome://crash').catch(() => undefined);
    await crashed;
    const next = await open(context, LIST);
    await expect.poll(() => box(next, 'manager-talk').isChecked()).toBe(true);
  });

  it('no page asks the browser to keep it before a click', async () => {
    const context = await newContext();
    await context.addInitScript(() => {
      const asked: string[] = [];
      Object.assign(globalThis, { asked });
      // The empty page, on which every tab begins, has no storage.
      if (isSecureContext)
        navigator.storage.persist = () => Promise.resolve(asked.push('persist') > 0);
    });
    const page = await open(context, LIST);
    await tick(page, 'manager-talk');
    await page.goto(new URL('progress/', site).href);
    const asked = () =>
      page.evaluate(() => (globalThis as unknown as { asked: string[] }).asked.length);
    expect(await asked()).toBe(0);
    await page.getByRole('button', { name: 'Ask the browser to keep it' }).click();
    expect(await asked()).toBe(1);
    await expect
      .poll(() => page.locator('[data-part=persisted]').textContent())
      .toContain('keeps your progress');
  });
});

describe('a copy', () => {
  async function learner(): Promise<{ context: BrowserContext; page: Page }> {
    const context = await newContext();
    const page = await open(context, LIST);
    await tick(page, 'manager-talk');
    await page.locator('#manager-talk .more').click();
    await page.locator('#manager-talk textarea').fill('Only for me');
    await page.locator('#manager-talk textarea').blur();
    await expect
      .poll(async () => JSON.stringify((await dump(page)).tasks))
      .toContain('Only for me');
    await page.goto(new URL('progress/', site).href);
    await expect
      .poll(() => page.locator('[data-part=summary]').textContent())
      .toContain('1 of 254');
    return { context, page };
  }

  it('as a file holds all of it, is shown before it is merged, and can be taken back', async () => {
    const { page } = await learner();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save a copy as a file' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^crossover-progress-\d{4}-\d\d-\d\d\.json$/);
    const text = await textOf(download);
    const file = { name: 'copy.json', mimeType: 'application/json', buffer: Buffer.from(text) };
    expect(JSON.parse(text)).toMatchObject({
      crossover: 'progress',
      version: 1,
      tasks: [{ id: 'start-inside/manager-talk', note: { value: 'Only for me' } }],
    });
    await expect
      .poll(() => page.locator('[data-part=copied]').textContent())
      .toContain('Last copy: today');

    const other = await open(await newContext(), 'progress/');
    const before = await dump(other);
    await other.locator('[data-part=file]').setInputFiles(file);
    await expect
      .poll(() => other.locator('[data-part=preview]').textContent())
      .toContain('In the copy: 1 added. Nothing was changed yet.');
    expect((await dump(other)).tasks).toEqual(before.tasks);
    await other.getByRole('button', { name: 'Change nothing' }).click();
    expect(await other.locator('[data-part=preview]').isVisible()).toBe(false);
    await other.locator('[data-part=file]').setInputFiles(file);
    await other.locator('[data-do=merge]').click();
    await expect
      .poll(() => other.locator('[data-part=summary]').textContent())
      .toBe('1 of 254 done.');
    expect((await dump(other)).tasks).toEqual((await dump(page)).tasks);
    await other.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => (await dump(other)).tasks).toEqual([]);
  });

  it('merged by a button pressed twice is merged once, and undone by one press', async () => {
    const other = await open(await newContext(), 'progress/');
    await other.locator('[data-part=file]').setInputFiles({
      name: 'copy.json',
      mimeType: 'application/json',
      buffer: Buffer.from(
        '{"crossover":"progress","version":1,"tasks":[{"id":"start-inside/manager-talk","state":{"value":"done","at":"0mh3k2000000test"}}]}',
      ),
    });
    const merge = other.locator('[data-do=merge]');
    await merge.waitFor();
    await merge.evaluate((button: HTMLElement) => {
      button.click();
      button.click();
    });
    const undo = other.getByRole('button', { name: 'Undo' });
    await undo.waitFor();
    expect((await dump(other)).tasks).toHaveLength(1);
    await expect
      .poll(() => other.locator('[data-part=trouble]').textContent())
      .toContain('Merged: 1 added. Saved.');
    await undo.click();
    await expect.poll(async () => (await dump(other)).tasks).toEqual([]);
  });

  it('as a link opens beside the reader’s own and changes nothing by being opened', async () => {
    const { page } = await learner();
    await page.getByRole('button', { name: 'Copy the link for a mentor' }).click();
    await expect
      .poll(() => page.locator('[data-part=trouble]').textContent())
      .toContain('Copied your link');
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link.split('#')[1]!.length).toBeLessThan(140);
    expect(link).not.toContain('Only');

    const context = await newContext();
    const mentor = await open(context, LIST);
    await tick(mentor, 'manager-talk');
    const before = await dump(mentor);
    await mentor.goto(link);
    const shared = mentor.locator('[data-part=shared]');
    await expect.poll(() => shared.textContent()).toContain('1 of 254 done');
    expect(await shared.locator('tbody tr').first().textContent()).toMatch(/DoneDone$/);
    expect(await dump(mentor)).toEqual(before);

    // The mentor remembers it, and the next link says what changed.
    await mentor.getByLabel('Whose is it?').fill('Ana');
    await mentor.getByRole('button', { name: /^Remember it/ }).click();
    await expect
      .poll(() => mentor.locator('[data-part=trouble]').textContent())
      .toContain('Remembered.');
    await page.goto(new URL(LIST, site).href);
    await page.locator('.tasks input[type=checkbox]').first().click();
    await saved(page);
    await page.goto(new URL('progress/', site).href);
    await page.getByRole('button', { name: 'Copy your link' }).click();
    await expect.poll(() => page.locator('[data-part=trouble]').textContent()).toContain('Copied');
    await mentor.goto('about:blank');
    await mentor.goto(await page.evaluate(() => navigator.clipboard.readText()));
    const changes = mentor.locator('[data-part=shared-changes]');
    await expect
      .poll(() => changes.textContent())
      .toMatch(/Changed since the link of \d{4}-\d\d-\d\d from Ana/);
    expect(await changes.locator('tbody tr').count()).toBe(1);
    await mentor.getByRole('button', { name: 'Keep mine, and close' }).click();
    expect(new URL(mentor.url()).hash).toBe('');
  });

  it('of a mebibyte with nothing but unknown tasks is read in at most 20 MB', async () => {
    const context = await newContext();
    const page = await open(context, 'progress/');
    const session = await context.newCDPSession(page);
    const field = page.locator('[data-part=file]');
    await field.waitFor();
    const tasks = Array.from({ length: 15_000 }, (_, place) => ({
      id: `x/t${place}`,
      state: { value: 'done', at: '0mh3k2000000test' },
    }));
    const text = JSON.stringify({ crossover: 'progress', version: 1, tasks });
    expect(text.length).toBeGreaterThan(900_000);
    const file = join(mkdtempSync(join(os.tmpdir(), 'crossover-')), 'copy.json');
    writeFileSync(file, text);
    const used = async () => (await session.send('Runtime.getHeapUsage')).usedSize;
    await session.send('HeapProfiler.collectGarbage');
    const before = await used();
    // By its path: as a buffer the driver would unpack it in the page, on the heap that is measured.
    await field.setInputFiles(file);
    const words = page.locator('[data-part=preview-words]');
    await expect.poll(() => words.textContent()).toContain('15000 unknown');
    expect((await used()) - before).toBeLessThanOrEqual(20_000_000);
  });

  it('by a link that was cut is refused in a sentence', async () => {
    const { page } = await learner();
    await page.getByRole('button', { name: 'Copy your link' }).click();
    await expect.poll(() => page.locator('[data-part=trouble]').textContent()).toContain('Copied');
    const link = await page.evaluate(() => navigator.clipboard.readText());
    await page.goto('about:blank');
    await page.goto(link.slice(0, -1));
    await expect
      .poll(() => page.locator('[data-part=trouble]').textContent())
      .toContain('This link is incomplete');
    expect(await page.locator('[data-part=shared]').isVisible()).toBe(false);
  });

  it.each([
    ['a picture', '\u0089PNG\r\n\u001a\n'],
    ['the file of another site', '{"bookmarks":[]}'],
    [
      'a polluted one',
      '{"__proto__":{"polluted":1},"crossover":"progress","version":1,"tasks":[{"__proto__":{"polluted":1}}]}',
    ],
    ['a newer one', '{"crossover":"progress","version":2,"tasks":[]}'],
    ['one that is too large', `{"a":"${'x'.repeat(1_048_576)}"}`],
    [
      'one with a script',
      '{"crossover":"progress","version":1,"tasks":[{"id":"<img src=x onerror=__pwn=1>"}]}',
    ],
  ])('that is %s changes nothing', async (_, text) => {
    const page = await open(await newContext(), 'progress/');
    await page.locator('[data-part=file]').waitFor();
    await page.locator('[data-part=file]').setInputFiles({
      name: 'copy.json',
      mimeType: 'application/json',
      buffer: Buffer.from(text),
    });
    const answer = page.locator('[data-part=trouble]:visible, [data-part=preview]:visible');
    await expect.poll(() => answer.first().textContent()).toMatch(/Nothing was changed|damaged/);
    expect((await dump(page)).tasks).toEqual([]);
    expect(
      await page.evaluate(() => [
        ({} as { polluted?: unknown }).polluted,
        (globalThis as { __pwn?: unknown }).__pwn,
      ]),
    ).toEqual([undefined, undefined]);
  });

  it('is shown as a code that loads on demand', async () => {
    const { page } = await learner();
    const loaded = () =>
      page.evaluate(() =>
        performance.getEntriesByType('resource').some(({ name }) => name.includes('lean-qr')),
      );
    expect(await loaded()).toBe(false);
    await page.getByRole('button', { name: 'Show it as a code' }).click();
    await expect
      .poll(() => page.getByRole('img', { name: /Your link as a code/ }).isVisible())
      .toBe(true);
    expect(await loaded()).toBe(true);
  });

  it('everything can be deleted', async () => {
    const { page } = await learner();
    await page.getByText('Delete everything', { exact: true }).click();
    await page.getByRole('button', { name: 'Delete everything for good' }).click();
    await expect
      .poll(() => page.getByText('Nothing is ticked in this browser yet.').isVisible())
      .toBe(true);
    expect(await dump(page)).toEqual({ tasks: [], damaged: [], facts: [] });
    expect(await page.evaluate(() => localStorage.getItem('crossover-ticks') ?? '')).toBe('');
  });
});

describe('what a reader hears and where the keys lead', () => {
  it('axe finds nothing in a list with ticks, a panel, a fault and a sentence of trouble', async () => {
    await inProfile({}, async (context) => {
      const { page } = await openAlmostFull(context);
      await tick(page, 'manager-talk');
      await page.locator('#manager-talk .more').click();
      await page.locator('#manager-talk [type=url]').fill('no address');
      await page.locator('#manager-talk textarea').fill('x'.repeat(1000));
      await page.locator('#manager-talk textarea').blur();
      await expect.poll(() => trouble(page).isVisible()).toBe(true);
      expect(await page.locator('#manager-talk .fault').isVisible()).toBe(true);
      expect(await audit(page)).toEqual([]);
    });
  });

  it('axe finds nothing on the page of progress: a preview, an undo, a code, a shared link', async () => {
    const context = await newContext();
    const page = await open(context, LIST);
    await tick(page, 'manager-talk');
    await page.goto(new URL('progress/', site).href);
    expect(await audit(page)).toEqual([]);
    await page.getByRole('button', { name: 'Show it as a code' }).click();
    await page.getByRole('button', { name: 'Copy your link' }).click();
    await expect.poll(() => page.locator('[data-part=trouble]').textContent()).toContain('Copied');
    const link = await page.evaluate(() => navigator.clipboard.readText());
    const other = await open(await newContext(), 'progress/');
    await other.getByLabel('Or paste your link here').fill(link);
    await other.getByRole('button', { name: 'Look at it' }).click();
    expect(await audit(other)).toEqual([]);
    await other.locator('[data-do=merge]').click();
    await expect.poll(() => other.locator('[data-part=undo]').isVisible()).toBe(true);
    expect(await audit(other)).toEqual([]);
    await other.goto('about:blank');
    await other.goto(link);
    await expect.poll(() => other.locator('[data-part=shared]').isVisible()).toBe(true);
    expect(await audit(other)).toEqual([]);
  });

  it('copy, import and undo work by keyboard, and each is said once', async () => {
    const page = await open(await newContext(), LIST);
    await page.locator('#manager-talk input').focus();
    await page.keyboard.press('Space');
    await saved(page);
    await page.goto(new URL('progress/', site).href);
    await page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(globalThis, { heard });
      const status = document.querySelector('[data-part=said]')!;
      new MutationObserver(() => {
        if (status.textContent) heard.push(status.textContent);
      }).observe(status, { childList: true, characterData: true, subtree: true });
    });
    await focusOn(page.getByRole('button', { name: 'Copy your link' }));
    await page.keyboard.press('Enter');
    const heard = () => page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
    await expect.poll(heard).toHaveLength(1);
    const link = await page.evaluate(() => navigator.clipboard.readText());
    const tree = await page.locator('main').ariaSnapshot();
    expect(tree).toContain('button "Save a copy as a file"');
    expect(tree).toContain('group "Show"');
    const other = await open(await newContext(), 'progress/');
    const pasted = other.getByLabel('Or paste your link here');
    await focusOn(pasted);
    await other.keyboard.insertText(link);
    await other.keyboard.press('Tab');
    await other.keyboard.press('Enter');
    await expect.poll(() => other.locator('[data-part=preview]').isVisible()).toBe(true);
    await other.keyboard.press('Enter');
    await expect
      .poll(() => other.locator('[data-part=summary]').textContent())
      .toBe('1 of 254 done.');
    const undo = other.getByRole('button', { name: 'Undo' });
    await expect.poll(() => undo.evaluate((it) => it === document.activeElement)).toBe(true);
    await other.keyboard.press('Enter');
    await expect.poll(async () => (await dump(other)).tasks).toEqual([]);
  });

  it('a copy as a file and the link for a mentor are had by keyboard', async () => {
    const context = await newContext();
    await context.addInitScript(() => {
      const shared: ShareData[] = [];
      Object.assign(globalThis, { shared });
      navigator.share = (data) => Promise.resolve(void shared.push(data!));
    });
    const page = await open(context, LIST);
    await tick(page, 'manager-talk');
    await page.goto(new URL('progress/', site).href);
    const waiting = page.waitForEvent('download');
    await focusOn(page.getByRole('button', { name: 'Save a copy as a file' }));
    await page.keyboard.press('Enter');
    expect(await textOf(await waiting)).toContain('manager-talk');
    const heard = page.locator('my-progress > [role=status]');
    await expect.poll(() => heard.textContent()).toBe('Saved a copy with 1 task.');
    await focusOn(page.getByRole('button', { name: 'Copy the link for a mentor' }));
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Share …');
    await page.keyboard.press('Space');
    const shared = () =>
      page.evaluate(() => (globalThis as unknown as { shared: ShareData[] }).shared);
    await expect.poll(shared).toMatchObject([{ url: expect.stringMatching(/\/progress\/#p=/) }]);
  });

  it('a task says its words, its state and its controls in the accessibility tree', async () => {
    const page = await open(await newContext(), LIST);
    await tick(page, 'manager-talk');
    await page.locator('#manager-talk .more').click();
    await page.locator('#manager-talk .more[aria-expanded=true]').waitFor();
    const tree = await page.locator('#manager-talk').ariaSnapshot();
    expect(tree).toMatch(/checkbox "Hold the talk[^"]*" \[checked\]/);
    expect(tree).toMatch(/button "More on “Hold the talk[^"]*” ?" \[expanded\]/);
    expect(tree).toContain('group "Where it stands"');
    expect(tree).toContain('radio "Done" [checked]');
    expect(tree).toContain('textbox "Note, which stays on this device"');
  });
});
