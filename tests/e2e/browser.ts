/**
 * Finds a Chromium on any machine and starts it: the one that CHROME_PATH names, else one that is
 * installed, else (on Linux) the one inside the npm package @sparticuz/chromium, which needs
 * nothing of the machine but its C library.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import {
  access,
  constants,
  mkdir,
  mkdtemp,
  readFile,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import {
  type Browser,
  type BrowserContext,
  type BrowserServer,
  chromium,
  type LaunchOptions,
  type Page,
} from 'playwright-core';
import { killGroup, type Start, type Tab } from './engine.ts';

const run = promisify(execFile);

/** Names on PATH under which Linux distributions install Chromium and Chrome. */
const LINUX_NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** Chromium without the windows that nobody sees: a page opens there in a quarter of the time. */
const SHELL = '/usr/bin/chromium-headless-shell';

/** Where macOS keeps them, under / and under the home folder. */
const MAC_APPLICATIONS = [
  'Applications/Chromium.app/Contents/MacOS/Chromium',
  'Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Where Windows keeps them, under each of the program folders. */
const WINDOWS_PROGRAMS = [
  'Chromium/Application/chrome.exe',
  'Google/Chrome/Application/chrome.exe',
];

/** Every place in which this platform may have a browser installed, the likeliest first. */
function installedPlaces(): string[] {
  const { env } = process;
  const under = (folders: (string | undefined)[], names: string[]): string[] =>
    folders.flatMap((folder) => (folder ? names.map((name) => path.join(folder, name)) : []));
  if (process.platform === 'darwin') return under(['/', os.homedir()], MAC_APPLICATIONS);
  if (process.platform === 'win32') {
    const folders = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']];
    return under(folders, WINDOWS_PROGRAMS);
  }
  return under(
    [...(env['PATH'] ?? '').split(path.delimiter), '/usr/bin', '/snap/bin'],
    LINUX_NAMES,
  );
}

/** Whether a browser stands at this place and starts. */
export async function starts(place: string): Promise<boolean> {
  try {
    await access(place, constants.X_OK);
    // Ubuntu installs a chromium-browser that only says where to get one. On Windows, --version
    // opens a window instead of answering.
    if (process.platform !== 'win32') await run(place, ['--version'], { timeout: 30_000 });
    return true;
  } catch {
    return false;
  }
}

/** Inflates archives with the package's own function, in a process of its own. */
const INFLATE = `
  const [module, ...archives] = process.argv.slice(1);
  const { inflate } = await import(module);
  await Promise.all(archives.map((archive) => inflate(archive)));
`;

/**
 * Starts the packaged Chromium with the libraries that are packaged with it (a machine that never
 * had a browser lacks libnss3), and with the packaged font where the machine has no fonts at all.
 */
const LAUNCHER = `#!/bin/sh
here="\${0%/*}"
export LD_LIBRARY_PATH="$here/al2023/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
[ -e /etc/fonts/fonts.conf ] || export FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/chromium" "$@"
`;

const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

/**
 * The packaged Chromium, inflated on first use into node_modules/.cache (3 seconds, 220 MB).
 *
 * The package itself would inflate into the folder for temporary files under fixed names, where
 * somebody else's file may stand already and where a second run may find half of one. So it gets a
 * new folder as its TMPDIR, and that folder gets its lasting name when it is complete.
 */
async function packagedChromium(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  let module: string;
  try {
    module = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  } catch {
    return undefined;
  }
  const root = path.resolve(module, '../..');
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  const cache = path.resolve(import.meta.dirname, '../../node_modules/.cache');
  const folder = path.join(cache, `chromium-${version}`);
  const launcher = path.join(folder, 'launch');
  if (existsSync(launcher)) return launcher;

  await mkdir(cache, { recursive: true });
  const staging = await mkdtemp(`${folder}-`);
  try {
    const archives = ['chromium.br', 'al2023.tar.br', 'fonts.tar.br', 'swiftshader.tar.br'].map(
      (name) => path.join(root, 'bin', name),
    );
    await run(
      process.execPath,
      ['--input-type=module', '--eval', INFLATE, pathToFileURL(module).href, ...archives],
      { env: { ...process.env, TMPDIR: staging } },
    );
    await writeFile(path.join(staging, 'fonts.conf'), FONTS);
    await writeFile(path.join(staging, 'launch'), LAUNCHER, { mode: 0o755 });
    await rename(staging, folder);
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    // Another run may have been first with the name.
    if (!existsSync(launcher)) throw error;
  }
  return launcher;
}

async function find(): Promise<string> {
  const { CHROME_PATH } = process.env;
  if (CHROME_PATH) {
    if (await starts(CHROME_PATH)) return CHROME_PATH;
    throw new Error(
      `CHROME_PATH is ${CHROME_PATH}, where no browser starts: name the program file of a Chromium or Chrome, or unset it.`,
    );
  }
  for (const place of installedPlaces()) {
    if (await starts(place)) return place;
  }
  const packaged = await packagedChromium();
  if (packaged && (await starts(packaged))) return packaged;
  throw new Error(
    'No Chromium or Chrome starts on this machine: install one (https://www.google.com/chrome, or `apt install chromium`), or set CHROME_PATH to its program file.',
  );
}

let found: Promise<string> | undefined;

/**
 * The program file of a Chromium or Chrome that starts on this machine. Rejects with one sentence
 * that says how to get one where there is none. It looks once in the life of a process.
 */
export function chromiumPath(): Promise<string> {
  return (found ??= find());
}

function launchOptions(executablePath: string): LaunchOptions {
  return {
    executablePath,
    args: [
      // Chromium's sandbox does not start as root, nor in most containers.
      '--no-sandbox',
      // Nothing but the tests' own requests leaves the browser.
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-quic',
      '--disable-sync',
      '--no-first-run',
    ],
  };
}

/**
 * Starts a browser that other processes share through `connectBrowser(server.wsEndpoint())`: the one
 * without windows, where there is one and CHROME_PATH names no other.
 */
export async function launchBrowserServer(): Promise<BrowserServer> {
  const hasShell = process.env['CHROME_PATH'] === undefined && (await starts(SHELL));
  const options = launchOptions(hasShell ? SHELL : await chromiumPath());
  return chromium.launchServer({ ...options, host: '127.0.0.1' });
}

/** Starts a browser as readers have it: one with windows asks for the icon of a page, too. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch(launchOptions(await chromiumPath()));
}

/** A browser of its own with the settings that a profile's folder holds. */
export async function launchBrowserWithProfile(profile: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, launchOptions(await chromiumPath()));
}

