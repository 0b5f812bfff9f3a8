import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serve, type Serving } from '../../build/serve.ts';

const HOME = `<!doctype html><title>Home</title>${'<p>A page long enough to compress.</p>'.repeat(50)}`;
const NOT_FOUND = '<!doctype html><title>No such page</title>';

const FILES: Record<string, string> = {
  'index.html': HOME,
  '404.html': NOT_FOUND,
  'learn/start/index.html': '<!doctype html><title>Start</title>',
  'learn/a b/index.html': '<!doctype html><title>A space</title>',
  'plain.html': '<!doctype html><title>A file</title>',
  '_astro/page.k3J2.js': 'export const answer = 42;',
  'pagefind/pagefind.js': 'export {};',
  'pagefind/wasm.en.pagefind': 'packed',
  'pagefind/index/en_1.pf_index': 'packed',
  'pagefind/fragment/en_1.pf_fragment': 'packed',
  'pagefind/pagefind.en_1.pf_meta': 'packed',
  'module.wasm': 'wasm',
  'site.webmanifest': '{}',
  'card.png': 'png',
  'drawing.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  '.well-known/security.txt': 'Contact: nobody',
  NOTICE: 'no extension',
  _headers:
    '/*\n  X-Frame-Options: DENY\n\n/_astro/*\n  Cache-Control: public, max-age=31536000, immutable\n',
};

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** One request exactly as written: fetch would tidy up the path and add headers of its own. */
function send(
  serving: Serving,
  target: string,
  { method = 'GET', ...headers }: Record<string, string> = {},
): Promise<Answer> {
  const { hostname, port } = new URL(serving.url);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, path: target, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
          }),
        );
    });
    request.on('error', reject).end();
  });
}

let folder: string;
let directory: string;
let site: Serving;

const get = (target: string, headers?: Record<string, string>): Promise<Answer> =>
  send(site, target, headers);

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'crossover serve-'));
  directory = path.join(folder, 'dist');
  for (const [name, text] of Object.entries(FILES)) {
    await mkdir(path.dirname(path.join(directory, name)), { recursive: true });
    await writeFile(path.join(directory, name), text);
  }
  await writeFile(path.join(folder, 'secret.txt'), 'secret');
  await symlink(path.join(folder, 'secret.txt'), path.join(directory, 'link.txt')).catch(() => {
    // Windows lets only some users make one.
  });
  site = await serve({ directory, port: 0 });
});

afterAll(async () => {
  await site.close();
  await rm(folder, { recursive: true });
});

describe('a page', () => {
  test('is served under its folder', async () => {
    const { status, body } = await get('/');
    expect([status, body.toString()]).toEqual([200, HOME]);
  });

  test('is served whatever its query', async () => {
    expect((await get('/learn/start/?from=chat')).status).toBe(200);
  });

  test('is served under an encoded path', async () => {
    expect((await get('/learn/a%20b/')).status).toBe(200);
  });

  test('says its length', async () => {
    expect((await get('/')).headers['content-length']).toBe(String(HOME.length));
  });

  test('is asked for again each time', async () => {
    expect((await get('/')).headers['cache-control']).toBe('no-cache');
  });

  test('is not guessed to be of another type', async () => {
    expect((await get('/')).headers['x-content-type-options']).toBe('nosniff');
  });

  test('tells other sites no more than where the reader came from', async () => {
    expect((await get('/')).headers['referrer-policy']).toBe('strict-origin-when-cross-origin');
  });

  test('that is new since the start is not served', async () => {
    await writeFile(path.join(directory, 'late.html'), 'late');
    expect((await get('/late.html')).status).toBe(404);
  });
});

test('a script is read and compressed before anybody asks for it, as a static host has it', async () => {
  const other = await mkdtemp(path.join(os.tmpdir(), 'crossover-serve-'));
  await writeFile(path.join(other, 'index.html'), HOME);
  await writeFile(path.join(other, 'search.js'), 'let found = 0;'.repeat(500));
  const early = await serve({ directory: other, port: 0 });
  try {
    await new Promise((resolve) => setTimeout(resolve, 300));
    await rm(path.join(other, 'search.js'));
    const { status, headers } = await send(early, '/search.js', { 'accept-encoding': 'br' });
    expect([status, headers['content-encoding']]).toEqual([200, 'br']);
  } finally {
    await early.close();
    await rm(other, { recursive: true });
  }
});

