/** The built site behind real servers, configured as `npm run hosts` has it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  accessSync,
  constants,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { headersFor, readHeadersFile } from '../../build/headers.ts';
import { caddyfileOf, nginxOf, type Hosting } from '../../build/hosts.ts';

const DIST = path.resolve('dist');
const rules = readHeadersFile(readFileSync(path.join(DIST, '_headers'), 'utf8'));
const addresses = readFileSync('src/ledger.txt', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('/'));

function fileOf(program: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin'];
  return folders
    .map((folder) => path.join(folder, program))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** How each server is started in the foreground with a file of configuration. */
const SERVERS = [
  {
    name: 'nginx',
    configure: nginxOf,
    before: '',
    start: (file: string, folder: string) => [
      ...['-p', folder, '-c', file, '-g'],
      `daemon off; pid ${folder}/pid; error_log stderr; ${process.getuid?.() === 0 ? 'user root;' : ''}`,
    ],
  },
  {
    name: 'caddy',
    configure: caddyfileOf,
    start: (file: string) => ['run', '--adapter', 'caddyfile', '--config', file],
    // Its port for administration may be taken by another one.
    before: '{\n  admin off\n}\n',
  },
];
for (const { name } of SERVERS)
  if (!fileOf(name))
    console.log(
      `${name} is not installed: the site was not tried behind it. \`apt-get install ${name}\``,
    );

describe.each(SERVERS)('behind $name', ({ name, configure, start, before }) => {
  const program = fileOf(name);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'crossover-host-'));
  let child: ChildProcess | undefined;
  let site = '';

  beforeAll(async () => {
    if (!program) return;
    const hosting: Hosting = { directory: DIST, port: await freePort() };
    const file = path.join(folder, 'configuration');
    writeFileSync(
      file,
      before + configure(rules, hosting).replace('http {', 'http {\n  access_log off;'),
    );
    child = spawn(program, start(file, folder), {
      stdio: 'ignore',
      env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    });
    site = `http://127.0.0.1:${hosting.port}`;
    for (let tries = 0; tries < 100; tries++) {
      const isUp = await fetch(site).then(
        () => true,
        () => false,
      );
      if (isUp) return;
      await sleep(100);
    }
    throw new Error(`${name} does not answer.`);
  });
  afterAll(async () => {
    if (child && child.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  });

  it.skipIf(!program)('every address of the ledger opens', { timeout: 60_000 }, async () => {
    const closed: string[] = [];
    const rest = [...addresses];
    const work = async (): Promise<void> => {
      for (let address = rest.pop(); address !== undefined; address = rest.pop()) {
        const answer = await fetch(site + address);
        await answer.arrayBuffer();
        if (answer.status !== 200) closed.push(`${address} ${answer.status}`);
      }
    };
    await Promise.all(Array.from({ length: 8 }, work));
    expect(closed).toEqual([]);
  });

  it.skipIf(!program)('the headers are those of the one source', async () => {
    const asset = /\/_astro\/[^"]+\.js/.exec(
      readFileSync(path.join(DIST, 'index.html'), 'utf8'),
    )![0];
    const card = `/cards/${readdirSync(path.join(DIST, 'cards'))[0]}`;
    for (const place of [
      '/',
      '/learn/start/',
      '/learn/start/four-risks/',
      asset,
      card,
      '/pagefind/pagefind-worker.js',
    ]) {
      const { headers } = await fetch(site + place);
      const expected: Record<string, string> = {
        'Cache-Control': 'no-cache',
        ...headersFor(rules, place),
      };
      for (const [header, value] of Object.entries(expected))
        expect(`${place} ${header}: ${headers.get(header)}`).toBe(`${place} ${header}: ${value}`);
      const policy = headers.get('content-security-policy');
      expect(`${place} ${policy}`).toBe(`${place} ${expected['Content-Security-Policy'] ?? null}`);
    }
  });

  it.skipIf(!program)('what is not there is our 404, under the policy too', async () => {
    const answer = await fetch(`${site}/nowhere/`);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await answer.text()).toBe(readFileSync(path.join(DIST, '404.html'), 'utf8'));
  });

  it.skipIf(!program)('the file of headers is not served', async () => {
    expect((await fetch(`${site}/_headers`)).status).toBe(404);
  });
});
