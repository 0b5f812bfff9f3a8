/**
 * Drives WebKit through the classic WebDriver, which needs nothing but HTTP. WebKit starts on a
 * display alone, so it gets one that nobody sees.
 */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  clickActions,
  type Engine,
  inView,
  keyActions,
  killGroup,
  startGroup,
  type Tab,
} from './engine.ts';

/** Milliseconds within which the driver answers, on a slow machine too. */
const PATIENCE = 20_000;
/** Pixels of the display. */
export const WINDOW = { width: 1280, height: 800 };

/** The file of a program that is on PATH. */
export async function findOnPath(name: string): Promise<string | undefined> {
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    const place = path.join(folder, name);
    const isThere = await access(place, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return place;
  }
  return undefined;
}

/** The program files of WebKit's driver and of the display; undefined where one of them is missing. */
export async function webkitPaths(): Promise<{ driver: string; display: string } | undefined> {
  const [driver, display] = await Promise.all(['WebKitWebDriver', 'Xvfb'].map(findOnPath));
  return driver !== undefined && display !== undefined ? { driver, display } : undefined;
}

/** Starts a display on the first free number. It leaves no lock and no socket in the file system. */
export async function startDisplay(file: string): Promise<{ leader: number; name: string }> {
  const screen = `${WINDOW.width}x${WINDOW.height}x24`;
  const child = startGroup(
    file,
    ['-displayfd', '3', '-screen', '0', screen, '-nolock', '-nolisten', 'tcp', '-nolisten', 'unix'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const name = await new Promise<string>((resolve, reject) => {
    child.stdio[3]!.once('data', (number: Buffer) => resolve(`:${String(number).trim()}`));
    child.once('exit', () => reject(new Error(`${file} ended before it had a display.`)));
  });
  return { leader: child.pid, name };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Waits for the page to be whole: WebKit's driver answers when its text is there. */
const LOADED = `new Promise((resolve) => {
  if (document.readyState === 'complete') resolve();
  else addEventListener('load', () => resolve(), { once: true });
})`;

/** Sends a command and resolves to its value. */
type Send = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) => Promise<unknown>;

function connect(address: string): Send {
  return async (method, place, body) => {
    const answer = await fetch(address + place, {
      method,
      body: body ? JSON.stringify(body) : null,
    });
    const { value } = (await answer.json()) as { value: unknown };
    if (answer.ok) return value;
    const { error, message } = value as { error: string; message: string };
    throw new Error(`${error}: ${message}`);
  };
}

async function untilReady(send: Send): Promise<void> {
  const begin = performance.now();
  for (;;) {
    try {
      await send('GET', '/status');
      return;
    } catch (error) {
      if (performance.now() - begin > PATIENCE) throw error;
      await sleep(20);
    }
  }
}

/**
 * A session, in which commands go to the window that was chosen last: so they wait for each other.
 * @param send sends commands of the session
 */
function tabsOf(send: Send): { tab(handle: string): Tab; newTab(): Promise<Tab> } {
  let last: Promise<unknown> = Promise.resolve();
  let chosen = '';
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const answer = last.then(work);
    last = answer.catch(() => undefined);
    return answer;
  };
  const tab = (handle: string): Tab => {
    const inTab: Send = (method, place, body) =>
      inTurn(async () => {
        if (chosen !== handle) await send('POST', '/window', { handle });
        chosen = handle;
        return send(method, place, body);
      });
    const run = (expression: string) =>
      inTab('POST', '/execute/sync', { script: `return ${expression}`, args: [] });
    const perform = (actions: object[]) => inTab('POST', '/actions', { actions });
    return {
      async open(url) {
        await inTab('POST', '/url', { url });
        await run(LOADED);
      },
      async reload() {
        await inTab('POST', '/refresh', {});
        await run(LOADED);
      },
      evaluate: async (expression) => ((await run(expression)) as string | null) ?? undefined,
      async click(selector) {
        const element = await run(inView(selector));
        if (!element) throw new Error(`The page has no ${selector}.`);
        await perform(clickActions(element));
      },
      press: async (...keys) => void (await perform(keyActions(keys))),
      type: async (text) => void (await perform(keyActions(...[...text].map((key) => [key])))),
      close: async () => void (await inTab('DELETE', '/window')),
    };
  };
  return {
    tab,
    newTab: () =>
      inTurn(async () => {
        const { handle } = (await send('POST', '/window/new', { type: 'window' })) as {
          handle: string;
        };
        return tab(handle);
      }),
  };
}

/**
 * Starts a WebKit that keeps what its pages store as long as it runs.
 * @param profile the folder that it takes for the home of its user, where caches go
 */
export async function startWebKit(profile: string): Promise<Engine> {
  const files = await webkitPaths();
  if (!files) throw new Error('There is no WebKit: install webkit2gtk-driver and xvfb.');
  const display = await startDisplay(files.display);
  const leaders = [display.leader];
  const kill = async () => void (await Promise.all(leaders.splice(0).map(killGroup)));
  try {
    const port = await freePort();
    const driver = startGroup(files.driver, [`--port=${port}`], {
      stdio: 'ignore',
      env: {
        ...process.env,
        DISPLAY: display.name,
        WAYLAND_DISPLAY: '',
        GDK_BACKEND: 'x11',
        HOME: profile,
        TMPDIR: profile,
        XDG_CACHE_HOME: profile,
        XDG_CONFIG_HOME: profile,
        XDG_DATA_HOME: profile,
        XDG_RUNTIME_DIR: profile,
        // Neither a bus nor settings of the machine, which would start processes of their own.
        DBUS_SESSION_BUS_ADDRESS: 'disabled:',
        GSETTINGS_BACKEND: 'memory',
        NO_AT_BRIDGE: '1',
      },
    });
    leaders.push(driver.pid);
    const send = connect(`http://127.0.0.1:${port}`);
    await untilReady(send);
    const { sessionId } = (await send('POST', '/session', { capabilities: {} })) as {
      sessionId: string;
    };
    const inSession: Send = (method, place, body) =>
      send(method, `/session/${sessionId}${place}`, body);
    await inSession('POST', '/window/rect', WINDOW);
    const { tab, newTab } = tabsOf(inSession);
    return { ...tab((await inSession('GET', '/window')) as string), newTab, kill };
  } catch (error) {
    await kill().catch(() => undefined);
    throw error;
  }
}
