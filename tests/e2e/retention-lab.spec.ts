import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { randomFrom } from '#domain/shuffle.ts';
import { audit, runAxe } from './audit.ts';
import { field, useTools } from './tools.ts';

const PATH = 'tools/retention-lab/';
const open = useTools();

const results = (page: Page) => page.locator('tool-form .results');
const bring = (page: Page, part: string) => page.locator(`cohort-import [data-part="${part}"]`);

async function openImport(page: Page): Promise<void> {
  await page.locator('cohort-import summary').click();
  await page.locator('cohort-import[data-ready]').waitFor();
}
const chooseText = (page: Page, text: string) =>
  bring(page, 'file').setInputFiles({
    name: 'rows.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(text),
  });

const DAY = 86_400_000;
const dateOf = (day: number) =>
  new Date(Date.UTC(2026, 1, 16) + day * DAY).toISOString().slice(0, 10);

/** Rows that come to Larder's cohorts of spring, as the sheet of March 30 has them. */
const LARDER = [
  [200, 120, 90, 76, 70, 68],
  [250, 160, 125, 110, 100],
  [150, 75, 54, 45],
].flatMap((active, week) =>
  active.flatMap((count, period) =>
    Array.from({ length: count }, (_, who) => {
      // Somebody is there on the last Sunday, to which all were watched.
      const inWeek = week + period === 5 && who === 0 ? 6 : 0;
      return `${week}-${who};${dateOf(7 * (week + period) + inWeek)}`;
    }),
  ),
);
const LARDER_CSV = ['user_id;date', ...LARDER].join('\r\n');
const LARDER_TRIANGLE =
  'Feb 16, 2026: 200 120 90 76 70 68\nFeb 23, 2026: 250 160 125 110 100\nMar 2, 2026: 150 75 54 45';

