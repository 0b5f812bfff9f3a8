/**
 * How long the next lesson takes from the click on “Next” to its first frame, on a slow link, with the rules
 * by which the browser gets pages ahead and without them, and how long a page of one line takes with them,
 * which is what browser and machine take by themselves: `npm run measure:next`, after a build.
 *
 * No developer tools are attached, since they change what a browser gets ahead: a real pointer of a screen
 * that nobody sees rests on the link for a while and clicks, and a script in both pages reports the times by
 * the requests that it makes. The link is slow by itself. Needs Linux with xvfb and xdotool.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from '../../build/serve.ts';
import { chromiumPath } from './browser.ts';
import { killGroup, startGroup } from './engine.ts';
import { findOnPath, startDisplay, WINDOW } from './webkit.ts';

/** A lesson, and the one that follows it: the heaviest. */
const FROM = 'learn/technical-fluency/';
const TO = 'learn/product-analytics/';
/** Milliseconds for which the pointer rests on the link before it clicks. */
const RESTS = [200, 500, 1000];
const ROUNDS = 5;

/** Milliseconds to the server and back, and bytes a second. */
const ROUND_TRIP = 150;
const RATE = 1_600_000 / 8;
const PACKET = 1460;

const RULES = /<script type="speculationrules">.*?<\/script>/;

/** What both pages report. Times are milliseconds since 1970. */
const REPORTER = `
const tell = (words) => navigator.sendBeacon('/told?' + words);
const at = (time) => performance.timeOrigin + time;
if (location.pathname.endsWith(${JSON.stringify(FROM)})) {
  const link = document.querySelector('[rel=next]');
  link.addEventListener('click', ({ timeStamp }) => tell('click=' + at(timeStamp)));
  addEventListener('load', () => setTimeout(() => {
    link.scrollIntoView({ block: 'center', behavior: 'instant' });
    const { x, y, width, height } = link.getBoundingClientRect();
    tell('x=' + (screenX + x + width / 2) + '&y=' + (screenY + outerHeight - innerHeight + y + height / 2));
  }, 1000));
} else new PerformanceObserver((list) => {
  const [paint] = list.getEntriesByName('first-contentful-paint');
  const [{ activationStart, deliveryType }] = performance.getEntriesByType('navigation');
  if (paint) tell('paint=' + at(paint.startTime) + '&way=' + (activationStart > 0 ? 'prerendered' : deliveryType || 'loaded'));
}).observe({ type: 'paint', buffered: true });
`;

