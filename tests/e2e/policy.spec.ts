/**
 * What the site may do, and what nobody may do in it: no violation of the policy on any kind of page or in
 * what readers do there, no request to another place, no cookie, and eight attempts that are refused.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { connectBrowser } from './browser.ts';
import { PAGE_KINDS } from './page-kinds.ts';

const site = inject('siteUrl');
let browser: Browser;
let context: BrowserContext;
let page: Page;
/** What the policy refused, by directive and what was refused. */
const refused: string[] = [];
/** Requests to other places than the site. */
const foreign: string[] = [];
/** What requests carried behind a question mark. */
const queries: string[] = [];

beforeAll(async () => {
  browser = await connectBrowser(...inject('browserEndpoints'));
  context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  await context.exposeFunction('noteRefusal', (what: string) => refused.push(what));
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) => {
      const { noteRefusal } = globalThis as unknown as { noteRefusal: (what: string) => void };
      noteRefusal(`${effectiveDirective} ${blockedURI} ${sample}`);
    });
  });
  context.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(site) && !/^(data|blob):/.test(url)) foreign.push(url);
    if (URL.parse(url)?.search) queries.push(new URL(url).search);
  });
  page = await context.newPage();
});
afterAll(() => browser.close());
beforeEach(() => {
  refused.length = 0;
  foreign.length = 0;
  queries.length = 0;
});

async function open(path: string): Promise<void> {
  await page.goto(new URL(path, site).href);
  await page.waitForLoadState('networkidle');
}

describe('the policy', () => {
  it('refuses nothing of the site on any kind of page, which asks no other place and sets no cookie', async () => {
    for (const path of PAGE_KINDS) await open(path);
    expect(refused).toEqual([]);
    expect(foreign).toEqual([]);
    expect(await context.cookies()).toEqual([]);
  });

  it('refuses nothing that readers do: search with the full text, tick, copy, a code, a tool', async () => {
    await open('search/?q=retention');
    await expect.poll(() => page.locator('.results .excerpt mark').count()).toBeGreaterThan(0);
    await open('checklists/start-inside/');
    await page.locator('#manager-talk input[type=checkbox]').click();
    await page.locator('#manager-talk .more').click();
    await page.locator('.panel').waitFor();
    await page.locator('.panel textarea').fill('Only for me');
    await page.locator('.panel textarea').blur();
    await expect.poll(() => page.locator('#manager-talk .kept').textContent()).toBe('Only for me');
    await open('progress/');
    await page.getByRole('button', { name: 'Show it as a code' }).click();
    await page.locator('.code svg').waitFor();
    await page.getByRole('button', { name: 'Save a copy as a file' }).click();
    await open('tools/unit-economics/');
    await page.locator('[data-field=price]').fill('9');
    await expect.poll(() => page.locator('.value').first().textContent()).not.toBe('');
    expect(refused).toEqual([]);
    expect(foreign).toEqual([]);
    expect(await context.cookies()).toEqual([]);
    // Nothing of a reader but the search that the address already had; Pagefind adds the time.
    expect(queries.filter((query) => !/^\?(q=retention|ts=\d+)$/.test(query))).toEqual([]);
    expect(queries).toContain('?q=retention');
  });
});

it('no other page may show the site in a frame', async () => {
  await context.route('**/framing', (route) =>
    route.fulfill({ contentType: 'text/html', body: `<iframe src="${site}progress/"></iframe>` }),
  );
  await page.goto(new URL('framing', site).href);
  const frame = page.frames().find((each) => each !== page.mainFrame())!;
  await expect.poll(() => frame.url()).toContain('chrome-error://');
  await context.unroute('**/framing');
});

describe('what somebody else would do in a page is refused:', () => {
  it.each<[name: string, attempt: () => void]>([
    [
      'a script in the page',
      () => {
        const script = document.createElement('script');
        script.textContent = 'globalThis.pwned = true';
        document.head.append(script);
      },
    ],
    [
      'a handler in an attribute',
      () => {
        document.body.setAttribute('onclick', 'globalThis.pwned = true');
        document.body.click();
      },
    ],
    [
      'HTML from a text',
      () => {
        document.body.innerHTML = '<img src=x onerror="globalThis.pwned = true">';
      },
    ],
    ['a text as a script', () => void setTimeout('globalThis.pwned = true')],
    [
      'a link that is a script',
      () => {
        const link = document.createElement('a');
        link.href = 'javascript:globalThis.pwned = true';
        document.body.append(link);
        link.click();
      },
    ],
    ['a request to another place', () => void fetch('https://example.org/').catch(() => undefined)],
    [
      'another base for all addresses',
      () => {
        const base = document.createElement('base');
        base.href = 'https://example.org/';
        document.head.append(base);
      },
    ],
    [
      'a form that sends to another place',
      () => {
        const form = document.createElement('form');
        form.action = 'https://example.org/';
        document.body.append(form);
        form.submit();
      },
    ],
    ['a worker from another place', () => void new Worker('https://example.org/worker.js')],
    [
      'styles in the page',
      () => {
        const style = document.createElement('style');
        style.append('body { visibility: hidden }');
        document.head.append(style);
      },
    ],
  ])('%s', async (_, attempt) => {
    await open('about/');
    await page.evaluate(attempt).catch(() => undefined);
    await expect.poll(() => refused.length).toBeGreaterThan(0);
    expect(await page.evaluate(() => 'pwned' in globalThis)).toBe(false);
    expect(new URL(page.url()).pathname).toContain('/about/');
    expect(foreign).toEqual([]);
  });
});
