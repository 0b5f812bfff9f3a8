/**
 * What others think of the headers: Google's evaluator of policies, and the scanner behind Mozilla's
 * Observatory, unchanged, against our own server behind TLS. The scanner has two hundred packages, so it is
 * no dependency: `npm run test:long` asks the registry for it, and says so where it cannot be had.
 */
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { promisify } from 'node:util';
import { CspEvaluator } from 'csp_evaluator/dist/evaluator.js';
import { Severity } from 'csp_evaluator/dist/finding.js';
import { CspParser } from 'csp_evaluator/dist/parser.js';
import { expect, it } from 'vitest';
import { headersFor, readHeadersFile } from '../../build/headers.ts';
import { serve } from '../../build/serve.ts';

const DIST = path.resolve('dist');
const OBSERVATORY = '@mdn/mdn-http-observatory@1.4.8';
/** Of at most 145; 140 takes a domain that browsers know beforehand to be for HTTPS alone. */
const LEAST_SCORE = 135;

/** What the evaluator calls high or medium, perhaps too, or not strict, or cannot read. */
function findingsOf(policy: string): string[] {
  const { csp } = new CspParser(policy);
  return new CspEvaluator(csp)
    .evaluate()
    .filter(({ severity }) => severity < Severity.MEDIUM_MAYBE)
    .map(({ directive, value, description }) => `${directive} ${value ?? ''}: ${description}`);
}

const rules = readHeadersFile(readFileSync(path.join(DIST, '_headers'), 'utf8'));

it('the evaluator finds nothing of weight in the policy of the headers', () => {
  expect(findingsOf(headersFor(rules, '/learn/start/')['Content-Security-Policy']!)).toEqual([]);
});

it('nor in the one that a page carries', () => {
  const page = readFileSync(path.join(DIST, 'learn/start/index.html'), 'utf8');
  expect(findingsOf(/Content-Security-Policy" content="([^"]+)"/.exec(page)![1]!)).toEqual([]);
});

it('the evaluator sees what a policy must not allow', () => {
  expect(findingsOf("script-src 'self' 'unsafe-inline'; object-src 'none'")).not.toEqual([]);
});

/** Serves the site by TLS, and sends who comes without it there, on one port. */
async function serveByTls(
  folder: string,
): Promise<{ host: string; authority: string; close: () => Promise<void> }> {
  const [key, authority] = ['key.pem', 'certificate.pem'].map((name) => path.join(folder, name));
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
      ...['-addext', 'subjectAltName=DNS:localhost', '-keyout', key!, '-out', authority!],
    ],
    { stdio: 'ignore' },
  );
  const site = await serve({ directory: DIST, port: 0 });
  const tls = createTlsServer(
    { key: readFileSync(key!), cert: readFileSync(authority!) },
    (socket) => {
      const upstream = connect(Number(new URL(site.url).port), 'localhost');
      socket.on('error', () => upstream.destroy());
      upstream.on('error', () => socket.destroy());
      socket.pipe(upstream).pipe(socket);
    },
  );
  const plain = createHttpServer((request, response) => {
    response.writeHead(301, { Location: `https://${request.headers.host}${request.url}` }).end();
  });
  const HANDSHAKE = 0x16;
  const door = createServer((socket) => {
    socket.once('data', (data) => {
      socket.pause();
      socket.unshift(data);
      (data[0] === HANDSHAKE ? tls : plain).emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => door.listen(0, 'localhost', resolve));
  return {
    host: `localhost:${(door.address() as AddressInfo).port}`,
    authority: authority!,
    close: async () => {
      door.close();
      await site.close();
    },
  };
}

it.runIf(process.env['LONG'])(
  `Mozilla's Observatory gives at least ${LEAST_SCORE}`,
  async ({ skip: leaveOut }) => {
    const skip = (why: string): never => {
      console.log(why);
      return leaveOut(why);
    };
    if (spawnSync('openssl', ['version']).status !== 0)
      skip('openssl is not installed: the Observatory was not asked. apt-get install openssl');
    const folder = mkdtempSync(path.join(os.tmpdir(), 'crossover-observatory-'));
    const closing = new AsyncDisposableStack();
    closing.defer(() => rmSync(folder, { recursive: true }));
    try {
      // Its own script after an install asks another host for the domains that browsers know beforehand.
      const { status } = spawnSync(
        'npm',
        ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', OBSERVATORY],
        { cwd: folder, stdio: 'ignore', timeout: 300_000 },
      );
      if (status !== 0) skip(`The registry does not answer: ${OBSERVATORY} was not asked.`);
      const scanner = path.join(folder, 'node_modules/@mdn/mdn-http-observatory');
      // A local host is none of those.
      writeFileSync(path.join(scanner, 'conf/hsts-preload.json'), '{}');
      const { host, authority, close } = await serveByTls(folder);
      closing.defer(close);
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [path.join(scanner, 'bin/wrapper.js'), host],
        { env: { ...process.env, NODE_OPTIONS: '--use-openssl-ca', SSL_CERT_FILE: authority } },
      );
      const { scan, tests } = JSON.parse(stdout) as {
        scan: { score: number };
        tests: Record<string, { pass: boolean; result: string; scoreModifier: number }>;
      };
      console.log(
        `The Observatory gives ${scan.score}: ${Object.values(tests)
          .map(({ result, scoreModifier }) => `${result} ${scoreModifier}`)
          .join(', ')}`,
      );
      expect(Object.entries(tests).filter(([, { pass }]) => !pass)).toEqual([]);
      expect(scan.score).toBeGreaterThanOrEqual(LEAST_SCORE);
    } finally {
      await closing.disposeAsync();
    }
  },
  600_000,
);
