import { describe, expect, inject, it } from 'vitest';
import { useProfiles } from './profiles.ts';

const site = inject('siteUrl');
const { open } = useProfiles({ viewport: { width: 390, height: 800 } });

describe('a reader who arrives by a deep link', () => {
  it.each([true, false])(
    'sees the section below the header, JavaScript %s',
    async (javaScriptEnabled) => {
      const page = await open('learn/customer-empathy/#root-cause', { javaScriptEnabled });
      const header = await page.locator('header.header').boundingBox();
      const heading = await page.locator('#root-cause').boundingBox();
      expect(heading!.y).toBeGreaterThanOrEqual(header!.y + header!.height);
      expect(heading!.y).toBeLessThan(400);
    },
  );

  it('sees a table row on the page of its table', async () => {
    const page = await open('tables/skill-transfer/#growth-strategy');
    const row = await page.locator('#growth-strategy').boundingBox();
    expect(row!.y).toBeLessThan(500);
  });
});

describe('a reader without JavaScript', () => {
  it('has the whole lesson, its tasks and its answers', async () => {
    const page = await open('learn/customer-empathy/', { javaScriptEnabled: false });
    expect(await page.getByRole('checkbox').count()).toBeGreaterThanOrEqual(5);
    const answer = page.locator('.quiz details').first();
    await answer.locator('summary').click();
    await expect.poll(() => answer.getByText('is right.').isVisible()).toBe(true);
  });

  it('meets no control that does nothing', async () => {
    const page = await open('learn/customer-empathy/', { javaScriptEnabled: false });
    expect(await page.locator('site-search button:visible').count()).toBe(0);
    expect(await page.locator('scheme-choice:visible').count()).toBe(0);
    const home = await open('', { javaScriptEnabled: false });
    expect(await home.getByRole('button').count()).toBe(0);
  });

  it('opens the menu on a phone', async () => {
    const page = await open('learn/customer-empathy/', { javaScriptEnabled: false });
    const link = page.locator('#starlight__sidebar').getByRole('link', { name: 'Glossary' });
    expect(await link.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Menu' }).click();
    expect(await link.isVisible()).toBe(true);
  });

  it('gets the colors of the system', async () => {
    const paper = async (colorScheme: 'light' | 'dark') => {
      const page = await open('', { javaScriptEnabled: false, colorScheme });
      return page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor);
    };
    expect(await paper('light')).toBe('rgb(251, 248, 242)');
    expect(await paper('dark')).toBe('rgb(20, 22, 26)');
  });
});

it('a reader’s choice of colors holds on the next page', async () => {
  const page = await open('', { viewport: { width: 1280, height: 800 }, colorScheme: 'light' });
  await page.getByLabel('Colors').selectOption('dark');
  await page.goto(new URL('learn/start/', site).href);
  const paper = await page
    .locator('body')
    .evaluate((body) => getComputedStyle(body).backgroundColor);
  expect(paper).toBe('rgb(20, 22, 26)');
});

it('a label ticks its task', async () => {
  const page = await open('checklists/start-inside/');
  await page.locator('#manager-talk label').click();
  expect(await page.locator('#manager-talk input').isChecked()).toBe(true);
});

it('a page that is not there says so and leads on', async () => {
  const page = await open('learn/nowhere/');
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('There is no page here');
  expect(await page.getByRole('link', { name: 'All lessons' }).isVisible()).toBe(true);
});

it('a link that a chat cut off is offered the page that it led to', async () => {
  const page = await open('learn/product-analytics/coh');
  await expect
    .poll(() => page.locator('arrival-note a').allInnerTexts())
    .toEqual(['Who came back']);
  await page.locator('arrival-note a').click();
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Who came back');
});

describe('a reader of a template', () => {
  it('copies it as Markdown', async () => {
    const page = await open('templates/manager-talk/', {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await page.getByRole('button', { name: 'Copy as Markdown' }).first().click();
    await expect
      .poll(() => page.locator('copy-text [role=status]').first().textContent())
      .toBe('Copied.');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^## What I want\n\n\[One plain sentence/);
  });

  it('finds the text selected where the browser refuses to copy', async () => {
    const page = await open('templates/manager-talk/');
    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));
    });
    await page.getByRole('button', { name: 'Copy as Markdown' }).first().click();
    await expect
      .poll(() => page.evaluate(() => getSelection()!.toString()))
      .toMatch(/^## What I want/);
    expect(await page.locator('copy-text pre').first().isVisible()).toBe(true);
  });

  it('has the Markdown without JavaScript, and no button that does nothing', async () => {
    const page = await open('templates/manager-talk/', { javaScriptEnabled: false });
    expect(await page.locator('copy-text button').count()).toBe(0);
    await page.getByText('Markdown to copy').first().click();
    expect(await page.locator('copy-text pre').first().isVisible()).toBe(true);
  });
});
