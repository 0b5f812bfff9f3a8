/** Quizzes answered in place, asked again when they are due, and what becomes of the answers. */
import type { Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { audit } from './audit.ts';
import { useProfiles } from './profiles.ts';

const site = inject('siteUrl');
const QUIZ = 'quizzes/start-inside/';
const DAY = 86_400_000;
const NOON = Date.UTC(2026, 10, 26, 12);
const { newPage } = useProfiles({
  viewport: { width: 390, height: 800 },
  reducedMotion: 'reduce',
  timezoneId: 'America/New_York',
});

const go = (page: Page, path: string) => page.goto(new URL(path, site).href);
const question = (page: Page, id: string) => page.locator(`[data-question="start-inside/${id}"]`);
const said = (page: Page) => page.locator('quiz-list [role=status]');
const summary = (page: Page) => page.locator('[data-part=summary]');
const orderOf = (page: Page) => page.locator('.options button').allTextContents();

/** The words of the options of a question, the right one first. */
async function optionsOf(id: string): Promise<string[]> {
  const response = await fetch(new URL(`${QUIZ}questions.json`, site));
  type File = { id: string; options: [string, string][]; right: number }[];
  const { options, right } = ((await response.json()) as File).find((each) => each.id === id)!;
  const texts = options.map(([text]) => text);
  return [texts[right]!, ...texts.filter((_, place) => place !== right)];
}

async function answer(page: Page, id: string, isRight: boolean): Promise<void> {
  const [right, wrong] = await optionsOf(id);
  const option = question(page, id).locator('.options button', {
    hasText: isRight ? right! : wrong!,
  });
  await option.click();
  await expect.poll(() => said(page).textContent()).toContain('comes back');
}

/** What the database holds of answers. */
function answersIn(page: Page): Promise<unknown[]> {
  return page.evaluate(
    () =>
      new Promise<unknown[]>((resolve, reject) => {
        const request = indexedDB.open('crossover-progress');
        request.onsuccess = () => {
          const all = request.result.transaction('answers').objectStore('answers').getAll();
          all.onsuccess = () => resolve(all.result);
          request.result.close();
        };
        request.onerror = () => reject(request.error!);
      }),
  );
}

async function openDue(page: Page): Promise<void> {
  await go(page, 'review/');
  await page.locator('due-today[data-ready]').waitFor();
}

describe('a question', () => {
  it('is answered by keyboard, explains every option, and may be tried again', async () => {
    const page = await newPage();
    await go(page, 'learn/start-inside/');
    const first = question(page, 'unpaid-work');
    const options = first.locator('.options button');
    await options.first().focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Shift+Tab');
    await page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(globalThis, { heard });
      const status = document.querySelector('quiz-list [role=status]')!;
      new MutationObserver(() => {
        if (status.textContent) heard.push(status.textContent);
      }).observe(status, { childList: true });
    });
    await page.keyboard.press('Enter');
    const heard = () => page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
    await expect.poll(heard).toHaveLength(1);
    expect((await heard())[0]).toMatch(/^(Right|Not this time)\. It comes back tomorrow\. ./);
    const reasons = first.locator('.why:visible');
    expect(await reasons.count()).toBe(await options.count());
    expect(await options.first().getAttribute('aria-pressed')).toBe('true');
    // The order is another on each visit, so the choice may be the right one.
    const verdicts = await reasons.allTextContents();
    expect(verdicts.filter((each) => /^\s*(Right|Your choice, right)\./.test(each))).toHaveLength(
      1,
    );
    // A second choice is none: the try is over.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await options.nth(1).getAttribute('aria-pressed')).toBe('false');
    await first.getByRole('link', { name: /^Read why/ }).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await reasons.count()).toBe(0);
    expect(await options.first().evaluate((button) => button === document.activeElement)).toBe(
      true,
    );
    expect(await heard()).toHaveLength(1);
  });

  it('leads to the section that answers it', async () => {
    const page = await newPage();
    await go(page, 'learn/start-inside/');
    await answer(page, 'unpaid-work', false);
    const link = question(page, 'unpaid-work').getByRole('link', { name: /^Read why/ });
    const target = new URL(await link.evaluate((each: HTMLAnchorElement) => each.href));
    expect(await page.locator(target.hash).count()).toBe(1);
  });

  it('says its words, its options and its choice in the accessibility tree', async () => {
    const page = await newPage();
    await go(page, QUIZ);
    await answer(page, 'unpaid-work', true);
    const tree = await question(page, 'unpaid-work').ariaSnapshot();
    expect(tree).toMatch(/group "The product manager says: [^"]+ What do you do\?"/);
    expect(tree).toMatch(/button "Propose one result[^"]+" \[disabled\] \[pressed\]/);
  });

  it('has buttons of at least 44 by 44 pixels', async () => {
    const page = await newPage({ viewport: { width: 320, height: 800 } });
    await go(page, QUIZ);
    await answer(page, 'unpaid-work', true);
    const sizes = await page
      .locator('quiz-list button:visible')
      .evaluateAll((all) => all.map((each) => each.getBoundingClientRect()));
    expect(sizes.length).toBeGreaterThan(10);
    expect(sizes.filter(({ width, height }) => Math.min(width, height) < 44)).toEqual([]);
  });

  it('is answered on its own page too', async () => {
    const page = await newPage();
    await go(page, `${QUIZ}unpaid-work/`);
    await answer(page, 'unpaid-work', true);
    expect(await answersIn(page)).toMatchObject([{ id: 'start-inside/unpaid-work', inARow: 1 }]);
  });
});

