/**
 * Measures how soon the search answers, beside the stock search of Starlight over the same lessons, in one
 * run: `npm run bench:search`. Times are those of one busy machine; read them as ratios. With
 * `-- --large` it does the same for 3,000 generated lessons, which takes the better part of an hour.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { serve } from '../../build/serve.ts';
import { connectBrowser, launchBrowserServer } from '../e2e/browser.ts';
import { buildStock } from '../stock.ts';

const PROJECT = path.resolve(import.meta.dirname, '../..');
/** Words of the course that are in the generated lessons as well. */
const QUERIES = 'interview customer decision market budget question survey plan'.split(' ');
const FIRST = 'release';
const FURTHER = 'pilot';
/**
 * How often each query is typed for the warm times. Of four rounds, 32 keys, the 95th percentile was the
 * second slowest, which is chance; of these it is the fifth.
 */
const ROUNDS = 12;
const SLOW = {
  offline: false,
  latency: 150,
  downloadThroughput: 200_000,
  uploadThroughput: 200_000,
};

/** A search to measure: how it opens, and where its field and its results are. */
interface Subject {
  name: string;
  url: string;
  page: string;
  field: string;
  results: string;
}

/** Installs a clock in the page: from a key, or from the key that opens, to the frame that shows results. */
async function installClock(page: Page, results: string): Promise<void> {
  await page.addInitScript((selector) => {
    const clock: { begin: number; end: number | undefined } = { begin: 0, end: undefined };
    Object.assign(globalThis, { clock });
    new MutationObserver(() => {
      if (clock.begin === 0 || clock.end !== undefined || !document.querySelector(selector)) return;
      clock.end = -1;
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => (clock.end = performance.now());
        channel.port2.postMessage('');
      });
    }).observe(document, { childList: true, subtree: true, characterData: true });
  }, results);
}

const begin = (page: Page, key: string): Promise<void> =>
  page.evaluate((expected) => {
    const { clock } = globalThis as unknown as {
      clock: { begin: number; end?: number | undefined };
    };
    clock.begin = 0;
    clock.end = undefined;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== expected) return;
      clock.begin = event.timeStamp;
      removeEventListener('keydown', onKey, true);
    };
    addEventListener('keydown', onKey, true);
  }, key);

async function took(page: Page): Promise<number> {
  const time = await page.waitForFunction(
    () => {
      const { clock } = globalThis as unknown as { clock: { begin: number; end?: number } };
      return clock.end !== undefined && clock.end > 0 ? clock.end - clock.begin : undefined;
    },
    undefined,
    { timeout: 60_000 },
  );
  return (await time.jsonValue())!;
}

const percentile = (times: number[], share: number): number =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))]!;

/** Bytes on the wire by what they were for. */
function countBytes(page: Page): (isCounted: (url: string) => boolean) => Promise<number> {
  const finished: { url: string; size: Promise<number> }[] = [];
  // Also what a worker asks for, as Pagefind does.
  page.context().on('requestfinished', (request) => {
    const size = request
      .sizes()
      .then(({ responseBodySize, responseHeadersSize }) => responseBodySize + responseHeadersSize);
    finished.push({ url: request.url(), size });
  });
  return async (isCounted) => {
    const sizes = await Promise.all(finished.map(({ url, size }) => (isCounted(url) ? size : 0)));
    return sizes.reduce((sum, size) => sum + size, 0);
  };
}

/** Opens the search. The stock field takes no focus where its script comes after the key. */
async function open(page: Page, field: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.locator(field).focus();
}

