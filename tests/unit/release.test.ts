import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { settleBom, sumsOf } from '../../build/release.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'crossover-release-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('the sums name every file by its path, in order', () => {
  mkdirSync(path.join(folder, 'learn'));
  writeFileSync(path.join(folder, 'learn/index.html'), 'a lesson');
  writeFileSync(path.join(folder, '404.html'), '');
  expect(sumsOf(folder)).toBe(
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  404.html\n' +
      '9e13058316849c2b8e4581f974642e3e3443ebf8ee0e4d8b5901d5d39ab78f30  learn/index.html\n',
  );
});

const hasCheck = spawnSync('sha256sum', ['--version']).status === 0;
it.skipIf(!hasCheck)('a copy is checked with sha256sum, which sees a byte that differs', () => {
  const check = () =>
    spawnSync('sha256sum', ['--check', '--quiet', '-'], { cwd: folder, input: sums }).status;
  const sums = sumsOf(folder);
  expect(check()).toBe(0);
  writeFileSync(path.join(folder, 'learn/index.html'), 'a Lesson');
  expect(check()).not.toBe(0);
});

it('the bill of materials has neither the time, nor a number of its own, nor the name of the folder', () => {
  const made = (serialNumber: string, timestamp: string, name: string): string =>
    JSON.stringify({ serialNumber, metadata: { timestamp, component: { name } }, components: [] });
  const first = settleBom(made('urn:uuid:1', '2026-11-26T11:48:16Z', 'here'), 'crossover');
  expect(settleBom(made('urn:uuid:2', '2027-01-01T00:00:00Z', 'there'), 'crossover')).toBe(first);
  expect(JSON.parse(first)).toEqual({
    metadata: { component: { name: 'crossover' } },
    components: [],
  });
});
