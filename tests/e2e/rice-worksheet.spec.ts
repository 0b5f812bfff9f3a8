import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { audit } from './audit.ts';
import { connectBrowser } from './browser.ts';

const address = new URL('tools/rice-worksheet/', inject('siteUrl')).href;
let browser: Browser;
beforeAll(async () => {
  browser = await connectBrowser(...inject('browserEndpoints'));
});
afterAll(() => browser.close());

const opened: Page[] = [];
const errors: string[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((page) => page.context().close()));
  expect(errors.splice(0)).toEqual([]);
});

async function open(options: BrowserContextOptions = {}, url = address): Promise<Page> {
  const context = await browser.newContext({
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => errors.push(error.message));
  opened.push(page);
  await page.goto(url);
  if (options.javaScriptEnabled !== false) await page.locator('tool-form[data-ready]').waitFor();
  return page;
}

/** The field of a line, lines counted from 0. */
const field = (page: Page, line: number, name: string) =>
  page.locator('.items > li').nth(line).locator(`[data-field=${name}]`);
const value = (page: Page, label: string) =>
  page.locator('.results > div', { has: page.getByText(label, { exact: true }) }).locator('.value');
const firstRow = (page: Page) => page.locator('.reading tbody tr').first().locator('th');

describe('the RICE worksheet', () => {
  it('ranks anew when an estimate changes, and says what to learn next', async () => {
    const page = await open();
    expect(await value(page, 'First by score').textContent()).toBe('Guided first plan');
    expect(await value(page, 'Learn next').textContent()).toBe('Guided first plan: confidence');
    await field(page, 0, 'effort').fill('3 to 5');
    await expect.poll(() => firstRow(page).textContent()).toBe('Who’s home evenings');
    await field(page, 1, 'reach').fill('100 to 9,000');
    await expect
      .poll(() => value(page, 'Learn next').textContent())
      .toBe('Who’s home evenings: reach');
  });

  it('takes an idea more, and asks nothing of it before something is typed', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Add an idea' }).click();
    await field(page, 5, 'name').waitFor();
    expect(await page.locator('.fault:visible').count()).toBe(0);
    await page.keyboard.type('Leftovers board');
    await field(page, 5, 'reach').fill('9000');
    await expect.poll(() => page.locator('.fault:visible').count()).toBe(3);
    await field(page, 5, 'impact').selectOption('3');
    await field(page, 5, 'confidence').fill('80');
    await field(page, 5, 'effort').fill('1');
    await expect.poll(() => firstRow(page).textContent()).toBe('Leftovers board');
    expect(await page.locator('.fault:visible').count()).toBe(0);
  });

  it('says at the field what is wrong, keeps what was typed, and ranks the rest', async () => {
    const page = await open();
    await field(page, 0, 'effort').fill('0');
    const fault = page.locator('#fault-0-effort');
    await expect.poll(() => fault.textContent()).toBe('This must be at least 0.01.');
    expect(await field(page, 0, 'effort').getAttribute('aria-invalid')).toBe('true');
    expect(await value(page, 'First by score').textContent()).toBe('Who’s home evenings');
    expect(await audit(page)).toEqual([]);
    await page.reload();
    await page.locator('tool-form[data-ready]').waitFor();
    expect(await field(page, 0, 'effort').inputValue()).toBe('0');
  });

  it('shows in a fresh profile what a link carries', async () => {
    const page = await open();
    await field(page, 0, 'effort').fill('3–5');
    await page.locator('[data-field=left-out]').fill('A promise — über alles');
    await page.getByRole('button', { name: 'Copy a link to this' }).click();
    await expect.poll(() => page.locator('[data-part=notice]').textContent()).toMatch(/^Copied/);
    const link = await page.evaluate(() => navigator.clipboard.readText());
    const other = await open({}, link);
    expect(await field(other, 0, 'effort').inputValue()).toBe('3–5');
    expect(await other.locator('[data-field=left-out]').inputValue()).toBe(
      'A promise — über alles',
    );
    expect(await firstRow(other).textContent()).toBe('Who’s home evenings');
  });

  it('is a worked example without a script', async () => {
    const page = await open({ javaScriptEnabled: false });
    expect(await page.locator('form').isVisible()).toBe(false);
    expect(await page.locator('.given').innerText()).toContain('1,700 to 2,300 people');
    expect(await value(page, 'Learn next').innerText()).toBe('Guided first plan: confidence');
    expect(await page.locator('.reading svg:visible').count()).toBe(1);
  });
});
