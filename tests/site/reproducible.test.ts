/**
 * Two builds of one commit are the same to the last byte, whatever the folder, the time zone, the language,
 * the number of processors and the day on which they are made. It takes some minutes, so it runs with
 * `npm run test:long`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

/** Inside the project, so that a clone can share the installed packages by hard links. */
const FOLDER = path.resolve('.generated/reproducible');

/** A clone of the last commit with the installed packages. */
function clone(name: string): string {
  const project = path.join(FOLDER, name);
  execFileSync('git', ['clone', '--quiet', '--local', process.cwd(), project]);
  const packages = path.join(project, 'node_modules');
  const isLinked = spawnSync('cp', ['-al', path.resolve('node_modules'), packages]).status === 0;
  if (!isLinked) cpSync('node_modules', packages, { recursive: true, verbatimSymlinks: true });
  return project;
}

/** The hash of each file of a fresh build, by its path. */
function build(
  project: string,
  environment: NodeJS.ProcessEnv,
  before: string[],
): Map<string, string> {
  const [program, ...rest] = [...before, process.execPath, 'build/build.ts'];
  const { status, stderr } = spawnSync(program!, rest, {
    cwd: project,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`The build in ${project} failed: ${stderr}`);
  const dist = path.join(project, 'dist');
  return new Map(
    readdirSync(dist, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file): [string, string] => [
        path.relative(dist, file),
        createHash('sha256').update(readFileSync(file)).digest('hex'),
      ]),
  );
}

it.runIf(process.env['LONG'])(
  'two builds are equal, in two folders, time zones and languages, on one processor and on all',
  () => {
    rmSync(FOLDER, { recursive: true, force: true });
    mkdirSync(FOLDER, { recursive: true });
    const hasTaskset = spawnSync('taskset', ['--version']).status === 0;
    const first = build(
      clone('first'),
      { TZ: 'Pacific/Kiritimati', LANG: 'C', LC_ALL: 'C' },
      hasTaskset ? ['taskset', '1'] : [],
    );
    const second = build(
      clone('the second, elsewhere'),
      { TZ: 'America/Los_Angeles', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
      [],
    );
    expect(first.size).toBeGreaterThan(1000);
    const names = new Set([...first.keys(), ...second.keys()]);
    expect([...names].filter((name) => first.get(name) !== second.get(name))).toEqual([]);
    rmSync(FOLDER, { recursive: true });
  },
  1_800_000,
);
