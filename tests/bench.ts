/**
 * The site beside stock Starlight with the same lessons, in one run: how long the build takes, what a lesson
 * weighs, what Lighthouse says of it, how soon the search answers: `npm run bench`, after a build. Times are
 * those of one busy machine; read them as ratios. Stock Starlight builds the lessons alone, without pages for
 * their parts, cards, tools and tables, so the build is told by the page too.
 *
 * Lighthouse has more packages than the site may have, so the registry is asked for it.
 */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { serve } from '../build/serve.ts';
import { chromiumPath, connectBrowser, launchBrowserServer } from './e2e/browser.ts';
import { compareSearch, printComparison, type Comparison } from './search/bench.ts';
import { buildStock } from './stock.ts';

const PROJECT = path.resolve(import.meta.dirname, '..');
const DIST = path.join(PROJECT, 'dist');
const LIGHTHOUSE = 'lighthouse@13.5.0';
const RUNS = 3;
/** The heaviest lesson; the sites have it at different addresses. */
const LESSON = 'product-analytics/';
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

const pagesIn = (directory: string): number =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.html'),
  ).length;

/** Seconds that work takes, and what it comes to. */
async function timed<Result>(work: () => Promise<Result> | Result): Promise<[number, Result]> {
  const begin = performance.now();
  const result = await work();
  return [(performance.now() - begin) / 1000, result];
}

function buildOurs(): void {
  const outDir = path.join(PROJECT, '.generated/bench');
  const { status } = spawnSync(process.execPath, ['build/build.ts'], {
    cwd: PROJECT,
    stdio: 'ignore',
    env: { ...process.env, OUT_DIR: outDir },
  });
  rmSync(outDir, { recursive: true, force: true });
  if (status !== 0) throw new Error('The site does not build: npm run build says why.');
}

/** Bytes on the wire of a first visit with headers, and requests. */
async function weigh(url: string): Promise<{ bytes: number; requests: number }> {
  const server = await launchBrowserServer();
  try {
    const browser = await connectBrowser(server.wsEndpoint());
    const page = await browser.newPage({ viewport: { width: 390, height: 800 } });
    const session = await page.context().newCDPSession(page);
    const sizes: number[] = [];
    session.on('Network.loadingFinished', ({ encodedDataLength }) => sizes.push(encodedDataLength));
    await session.send('Network.enable');
    await page.goto(url);
    await page.waitForLoadState('networkidle');
    return { bytes: sizes.reduce((sum, size) => sum + size, 0), requests: sizes.length };
  } finally {
    await server.close();
  }
}

interface Report {
  categories: Record<string, { score: number }>;
  audits: Record<string, { numericValue: number }>;
}

/** Medians of what Lighthouse says of a page as a phone shows it; undefined where it cannot be had. */
async function askLighthouse(url: string): Promise<Record<string, number> | undefined> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'crossover-lighthouse-'));
  try {
    const reports: Report[] = [];
    for (let run = 0; run < RUNS; run++) {
      const file = path.join(folder, `${run}.json`);
      // Not waited for in place: the server that it asks runs in this process.
      await promisify(execFile)(
        'npm',
        [
          ...['exec', '--yes', `--package=${LIGHTHOUSE}`, '--', 'lighthouse', url, '--quiet'],
          ...['--output=json', `--output-path=${file}`],
          ...[`--only-categories=${CATEGORIES.join(',')}`],
          '--chrome-flags=--headless=new --no-sandbox',
        ],
        { env: { ...process.env, CHROME_PATH: await chromiumPath() } },
      ).catch((error: Error) => console.error(error.message));
      if (!existsSync(file)) return undefined;
      reports.push(JSON.parse(readFileSync(file, 'utf8')) as Report);
    }
    const of = (read: (report: Report) => number): number => median(reports.map(read));
    return {
      ...Object.fromEntries(
        CATEGORIES.map((name) => [name, of(({ categories }) => categories[name]!.score * 100)]),
      ),
      'first paint of content, ms': of(
        ({ audits }) => audits['first-contentful-paint']!.numericValue,
      ),
      'largest paint, ms': of(({ audits }) => audits['largest-contentful-paint']!.numericValue),
      'blocked, ms': of(({ audits }) => audits['total-blocking-time']!.numericValue),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (!existsSync(path.join(DIST, 'search-index.txt'))) {
  console.error('There is no built site in dist/: build it with npm run build.');
  process.exit(1);
}
const [ownTime] = await timed(buildOurs);
const [stockTime, stock] = await timed(() => buildStock(DIST));
const counts = { ours: pagesIn(DIST), stock: pagesIn(stock) };
const comparison: Comparison = {
  'build, s': { ours: ownTime, stock: stockTime },
  pages: counts,
  'build, ms a page': {
    ours: (ownTime / counts.ours) * 1000,
    stock: (stockTime / counts.stock) * 1000,
  },
};
const ours = await serve({ directory: DIST, port: 0 });
const theirs = await serve({ directory: stock, port: 0 });
const [own, other] = [`${ours.url}learn/${LESSON}`, theirs.url + LESSON];
const [ownWeight, otherWeight] = [await weigh(own), await weigh(other)];
comparison['a lesson, bytes'] = { ours: ownWeight.bytes, stock: otherWeight.bytes };
comparison['a lesson, requests'] = { ours: ownWeight.requests, stock: otherWeight.requests };
const [ownVerdict, otherVerdict] = [await askLighthouse(own), await askLighthouse(other)];
if (ownVerdict && otherVerdict)
  for (const [what, value] of Object.entries(ownVerdict))
    comparison[`Lighthouse, ${what}`] = { ours: value, stock: otherVerdict[what]! };
else console.log(`${LIGHTHOUSE} cannot be had from the registry, or did not run: left out.`);
await ours.close();
await theirs.close();
for (const [what, figures] of Object.entries(await compareSearch(DIST, stock)))
  comparison[`search, ${what}`] = figures;
printComparison(comparison);
