/**
 * How much later a page shows its largest piece because of its styles, face and scripts: the page
 * against the same page without them, in pairs that take turns under one throttling. It prints the
 * median of each and their ratio; the machine's noise falls on both.
 */
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { serve } from '../../build/serve.ts';
import { connectBrowser, launchBrowserServer } from './browser.ts';

const PATHS = [
  '',
  'learn/customer-empathy/',
  'tables/skill-transfer/',
  'glossary/',
  'questions/te-02/',
];
const PAIRS = 11;
const NETWORK = {
  offline: false,
  downloadThroughput: 1_600_000 / 8,
  uploadThroughput: 750_000 / 8,
  latency: 150,
};

/** Milliseconds to the largest contentful paint of a first visit. */
async function largestPaint(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 390, height: 800 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', NETWORK);
  await page.goto(url, { waitUntil: 'load' });
  const time = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries().at(-1)!.startTime)).observe({
          type: 'largest-contentful-paint',
          buffered: true,
        });
      }),
  );
  await context.close();
  return time;
}

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** The pages without styles, face, pictures of the head and scripts, served as the whole ones are. */
const bare = await mkdtemp(join(tmpdir(), 'crossover-'));
await using closing = new AsyncDisposableStack();
closing.defer(() => rm(bare, { recursive: true }));
for (const path of PATHS) {
  const html = (await readFile(join('dist', path, 'index.html'), 'utf8'))
    .replace(/<link[^>]*(?:rel="stylesheet"|as="font"|rel="[^"]*icon")[^>]*>/g, '')
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/<script[\s\S]*?<\/script>/g, '');
  await mkdir(join(bare, path), { recursive: true });
  await writeFile(join(bare, path, 'index.html'), html);
}
await copyFile('dist/404.html', join(bare, '404.html'));

const whole = await serve({ directory: 'dist', port: 0, base: process.env['BASE'] });
closing.defer(() => whole.close());
const stripped = await serve({ directory: bare, port: 0, base: process.env['BASE'] });
closing.defer(() => stripped.close());
const server = await launchBrowserServer();
closing.defer(() => server.close());
const browser = await connectBrowser(server.wsEndpoint());
closing.defer(() => browser.close());
for (const path of PATHS) {
  const times = { whole: [] as number[], stripped: [] as number[] };
  for (let pair = 0; pair < PAIRS; pair++) {
    times.whole.push(await largestPaint(browser, new URL(path, whole.url).href));
    times.stripped.push(await largestPaint(browser, new URL(path, stripped.url).href));
  }
  const [all, text] = [median(times.whole), median(times.stripped)];
  console.log(
    `/${path}: ${Math.round(all)} ms, stripped ${Math.round(text)} ms, ratio ${(all / text).toFixed(2)}`,
  );
}