/** One line of figures for a search. */
async function measure(browser: Browser, subject: Subject): Promise<Record<string, number>> {
  const fresh = async (): Promise<Page> => {
    const page = await (await browser.newContext()).newPage();
    await installClock(page, subject.results);
    await page.goto(new URL(subject.page, subject.url).href);
    await page.waitForLoadState('networkidle');
    return page;
  };
  const colds: number[] = [];
  for (const query of QUERIES) {
    const page = await fresh();
    await open(page, subject.field);
    await begin(page, query.at(-1)!);
    await page.keyboard.type(query);
    colds.push(await took(page));
    await page.context().close();
  }

  const page = await fresh();
  const bytes = countBytes(page);
  await open(page, subject.field);
  await page.keyboard.type(FIRST);
  await page.waitForTimeout(2500);
  const isText = (url: string): boolean => url.includes('/pagefind/');
  const firstTier = await bytes((url) => /search-(panel|index)/.test(url));
  const furtherWords = await bytes((url) => url.includes('search-words'));
  const firstText = await bytes(isText);
  await page.locator(subject.field).fill('');
  await page.keyboard.type(FURTHER);
  await page.waitForTimeout(2500);
  const furtherText = (await bytes(isText)) - firstText;

  const warms: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const query of QUERIES) {
      await page.locator(subject.field).fill(query.slice(0, -1));
      await page.waitForTimeout(700);
      await begin(page, query.at(-1)!);
      await page.keyboard.press(query.at(-1)!);
      warms.push(await took(page));
    }
  }
  await page.context().close();

  const slows: number[] = [];
  for (const query of QUERIES.slice(0, 5)) {
    const slow = await fresh();
    const session = await slow.context().newCDPSession(slow);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', SLOW);
    await begin(slow, 'k');
    await open(slow, subject.field);
    await slow.keyboard.type(query);
    slows.push(await took(slow));
    await slow.context().close();
  }
  return {
    'warm median, ms': percentile(warms, 0.5),
    'warm p95, ms': percentile(warms, 0.95),
    'cold median, ms': percentile(colds, 0.5),
    'cold worst, ms': Math.max(...colds),
    'slow link from opening, ms': percentile(slows, 0.5),
    'first tier, bytes': firstTier,
    'further words, bytes': furtherWords,
    'full text, first search, bytes': firstText,
    'full text, a further search, bytes': furtherText,
  };
}

/** Figures of ours and of stock Starlight's, by what they say. */
export type Comparison = Record<string, { ours: number; stock: number }>;

/** The search of two built sites with the same lessons, measured in one browser. */
export async function compareSearch(dist: string, stock: string): Promise<Comparison> {
  const ours = await serve({ directory: dist, port: 0 });
  const theirs = await serve({ directory: stock, port: 0 });
  const server = await launchBrowserServer();
  try {
    const browser = await connectBrowser(server.wsEndpoint());
    // Once each, so that neither waits for what its server compresses at the first request, as no host does.
    for (const [url, page, field] of [
      [ours.url, 'about/', '.search input'],
      [theirs.url, '', '.pagefind-ui__search-input'],
    ] as const) {
      const first = await browser.newPage();
      await first.goto(new URL(page, url).href);
      await open(first, field);
      await first.keyboard.type(FIRST);
      await first.waitForLoadState('networkidle');
      await first.close();
    }
    const own = await measure(browser, {
      name: 'ours',
      url: ours.url,
      page: 'about/',
      field: '.search input',
      results: '.search .results li',
    });
    const other = await measure(browser, {
      name: 'stock',
      url: theirs.url,
      page: '',
      field: '.pagefind-ui__search-input',
      results: '.pagefind-ui__result',
    });
    return Object.fromEntries(
      Object.entries(own).map(([what, value]) => [what, { ours: value, stock: other[what]! }]),
    );
  } finally {
    await server.close();
    await ours.close();
    await theirs.close();
  }
}

/** Prints a comparison, a line a figure, with how much ours is of the stock one. */
export function printComparison(comparison: Comparison): void {
  for (const [what, { ours, stock }] of Object.entries(comparison)) {
    const write = (value: number): string =>
      (Number.isInteger(value) || value > 100 ? value.toFixed(0) : value.toFixed(2)).padStart(7);
    const ratio = stock > 0 ? `  ${(ours / stock).toFixed(2)} of it` : '';
    console.log(`${what.padEnd(44)} ${write(ours)}  stock ${write(stock)}${ratio}`);
  }
}

async function compare(dist: string): Promise<void> {
  printComparison(await compareSearch(dist, await buildStock(dist)));
}

async function main(): Promise<void> {
  if (process.argv.includes('--large')) {
    const [content, dist] = ['.generated/3000', '.generated/3000-dist'];
    const run = (file: string, parameters: string[], env: NodeJS.ProcessEnv): void => {
      const { status } = spawnSync(process.execPath, [file, ...parameters], {
        stdio: 'inherit',
        env,
      });
      if (status !== 0) throw new Error(`${file} failed: its own words are above.`);
    };
    run('build/generate-lessons.ts', ['3000', content], process.env);
    run('build/build.ts', [], { ...process.env, CONTENT_DIR: content, OUT_DIR: dist });
    await compare(path.resolve(dist));
  } else if (!existsSync(path.join(PROJECT, 'dist/search-index.txt'))) {
    console.error('There is no built site in dist/: build it with npm run build.');
    process.exitCode = 1;
  } else await compare(path.join(PROJECT, 'dist'));
}

// The second half holds when build/require-node.cjs started this file.
if (import.meta.main || process.argv[1] === import.meta.filename) await main();