describe('the file of headers', () => {
  test('says the headers of every file, also of the page that is not there', async () => {
    for (const place of ['/', '/learn/start/', '/_astro/page.k3J2.js', '/nowhere/'])
      expect((await get(place)).headers['x-frame-options']).toBe('DENY');
  });

  test('is itself not served', async () => {
    expect((await get('/_headers')).status).toBe(404);
  });
});

describe('a hashed file', () => {
  test('is kept for a year', async () => {
    const { headers } = await get('/_astro/page.k3J2.js');
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  test('is told from another folder of that name', async () => {
    expect((await get('/pagefind/pagefind.js')).headers['cache-control']).toBe('no-cache');
  });
});

test.each([
  ['/', 'text/html; charset=utf-8'],
  ['/_astro/page.k3J2.js', 'text/javascript; charset=utf-8'],
  ['/module.wasm', 'application/wasm'],
  ['/pagefind/wasm.en.pagefind', 'application/octet-stream'],
  ['/pagefind/index/en_1.pf_index', 'application/octet-stream'],
  ['/pagefind/fragment/en_1.pf_fragment', 'application/octet-stream'],
  ['/pagefind/pagefind.en_1.pf_meta', 'application/octet-stream'],
  ['/site.webmanifest', 'application/manifest+json; charset=utf-8'],
  ['/card.png', 'image/png'],
  ['/drawing.svg', 'image/svg+xml; charset=utf-8'],
  ['/.well-known/security.txt', 'text/plain; charset=utf-8'],
  ['/NOTICE', 'application/octet-stream'],
])('%s has the type %s', async (target, type) => {
  const { status, headers } = await get(target);
  expect([status, headers['content-type']]).toEqual([200, type]);
});

describe('compression', () => {
  test.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['br;q=0.5, gzip;q=0.8', 'gzip'],
    ['br;q=0.5, gzip;q=0.5', 'br'],
    ['br;q=0, gzip', 'gzip'],
    ['BR', 'br'],
    ['br ; q=0.2', 'br'],
    ['*', 'br'],
    ['*;q=0.1, br;q=0', 'gzip'],
    ['identity, br;q=0.5', undefined],
    ['identity;q=0.5, gzip', 'gzip'],
    ['gzip;q=0, br;q=0', undefined],
    ['*;q=0', undefined],
    ['gzip;q=much', undefined],
    ['zstd', undefined],
    ['', undefined],
  ])('for "%s" is %s', async (accepted, coding) => {
    const { headers } = await get('/', { 'Accept-Encoding': accepted });
    expect(headers['content-encoding']).toBe(coding);
  });

  test('is absent for a client that names no coding', async () => {
    expect((await get('/')).headers['content-encoding']).toBeUndefined();
  });

  test('by brotli gives back the page', async () => {
    const { body } = await get('/', { 'Accept-Encoding': 'br' });
    expect(brotliDecompressSync(body).toString()).toBe(HOME);
  });

  test('by gzip gives back the page', async () => {
    const { body } = await get('/', { 'Accept-Encoding': 'gzip' });
    expect(gunzipSync(body).toString()).toBe(HOME);
  });

  test('is said to vary, also where there is none', async () => {
    const plain = await get('/');
    const packed = await get('/', { 'Accept-Encoding': 'br' });
    expect([plain.headers.vary, packed.headers.vary]).toEqual([
      'Accept-Encoding',
      'Accept-Encoding',
    ]);
  });

  test.each(['/card.png', '/pagefind/wasm.en.pagefind'])(
    'is not spent on %s, which is compressed already',
    async (target) => {
      const { headers } = await get(target, { 'Accept-Encoding': 'br' });
      expect([headers['content-encoding'], headers.vary]).toEqual([undefined, undefined]);
    },
  );
});

