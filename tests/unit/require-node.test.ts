import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const GUARD = path.resolve(import.meta.dirname, '../../build/require-node.cjs');

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'crossover guard-'));
  mkdirSync(path.join(folder, 'build'));
  writeFileSync(
    path.join(folder, 'build/command.ts'),
    `const parameters: string[] = process.argv.slice(2);
     console.log(JSON.stringify({ parameters, isMain: process.argv[1] === import.meta.filename }));`,
  );
  writeFileSync(path.join(folder, 'build/failing.ts'), 'process.exitCode = 7;');
  writeFileSync(
    path.join(folder, 'pretend.cjs'),
    `Object.defineProperty(process, 'versions', { value: { node: process.env.PRETENDED } });`,
  );
});

afterAll(() => rmSync(folder, { recursive: true }));

function run(...parameters: string[]) {
  return spawnSync(process.execPath, [GUARD, ...parameters], { cwd: folder, encoding: 'utf8' });
}

function runOn(version: string) {
  return spawnSync(
    process.execPath,
    ['--require', path.join(folder, 'pretend.cjs'), GUARD, 'build/command.ts'],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, PRETENDED: version } },
  );
}

describe('on a Node that is too old', () => {
  test.each(['12.22.12', '20.20.2', '23.11.0'])('%s is refused in one line', (version) => {
    const { status, stdout, stderr } = runOn(version);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^Crossover needs Node 24 or newer, .*`npm ci`.* through npm .*\n$/);
    expect(stderr).toContain(`this is Node ${version} `);
  });
});

describe('on a Node that is new enough', () => {
  test.each(['24.0.0', '26.1.0'])('%s starts the command', (version) => {
    expect(runOn(version).status).toBe(0);
  });

  test('the command sees its own arguments, and that it was started', () => {
    const { stdout } = run('build/command.ts', '300', 'a folder');
    expect(JSON.parse(stdout)).toEqual({ parameters: ['300', 'a folder'], isMain: true });
  });

  test("the command's exit code is passed on", () => {
    expect(run('build/failing.ts').status).toBe(7);
  });

  test('a command that is not there is named in one line', () => {
    const { status, stderr } = run('build/comand.ts');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^There is no build\/comand\.ts in .*\n$/);
  });

  test('no command at all is told in one line', () => {
    const { status, stderr } = run();
    expect(status).toBe(1);
    expect(stderr).toMatch(/^No command is named: .*\n$/);
  });
});
