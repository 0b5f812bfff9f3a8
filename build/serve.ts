/**
 * Serves the built site, compressed, as a static host would: `npm start`, and the tests.
 *
 * Own code rather than a library for two reasons: every header is decided here, and no request
 * reaches the file system. The folder is listed once at the start; a path that is not in that list
 * is answered with 404, whatever it is made of.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { headersFor, readHeadersFile } from './headers.ts';

const DEFAULT_PORT = 4321;

/** Content types by file extension. Pagefind's own formats are compressed already. */
const TYPES: Record<string, string> = {
  '.avif': 'image/avif',
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.epub': 'application/epub+zip',
  '.gif': 'image/gif',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.ics': 'text/calendar; charset=utf-8',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml; charset=utf-8',
};

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

/** Bytes above which the best compression takes seconds, and a host's usual one is taken. */
const LARGE = 262_144;

/** In order of preference among codings that a client likes equally. */
const CODINGS = {
  br: (bytes: Buffer): Promise<Buffer> =>
    compressBrotli(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: bytes.length > LARGE ? 5 : 11 },
    }),
  gzip: (bytes: Buffer): Promise<Buffer> => compressGzip(bytes, { level: 9 }),
  identity: (bytes: Buffer): Promise<Buffer> => Promise.resolve(bytes),
};
type Coding = keyof typeof CODINGS;

/** A coding that the client does not name ranks below all that it wants, whose least weight is 0.001. */
const UNNAMED_IDENTITY = 0.0005;

/** The coding that an Accept-Encoding header likes best (RFC 9110, section 12.5.3). */
function preferredCoding(header = ''): Coding {
  const weights = new Map<string, number>();
  for (const item of header.toLowerCase().split(',')) {
    const [name = '', ...parameters] = item.split(';').map((piece) => piece.trim());
    const weight = parameters.find((parameter) => parameter.startsWith('q='));
    weights.set(name, weight ? Number(weight.slice(2)) || 0 : 1);
  }
  const others = weights.get('*');
  const weightOf = (coding: Coding): number =>
    weights.get(coding) ??
    (coding === 'identity' && others !== 0 ? UNNAMED_IDENTITY : (others ?? 0));
  let best: Coding = 'identity';
  for (const coding of ['gzip', 'br'] as const) {
    if (weightOf(coding) > 0 && weightOf(coding) >= weightOf(best)) best = coding;
  }
  return best;
}

interface Representation {
  bytes: Buffer;
  /** Names exactly these bytes, so each coding of a file has its own. */
  etag: string;
}

/**
 * What scripts ask for is compressed before anybody does, since a static host has it so: the index of the
 * search takes a quarter of a second, which the first search would wait for.
 */
const AHEAD = /javascript|css|wasm|text\/plain/;

/** One file of the folder. Its bytes are read and compressed on first use, or ahead of it, and kept. */
class SiteFile {
  readonly type: string;
  readonly compressible: boolean;
  /** As `_headers` says, which the build writes for other hosts too. */
  readonly headers: Record<string, string>;
  readonly #file: string;
  readonly #representations = new Map<Coding, Promise<Representation>>();

  constructor(file: string, relative: string, headers: Record<string, string>) {
    this.#file = file;
    this.type = TYPES[path.extname(relative).toLowerCase()] ?? 'application/octet-stream';
    this.compressible = /charset|wasm/.test(this.type);
    this.headers = { 'Cache-Control': 'no-cache', ...headers };
  }

  representation(coding: Coding): Promise<Representation> {
    let representation = this.#representations.get(coding);
    if (!representation) {
      representation = this.#read(coding);
      this.#representations.set(coding, representation);
    }
    return representation;
  }

  async #read(coding: Coding): Promise<Representation> {
    const original =
      coding === 'identity'
        ? await readFile(this.#file)
        : (await this.representation('identity')).bytes;
    const bytes = await CODINGS[coding](original);
    const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 16);
    return { bytes, etag: `"${hash}"` };
  }
}

/** Every file of the folder by the path under which it is served; a page also by its folder's. */
async function listFiles(directory: string, base: string): Promise<Map<string, SiteFile>> {
  const files = new Map<string, SiteFile>();
  const rules = readHeadersFile(
    await readFile(path.join(directory, '_headers'), 'utf8').catch(() => ''),
  );
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const relative = path.relative(directory, file).replaceAll(path.sep, '/');
    if (relative === '_headers') continue;
    const isPage = entry.name === 'index.html';
    const served = isPage ? relative.slice(0, -'index.html'.length) : relative;
    const siteFile = new SiteFile(file, relative, headersFor(rules, `/${served}`));
    files.set(`${base}/${relative}`, siteFile);
    if (isPage) files.set(`${base}/${served}`, siteFile);
  }
  return files;
}