describe('an entity tag', () => {
  test('differs between codings', async () => {
    const tags = await Promise.all(
      ['br', 'gzip', 'identity'].map(
        async (coding) => (await get('/', { 'Accept-Encoding': coding })).headers.etag,
      ),
    );
    expect(new Set(tags).size).toBe(3);
  });

  test('differs between files', async () => {
    expect((await get('/')).headers.etag).not.toBe((await get('/plain.html')).headers.etag);
  });

  test.each([
    ['alone', (tag: string) => tag],
    ['weak', (tag: string) => `W/${tag}`],
    ['in a list', (tag: string) => `"old", ${tag}`],
    ['as a star', () => '*'],
  ])('that the client holds (%s) is answered with 304 and no body', async (_, write) => {
    const tag = (await get('/', { 'Accept-Encoding': 'br' })).headers.etag ?? '';
    const answer = await get('/', { 'Accept-Encoding': 'br', 'If-None-Match': write(tag) });
    expect([answer.status, answer.body.length]).toEqual([304, 0]);
  });

  test('comes with 304 again, with what a cache needs', async () => {
    const { headers } = await get('/');
    const again = await get('/', { 'If-None-Match': headers.etag ?? '' });
    expect(again.headers).toMatchObject({
      etag: headers.etag,
      vary: 'Accept-Encoding',
      'cache-control': 'no-cache',
    });
  });

  test('of an older page is answered with the page', async () => {
    expect((await get('/', { 'If-None-Match': '"old"' })).status).toBe(200);
  });

  test('does not turn a missing page into 304', async () => {
    const { headers } = await get('/nothing/');
    expect((await get('/nothing/', { 'If-None-Match': headers.etag ?? '' })).status).toBe(404);
  });
});

describe('an address without its last slash', () => {
  test('leads to the page for good', async () => {
    const { status, headers } = await get('/learn/start');
    expect([status, headers.location]).toEqual([301, '/learn/start/']);
  });

  test('keeps its query', async () => {
    const { headers } = await get('/learn/start?a=1?b&c=%20');
    expect(headers.location).toBe('/learn/start/?a=1?b&c=%20');
  });

  test('stays encoded', async () => {
    expect((await get('/learn/a%20b')).headers.location).toBe('/learn/a%20b/');
  });

  test('of a file is the file', async () => {
    expect((await get('/plain.html')).status).toBe(200);
  });

  test.each([
    '//example.org',
    '//example.org/learn/start',
    '/%2Fexample.org/learn/start',
    '/%5Cexample.org/learn/start',
    '//learn/start',
    'http://example.org/learn/start',
  ])('never leads to another host: %s', async (target) => {
    const { status, headers } = await get(target);
    expect([status, headers.location]).toEqual([404, undefined]);
  });
});

describe('a path out of the folder', () => {
  test.each([
    '/../secret.txt',
    '/..%2Fsecret.txt',
    '/%2e%2e/secret.txt',
    '/learn/../../secret.txt',
    '/..%5Csecret.txt',
    '/index.html%00.txt',
    '/link.txt',
    '/constructor',
    '/__proto__/',
  ])('finds nothing: %s', async (target) => {
    const { status, body } = await get(target);
    expect([status, body.toString()]).toEqual([404, NOT_FOUND]);
  });
});

describe('an address that is not there', () => {
  test('gets the page that helps', async () => {
    const { status, headers, body } = await get('/nothing/', { 'Accept-Encoding': 'br' });
    expect([status, headers['content-type'], brotliDecompressSync(body).toString()]).toEqual([
      404,
      'text/html; charset=utf-8',
      NOT_FOUND,
    ]);
  });

  test('is not guessed to be of another type either', async () => {
    expect((await get('/nothing/')).headers['x-content-type-options']).toBe('nosniff');
  });

  test.each(['/%', '/%E0%A4%A', '/learn/%zz/'])(
    'and is malformed is refused: %s',
    async (target) => {
      expect((await get(target)).status).toBe(400);
    },
  );
});

describe('a method', () => {
  test('HEAD answers as GET, without the body', async () => {
    const headers = { 'Accept-Encoding': 'br' };
    const [whole, head] = [await get('/', headers), await get('/', { ...headers, method: 'HEAD' })];
    expect(head).toMatchObject({ status: 200, body: Buffer.alloc(0) });
    expect({ ...head.headers, date: '' }).toEqual({ ...whole.headers, date: '' });
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is refused', async (method) => {
    const { status, headers } = await get('/', { method });
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD']);
  });
});

