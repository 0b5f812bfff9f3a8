import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { connectBrowser } from './browser.ts';

const site = inject('siteUrl');
let browser: Browser;
let page: Page;
let requests: string[];

beforeAll(async () => {
  browser = await connectBrowser(inject('browserEndpoint'));
});
afterAll(() => browser.close());
beforeEach(async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  page = await context.newPage();
  requests = [];
  page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  await page.goto(site);
});
afterEach(() => page.context().close());

const results = () => page.locator('.results > li');

async function search(words: string): Promise<void> {
  await page.getByRole('button', { name: 'Search the course' }).click();
  await page.getByRole('textbox', { name: /Search lessons/ }).fill(words);
  await expect
    .poll(() => page.locator('site-search [role=status]').textContent(), { timeout: 10_000 })
    .not.toBe('');
}

it('nothing of Pagefind loads before the search is opened', async () => {
  await page.waitForLoadState('networkidle');
  expect(requests.filter((path) => path.includes('/pagefind/'))).toEqual([]);
});

it('a topic leads to the lesson and down to its sections', async () => {
  await search('retention');
  expect(await results().count()).toBeGreaterThan(2);
  const links = await results()
    .locator('a')
    .evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  expect(links.some((href) => /\/learn\/[a-z-]+\/#/.test(href ?? ''))).toBe(true);
});

it('a row of a table is found and opens in its place', async () => {
  await search('paid campaigns referral loop');
  const row = page.getByRole('link', { name: 'Growth strategy', exact: true });
  await row.click();
  await page.waitForURL('**/tables/skill-transfer/#growth-strategy');
});

it('Ctrl-K opens it, Escape closes it, and focus goes back', async () => {
  const button = page.getByRole('button', { name: 'Search the course' });
  await button.focus();
  await page.keyboard.press('Control+k');
  expect(await page.getByRole('dialog').isVisible()).toBe(true);
  await page.keyboard.press('Escape');
  expect(await page.getByRole('dialog').isVisible()).toBe(false);
  expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
});

it('nothing found is said in words', async () => {
  await search('qzxwvk');
  expect(await page.locator('site-search [role=status]').textContent()).toContain('Nothing found');
});

it('an index that does not load is said in words, and the next key tries again', async () => {
  await page.route('**/pagefind.js', (route) => route.abort());
  await search('retention');
  expect(await page.locator('site-search [role=status]').textContent()).toContain('did not load');
});
