/** The experiment planner and the unit economics in a browser. Their arithmetic is in tests/unit/tools. */
import { describe, expect, inject, it } from 'vitest';
import { runAxe } from './audit.ts';
import { copied, faultOf, field, reading, useTools, wordsOf } from './tools.ts';

const open = useTools();

describe('the experiment planner', () => {
  it('plans anew with each key, and with the other way to count an effect', async () => {
    const page = await open('tools/experiment-planner/');
    expect(await wordsOf(page)).toContain('389 in each group');
    await field(page, 'baseline').fill('20');
    await field(page, 'effect').fill('2');
    await expect.poll(() => wordsOf(page)).toContain('6,507 in each group');
    await field(page, 'measure').selectOption('relative');
    await field(page, 'effect').fill('5');
    await expect.poll(() => wordsOf(page)).toContain('25,580 in each group');
  });

  it('stops the reading of a broken split, and reads an inconclusive result', async () => {
    const page = await open('tools/experiment-planner/');
    await field(page, 'variant-visitors').fill('292');
    await expect.poll(() => wordsOf(page)).toContain('Stop: the groups differ');
    expect(await wordsOf(page)).not.toContain('95% interval');
    await field(page, 'variant-visitors').fill('392');
    await field(page, 'variant-successes').fill('190');
    await expect.poll(() => wordsOf(page)).toContain('Inconclusive');
    expect(await runAxe(page)).toEqual([]);
  });

  it('says at the field what is wrong, and keeps the rest', async () => {
    const page = await open('tools/experiment-planner/');
    await field(page, 'control-successes').fill('500');
    await expect
      .poll(() => faultOf(page, 'control-successes').innerText())
      .toContain('at most 391');
    await field(page, 'effect').fill('1,5');
    await expect.poll(() => faultOf(page, 'effect').innerText()).toContain('read in two ways');
    expect(await field(page, 'effect').inputValue()).toBe('1,5');
    expect(await wordsOf(page)).toContain('False alarms with 6 looks');
    expect(await runAxe(page)).toEqual([]);
  });

  it('needs no result before the test has run', async () => {
    const page = await open('tools/experiment-planner/');
    for (const group of ['control', 'variant'])
      for (const count of ['visitors', 'successes'])
        await field(page, `${group}-${count}`).fill('');
    await expect.poll(() => wordsOf(page)).toContain('When the test has run');
    expect(await page.locator('.fault:visible').count()).toBe(0);
  });

  it('arrives by link in a fresh profile, with the same simulated answer', async () => {
    const page = await open('tools/experiment-planner/');
    await field(page, 'looks').fill('42');
    await expect.poll(() => wordsOf(page)).toContain('False alarms with 42 looks');
    const other = await open(await copied(page, 'Copy a link to this'));
    expect(await field(other, 'looks').inputValue()).toBe('42');
    expect(await wordsOf(other)).toBe(await wordsOf(page));
  });

  it('shows the worked example without JavaScript', async () => {
    const page = await open('tools/experiment-planner/', { javaScriptEnabled: false });
    expect(await page.locator('tool-form [data-part=form]').isVisible()).toBe(false);
    expect(await page.locator('tool-form .given').innerText()).toContain('45% of visitors');
    expect(await wordsOf(page)).toContain('389 in each group');
    expect(await reading(page).locator('svg:visible').count()).toBe(1);
  });
});

describe('the unit economics', () => {
  it('move with the churn, in the figures, the chart and the table', async () => {
    const page = await open('tools/unit-economics/');
    expect(await wordsOf(page)).toContain('$120');
    await field(page, 'churn').fill('20');
    await expect.poll(() => wordsOf(page)).toContain('each further one adds to the loss');
    expect(await reading(page).locator('svg:visible desc').textContent()).toContain(
      'never pays for itself',
    );
    expect(await copied(page, 'Copy as Markdown')).toContain('| 12 | 6.9% | $22.35 | −$7.65 |');
  });

  it.each([
    { when: 'at once after a key', rest: 0 },
    { when: 'when they have been drawn anew', rest: 400 },
  ])('copy at a click as slow as a hand, $when', async ({ rest }) => {
    // So high that nothing scrolls between the press and the release.
    const page = await open('tools/unit-economics/', { viewport: { width: 1280, height: 5000 } });
    await field(page, 'churn').fill('20');
    await page.waitForTimeout(rest);
    await page.getByRole('button', { name: 'Copy as Markdown' }).first().click({ delay: 300 });
    await expect.poll(() => page.locator('[data-part="notice"]').innerText()).toMatch(/Copied/);
    await expect.poll(() => wordsOf(page)).toContain('each further one adds to the loss');
  });

  it('say in sight of the button what was copied, until the reader goes on', async () => {
    const page = await open('tools/unit-economics/', { viewport: { width: 390, height: 800 } });
    await copied(page, 'Copy as Markdown');
    const notice = page.locator('[data-part="notice"]');
    const { y, height } = (await notice.boundingBox())!;
    expect(y).toBeGreaterThan(0);
    expect(y + height).toBeLessThanOrEqual(800);
    await field(page, 'churn').fill('20');
    expect(await notice.isVisible()).toBe(false);
  });

  it('keep the button in focus that a key leads to before they are drawn anew', async () => {
    const page = await open('tools/unit-economics/');
    await field(page, 'churn').fill('20');
    await page.getByRole('button', { name: 'Copy as Markdown' }).first().focus();
    await expect.poll(() => wordsOf(page)).toContain('each further one adds to the loss');
    expect(await page.locator('button:focus').innerText()).toBe('Copy as Markdown');
  });

  it('leave what was copied elsewhere alone when Enter is pressed in a field', async () => {
    const page = await open('tools/unit-economics/');
    await page.evaluate(() => navigator.clipboard.writeText('from elsewhere'));
    await field(page, 'churn').fill('20');
    await field(page, 'churn').press('Enter');
    await expect.poll(() => wordsOf(page)).toContain('each further one adds to the loss');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('from elsewhere');
    expect(page.url()).toBe(new URL('tools/unit-economics/', inject('siteUrl')).href);
  });

  it('say at the field what is wrong, and keep the rest', async () => {
    const page = await open('tools/unit-economics/');
    await field(page, 'customers').fill('three hundred');
    await expect.poll(() => faultOf(page, 'customers').innerText()).toContain('is not a number');
    expect(await wordsOf(page)).toContain('$120');
    expect(await wordsOf(page)).not.toContain('CAC, paid only');
    expect(await runAxe(page)).toEqual([]);
  });

  it('arrive by link in a fresh profile, and a link of another tool does not', async () => {
    const page = await open('tools/unit-economics/');
    await field(page, 'price').fill('$7.50');
    const link = await copied(page, 'Copy a link to this');
    const other = await open(link);
    expect(await field(other, 'price').inputValue()).toBe('$7.50');
    const wrong = await open(link.replace('unit-economics', 'experiment-planner'));
    expect(await wrong.locator('[data-part="notice"]').innerText()).toContain('incomplete');
    expect(await wordsOf(wrong)).toContain('389 in each group');
  });

  it('show the worked example without JavaScript', async () => {
    const page = await open('tools/unit-economics/', { javaScriptEnabled: false });
    expect(await page.locator('tool-form [data-part=form]').isVisible()).toBe(false);
    expect(await wordsOf(page)).toContain('6.25 months');
  });
});
