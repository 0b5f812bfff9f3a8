/** A host that can be ill or gone, two versions of the site for it, and what of them works offline. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { readCourse } from '../../build/check-content.ts';
import { writePacks, writeWorker } from '../../build/keep-offline.ts';
import { serve, type Serving } from '../../build/serve.ts';
import { parseAddress } from '#domain/course/address.ts';
import { addressesOf } from '#domain/course/ledger.ts';

const DIST = path.resolve('dist');

/** Every path of a whole page: a page of a part leads to its place on one of them. */
export const WHOLE_PAGES = [...addressesOf(readCourse('src/content'))].filter(
  (each) => parseAddress(each)?.part === undefined,
);

/** The hash of each whole page, as hexadecimal digits. */
export const HASHES = WHOLE_PAGES.map((each) =>
  createHash('sha256')
    .update(readFileSync(path.join(DIST, each, 'index.html')))
    .digest('hex'),
);

/** In a page: the hashes of what it gets for some paths; the fault, where it gets nothing. */
export async function hashesInPage(paths: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const each of paths) {
    try {
      const bytes = await (await fetch(each)).arrayBuffer();
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      found.push([...hash].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
    } catch (error) {
      found.push(String(error));
    }
  }
  return found;
}

/** Searches of which each finds something. */
export const QUERIES = [
  'retention', 'north star', 'rice', 'how do i say no', 'wsjf', 'prfaq', 'sql', 'mentor', 'salary',
  'guardrail', 'cohort', 'resume', 'kano', 'okr', 'churn', 'bar raiser', 'cac', 'discovery',
  'roadmap', 'story points',
]; // prettier-ignore

/** Two versions of the site in a folder of their own, until it is removed. */
export interface Versions {
  first: string;
  /** With other words on each page, and scripts of other names. */
  second: string;
  remove(): Promise<void>;
}

/** Copies the built site twice and makes the second copy a newer version. */
export async function makeVersions(): Promise<Versions> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'crossover-versions-'));
  const [first, second] = [path.join(folder, 'first'), path.join(folder, 'second')];
  for (const directory of [first, second]) {
    await cp(DIST, directory, {
      recursive: true,
      filter: (source) => !source.startsWith(path.join(DIST, 'cards')),
    });
  }
  await change(second);
  return { first, second, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Makes a newer version: other words, and scripts of which none has the name that it had. */
async function change(directory: string): Promise<void> {
  const assets = path.join(directory, '_astro');
  const panel = (await readdir(assets)).find((name) => name.startsWith('search-panel.'))!;
  const every = (await readdir(assets)).find((name) => name.startsWith('MarkdownContent.'))!;
  await rename(path.join(assets, panel), path.join(assets, 'search-panel.second.js'));
  const old = await readFile(path.join(assets, every));
  await rename(path.join(assets, every), path.join(assets, 'every.second.js'));
  for (const name of await readdir(assets)) {
    const file = path.join(assets, name);
    if (!name.endsWith('.js')) continue;
    const code = await readFile(file, 'utf8');
    await writeFile(
      file,
      code.replaceAll(panel, 'search-panel.second.js').replaceAll(every, 'every.second.js'),
    );
  }
  const code = await readFile(path.join(assets, 'every.second.js'));
  const integrityOf = (bytes: string | Buffer) =>
    `sha256-${createHash('sha256').update(bytes).digest('base64')}`;
  for (const name of await readdir(directory, { recursive: true })) {
    if (!name.endsWith('.html')) continue;
    const file = path.join(directory, name);
    const html = await readFile(file, 'utf8');
    await writeFile(
      file,
      html
        .replaceAll(every, 'every.second.js')
        .replaceAll(integrityOf(old), integrityOf(code))
        .replace('<h1', '<p id="second-version">The second version</p><h1'),
    );
  }
  await writeWorker(directory, writePacks(directory));
}

/** A host at one address that can be changed, be ill or be gone. */
export interface Host {
  url: string;
  /** What is served from now on; undefined: nothing answers. */
  show(directory: string | undefined): Promise<void>;
  /** How a path is answered instead of being served; undefined: it is served. */
  ail: (path: string) => { status: number; body?: (bytes: Buffer) => Buffer; wait?: number } | void;
  /** Requests that were answered with an error, by path. */
  failed: string[];
  close(): Promise<void>;
}

/** Serves a folder at an address that stays, whatever is served there. */
export async function startHost(directory: string): Promise<Host> {
  let serving: Serving | undefined;
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      if (!serving) return void response.destroy();
      const requested = new URL(request.url!, serving.url);
      const ailment = made.ail(requested.pathname);
      if (ailment?.wait !== undefined) await new Promise((done) => setTimeout(done, ailment.wait));
      const served = await fetch(requested, {
        redirect: 'manual',
        headers: { 'accept-encoding': 'identity' },
      });
      const bytes = Buffer.from(await served.arrayBuffer());
      const status = ailment?.status ?? served.status;
      if (status >= 400) made.failed.push(requested.pathname);
      const headers = Object.fromEntries(served.headers);
      delete headers['content-length'];
      response.writeHead(status, headers).end(ailment?.body?.(bytes) ?? bytes);
    };
    answer().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => void server.listen(0, 'localhost', resolve));
  const made: Host = {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    failed: [],
    ail: () => undefined,
    async show(shown) {
      await serving?.close();
      serving = shown === undefined ? undefined : await serve({ directory: shown, port: 0 });
      if (!serving) server.closeAllConnections();
    },
    async close() {
      await serving?.close();
      await new Promise((done) => {
        server.close(done);
        server.closeAllConnections();
      });
    },
  };
  await made.show(directory);
  return made;
}