describe('the retention lab', () => {
  it('opens with Larder’s case and follows what is typed', async () => {
    const page = await open(PATH);
    await expect.poll(() => results(page).textContent()).toContain('59.2%');
    await field(page, 'cohorts').fill('Jan: 200 100 80\nFeb: 100 60');
    await expect.poll(() => results(page).textContent()).toContain('53.3%');
    expect(await page.locator('tool-form table').first().textContent()).toContain('not\u00a0yet');
    expect(await runAxe(page)).toEqual([]);
  });

  it('says at the field what is wrong, and loses nothing', async () => {
    const page = await open(PATH);
    await field(page, 'cohorts').fill('Feb 16 200 120');
    await expect
      .poll(() => page.locator('#fault-cohorts').textContent())
      .toMatch(/^Line 1: 200 active are more than the 16 who began\./);
    expect(await field(page, 'cohorts').inputValue()).toBe('Feb 16 200 120');
    expect(await field(page, 'cohorts').getAttribute('aria-describedby')).toBe('fault-cohorts');
    expect(await runAxe(page)).toEqual([]);
  });

  it('opens from a link in a fresh profile', async () => {
    const page = await open(PATH);
    await field(page, 'cohorts').fill('Jan: 200 100 80\nFeb: 100 60');
    await page.getByRole('button', { name: 'Copy a link' }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('#t=');
    const link = await page.evaluate(() => navigator.clipboard.readText());
    const other = await open(link);
    expect(await field(other, 'cohorts').inputValue()).toBe('Jan: 200 100 80\nFeb: 100 60');
    await expect.poll(() => results(other).textContent()).toContain('53.3%');
  });

  it('is a worked example without JavaScript, with no control that does nothing', async () => {
    const page = await open(PATH, { javaScriptEnabled: false });
    expect(await results(page).textContent()).toContain('59.2%');
    expect(await page.locator('tool-form table').count()).toBe(5);
    expect(await page.locator('tool-form svg').filter({ visible: true }).count()).toBe(3);
    expect(
      await page
        .locator('main :is(input, textarea, select, button)')
        .filter({ visible: true })
        .count(),
    ).toBe(0);
    expect(await page.locator('cohort-import').isVisible()).toBe(false);
  });
});

describe('rows of one’s own', () => {
  it('become the triangle of the form, and the form can be put back', async () => {
    const page = await open(PATH);
    const before = await field(page, 'cohorts').inputValue();
    await openImport(page);
    expect(await audit(page)).toEqual([]);
    await chooseText(page, LARDER_CSV);
    await expect.poll(() => field(page, 'cohorts').inputValue()).toBe(LARDER_TRIANGLE);
    expect(await field(page, 'other').inputValue()).toBe('');
    expect(await bring(page, 'said').textContent()).toMatch(/^1,693 rows of 600 people/);
    await expect
      .poll(() => page.locator('tool-form table').first().textContent())
      .toContain('Pooled60059.2%44.8%38.5%37.8%34%');
    await page.getByRole('button', { name: 'Put back' }).click();
    expect(await field(page, 'cohorts').inputValue()).toBe(before);
  });

  it('of Larder’s are there to try with, and come to the example', async () => {
    const page = await open(PATH);
    await openImport(page);
    await page.getByRole('button', { name: 'Show Larder’s rows' }).click();
    await expect
      .poll(() => bring(page, 'pasted').inputValue())
      .toMatch(/^user,date\nhousehold-1-1,/);
    await page.getByRole('button', { name: 'Read the pasted rows' }).click();
    await expect.poll(() => field(page, 'cohorts').inputValue()).toBe(LARDER_TRIANGLE);
  });

  it('come in by pasting and are counted anew by another definition', async () => {
    const page = await open(PATH);
    await openImport(page);
    await bring(page, 'pasted').fill(
      'user,date,segment\na,2026-02-16,x\na,2026-02-24,x\nb,2026-02-16,y\nb,2026-03-02,y',
    );
    await page.getByRole('button', { name: 'Read the pasted rows' }).click();
    await expect.poll(() => field(page, 'cohorts').inputValue()).toBe('Feb 16, 2026: 1 1');
    expect(await field(page, 'other').inputValue()).toBe('Feb 16, 2026: 1 0');
    await bring(page, 'definition').selectOption('n-day');
    await expect.poll(() => field(page, 'cohorts').inputValue()).toBe('Feb 16, 2026: 1 0 0');
    expect(await field(page, 'definition').inputValue()).toBe('n-day');
  });

  it('that are wrong get a sentence with their line, and the form stays as it was', async () => {
    const page = await open(PATH);
    const before = await field(page, 'cohorts').inputValue();
    await openImport(page);
    await chooseText(page, 'user,date\na,2026-02-16\nb,03/04/2026');
    await expect
      .poll(() => bring(page, 'fault').textContent())
      .toMatch(/^Line 3: “03\/04\/2026” can be read in two ways\./);
    expect(await bring(page, 'file').getAttribute('aria-describedby')).toBe('cohort-import-fault');
    expect(await field(page, 'cohorts').inputValue()).toBe(before);
    expect(await runAxe(page)).toEqual([]);
  });

  it('never leave the browser, neither in a request nor in the link', async () => {
    const page = await open(PATH);
    await openImport(page);
    const requests: string[] = [];
    page.on('request', (request) =>
      requests.push(`${request.method()} ${new URL(request.url()).pathname}`),
    );
    await chooseText(page, LARDER_CSV.replaceAll('0-1;', 'secret-person;'));
    await expect.poll(() => field(page, 'cohorts').inputValue()).toBe(LARDER_TRIANGLE);
    await page.getByRole('button', { name: 'Copy a link' }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('#t=');
    const link = await page.evaluate(() => navigator.clipboard.readText());
    const carried = Buffer.from(/#t=1([\w-]+).{4}$/.exec(link)![1]!, 'base64url').toString();
    expect(carried).toContain(LARDER_TRIANGLE);
    expect(carried).not.toContain('secret');
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage }));
    expect(kept).not.toContain('secret');
    expect(
      requests.filter((line) => !/^GET \/_astro\/cohort-worker-[\w-]+\.js$/.test(line)),
    ).toEqual([]);
  });
});

const random = randomFrom('many rows');
const MANY = [
  'user_id,event_time,segment',
  ...Array.from({ length: 200_000 }, () => {
    const user = Math.floor(random() * 40_000);
    const time = new Date(Date.UTC(2025, 0, 6) + random() * 300 * DAY).toISOString();
    return `user-${user},${time},${user % 2 === 0 ? 'ads' : 'friends'}`;
  }),
].join('\n');

