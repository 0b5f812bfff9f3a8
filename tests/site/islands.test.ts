import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { expect, it } from 'vitest';

const DIST = path.resolve('dist');

it('what a lesson loads to keep its tasks is at most 5 kB', () => {
  const page = readFileSync(path.join(DIST, 'learn/start/index.html'), 'utf8');
  const scripts = [...page.matchAll(/<script[^>]* src="[^"]*\/(_astro\/[^"]+)"/g)]
    .map(([, file]) => path.join(DIST, file!))
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file));
  const forTasks = scripts.filter((script) => script.includes('`task-list`'));
  expect(forTasks).toHaveLength(1);
  expect(brotliCompressSync(forTasks[0]!).length).toBeLessThanOrEqual(5000);
  // It stands alone: what it imported would be loaded with it.
  expect(forTasks[0]!.toString()).not.toMatch(/(^|[;}])import[{"`*]/);
});