it('the order of the options is another on each visit, is stated, and is had again', async () => {
  const page = await newPage();
  await go(page, QUIZ);
  const order = page.locator('.order a:last-child');
  expect(await order.textContent()).toMatch(/^Order [0-9a-f]{4}$/);
  const before = await orderOf(page);
  await order.click();
  await page.waitForURL('**/?order=*');
  expect(await orderOf(page)).toEqual(before);
  const orders = new Set<string>();
  for (const seed of ['0001', '0002', '0003']) {
    await go(page, `${QUIZ}?order=${seed}`);
    orders.add(JSON.stringify(await orderOf(page)));
  }
  expect(orders.size).toBe(3);
  expect((await orderOf(page)).toSorted()).toEqual(before.toSorted());
  await go(page, `${QUIZ}?order=<img src=x>`);
  expect(await order.textContent()).toMatch(/^Order [0-9a-f]{4}$/);
});

describe('what is due', () => {
  it('is asked after 1, 3, 7, 14 and 30 days while it is known, and the next day when it is not', async () => {
    const page = await newPage();
    let now = NOON;
    const passDays = (days: number) => page.clock.setFixedTime((now += days * DAY));
    await passDays(0);
    await openDue(page);
    expect(await page.getByText('no question was answered in this browser yet').isVisible()).toBe(
      true,
    );
    await go(page, QUIZ);
    await answer(page, 'unpaid-work', true);
    await openDue(page);
    expect(await summary(page).textContent()).toBe(
      'Nothing is due today. The next one comes tomorrow, on November 27, 2026.',
    );
    let wait = 1;
    for (const next of ['in 3 days', 'in 7 days', 'in 14 days', 'in 30 days', 'in 30 days']) {
      await passDays(wait - 1);
      await openDue(page);
      expect(await summary(page).textContent()).toContain('Nothing is due today.');
      await passDays(1);
      await openDue(page);
      expect(await summary(page).textContent()).toBe('1 question is due.');
      await answer(page, 'unpaid-work', true);
      expect(await said(page).textContent()).toContain(`It comes back ${next}.`);
      await expect.poll(() => summary(page).textContent()).toContain(`comes ${next}, on`);
      wait = Number(/\d+/.exec(next));
    }
    await passDays(wait);
    await openDue(page);
    await answer(page, 'unpaid-work', false);
    expect(await said(page).textContent()).toContain('It comes back tomorrow.');
    // The first answer of a try counts, and a right one right after a wrong one proves nothing.
    await question(page, 'unpaid-work').getByRole('button', { name: 'Try again' }).click();
    await answer(page, 'unpaid-work', true);
    expect(await answersIn(page)).toMatchObject([{ inARow: 0 }]);
  });

  it('is asked once more rather than never, where the clock ran ahead or goes back', async () => {
    const page = await newPage();
    await page.clock.setFixedTime(Date.UTC(2099, 0, 2, 12));
    await go(page, QUIZ);
    await answer(page, 'unpaid-work', true);
    await page.clock.setFixedTime(NOON);
    await openDue(page);
    expect(await summary(page).textContent()).toBe('1 question is due.');
    await page.clock.setFixedTime(Date.UTC(1970, 0, 2, 12));
    await openDue(page);
    await answer(page, 'unpaid-work', true);
    await page.clock.setFixedTime(NOON);
    await openDue(page);
    await answer(page, 'unpaid-work', true);
    expect(await answersIn(page)).toMatchObject([{ inARow: 3, day: '2026-11-26' }]);
  });

  it('goes by the calendar of the device', async () => {
    const page = await newPage({ timezoneId: 'Pacific/Kiritimati' });
    await page.clock.setFixedTime(NOON);
    await go(page, QUIZ);
    await answer(page, 'unpaid-work', true);
    expect(await answersIn(page)).toMatchObject([{ day: '2026-11-27' }]);
  });

  it('shows in another tab as soon as it is answered there', async () => {
    const page = await newPage();
    await page.clock.setFixedTime(NOON);
    await go(page, QUIZ);
    await answer(page, 'unpaid-work', false);
    await page.clock.setFixedTime(NOON + DAY);
    await openDue(page);
    const other = await page.context().newPage();
    await other.clock.setFixedTime(NOON + DAY);
    await go(other, QUIZ);
    await answer(other, 'unpaid-work', true);
    await expect.poll(() => summary(page).textContent()).toContain('Nothing is due today.');
  });

  it('is shown three at a time, at most 60 kB all in', async () => {
    const page = await newPage();
    await go(page, QUIZ);
    await answer(page, 'unpaid-work', true);
    await openDue(page);
    const ids = await page
      .locator('[data-questions]')
      .evaluateAll((items) => items.map((item) => item.dataset['questions']!.split(' ')[0]!));
    await page.evaluate(
      (all) =>
        new Promise<void>((resolve) => {
          const request = indexedDB.open('crossover-progress');
          request.onsuccess = () => {
            const change = request.result.transaction('answers', 'readwrite');
            for (const id of all) {
              const record = { id, inARow: 1, day: '2026-01-02', at: '0mh3k2000000test' };
              change.objectStore('answers').put(record);
            }
            change.oncomplete = () => resolve();
            request.result.close();
          };
        }),
      ids,
    );
    const fresh = await page.context().newPage();
    const session = await page.context().newCDPSession(fresh);
    let bytes = 0;
    session.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
    await session.send('Network.enable');
    await session.send('Network.setCacheDisabled', { cacheDisabled: true });
    await openDue(fresh);
    await fresh.waitForLoadState('networkidle');
    console.log(
      `/review/ with three questions of three quizzes: ${bytes} bytes, the font included`,
    );
    expect(bytes).toBeLessThanOrEqual(60_000);
    expect(await fresh.locator('.quiz > li').count()).toBe(3);
    await fresh.getByRole('button', { name: 'Show 3 questions more' }).click();
    await expect.poll(() => fresh.locator('.quiz > li').count()).toBe(6);
  });
});

