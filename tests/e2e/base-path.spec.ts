/**
 * The site under a base path, as a person uses it. It needs a build of its own, a minute or two, so only the
 * long run does it; that its links are right is tried in tests/site/site.test.ts each time.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { serve, type Serving } from '../../build/serve.ts';
import { connectBrowser } from './browser.ts';

describe.runIf(process.env['LONG'])('under /guide/', () => {
  let directory: string;
  let site: Serving;
  let browser: Browser;
  let page: Page;
  /** Whatever was asked for outside of the base path, or was not there. */
  const strays: string[] = [];
  const errors: string[] = [];

  beforeAll(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'crossover-guide-'));
    const { status, stderr } = spawnSync(process.execPath, ['build/build.ts'], {
      // Not the environment of vitest, whose BASE_URL and MODE Astro would take for its own.
      env: {
        PATH: process.env['PATH'],
        BASE: '/guide/',
        SITE_URL: 'https://mentor.example',
        OUT_DIR: directory,
      },
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    site = await serve({ directory, port: 0, base: '/guide/' });
    browser = await connectBrowser(...inject('browserEndpoints'));
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    page = await context.newPage();
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    page.on('response', (response) => {
      if (!response.url().startsWith(site.url) || response.status() >= 400)
        strays.push(`${response.status()} ${response.url()}`);
    });
  }, 900_000);
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const open = (place: string) => page.goto(new URL(place, site.url).href);
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  const results = () => page.locator('.search .results > li');

  it('the first page leads to a lesson, whose canonical address is that of the host', async () => {
    await open('');
    await page.locator('main a[href="/guide/learn/start/"]').first().click();
    await page.waitForURL(`${site.url}learn/start/`);
    expect(await page.locator('link[rel=canonical]').getAttribute('href')).toBe(
      'https://mentor.example/guide/learn/start/',
    );
  });

  it('a search finds in both tiers, and its result opens', async () => {
    await page.keyboard.press('Control+k');
    await page.getByRole('textbox', { name: /Search lessons/ }).fill('root cause');
    await expect.poll(() => page.locator('.search .excerpt mark').count()).toBeGreaterThan(0);
    expect(await page.locator('.search .page a').getAttribute('href')).toBe(
      '/guide/search/?q=root%20cause',
    );
    const link = results().first().locator('a').first();
    const href = (await link.getAttribute('href'))!;
    expect(href).toMatch(/^\/guide\//);
    await link.click();
    await page.waitForURL(new URL(href, site.url).href);
    expect(await page.locator('h1').count()).toBe(1);
  });

  it('a search that was sent opens with its results', async () => {
    await open('search/?q=retention');
    await expect.poll(() => results().count()).toBeGreaterThan(5);
    expect(await results().first().locator('a').first().getAttribute('href')).toMatch(/^\/guide\//);
  });

  it('a task is ticked and stays so, and the link of progress opens', async () => {
    await open('checklists/start-inside/');
    await page.locator('#manager-talk input[type=checkbox]').click();
    await expect
      .poll(() => page.locator('task-list [role=status]').first().textContent())
      .toContain('Saved.');
    await open('progress/');
    await page.getByRole('button', { name: 'Copy your link' }).click();
    await expect.poll(copied).toContain(`${site.url}progress/#`);
    const link = await copied();
    const other = await browser.newContext();
    const mentor = await other.newPage();
    await mentor.goto(link);
    await expect
      .poll(() => mentor.locator('[data-part=shared]').textContent())
      .toContain('1 of 254 done');
    await other.close();
  });

  it('a tool computes, and its link opens in another browser', async () => {
    await open('tools/retention-lab/');
    await page.locator('tool-form[data-ready]').waitFor();
    await page.locator('[data-field="cohorts"]').fill('Jan: 200 100 80\nFeb: 100 60');
    await page.getByRole('button', { name: 'Copy a link' }).click();
    await expect.poll(copied).toContain(`${site.url}tools/retention-lab/#t=`);
    const other = await browser.newContext();
    const colleague = await other.newPage();
    await colleague.goto(await copied());
    await expect
      .poll(() => colleague.locator('tool-form .results').textContent())
      .toContain('53.3%');
    await other.close();
  });

  it('a copied link of a row opens at the row', async () => {
    await open('tables/skill-transfer/');
    await page.locator('a.unit-link[href$="/growth-strategy/"]').click();
    const address = `${site.url}tables/skill-transfer/growth-strategy/`;
    await expect.poll(copied).toBe(address);
    await page.goto(address);
    expect(await page.locator('main').textContent()).toContain('Growth strategy');
  });

  it('nothing was asked for outside of it, nothing was missing, and nothing failed', () => {
    expect(strays).toEqual([]);
    expect(errors).toEqual([]);
  });
});
