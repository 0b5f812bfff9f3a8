/**
 * Keeps the site for reading offline. A version is kept whole or not at all, and serves every page that it
 * has until the reader takes the next one over, or has closed the last page. What a page of an older
 * version may still ask for is kept until that page is closed.
 */
import { parseAddress, placeOf } from '#domain/course/address.ts';
import { isPacked, packOf, textIn, type Pack } from '#domain/offline/pack.ts';
import {
  CACHE_PREFIX,
  hasPart,
  OFFLINE_PAGE,
  partAsked,
  type Version,
} from '#domain/offline/version.ts';

/** What the types of a page lack: of a service worker the little that is used here. */
interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Asked extends Lasting {
  request: Request;
  /** Empty for a page that is about to open. */
  clientId: string;
  respondWith(answer: Promise<Response>): void;
}
interface Window {
  id: string;
  postMessage(news: News): void;
}
declare const clients: {
  claim(): Promise<void>;
  matchAll(options: { includeUncontrolled: true; type: 'window' }): Promise<Window[]>;
};
declare const registration: ServiceWorkerRegistration;
declare const skipWaiting: () => Promise<void>;

/** The build puts the version of the site in its place, wherever it stands: here alone. */
declare const VERSION: Version;
const { id, files, headers } = VERSION;

/** What pages hear from the worker. */
export type News = 'available' | 'newer' | 'full';

const NAME = CACHE_PREFIX + id;
const ROOT = new URL('./', location.href).pathname;
/** The list of pages that were open when this version took over. */
const OLDER = `${ROOT}offline/older-pages`;
/** Files that are fetched at once, so that a page that opens meanwhile has room on the line. */
const AT_ONCE = 3;
/** Milliseconds after which a slow network is given up where something is kept that will do. */
const PATIENCE = 4000;

const keyOf = (path: string): string => `${ROOT}${path}?${encodeURIComponent(files[path]!)}`;

const windows = (): Promise<Window[]> =>
  clients.matchAll({ includeUncontrolled: true, type: 'window' });

async function tell(news: News): Promise<void> {
  for (const window of await windows()) window.postMessage(news);
}

/** Keeps a file, from an earlier version or an earlier attempt where they have the same. */
async function keep(path: string, cache: Cache): Promise<void> {
  const key = keyOf(path);
  if (await cache.match(key)) return;
  const kept = await caches.match(key);
  // The browser compares the bytes: a half deployed version or a torn file is no version.
  const response =
    kept ??
    (await fetch(ROOT + path, {
      integrity: files[path]!,
      cache: 'no-cache',
      priority: 'low',
    }));
  if (!response.ok) throw new Error(`The site answered ${response.status} for ${path}.`);
  await cache.put(key, response);
}

async function install(): Promise<void> {
  const paths = Object.keys(files);
  const work = async (cache: Cache): Promise<void> => {
    for (let path = paths.pop(); path !== undefined; path = paths.pop()) await keep(path, cache);
  };
  try {
    const cache = await caches.open(NAME);
    await Promise.all(Array.from({ length: AT_ONCE }, () => work(cache)));
  } catch (error) {
    paths.length = 0;
    if (error instanceof DOMException && error.name === 'QuotaExceededError') {
      await caches.delete(NAME);
      await tell('full');
    }
    // The version before stays. The next visit tries again, from where this one came to.
    throw error;
  }
  if (registration.active) await tell('newer');
}

async function olderCaches(): Promise<string[]> {
  const names = await caches.keys();
  return names.filter((name) => name.startsWith(CACHE_PREFIX) && name !== NAME).reverse();
}

/** Which pages of an older version are open. Once none is, what was kept for them goes. */
async function olderPages(): Promise<string[]> {
  const older = await olderCaches();
  if (older.length === 0) return [];
  const cache = await caches.open(NAME);
  const listed = ((await (await cache.match(OLDER))?.json()) ?? []) as string[];
  const open = new Set((await windows()).map(({ id }) => id));
  const left = listed.filter((id) => open.has(id));
  if (left.length === 0) {
    await Promise.all([...older.map((name) => caches.delete(name)), cache.delete(OLDER)]);
  }
  return left;
}