describe('answers in a copy', () => {
  it('are told before they are merged, merged, taken back, counted and deleted', async () => {
    const page = await newPage();
    await go(page, QUIZ);
    await answer(page, 'unpaid-work', true);
    const mine = await answersIn(page);
    await go(page, 'progress/');
    const kept = page.locator('[data-part=kept]');
    await expect.poll(() => kept.textContent()).toContain('1 answer to questions of quizzes');
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save a copy as a file' }).click();
    const chunks: Buffer[] = [];
    for await (const chunk of await (await waiting).createReadStream())
      chunks.push(chunk as Buffer);
    const buffer = Buffer.concat(chunks);
    expect(JSON.parse(buffer.toString())).toMatchObject({ version: 1, answers: mine });

    const other = await newPage();
    await go(other, 'progress/');
    const file = { name: 'copy.json', mimeType: 'application/json', buffer };
    await other.locator('[data-part=file]').setInputFiles(file);
    const preview = other.locator('[data-part=preview-words]');
    await expect
      .poll(() => preview.textContent())
      .toBe('In the copy: Answers to quizzes: 1 added. Nothing was changed yet.');
    expect(await answersIn(other)).toEqual([]);
    await other.locator('[data-do=merge]').click();
    await expect.poll(() => answersIn(other)).toEqual(mine);
    await other.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => answersIn(other)).toEqual([]);

    await page.getByText('Delete everything', { exact: true }).click();
    await page.getByRole('button', { name: 'Delete everything for good' }).click();
    await expect.poll(() => kept.textContent().catch(() => '')).not.toContain('answer');
    expect(await answersIn(page)).toEqual([]);
  });
});

describe('without JavaScript', () => {
  it('a quiz has its answers behind it, which the search leaves out', async () => {
    const page = await newPage({ javaScriptEnabled: false });
    await go(page, QUIZ);
    expect(await page.locator('main button:visible').count()).toBe(0);
    expect(await page.locator('.order').isVisible()).toBe(false);
    const answers = page.locator('.quiz details');
    expect(await answers.count()).toBe(await page.locator('.quiz > li').count());
    expect(await page.locator('.quiz details:not([data-pagefind-ignore])').count()).toBe(0);
    await answers.first().locator('summary').click();
    expect(await answers.first().getByText('is right.').isVisible()).toBe(true);
  });

  it('the page of what is due says why it is empty and lists the quizzes', async () => {
    const page = await newPage({ javaScriptEnabled: false });
    await go(page, 'review/');
    expect(await page.locator('noscript p', { hasText: 'scripts are off' }).isVisible()).toBe(true);
    expect(await page.locator('[data-questions] a:visible').count()).toBe(35);
    expect(await page.locator('main button:visible').count()).toBe(0);
  });
});

describe('axe finds nothing', () => {
  it('in a quiz before and after answers, right and wrong', async () => {
    const page = await newPage();
    await go(page, QUIZ);
    await page.locator('.options button').first().waitFor();
    expect(await audit(page)).toEqual([]);
    await answer(page, 'unpaid-work', true);
    const others = page.locator('.quiz > li:not([data-answered]) .options');
    await others.first().locator('button').first().click();
    await others.first().locator('button').first().click();
    expect(await audit(page)).toEqual([]);
  });

  it('on the page of what is due: empty, waiting, due and answered', async () => {
    const page = await newPage();
    await page.clock.setFixedTime(NOON);
    await openDue(page);
    expect(await audit(page)).toEqual([]);
    await go(page, QUIZ);
    await answer(page, 'unpaid-work', true);
    await openDue(page);
    expect(await audit(page)).toEqual([]);
    await page.clock.setFixedTime(NOON + DAY);
    await openDue(page);
    expect(await audit(page)).toEqual([]);
    await answer(page, 'unpaid-work', false);
    expect(await audit(page)).toEqual([]);
  });
});