describe('a base path', () => {
  let guide: Serving;

  beforeAll(async () => {
    guide = await serve({ directory, port: 0, base: '/guide' });
  });

  afterAll(() => guide.close());

  test('stands in the address', () => {
    expect(new URL(guide.url).pathname).toBe('/guide/');
  });

  test.each([
    ['/guide/', 200],
    ['/guide/learn/start/', 200],
    ['/', 404],
    ['/learn/start/', 404],
    ['/guidelearn/start/', 404],
  ])('%s answers %i', async (target, status) => {
    expect((await send(guide, target)).status).toBe(status);
  });

  test.each([
    ['/guide', '/guide/'],
    ['/guide/learn/start?a=1', '/guide/learn/start/?a=1'],
  ])('%s leads to %s', async (target, location) => {
    expect((await send(guide, target)).headers.location).toBe(location);
  });

  test('shows its own page for what is not there', async () => {
    expect((await send(guide, '/nothing/')).body.toString()).toBe(NOT_FOUND);
  });

  test('keeps hashed files for a year', async () => {
    const { headers } = await send(guide, '/guide/_astro/page.k3J2.js');
    expect(headers['cache-control']).toContain('immutable');
  });

  test.each(['guide', 'guide/', '/guide/'])('may be written as %s', async (base) => {
    const other = await serve({ directory, port: 0, base });
    const { pathname } = new URL(other.url);
    await other.close();
    expect(pathname).toBe('/guide/');
  });

  test('of a single slash is none', async () => {
    const other = await serve({ directory, port: 0, base: '/' });
    const { pathname } = new URL(other.url);
    await other.close();
    expect(pathname).toBe('/');
  });
});

describe('the command', () => {
  const command = path.resolve(import.meta.dirname, '../../build/serve.ts');
  const start = (env: Record<string, string>, served = directory): ChildProcess =>
    spawn(process.execPath, [command, served], {
      env: { ...process.env, HOST: '', BASE: '', PORT: '0', ...env },
    });

  /** What a command that stops by itself printed, and its exit code. */
  async function outcome(child: ChildProcess): Promise<{ code: unknown; output: string }> {
    let output = '';
    child.stdout?.on('data', (text: Buffer) => (output += text.toString()));
    child.stderr?.on('data', (text: Buffer) => (output += text.toString()));
    const [code] = (await once(child, 'close')) as [unknown];
    return { code, output };
  }

  test('prints the address and serves there', async () => {
    const child = start({ BASE: '/guide' });
    const [line] = (await once(child.stdout!, 'data')) as [Buffer];
    const address = /http:\/\/localhost:\d+\/guide\//.exec(line.toString())?.[0];
    const { status } = await fetch(address ?? '');
    child.kill();
    await once(child, 'close');
    expect(status).toBe(200);
  });

  // Windows knows no signals: it ends the process at once.
  test.skipIf(process.platform === 'win32').each(['SIGINT', 'SIGTERM'] as const)(
    'stops at %s, even with a request half sent',
    async (signal) => {
      const child = start({});
      const [line] = (await once(child.stdout!, 'data')) as [Buffer];
      const port = Number(/:(\d+)/.exec(line.toString())?.[1]);
      const socket = connect(port, 'localhost').on('error', () => undefined);
      await once(socket, 'connect');
      socket.write('GET / HTTP/1.1\r\n');
      // A second request is answered only after the server has read what came before it.
      await fetch(`http://localhost:${port}/`);
      child.kill(signal);
      expect(await once(child, 'close')).toEqual([0, null]);
    },
  );

  test('names a taken port and a free one, in one line', async () => {
    const other = createServer().listen(0, 'localhost');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, output } = await outcome(start({ PORT: String(port) }));
    other.close();
    expect(code).toBe(1);
    expect(output).toBe(
      `Port ${port} is taken by another program: stop that one, or choose a free port with PORT=${port + 1} npm start.\n`,
    );
  });

  test('says in one line that the site is not built', async () => {
    const missing = path.join(folder, 'no dist');
    const { code, output } = await outcome(start({}, missing));
    expect(code).toBe(1);
    expect(output).toBe(
      `There is no built site at ${missing}: build it with npm run build, or build and serve it with npm start.\n`,
    );
  });

  test.each(['http', '70000', '-1', '1.5'])('refuses PORT=%s in one line', async (PORT) => {
    const { code, output } = await outcome(start({ PORT }));
    expect(code).toBe(1);
    expect(output).toMatch(/^PORT is ".+", which is no port: .+\n$/);
  });
});
