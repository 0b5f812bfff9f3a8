/**
 * Drives a Firefox through WebDriver BiDi, which needs nothing but a WebSocket: the one that
 * FIREFOX_PATH names, else one that is installed.
 */
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { starts } from './browser.ts';
import {
  clickActions,
  type Engine,
  inView,
  keyActions,
  killGroup,
  type Start,
  startGroup,
  type Tab,
} from './engine.ts';

/**
 * What Firefox says of a load that was cut short because the page was left, now and then: that the worker failed,
 * or that the file is another than was promised, of no bytes (`47DEQ…` is the hash of none).
 */
export const CUT_SHORT =
  /A ServiceWorker intercepted the request and encountered an unexpected error|The computed hash is “47DEQpj8HBSa/;

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
  params?: LogEntry;
}

interface LogEntry {
  type: string;
  level: string;
  text?: string | null;
}

/** Whether nothing in the page caught an error. That a font stops to load when the page is left is none. */
const isPageError = ({ type, level, text }: LogEntry): boolean =>
  type === 'javascript' && level === 'error' && !text?.startsWith('downloadable font');

/** Sends a command and resolves to its result. */
type Send = (method: string, params: object) => Promise<Record<string, unknown>>;

/** A connection over which commands go out and their answers come back. */
async function connect(address: string, onConsole: Parameters<Start>[1]): Promise<Send> {
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', () => reject(new Error(`Nothing answers at ${address}.`)));
  });
  const waiting = new Map<number, PromiseWithResolvers<Record<string, unknown>>>();
  let last = 0;
  socket.addEventListener('message', ({ data }: MessageEvent<string>) => {
    const { id, type, result, message, method, params } = JSON.parse(data) as Message;
    if (method === 'log.entryAdded' && params) onConsole(params.text ?? '', isPageError(params));
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

/** What an expression came to: an element has an id by which actions name it. */
interface Remote {
  value?: string;
  sharedId?: string;
}

function tabIn(context: string, send: Send): Tab {
  const run = async (expression: string): Promise<Remote | undefined> => {
    const target = { context };
    const answer = await send('script.evaluate', { expression, target, awaitPromise: true });
    const { result, exceptionDetails } = answer as {
      result?: Remote;
      exceptionDetails?: { text: string };
    };
    if (exceptionDetails) throw new Error(exceptionDetails.text);
    return result;
  };
  const perform = (actions: object[]) => send('input.performActions', { context, actions });
  return {
    async open(url) {
      await send('browsingContext.navigate', { context, url, wait: 'complete' });
      // Firefox answers now and then while the blank page that it began with is still in the tab.
      const isThere = `document.URL !== 'about:blank' && document.readyState === 'complete' ? 'yes' : 'no'`;
      for (let waits = 0; (await run(isThere))?.value !== 'yes'; waits++) {
        if (waits === 1000) throw new Error(`Firefox has not opened ${url} within ten seconds.`);
        await sleep(10);
      }
    },
    async reload() {
      await send('browsingContext.reload', { context, wait: 'complete' });
    },
    evaluate: async (expression) => (await run(expression))?.value,
    async click(selector) {
      const sharedId = (await run(inView(selector)))?.sharedId;
      if (sharedId === undefined) throw new Error(`The page has no ${selector}.`);
      await perform(clickActions({ type: 'element', element: { sharedId } }));
    },
    press: async (...keys) => void (await perform(keyActions(keys))),
    type: async (text) => void (await perform(keyActions(...[...text].map((key) => [key])))),
    close: async () => void (await send('browsingContext.close', { context })),
  };
}

/**
 * Starts a Firefox as `Start` says.
 * @param inEachPage runs in each page before anything of it does; it must know nothing of its file
 */
export async function startFirefox(
  profile: string,
  onConsole: Parameters<Start>[1],
  inEachPage?: () => void,
): Promise<Engine> {
  const file = await firefoxPath();
  if (file === undefined) throw new Error('There is no Firefox: install one, or set FIREFOX_PATH.');
  const child = startGroup(
    file,
    ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0'],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const kill = () => killGroup(child.pid);
  try {
    const address = await new Promise<string>((resolve, reject) => {
      const said = createInterface(child.stderr!);
      said.on('line', (line) => {
        const named = /WebDriver BiDi listening on (ws:\S+)/.exec(line)?.[1];
        if (named !== undefined) resolve(named);
      });
      said.once('close', () => reject(new Error(`${file} ended before it could be driven.`)));
    });
    const send = await connect(`${address}/session`, onConsole);
    await send('session.new', { capabilities: {} });
    await send('session.subscribe', { events: ['log.entryAdded'] });
    if (inEachPage)
      await send('script.addPreloadScript', { functionDeclaration: String(inEachPage) });
    const { contexts } = (await send('browsingContext.getTree', {})) as {
      contexts: { context: string }[];
    };
    const newTab = async (): Promise<Tab> => {
      const { context } = await send('browsingContext.create', { type: 'window' });
      return tabIn(context as string, send);
    };
    return { ...tabIn(contexts[0]!.context, send), newTab, kill } satisfies Engine;
  } catch (error) {
    await kill().catch(() => undefined);
    throw error;
  }
}
