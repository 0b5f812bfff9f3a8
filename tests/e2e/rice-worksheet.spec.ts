import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { audit } from './audit.ts';
import { copied, field, useTools } from './tools.ts';

const PATH = 'tools/rice-worksheet/';
const open = useTools();
const value = (page: Page, label: string) =>
  page.locator('.results > div', { has: page.getByText(label, { exact: true }) }).locator('.value');
const firstRow = (page: Page) => page.locator('.reading tbody tr').first().locator('th');

describe('the RICE worksheet', () => {
  it('ranks anew when an estimate changes, and says what to learn next', async () => {
    const page = await open(PATH);
    expect(await value(page, 'First by score').textContent()).toBe('Guided first plan');
    expect(await value(page, 'Learn next').textContent()).toBe('Guided first plan: confidence');
    await field(page, 'effort').fill('3 to 5');
    await expect.poll(() => firstRow(page).textContent()).toBe('Who’s home evenings');
    await field(page, 'reach', 1).fill('100 to 9,000');
    await expect
      .poll(() => value(page, 'Learn next').textContent())
      .toBe('Who’s home evenings: reach');
  });

  it('takes an idea more, and asks nothing of it before something is typed', async () => {
    const page = await open(PATH);
    await page.getByRole('button', { name: 'Add an idea' }).click();
    await field(page, 'name', 5).waitFor();
    expect(await page.locator('.fault:visible').count()).toBe(0);
    await page.keyboard.type('Leftovers board');
    await field(page, 'reach', 5).fill('9000');
    await expect.poll(() => page.locator('.fault:visible').count()).toBe(3);
    await field(page, 'impact', 5).selectOption('3');
    await field(page, 'confidence', 5).fill('80');
    await field(page, 'effort', 5).fill('1');
    await expect.poll(() => firstRow(page).textContent()).toBe('Leftovers board');
    expect(await page.locator('.fault:visible').count()).toBe(0);
  });

  it('says at the field what is wrong, keeps what was typed, and ranks the rest', async () => {
    const page = await open(PATH);
    await field(page, 'effort').fill('0');
    const fault = page.locator('#fault-0-effort');
    await expect.poll(() => fault.textContent()).toBe('This must be at least 0.01.');
    expect(await field(page, 'effort').getAttribute('aria-invalid')).toBe('true');
    expect(await value(page, 'First by score').textContent()).toBe('Who’s home evenings');
    expect(await audit(page)).toEqual([]);
    await page.reload();
    await page.locator('tool-form[data-ready]').waitFor();
    expect(await field(page, 'effort').inputValue()).toBe('0');
  });

  it('shows in a fresh profile what a link carries', async () => {
    const page = await open(PATH);
    await field(page, 'effort').fill('3–5');
    await page.locator('[data-field=left-out]').fill('A promise — über alles');
    const other = await open(await copied(page, 'Copy a link to this'));
    expect(await field(other, 'effort').inputValue()).toBe('3–5');
    expect(await other.locator('[data-field=left-out]').inputValue()).toBe(
      'A promise — über alles',
    );
    expect(await firstRow(other).textContent()).toBe('Who’s home evenings');
  });

  it('is a worked example without a script', async () => {
    const page = await open(PATH, { javaScriptEnabled: false });
    expect(await page.locator('tool-form [data-part=form]').isVisible()).toBe(false);
    expect(await page.locator('.given').innerText()).toContain('1,700 to 2,300 people');
    expect(await value(page, 'Learn next').innerText()).toBe('Guided first plan: confidence');
    expect(await page.locator('.reading svg:visible').count()).toBe(1);
  });
});
