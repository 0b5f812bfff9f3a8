/**
 * Measures the search as a reader has it: in Chromium, on the page of the search, over the built index.
 * Run as `npm run search:quality`, or `npm run search:quality -- FILE` for other queries.
 *
 * A third of the queries is set aside: their misses are never shown, so that nobody tunes to them.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { parse } from 'yaml';
import { serve } from '../../build/serve.ts';
import { randomFrom } from '#domain/shuffle.ts';
import { connectBrowser, launchBrowserServer } from '../e2e/browser.ts';

/** A query with the units that answer it. */
export interface Query {
  query: string;
  kind: string;
  units: string[];
}

/** How well some queries were answered: shares from 0 to 1. */
export interface Quality {
  count: number;
  first: number;
  three: number;
  /** Mean reciprocal rank among the first ten. */
  reciprocal: number;
}

/** An answer that had none of the units among its first three. */
export interface Miss {
  kind: string;
  query: string;
  wanted: string;
  got: string[];
}

export const QUERIES = path.resolve(import.meta.dirname, 'queries.yaml');

export function readQueries(file: string): Query[] {
  return parse(readFileSync(file, 'utf8')) as Query[];
}

/** Whether a query is one of the third that is set aside. */
export function isAside({ query }: Query): boolean {
  return randomFrom(query)() < 1 / 3;
}

/** The rank of the first acceptable unit for each query, from 1; 0 where none is among the first ten. */
export async function rankAll(
  browser: Browser,
  site: string,
  queries: Query[],
): Promise<{ query: Query; rank: number; got: string[] }[]> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(new URL('search/', site).href);
  const field = page.locator('[data-search-page] input');
  await field.fill('retention');
  await page.locator('[data-search-page] .results li').first().waitFor();
  const ranked = [];
  for (const query of queries) {
    const got = await page.evaluate(async (words) => {
      const panel = document.querySelector('[data-search-page]')!;
      const input = panel.querySelector('input')!;
      const done = new Promise<void>((resolve) => {
        panel.addEventListener('search-done', () => resolve(), { once: true });
      });
      input.value = words;
      input.dispatchEvent(new Event('input', { bubbles: true }));
      await done;
      return [...panel.querySelectorAll<HTMLElement>('.results li')]
        .slice(0, 10)
        .map((item) => item.dataset['address']!);
    }, query.query);
    ranked.push({ query, rank: got.findIndex((each) => query.units.includes(each)) + 1, got });
  }
  await context.close();
  return ranked;
}

/** The quality of some ranks. */
export function qualityOf(ranks: number[]): Quality {
  const share = (isGood: (rank: number) => boolean) => ranks.filter(isGood).length / ranks.length;
  return {
    count: ranks.length,
    first: share((rank) => rank === 1),
    three: share((rank) => rank >= 1 && rank <= 3),
    reciprocal: ranks.reduce((sum, rank) => sum + (rank > 0 ? 1 / rank : 0), 0) / ranks.length,
  };
}

/** The quality of each kind of query, and of all. */
export function qualities(ranked: { query: Query; rank: number }[]): Map<string, Quality> {
  const kinds = ['all', ...new Set(ranked.map(({ query }) => query.kind))];
  return new Map(
    kinds.map((kind) => [
      kind,
      qualityOf(
        ranked.filter(({ query }) => kind === 'all' || query.kind === kind).map(({ rank }) => rank),
      ),
    ]),
  );
}

function table(name: string, ranked: { query: Query; rank: number }[]): string {
  const lines = [...qualities(ranked)].map(
    ([kind, { count, first, three, reciprocal }]) =>
      `  ${kind.padEnd(10)} ${String(count).padStart(4)}  ${[first, three, reciprocal].map((share) => share.toFixed(3)).join('  ')}`,
  );
  return [`${name}: queries, success@1, success@3, MRR`, ...lines].join('\n');
}

async function main(file: string): Promise<void> {
  const queries = readQueries(file);
  const site = await serve({ directory: path.resolve('dist'), port: 0 });
  const server = await launchBrowserServer();
  const browser = await connectBrowser(server.wsEndpoint());
  try {
    const ranked = await rankAll(browser, site.url, queries);
    const isOwn = path.resolve(file) === QUERIES;
    const aside = isOwn ? ranked.filter(({ query }) => isAside(query)) : [];
    const shown = isOwn ? ranked.filter(({ query }) => !isAside(query)) : ranked;
    for (const { query, rank, got } of shown) {
      if (rank >= 1 && rank <= 3) continue;
      console.log(
        `${query.kind}: “${query.query}” wants ${query.units[0]}, got ${got.slice(0, 3).join(' ')}`,
      );
    }
    console.log(table(isOwn ? 'Tuned to' : file, shown));
    if (aside.length > 0) console.log(table('Set aside', aside));
  } finally {
    await server.close();
    await site.close();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const file = process.argv[2] ?? QUERIES;
  if (!existsSync(file)) {
    console.error(`There is no file ${file}. Name a YAML list of query, kind and units.`);
    process.exitCode = 1;
  } else await main(file);
}
