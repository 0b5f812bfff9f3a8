/**
 * Writes what the service worker keeps and the worker itself, after everything else in the built site is
 * as it will be served: pages and their data in packs under offline/, the worker as service-worker.js.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { AstroIntegration } from 'astro';
import { build } from 'vite';
import { parseAddress } from '../src/domain/course/address.ts';
import { isPacked, makePack, PACK_COUNT, packOf } from '../src/domain/offline/pack.ts';
import type { Version } from '../src/domain/offline/version.ts';
import { offline } from '../src/site.ts';
import { pageHeaders } from './headers.ts';
import { inlineOf } from './protect-pages.ts';

/** What a worker asks for anyway, other programs read, or is fetched for a chat or a page that is not there. */
const NOT_KEPT =
  /^(_headers|404\.html|cards\/.*|links\.json|llms[\w-]*\.txt|offline\/.*|robots\.txt|service-worker\.js|sitemap.*|.*\.md)$/;

/** The path under which a file of the site is asked for. */
const served = (file: string): string => file.replace(/(^|\/)index\.html$/, '$1');

/** A text of the site; Pagefind compresses its own, and reads them as well when they are not. */
function textOf(file: string): string {
  const bytes = readFileSync(file);
  return (file.endsWith('.pf_fragment') ? gunzipSync(bytes) : bytes).toString('utf8');
}

/** The files that are kept, by their names in the built site, sorted. */
function keptFiles(directory: string): string[] {
  return (
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(directory.length))
      .map((name) => name.replaceAll('\\', '/').replace(/^\//, ''))
      .filter((name) => !NOT_KEPT.test(name))
      // The page of a part leads to its place on the whole page.
      .filter((name) => parseAddress(`/${served(name)}`)?.part === undefined)
      .sort()
  );
}

/** Writes the packs into a built site. Returns the version that they and the other files make. */
export function writePacks(directory: string): Version {
  const packs = Array.from({ length: PACK_COUNT }, (): [string, string][] => []);
  const files: Version['files'] = {};
  const keep = (path: string, content: string | Buffer): void => {
    files[path] = `sha256-${createHash('sha256').update(content).digest('base64')}`;
  };
  for (const name of keptFiles(directory)) {
    const path = served(name);
    if (isPacked(path)) packs[packOf(path)]!.push([path, textOf(join(directory, name))]);
    else keep(path, readFileSync(join(directory, name)));
  }
  mkdirSync(join(directory, 'offline'), { recursive: true });
  packs.forEach((texts, place) => {
    const path = `offline/${place}.json`;
    const pack = JSON.stringify(makePack(texts));
    writeFileSync(join(directory, path), pack);
    keep(path, pack);
  });
  const headers = pageHeaders(inlineOf(directory));
  const id = createHash('sha256')
    .update(JSON.stringify([files, headers]))
    .digest('base64url')
    .slice(0, 12);
  return { id, files, headers };
}

/** Writes the worker of a version into a built site; without a version, the one that gives up what was kept. */
export async function writeWorker(directory: string, version?: Version): Promise<void> {
  const source = version ? 'service-worker.ts' : 'service-worker-off.ts';
  const input = fileURLToPath(new URL(`../src/islands/${source}`, import.meta.url));
  await build({
    configFile: false,
    root: fileURLToPath(new URL('..', import.meta.url)),
    publicDir: false,
    logLevel: 'warn',
    define: { VERSION: JSON.stringify(version) },
    build: {
      outDir: directory,
      emptyOutDir: false,
      modulePreload: false,
      rolldownOptions: { input, output: { format: 'iife', entryFileNames: 'service-worker.js' } },
    },
  });
}

/** Lets browsers keep the site for reading offline; where that is turned off, has them give it up. */
export function keepOffline(): AstroIntegration {
  return {
    name: 'keep-offline',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const directory = fileURLToPath(dir);
        await writeWorker(directory, offline ? writePacks(directory) : undefined);
      },
    },
  };
}
