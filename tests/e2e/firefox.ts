/**
 * Drives a Firefox through WebDriver BiDi, which needs nothing but a WebSocket: the one that
 * FIREFOX_PATH names, else one that is installed.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { killGroup, starts } from './browser.ts';

async function find(): Promise<string | undefined> {
  const { FIREFOX_PATH, PATH = '' } = process.env;
  if (FIREFOX_PATH) {
    if (await starts(FIREFOX_PATH)) return FIREFOX_PATH;
    throw new Error(
      `FIREFOX_PATH is ${FIREFOX_PATH}, where no browser starts: name the program file of a Firefox, or unset it.`,
    );
  }
  for (const name of ['firefox-esr', 'firefox']) {
    for (const folder of PATH.split(path.delimiter)) {
      const place = path.join(folder, name);
      if (await starts(place)) return place;
    }
  }
  return undefined;
}

let found: Promise<string | undefined> | undefined;

/**
 * The program file of a Firefox that starts on this machine; undefined where none is installed. It
 * looks once in the life of a process.
 */
export function firefoxPath(): Promise<string | undefined> {
  return (found ??= find());
}

/** What the browser sends: the answer to a command, or news that a subscription asked for. */
interface Message {
  id?: number;
  type: 'success' | 'error' | 'event';
  result?: Record<string, unknown>;
  message?: string;
  method?: string;
  params?: { text?: string | null };
}

/** Sends a command and resolves to its result. */
type Send = (method: string, params: object) => Promise<Record<string, unknown>>;

/** A connection over which commands go out and their answers come back. */
async function connect(address: string, onConsole: (text: string) => void): Promise<Send> {
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', () => reject(new Error(`Nothing answers at ${address}.`)));
  });
  const waiting = new Map<number, PromiseWithResolvers<Record<string, unknown>>>();
  let last = 0;
  socket.addEventListener('message', ({ data }: MessageEvent<string>) => {
    const { id, type, result, message, method, params } = JSON.parse(data) as Message;
    if (method === 'log.entryAdded') onConsole(params?.text ?? '');
    if (id === undefined) return;
    if (type === 'success') waiting.get(id)?.resolve(result ?? {});
    else waiting.get(id)?.reject(new Error(message));
    waiting.delete(id);
  });
  socket.addEventListener('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('Firefox is gone.'));
  });
  return (method, params) => {
    const answer = Promise.withResolvers<Record<string, unknown>>();
    waiting.set(++last, answer);
    socket.send(JSON.stringify({ id: last, method, params }));
    return answer.promise;
  };
}

/** The first processes of those that run. A group of its own outlives Ctrl-C, unless it is ended too. */
const running = new Set<number>();

function endAll(): void {
  for (const leader of running) void killGroup(leader).catch(() => undefined);
}

process.once('exit', endAll);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => {
    endAll();
    process.kill(process.pid, signal);
  });

/** A Firefox with one tab. */
export interface Firefox {
  /** Opens an address and waits until the page has loaded. */
  open(url: string): Promise<void>;
  /** The text, if any, to which an expression comes in the page; a promise is awaited. */
  evaluate(expression: string): Promise<string | undefined>;
  /** Kills it with all its processes at once. */
  kill(): Promise<void>;
}

/**
 * Starts a Firefox without a window.
 * @param profile the folder of its profile, which it fills where it is empty
 * @param onConsole is called with each line that a page writes to the console
 */
export async function startFirefox(
  profile: string,
  onConsole: (text: string) => void,
): Promise<Firefox> {
  const file = await firefoxPath();
  if (file === undefined) throw new Error('There is no Firefox: install one, or set FIREFOX_PATH.');
  const child = spawn(
    file,
    ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0'],
    // A group of its own is what can be killed as a whole.
    { detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  running.add(child.pid!);
  const kill = (): Promise<void> => {
    running.delete(child.pid!);
    return killGroup(child.pid!);
  };
  try {
    const address = await new Promise<string>((resolve, reject) => {
      const said = createInterface(child.stderr);
      said.on('line', (line) => {
        const named = /WebDriver BiDi listening on (ws:\S+)/.exec(line)?.[1];
        if (named !== undefined) resolve(named);
      });
      said.once('close', () => reject(new Error(`${file} ended before it could be driven.`)));
    });
    const send = await connect(`${address}/session`, onConsole);
    await send('session.new', { capabilities: {} });
    await send('session.subscribe', { events: ['log.entryAdded'] });
    const { contexts } = (await send('browsingContext.getTree', {})) as {
      contexts: { context: string }[];
    };
    const { context } = contexts[0]!;
    return {
      async open(url) {
        await send('browsingContext.navigate', { context, url, wait: 'complete' });
      },
      async evaluate(expression) {
        const target = { context };
        const answer = await send('script.evaluate', { expression, target, awaitPromise: true });
        const { result, exceptionDetails } = answer as {
          result?: { value?: string };
          exceptionDetails?: { text: string };
        };
        if (exceptionDetails) throw new Error(exceptionDetails.text);
        return result?.value;
      },
      kill,
    };
  } catch (error) {
    await kill().catch(() => undefined);
    throw error;
  }
}
