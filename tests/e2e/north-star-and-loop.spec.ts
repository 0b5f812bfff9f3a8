/** The North Star builder and the growth loop in a browser. Their arithmetic is in tests/unit/tools. */
import { describe, expect, it } from 'vitest';
import { runAxe } from './audit.ts';
import { copied, faultOf, field, reading, useTools, wordsOf } from './tools.ts';

const open = useTools();

describe('the North Star builder', () => {
  it('reads the sentence, the tree and the traps anew with each key', async () => {
    const page = await open('tools/north-star-builder/');
    expect(await wordsOf(page)).toContain('Households that cook a planned dinner, per week');
    await field(page, 'does').fill('open the app');
    await expect.poll(() => wordsOf(page)).toMatch(/No value in it yet: “open the app”/);
    await field(page, 'now').fill('9600');
    await expect.poll(() => wordsOf(page)).toContain('14,400 per week');
    const tree = reading(page).locator('svg:visible desc');
    expect(await tree.textContent()).toContain('14,400 per week');
  });

  it('takes a fourth and a fifth input, and no sixth', async () => {
    const page = await open('tools/north-star-builder/');
    const add = page.getByRole('button', { name: 'Add an input' });
    await add.click();
    await add.click();
    await expect.poll(() => add.isDisabled()).toBe(true);
    await field(page, 'name', 3).fill('Share cooked to the end');
    await field(page, 'now', 3).fill('50%');
    await expect.poll(() => wordsOf(page)).toContain('3,600 per week');
  });

  it('says at the field what is wrong, and keeps what was typed', async () => {
    const page = await open('tools/north-star-builder/');
    await field(page, 'now', 1).fill('1,5');
    await expect.poll(() => faultOf(page, 'now', 1).innerText()).toContain('read in two ways');
    expect(await field(page, 'now', 1).inputValue()).toBe('1,5');
    expect(await runAxe(page)).toEqual([]);
  });

  it('arrives by link in a fresh profile', async () => {
    const page = await open('tools/north-star-builder/');
    await field(page, 'who').fill('Familien “Köche”');
    await field(page, 'guardrails').fill('Waste, at most 5%\nComplaints, at most 3');
    const other = await open(await copied(page, 'Copy a link to this'));
    expect(await field(other, 'who').inputValue()).toBe('Familien “Köche”');
    expect(await wordsOf(other)).toContain('Waste, at most 5%; Complaints, at most 3');
    expect(await other.locator('[data-part="shared"]').isVisible()).toBe(true);
  });

  it('shows the worked example without JavaScript', async () => {
    const page = await open('tools/north-star-builder/', { javaScriptEnabled: false });
    expect(await page.locator('tool-form [data-part=form]').isVisible()).toBe(false);
    expect(await page.locator('tool-form .given').innerText()).toContain('cook a planned dinner');
    expect(await wordsOf(page)).toContain('7,500 per week');
    expect(await reading(page).locator('svg:visible').count()).toBe(1);
  });
});

describe('the growth loop', () => {
  it('goes from a discount to a loop that its market ends', async () => {
    const page = await open('tools/growth-loop/');
    expect(await wordsOf(page)).toContain('K is below 1');
    await field(page, 'acceptance').fill('60');
    await expect.poll(() => wordsOf(page)).toContain('K is above 1');
    expect(await wordsOf(page)).not.toContain('Amplification');
    expect(await reading(page).locator('svg:visible desc').textContent()).toContain(
      'The market ends at 6,000.',
    );
    await field(page, 'market').fill('');
    await expect.poll(() => wordsOf(page)).toContain('write how many people could ever join');
  });

  it('says at the field what is wrong, and still computes the rest', async () => {
    const page = await open('tools/growth-loop/');
    await field(page, 'cycle').fill('0');
    await expect.poll(() => faultOf(page, 'cycle').innerText()).toContain('at least 0.01');
    await field(page, 'cycle').fill('100');
    await expect.poll(() => faultOf(page, 'span').innerText()).toContain('shorter than one cycle');
    expect(await wordsOf(page)).toContain('Viral coefficient');
    expect(await runAxe(page)).toEqual([]);
  });

  it('keeps what was typed, and hands it on by link', async () => {
    const page = await open('tools/growth-loop/');
    await field(page, 'invitations').fill('4');
    await expect.poll(() => wordsOf(page)).toContain('4 × 15%');
    const link = await copied(page, 'Copy a link to this');
    await page.reload();
    await page.locator('tool-form[data-ready]').waitFor();
    expect(await field(page, 'invitations').inputValue()).toBe('4');
    expect(await wordsOf(await open(link))).toContain('4 × 15%');
  });

  it('shows the worked example without JavaScript, on a phone too', async () => {
    const page = await open('tools/growth-loop/', {
      javaScriptEnabled: false,
      viewport: { width: 390, height: 800 },
    });
    expect(await wordsOf(page)).toContain('Amplification');
    const drawing = reading(page).locator('svg:visible');
    expect(await drawing.count()).toBe(1);
    expect(await drawing.getAttribute('width')).toBe('320');
  });
});
