/**
 * What the browser gets before it is asked for. With developer tools attached, as here, Chromium gets the
 * page that it would make ready whole only as far as its text; `npm run measure:next` sees the whole.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { connectBrowser } from './browser.ts';

const site = inject('siteUrl');
let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await connectBrowser(...inject('browserEndpoints'));
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
});
afterAll(() => browser.close());

const FROM = 'learn/technical-fluency/';
const placeOf = () => page.evaluate(() => localStorage.getItem('crossover-place'));

it('a page of the site is got once the pointer rests on its link, and no link of a unit', async () => {
  const session = await page.context().newCDPSession(page);
  const faults: string[] = [];
  const got = new Set<string>();
  let sets = 0;
  session.on('Preload.ruleSetUpdated', ({ ruleSet }) => {
    sets++;
    if (ruleSet.errorType) faults.push(`${ruleSet.errorType}: ${ruleSet.errorMessage}`);
  });
  session.on('Preload.prefetchStatusUpdated', ({ prefetchUrl, status }) => {
    if (status === 'Ready') got.add(prefetchUrl.slice(site.length));
    if (status === 'Failure') faults.push(`${prefetchUrl} is not got`);
  });
  await session.send('Preload.enable');
  await page.goto(new URL(FROM, site).href);
  await page.waitForLoadState('networkidle');
  // The policy let the rules in, and the browser understood them.
  await expect.poll(() => sets).toBe(1);
  expect([...got]).toEqual([]);

  await page.locator('.heading .unit-link').first().hover();
  await page.waitForTimeout(500);
  await page.getByRole('navigation', { name: 'Site' }).getByText('Glossary').hover();
  await expect.poll(() => [...got]).toEqual(['glossary/']);
  await page.locator('[rel=next]').hover();
  await expect.poll(() => [...got]).toEqual(['glossary/', 'learn/product-analytics/']);
  expect(faults).toEqual([]);
});

it('the hundreds of links from A to Z beside the search are no candidates', async () => {
  const session = await page.context().newCDPSession(page);
  const candidates = new Set<string>();
  session.on('Preload.preloadingAttemptSourcesUpdated', ({ preloadingAttemptSources }) => {
    for (const { key } of preloadingAttemptSources) candidates.add(key.url.slice(site.length));
  });
  await session.send('Preload.enable');
  await page.goto(new URL('search/', site).href);
  await page.waitForLoadState('networkidle');
  await expect.poll(() => [...candidates]).toContain('glossary/');
  expect(candidates.size).toBeLessThan(100);
});

it('a lesson that was made ready beforehand is where the reader is once it is opened', async () => {
  await page.evaluate(() => localStorage.clear());
  await page.addInitScript(() =>
    Object.defineProperty(document, 'prerendering', { value: true, configurable: true }),
  );
  await page.goto(new URL(FROM, site).href);
  await page.waitForLoadState('networkidle');
  expect(await placeOf()).toBe(null);
  await page.evaluate(() => {
    Object.defineProperty(document, 'prerendering', { value: false });
    document.dispatchEvent(new Event('prerenderingchange'));
  });
  expect(await placeOf()).toContain(FROM);
});
