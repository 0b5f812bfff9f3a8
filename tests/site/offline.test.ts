import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

const DIST = path.resolve('dist');
const worker = readFileSync(path.join(DIST, 'service-worker.js'), 'utf8');
/** The paths that the worker keeps. */
const kept = [...worker.matchAll(/"?([\w./-]+)"?:[`"']sha256-/g)].map(([, name]) => name!);
const bytesOf = (name: string) => readFileSync(path.join(DIST, name));

describe('what is kept for reading offline', () => {
  it('comes to at most 5 MB on the way, also where a host compresses by gzip alone', () => {
    const sizes = kept.map((name) => {
      const isText = /\.(js|json|css|txt|svg|webmanifest)$/.test(name);
      return isText ? gzipSync(bytesOf(name)).length : statSync(path.join(DIST, name)).size;
    });
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(5_000_000);
  });

  it('is every script and style that a page may load', () => {
    const assets = readdirSync(path.join(DIST, '_astro')).map((name) => `_astro/${name}`);
    expect(assets.filter((name) => !kept.includes(name))).toEqual([]);
  });

  it('is the search with its full text', () => {
    const index = readdirSync(path.join(DIST, 'pagefind/index')).map((n) => `pagefind/index/${n}`);
    const wanted = ['search-index.txt', 'search-words.txt', 'pagefind/pagefind.js', ...index];
    expect(wanted.filter((name) => !kept.includes(name))).toEqual([]);
  });
});

it('the worker itself is at most 7 kB', () => {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  expect(brotliCompressSync(worker, { params }).length).toBeLessThanOrEqual(7000);
});

describe('what a phone installs', () => {
  const manifest = JSON.parse(bytesOf('manifest.webmanifest').toString()) as {
    icons: { src: string }[];
    shortcuts: { name: string; url: string }[];
  };

  it('has its icons', () => {
    expect(manifest.icons.filter(({ src }) => !existsSync(path.join(DIST, src)))).toEqual([]);
  });

  it('leads by shortcuts to the course, the search and one’s own progress', () => {
    const pages = manifest.shortcuts.map(({ url }) => path.join(DIST, url, 'index.html'));
    expect(manifest.shortcuts.map(({ name }) => name)).toEqual(['Course', 'Search', 'My progress']);
    expect(pages.every((page) => existsSync(page))).toBe(true);
  });
});