/** A link to a port of this machine that carries all connections at one rate, each byte late. */
async function openSlowLink(
  port: number,
  hear: (words: URLSearchParams) => void,
): Promise<{ port: number; close: () => void }> {
  const sockets = new Set<Socket>();
  /** Milliseconds at which the link is free again, one for each direction. */
  const free = { up: 0, down: 0 };
  const carry = (from: Socket, to: Socket, way: 'up' | 'down', setUp: number): void => {
    const packets: { due: number; bytes: Buffer }[] = [];
    const deliver = async (): Promise<void> => {
      for (let next = packets[0]; next; next = packets[0]) {
        await sleep(Math.max(0, next.due - performance.now()));
        to.write(next.bytes);
        packets.shift();
      }
    };
    const opened = performance.now();
    from.on('data', (data) => {
      const told = way === 'up' && /^POST \/told\?(\S+)/.exec(data.toString('latin1'));
      if (told) hear(new URLSearchParams(told[1]!));
      const isIdle = packets.length === 0;
      for (let begin = 0; begin < data.length; begin += PACKET) {
        const bytes = data.subarray(begin, begin + PACKET);
        free[way] =
          Math.max(free[way], performance.now(), opened + setUp) + (bytes.length / RATE) * 1000;
        packets.push({ due: free[way] + ROUND_TRIP / 2, bytes });
      }
      if (isIdle) void deliver();
    });
    from.on('error', () => to.destroy()).on('close', () => to.destroy());
  };
  const server = createServer((client) => {
    const host = connect(port, 'localhost');
    for (const socket of [client, host]) sockets.add(socket);
    // A connection takes a round trip before it carries anything.
    carry(client, host, 'up', ROUND_TRIP);
    carry(host, client, 'down', 0);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

interface Round {
  /** Milliseconds from the click to the first frame. */
  time: number;
  /** How the page came: prerendered, navigational-prefetch, loaded. */
  way: string;
}

/** One first visit to a lesson, and the way on to the next. */
async function goOn(
  directory: string,
  rest: number,
  environment: NodeJS.ProcessEnv,
): Promise<Round> {
  await using closing = new AsyncDisposableStack();
  const served = await serve({ directory, port: 0 });
  closing.defer(() => served.close());
  const told = Promise.withResolvers<Round>();
  let click = 0;
  const point = async (x: number, y: number): Promise<void> => {
    const command = (...words: string[]) => execFileSync('xdotool', words, { env: environment });
    command('mousemove', String(Math.round(x)), String(Math.round(y)));
    await sleep(rest);
    command('click', '1');
  };
  const link = await openSlowLink(Number(new URL(served.url).port), (words) => {
    const number = (name: string) => Number(words.get(name));
    if (words.has('x')) void point(number('x'), number('y')).catch(told.reject);
    if (words.has('click')) click = number('click');
    // The page after the next may be got ahead too; the first that is painted is the one.
    if (words.has('paint'))
      told.resolve({ time: number('paint') - click, way: words.get('way') ?? '' });
  });
  closing.defer(() => link.close());
  const profile = mkdtempSync(join(tmpdir(), 'crossover-next-'));
  closing.defer(() => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }));
  const browser = startGroup(
    await chromiumPath(),
    [
      ...['--no-sandbox', '--no-first-run', '--disable-sync', '--disable-background-networking'],
      ...['--window-position=0,0', `--window-size=${WINDOW.width},${WINDOW.height}`],
      ...[`--user-data-dir=${profile}`],
      `http://localhost:${link.port}/${FROM}`,
    ],
    { stdio: 'ignore', env: environment },
  );
  closing.defer(() => killGroup(browser.pid));
  const late = sleep(60_000, undefined, { ref: false }).then(() => {
    throw new Error('No frame of the next lesson after a minute: the browser did not open it.');
  });
  // Awaited here, or the browser would end before it has begun.
  return await Promise.race([told.promise, late]);
}

/** What is measured: lessons without the rules, lessons with them, and with them a next page of one line. */
const KINDS = ['without', 'with', 'bare'] as const;
type Kind = (typeof KINDS)[number];

const BARE =
  '<!doctype html><html lang="en"><head><title>Bare</title></head><body>Bare</body></html>';

/** The two pages and what they load, with the script that reports. */
function copySite(kind: Kind): string {
  const directory = mkdtempSync(join(tmpdir(), 'crossover-next-'));
  for (const name of ['_headers', '_astro', 'favicon.svg', 'manifest.webmanifest'])
    cpSync(join('dist', name), join(directory, name), { recursive: true });
  writeFileSync(join(directory, 'report.js'), REPORTER);
  for (const page of [FROM, TO]) {
    const html = readFileSync(join('dist', page, 'index.html'), 'utf8');
    if (!RULES.test(html)) throw new Error(`/${page} has no rules to measure: build the site.`);
    cpSync(join('dist', page), join(directory, page), { recursive: true });
    const shown = kind === 'bare' && page === TO ? BARE : html;
    writeFileSync(
      join(directory, page, 'index.html'),
      shown
        .replace(RULES, (rules) => (kind === 'without' ? '' : rules))
        .replace('</head>', '<script type="module" src="/report.js"></script></head>'),
    );
  }
  return directory;
}

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

const [display, pointer] = await Promise.all(['Xvfb', 'xdotool'].map(findOnPath));
if (display === undefined || pointer === undefined) {
  console.error('This measures with Xvfb and xdotool: apt-get install xvfb xdotool.');
  process.exit(1);
}
await using closing = new AsyncDisposableStack();
const { leader, name: screen } = await startDisplay(display);
closing.defer(() => killGroup(leader));
const environment = { ...process.env, DISPLAY: screen };
const sites = { without: copySite('without'), with: copySite('with'), bare: copySite('bare') };
for (const directory of Object.values(sites))
  closing.defer(() => rmSync(directory, { recursive: true, force: true }));
for (const rest of RESTS) {
  const rounds: Record<Kind, Round[]> = { without: [], with: [], bare: [] };
  for (let round = 0; round < ROUNDS; round++)
    for (const kind of KINDS) rounds[kind].push(await goOn(sites[kind], rest, environment));
  const say = (kind: Kind): string => {
    const times = rounds[kind].map(({ time }) => time);
    const ways = new Set(rounds[kind].map(({ way }) => way));
    return `${Math.round(median(times))} ms (${times.map(Math.round).join(', ')}; ${[...ways].join(', ')})`;
  };
  console.log(
    `after ${rest} ms on the link: without rules ${say('without')}, with rules ${say('with')}, a page of one line ${say('bare')}`,
  );
}