async function activate(): Promise<void> {
  const isFirst = (await olderCaches()).length === 0;
  if (!isFirst) {
    const open = (await windows()).map(({ id }) => id);
    await (await caches.open(NAME)).put(OLDER, Response.json(open));
    await olderPages();
  }
  await clients.claim();
  if (isFirst) await tell('available');
}

/** A text as the site would answer it. */
function answerOf(path: string, text: string, status = 200): Response {
  const described: Record<string, string> = /\.(json|pf_fragment)$/.test(path)
    ? { 'Content-Type': path.endsWith('json') ? 'application/json' : 'application/octet-stream' }
    : { ...headers, 'Content-Type': 'text/html; charset=utf-8' };
  return new Response(text, { status, headers: described });
}

/** A file as a version keeps it. Asks by name, since to open a cache that has gone would bring it back, empty. */
const fileIn = (cacheName: string, path: string): Promise<Response | undefined> =>
  caches.match(ROOT + path, { cacheName, ignoreSearch: true });

/** The text of a path that a version has; undefined where it has none. */
async function textOf(path: string, name: string): Promise<string | undefined> {
  if (!isPacked(path)) return undefined;
  const pack = await fileIn(name, `offline/${packOf(path)}.json`);
  return pack && textIn((await pack.json()) as Pack, path);
}

/** What a version has for a path. */
async function keptIn(name: string, path: string): Promise<Response | undefined> {
  const file = await fileIn(name, path);
  if (file) return file;
  const text = await textOf(path, name);
  return text === undefined ? undefined : answerOf(path, text);
}

/** A file that a page asks for: of the page's own version, else of another, else from the network. */
async function answerFile(request: Request, path: string, clientId: string): Promise<Response> {
  const older = await olderCaches();
  const isOlder = older.length > 0 && (await olderPages()).includes(clientId);
  for (const name of isOlder ? [...older, NAME] : [NAME, ...older]) {
    const kept = await keptIn(name, path);
    if (kept) return kept;
  }
  return fetch(request);
}

/** The network's answer; rejects without one, also where it takes too long. */
function askNetwork(request: Request, isUrgent: boolean): Promise<Response> {
  const late = new Promise<never>((_, reject) => {
    if (isUrgent) setTimeout(() => reject(new Error('The network is too slow.')), PATIENCE);
  });
  return Promise.race([fetch(request), late]);
}

/** A page: as it is kept, unless it is asked for a part that only a newer version may have. */
async function answerPage(request: Request, url: URL): Promise<Response> {
  const path = url.pathname.slice(ROOT.length);
  const html = await textOf(path, NAME);
  const part = partAsked(url.hash);
  if (html !== undefined && (part === undefined || hasPart(html, part))) {
    return answerOf(path, html);
  }
  const address = parseAddress(`/${path}`);
  const whole = address?.part === undefined ? path : `${address.collection}/${address.entry}/`;
  const hasWhole = html !== undefined || (await textOf(whole, NAME)) !== undefined;
  try {
    return await askNetwork(request, hasWhole);
  } catch {
    if (html !== undefined) return answerOf(path, html);
    if (hasWhole) return Response.redirect(placeOf(`/${path}`, ROOT));
    if (!path.endsWith('/') && (await textOf(`${path}/`, NAME)) !== undefined) {
      return Response.redirect(`${ROOT}${path}/${url.search}${url.hash}`);
    }
    const offline = await textOf(OFFLINE_PAGE, NAME);
    return offline === undefined ? Response.error() : answerOf(OFFLINE_PAGE, offline, 503);
  }
}

addEventListener('install', (event) => (event as Lasting).waitUntil(install()));
addEventListener('activate', (event) => (event as Lasting).waitUntil(activate()));
addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (data === 'take over') void skipWaiting();
});
addEventListener('fetch', (event) => {
  const { request, clientId, respondWith } = event as Asked;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (!url.pathname.startsWith(ROOT)) return;
  const answer =
    request.mode === 'navigate'
      ? answerPage(request, url)
      : answerFile(request, url.pathname.slice(ROOT.length), clientId);
  respondWith.call(event, answer);
  // A page that opens may be in the place of the last one of an older version.
  if (request.mode === 'navigate') (event as Lasting).waitUntil(answer.then(olderPages));
});