/** Sends a file in the coding that the client prefers, or 304 where it holds these bytes already. */
async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  status: 200 | 404,
  file: SiteFile,
): Promise<void> {
  const coding = file.compressible
    ? preferredCoding(request.headers['accept-encoding']?.toString())
    : 'identity';
  const { bytes, etag } = await file.representation(coding);
  // It means something for a page alone, and each header is paid for with each file.
  if (file.type.startsWith('text/html'))
    response.setHeader('Referrer-Policy', 'strict-origin-when-cross-origin');
  for (const [name, value] of Object.entries(file.headers)) response.setHeader(name, value);
  response.setHeader('ETag', etag);
  if (file.compressible) response.setHeader('Vary', 'Accept-Encoding');
  const held = request.headers['if-none-match']?.split(',').map((tag) => tag.trim()) ?? [];
  if (status === 200 && held.some((tag) => tag === '*' || tag.replace(/^W\//, '') === etag)) {
    response.writeHead(304).end();
    return;
  }
  if (coding !== 'identity') response.setHeader('Content-Encoding', coding);
  response.setHeader('Content-Type', file.type);
  response.setHeader('Content-Length', bytes.length);
  response.writeHead(status).end(request.method === 'HEAD' ? undefined : bytes);
}

/** Sends one sentence as plain text. */
function sendText(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  text: string,
): void {
  response.setHeader('Cache-Control', 'no-cache');
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.writeHead(status).end(request.method === 'HEAD' ? undefined : text);
}

/** Answers one request out of the listed files. */
async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  files: ReadonlyMap<string, SiteFile>,
  notFound: SiteFile | undefined,
): Promise<void> {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    sendText(request, response, 405, 'This site answers GET and HEAD only.\n');
    return;
  }
  const [rawPath = '', ...query] = (request.url ?? '').split('?');
  let pathname: string;
  try {
    pathname = decodeURIComponent(rawPath);
  } catch {
    sendText(request, response, 400, 'This address holds a % that encodes nothing.\n');
    return;
  }
  const file = files.get(pathname);
  if (file) {
    await sendFile(request, response, 200, file);
  } else if (files.has(`${pathname}/`)) {
    // A listed path has a single slash at its beginning, so it can never name another host.
    const location = [`${encodeURI(pathname)}/`, ...query].join('?');
    response.setHeader('Location', location);
    sendText(request, response, 301, `This page is at ${location}\n`);
  } else if (notFound) {
    await sendFile(request, response, 404, notFound);
  } else {
    sendText(request, response, 404, 'There is no such page.\n');
  }
}

/** What to serve, and where. */
export interface ServeOptions {
  /** The folder to serve. It is listed once; a file that appears later is not served. */
  directory: string;
  /** 0 takes any free port. */
  port: number;
  /** The path beneath which the folder is served, such as `/guide`. Default: the root. */
  base?: string | undefined;
  /** The name or address to listen on. Default: localhost, which other machines cannot reach. */
  host?: string | undefined;
}

/** A server that listens. */
export interface Serving {
  /** Address of the site's first page; ends in a slash. */
  url: string;
  /** Drops all connections and frees the port. */
  close(): Promise<void>;
}

/**
 * Serves a folder over HTTP until it is closed. Rejects with the error of node:fs when the folder
 * cannot be listed (ENOENT), and with the one of node:net when the port cannot be had (EADDRINUSE).
 */
export async function serve({
  directory,
  port,
  base = '',
  host = 'localhost',
}: ServeOptions): Promise<Serving> {
  const prefix = base.replace(/^\/*(.*?)\/*$/, (_, inner: string) => (inner ? `/${inner}` : ''));
  const files = await listFiles(directory, prefix);
  const notFound = files.get(`${prefix}/404.html`);
  const server = createServer((request, response) => {
    answer(request, response, files, notFound).catch((error: unknown) => {
      console.error(
        `${request.url ?? ''} cannot be read: was the site built again? Restart this server.`,
        error,
      );
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  let isClosed = false;
  const prepare = async (): Promise<void> => {
    for (const file of new Set(files.values())) {
      if (isClosed) return;
      if (file.compressible && AHEAD.test(file.type)) await file.representation('br');
    }
  };
  // A file that cannot be read is told to whoever asks for it.
  prepare().catch(() => undefined);
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return {
    url: `http://${name.includes(':') ? `[${name}]` : name}:${(server.address() as AddressInfo).port}${prefix}/`,
    close: () =>
      new Promise((resolve) => {
        isClosed = true;
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Serves dist/, or the folder that the command line names, until the process is told to stop. */
async function main(): Promise<void> {
  const { PORT, HOST, BASE } = process.env;
  const port = PORT ? Number(PORT) : DEFAULT_PORT;
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(
      `PORT is "${PORT}", which is no port: give a number from 0 to 65535, such as PORT=4322 npm start.`,
    );
  }
  const directory = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, '../dist'));
  const serving = await serve({ directory, port, base: BASE, host: HOST || undefined }).catch(
    (error: NodeJS.ErrnoException) => {
      const mends: Record<string, string> = {
        EADDRINUSE: `Port ${port} is taken by another program: stop that one, or choose a free port with PORT=${port + 1} npm start.`,
        ENOENT: `There is no built site at ${directory}: build it with npm run build, or build and serve it with npm start.`,
      };
      throw new Error(mends[error.code ?? ''] ?? `The site cannot be served: ${error.message}.`);
    },
  );
  console.log(`Crossover is at ${serving.url} (stop it with Ctrl-C)`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void serving.close());
  }
}

// The second half holds when build/require-node.cjs started this file.
if (import.meta.main || process.argv[1] === import.meta.filename) {
  main().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