const folder = mkdtempSync(path.join(tmpdir(), 'crossover-'));
afterAll(() => rmSync(folder, { recursive: true }));
const FILE = path.join(folder, 'visits.csv');
writeFileSync(FILE, MANY);

/** Milliseconds from the choice of the file to the chart, and the longest task on the page meanwhile. */
async function measure(page: Page): Promise<{ chart: number; longest: number }> {
  await openImport(page);
  await page.evaluate(() => {
    const tasks: PerformanceEntry[] = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({
      type: 'longtask',
    });
    const measured = new Promise<{ chart: number; longest: number }>((resolve) => {
      let start = 0;
      document.addEventListener('change', () => (start = performance.now()), {
        capture: true,
        once: true,
      });
      new MutationObserver((_, observer) => {
        const charts = [...document.querySelectorAll('tool-form figcaption')];
        if (!charts.some(({ textContent }) => textContent?.includes('friends'))) return;
        observer.disconnect();
        // In the frame after the one that paints it.
        requestAnimationFrame(() =>
          setTimeout(() => {
            const chart = performance.now() - start;
            setTimeout(() => {
              // Before the choice, the test itself was at work.
              const ours = tasks.filter((task) => task.startTime + task.duration > start);
              resolve({ chart, longest: Math.max(0, ...ours.map(({ duration }) => duration)) });
            }, 300);
          }),
        );
      }).observe(document.querySelector('tool-form')!, { childList: true, subtree: true });
    });
    Object.assign(globalThis, { measured });
  });
  await bring(page, 'file').setInputFiles(FILE);
  return page.evaluate(
    () =>
      (globalThis as unknown as { measured: Promise<{ chart: number; longest: number }> }).measured,
  );
}

describe('200,000 rows', () => {
  it.each([
    ['in a worker', undefined],
    ['slice by slice where no worker starts', () => Reflect.deleteProperty(globalThis, 'Worker')],
  ])(
    'are a chart within a second and a half, without freezing the page, %s',
    async (how, before) => {
      // What else the machine does may slow one of them.
      let best = { chart: Infinity, longest: Infinity };
      for (let run = 0; run < 3 && (best.chart > 1500 || best.longest > 200); run++) {
        const found = await measure(await open(PATH, {}, before));
        console.log(
          `${how}: ${Math.round(found.chart)} ms to the chart, longest task ${found.longest} ms`,
        );
        best = {
          chart: Math.min(best.chart, found.chart),
          longest: Math.min(best.longest, found.longest),
        };
      }
      expect(best.chart).toBeLessThanOrEqual(1500);
      expect(best.longest).toBeLessThan(200);
    },
  );

  it('show how far they are, and can be stopped', async () => {
    const page = await open(PATH, {}, () => {
      // Slow, so that there is time to stop it.
      const slice = Blob.prototype.slice;
      Reflect.deleteProperty(globalThis, 'Worker');
      Blob.prototype.slice = function (this: Blob, ...range) {
        const piece = slice.apply(this, range);
        const read = piece.arrayBuffer.bind(piece);
        piece.arrayBuffer = () => new Promise((resolve) => setTimeout(() => resolve(read()), 100));
        return piece;
      };
    });
    const before = await field(page, 'cohorts').inputValue();
    await openImport(page);
    await bring(page, 'file').setInputFiles(FILE);
    await expect.poll(() => bring(page, 'count').textContent()).toMatch(/^[\d,]{5,} rows so far$/);
    expect(
      await bring(page, 'progress').evaluate((bar: HTMLProgressElement) => bar.value),
    ).toBeGreaterThan(0);
    expect(await runAxe(page)).toEqual([]);
    await page.getByRole('button', { name: 'Stop' }).click();
    expect(await bring(page, 'said').textContent()).toBe('Stopped. The form is as it was.');
    expect(await bring(page, 'running').isVisible()).toBe(false);
    expect(await field(page, 'cohorts').inputValue()).toBe(before);
  });
});
