/**
 * The lockfile is whole: npm writes one that lacks a platform's binaries where the registry does not
 * serve them at that moment, and `npm ci` then fails on that platform, or on every one.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

interface LockedPackage {
  version?: string;
  integrity?: string;
  resolved?: string;
  license?: string;
  link?: boolean;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

interface Lockfile {
  packages: Record<string, LockedPackage>;
}

/** How many packages the lock holds. One more needs a reason, and there may be 600 at most. */
const PACKAGES = 599;

/** Licenses that ask nothing of a site which is built with a package, and those of the fonts and of its data. */
const FREE = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'CC0-1.0', 'ISC', 'MIT', 'OFL-1.1', 'Python-2.0']; // prettier-ignore

/** Licenses for tools whose own code does not reach readers: a build may use them as they are. */
const OF_TOOLS: Record<string, RegExp> = {
  'MPL-2.0': /^node_modules\/(axe-core|lightningcss(-[\w-]+)?)$/,
  'LGPL-3.0-or-later': /^node_modules\/@img\/sharp-[\w-]+$/,
};

const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

const readProjectFile = (name: string): unknown =>
  JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../..', name), 'utf8'));

/** The package that `name` means to the one in `folder`: the nearest above it, as Node looks it up. */
function resolve({ packages }: Lockfile, folder: string, name: string): LockedPackage | undefined {
  let place = folder;
  for (;;) {
    const found = packages[path.posix.join(place, 'node_modules', name)];
    if (found || place === '') return found;
    place = place.slice(0, Math.max(0, place.lastIndexOf('node_modules') - 1));
  }
}

/** Every package that an entry of the lock names and that the lock lacks, as `folder: name@version`. */
function missingPackages(lockfile: Lockfile): string[] {
  return Object.entries(lockfile.packages).flatMap(([folder, locked]) =>
    Object.entries({ ...locked.dependencies, ...locked.optionalDependencies })
      .filter(([name, wanted]) => {
        const found = resolve(lockfile, folder, name);
        return !found || (EXACT.test(wanted) && found.version !== wanted);
      })
      .map(([name, wanted]) => `${folder || 'the project'}: ${name}@${wanted}`),
  );
}

/** Every entry whose content npm could not check. */
function unchecked({ packages }: Lockfile): string[] {
  return Object.entries(packages)
    .filter(([folder, { integrity, link }]) => folder && !link && !integrity?.startsWith('sha512-'))
    .map(([folder]) => folder);
}

/** Every entry under a license, or under one of several joined by AND, that is not allowed for it. */
function unlicensed({ packages }: Lockfile): string[] {
  const allows = (folder: string, license: string): boolean =>
    FREE.includes(license) || (OF_TOOLS[license]?.test(folder) ?? false);
  return Object.entries(packages)
    .filter(([folder, { link, license = '' }]) => {
      if (!folder || link) return false;
      const terms = license.replace(/^\((.*)\)$/, '$1');
      return terms.includes(' OR ')
        ? !terms.split(' OR ').some((term) => allows(folder, term))
        : !terms.split(' AND ').every((term) => allows(folder, term));
    })
    .map(([folder, { license }]) => `${folder}: ${license ?? 'no license'}`);
}

/** Every entry that is to come from a place of its own instead of the registry that npm is told. */
function elsewhere({ packages }: Lockfile): string[] {
  return Object.entries(packages)
    .filter(([, { resolved, link }]) => resolved !== undefined || link)
    .map(([folder]) => folder);
}

/** Every dependency whose version is a range. */
function ranges(manifest: LockedPackage): string[] {
  return Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
    .filter(([, version]) => !EXACT.test(version))
    .map(([name, version]) => `${name}@${version}`);
}

