/**
 * The lockfile is whole: npm writes one that lacks a platform's binaries where the registry does not
 * serve them at that moment, and `npm ci` then fails on that platform, or on every one.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

interface LockedPackage {
  version?: string;
  integrity?: string;
  link?: boolean;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

interface Lockfile {
  packages: Record<string, LockedPackage>;
}

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

  test.each(['^1.0.0', '~1.0.0', '1.x', 'latest', '*'])('a range: %s', (version) => {
    expect(ranges({ devDependencies: { a: version } })).toEqual([`a@${version}`]);
  });
});
