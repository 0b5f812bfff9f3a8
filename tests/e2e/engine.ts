/**
 * What a test does in any browser, with the mouse and the keys as WebDriver describes them, and the
 * life and death of the processes that it takes.
 */
import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** A tab in a window of its own, since a browser slows down the scripts of a tab that nobody sees. */
export interface Tab {
  /** Opens an address and waits until the page has loaded. */
  open(url: string): Promise<void>;
  /** Loads the page once more and waits until it has. */
  reload(): Promise<void>;
  /** The text, if any, to which an expression comes in the page; a promise is awaited. */
  evaluate(expression: string): Promise<string | undefined>;
  /** Clicks with the mouse on the middle of the first element that a CSS selector finds. */
  click(selector: string): Promise<void>;
  /** Presses keys (KeyboardEvent.key) one after the other, then lets all of them go. */
  press(...keys: string[]): Promise<void>;
  /** Types a text, key by key. */
  type(text: string): Promise<void>;
  /** Closes it. */
  close(): Promise<void>;
}

/** A browser of its own; what is done with it is done in its first tab. */
export interface Engine extends Tab {
  /** Another tab with the same profile. */
  newTab(): Promise<Tab>;
  /** Kills it with all its processes at once. */
  kill(): Promise<void>;
}

/**
 * Starts a browser without a window that anybody sees.
 * @param profile the folder of its profile, which it fills where it is empty
 * @param onConsole is called with each line that a page writes to the console, and with each error
 *   that nothing in the page caught; WebKit lets nobody hear them
 */
export type Start = (
  profile: string,
  onConsole: (text: string, isError: boolean) => void,
) => Promise<Engine>;

/**
 * Runs a function in a page, where nothing of its file is known, and resolves to what it returns.
 * Arguments and result travel as JSON.
 */
export async function inPage<Given extends unknown[], Result>(
  tab: Tab,
  work: (...given: Given) => Result | Promise<Result>,
  ...given: Given
): Promise<Result> {
  const list = JSON.stringify(given);
  const text = await tab.evaluate(`(async () => JSON.stringify(await (${work})(...${list})))()`);
  return (text === undefined ? undefined : JSON.parse(text)) as Result;
}

/** The names that WebDriver has for keys without a letter. */
const KEYS: Record<string, string> = {
  ArrowDown: '\uE015',
  ArrowUp: '\uE013',
  Control: '\uE009',
  Enter: '\uE007',
  Escape: '\uE00C',
};

/** The actions of WebDriver for keys, each list of which is held down at once. */
export function keyActions(...chords: string[][]): object[] {
  const actions = chords.flatMap((chord) => {
    const values = chord.map((key) => KEYS[key] ?? key);
    return [
      ...values.map((value) => ({ type: 'keyDown', value })),
      ...values.toReversed().map((value) => ({ type: 'keyUp', value })),
    ];
  });
  return [{ type: 'key', id: 'keys', actions }];
}

/** The actions of WebDriver for a click on the middle of an element. */
export function clickActions(origin: unknown): object[] {
  const actions = [
    { type: 'pointerMove', origin, x: 0, y: 0 },
    { type: 'pointerDown', button: 0 },
    { type: 'pointerUp', button: 0 },
  ];
  return [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }];
}

/** The expression that comes to the first element that a selector finds, brought into view. */
export function inView(selector: string): string {
  return `(() => {
    const found = document.querySelector(${JSON.stringify(selector)});
    found?.scrollIntoView({ block: 'center', behavior: 'instant' });
    return found;
  })()`;
}

/**
 * Kills a process and its whole group at once, so that none of them can write anything more, and
 * waits until it is gone.
 */
export async function killGroup(leader: number): Promise<void> {
  running.delete(leader);
  // Windows knows no groups; there the browser's other processes end when the first has.
  process.kill(process.platform === 'win32' ? leader : -leader, 'SIGKILL');
  for (let waits = 0; waits < 500; waits++) {
    try {
      process.kill(leader, 0);
    } catch {
      return;
    }
    await sleep(10);
  }
  throw new Error(`The process ${leader} lives on five seconds after SIGKILL.`);
}

/** The leaders of the groups that run. A group of its own outlives Ctrl-C, unless it is ended too. */
const running = new Set<number>();

/** Starts a program that leads a group of its own, which `killGroup` ends as a whole. */
export function startGroup(
  file: string,
  parameters: string[],
  options: SpawnOptions,
): ChildProcess & { pid: number } {
  const child = spawn(file, parameters, { ...options, detached: true });
  if (child.pid === undefined) throw new Error(`${file} does not start.`);
  running.add(child.pid);
  return child as ChildProcess & { pid: number };
}

function endAll(): void {
  for (const leader of running) void killGroup(leader).catch(() => undefined);
}

process.once('exit', endAll);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => {
    endAll();
    process.kill(process.pid, signal);
  });