/** The id of a browser's first process, which leads the group of all its others. */
async function processOf(context: BrowserContext): Promise<number> {
  const session = await context.browser()!.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return processInfo.find(({ type }) => type === 'browser')!.id;
}

/** Chromium, driven like the other engines. */
export const startChromium: Start = async (profile, onConsole) => {
  const context = await launchBrowserWithProfile(profile);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const leader = await processOf(context);
  const tab = (page: Page): Tab => {
    page.on('console', (message) => onConsole(message.text(), false));
    page.on('pageerror', (error) => onConsole(error.message, true));
    return {
      open: async (url) => void (await page.goto(url)),
      reload: async () => void (await page.reload()),
      evaluate: (expression) => page.evaluate<string | undefined>(expression),
      click: (selector) => page.locator(selector).first().click(),
      press: (...keys) => page.keyboard.press(keys.join('+')),
      type: (text) => page.keyboard.type(text),
      close: () => page.close(),
    };
  };
  return {
    ...tab(context.pages()[0] ?? (await context.newPage())),
    newTab: async () => tab(await context.newPage()),
    async kill() {
      const closed = context.waitForEvent('close');
      await killGroup(leader);
      await closed;
    },
  };
};

/**
 * A connection to a shared browser: of several, to the one for this worker of vitest. Its `close()` closes
 * the pages opened through it, not the browser. Contexts are without service workers, unless they ask for
 * them: each would fetch the whole site.
 */
export async function connectBrowser(...endpoints: string[]): Promise<Browser> {
  const worker = Number(process.env['VITEST_POOL_ID'] ?? 1);
  const browser = await chromium.connect(endpoints[(worker - 1) % endpoints.length]!);
  const newContext = browser.newContext.bind(browser);
  browser.newContext = (options) => newContext({ serviceWorkers: 'block', ...options });
  return browser;
}