describe('the lockfile', () => {
  const lockfile = readProjectFile('package-lock.json') as Lockfile;
  const manifest = readProjectFile('package.json') as LockedPackage;

  test('holds every package that one of its packages names, for every platform', () => {
    expect(missingPackages(lockfile)).toEqual([]);
  });

  test('holds binaries for platforms other than this one', () => {
    const folders = Object.keys(lockfile.packages);
    for (const platform of ['darwin-arm64', 'linux-x64', 'win32-x64']) {
      expect(folders.filter((folder) => folder.includes(platform))).not.toEqual([]);
    }
  });

  test('holds a sha512 of every package', () => {
    expect(unchecked(lockfile)).toEqual([]);
  });

  test('names no place from which a package comes: that is the registry', () => {
    expect(elsewhere(lockfile)).toEqual([]);
  });

  test('holds no more packages than were thought about', () => {
    const count = Object.keys(lockfile.packages).filter(Boolean).length;
    expect(count).toBeLessThanOrEqual(PACKAGES);
    expect(PACKAGES).toBeLessThanOrEqual(600);
  });

  test('holds no package under a license that was not looked at', () => {
    expect(unlicensed(lockfile)).toEqual([]);
  });

  test.runIf(process.env['LONG'])(
    'is left as it is by an install',
    ({ skip }) => {
      const folder = mkdtempSync(path.join(os.tmpdir(), 'crossover-lock-'));
      try {
        for (const name of ['package.json', 'package-lock.json', '.npmrc'])
          cpSync(name, path.join(folder, name));
        const parameters = ['install', '--package-lock-only', '--ignore-scripts', '--no-audit'];
        const { status } = spawnSync('npm', parameters, { cwd: folder, stdio: 'ignore' });
        if (status !== 0) {
          console.log('The registry does not answer: the lock was not tried by an install.');
          skip();
        }
        expect(readFileSync(path.join(folder, 'package-lock.json'), 'utf8')).toBe(
          readFileSync('package-lock.json', 'utf8'),
        );
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
    300_000,
  );

  test('is of this package.json', () => {
    const { dependencies, devDependencies } = lockfile.packages['']!;
    expect({ dependencies, devDependencies }).toEqual({
      dependencies: manifest.dependencies,
      devDependencies: manifest.devDependencies,
    });
  });

  test('and package.json names exact versions only', () => {
    expect(ranges(manifest)).toEqual([]);
  });
});

test('npm runs the scripts of no package but of Node’s, and takes none from a repository of code', () => {
  const settings = readFileSync('.npmrc', 'utf8').split('\n');
  expect(settings).toEqual(
    expect.arrayContaining(['strict-allow-scripts=true', 'allow-git=none', 'save-exact=true']),
  );
  const { allowScripts } = readProjectFile('package.json') as { allowScripts: object };
  expect(allowScripts).toEqual({ node: true, esbuild: false });
});

describe('the checks see', () => {
  const optional = { version: '1.0.0', optionalDependencies: { 'tool-darwin-arm64': '1.0.0' } };

  test('a platform that is missing', () => {
    expect(missingPackages({ packages: { 'node_modules/tool': optional } })).toEqual([
      'node_modules/tool: tool-darwin-arm64@1.0.0',
    ]);
  });

  test('a platform of another version', () => {
    const packages = {
      'node_modules/tool': optional,
      'node_modules/tool-darwin-arm64': { version: '0.9.0' },
    };
    expect(missingPackages({ packages })).toHaveLength(1);
  });

  test.each([
    'node_modules/a/node_modules/tool/node_modules/tool-darwin-arm64',
    'node_modules/a/node_modules/tool-darwin-arm64',
    'node_modules/tool-darwin-arm64',
  ])('a platform that is there, at %s', (folder) => {
    const packages = {
      'node_modules/a/node_modules/tool': optional,
      [folder]: { version: '1.0.0' },
    };
    expect(missingPackages({ packages })).toEqual([]);
  });

  test('a package for somebody else only', () => {
    const packages = {
      'node_modules/@scope/tool': optional,
      'node_modules/b/node_modules/tool-darwin-arm64': { version: '1.0.0' },
    };
    expect(missingPackages({ packages })).toHaveLength(1);
  });

  test('a package without a sha512', () => {
    const packages = { '': {}, 'node_modules/a': { integrity: 'sha1-x' }, 'node_modules/b': {} };
    expect(unchecked({ packages })).toEqual(['node_modules/a', 'node_modules/b']);
  });

  test.each(['GPL-3.0-only', 'MIT AND GPL-3.0-only', 'MPL-2.0', 'SEE LICENSE IN x', undefined])(
    'a license that nobody looked at: %s',
    (license) => {
      expect(
        unlicensed({ packages: { 'node_modules/a': { ...(license && { license }) } } }),
      ).toHaveLength(1);
    },
  );

  test('that one license of several may be chosen', () => {
    const packages = { 'node_modules/a': { license: '(GPL-3.0-only OR MIT)' } };
    expect(unlicensed({ packages })).toEqual([]);
  });

  test('a package from somewhere else', () => {
    const packages = { 'node_modules/a': { resolved: 'git+ssh://example.org/a.git' } };
    expect(elsewhere({ packages })).toEqual(['node_modules/a']);
  });

  test.each(['^1.0.0', '~1.0.0', '1.x', 'latest', '*'])('a range: %s', (version) => {
    expect(ranges({ devDependencies: { a: version } })).toEqual([`a@${version}`]);
  });
});
