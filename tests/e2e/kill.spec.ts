/**
 * A tick of which the page has said "Saved." outlives the browser's sudden death. Each trial ticks
 * tasks in a new profile, kills the browser with all its processes in the midst of it, and starts it
 * again on the same profile. (What the system has taken from the browser survives such a death: this
 * shows what was acknowledged too early, not what a power cut would lose.)
 *
 * KILL_TRIALS says how many trials Chromium gets; Firefox, where it is installed, gets half. What the
 * ticks and the kill of a trial wait for follows from the seed that is printed:
 *
 *   KILL_SEED=123 npx vitest run --project e2e tests/e2e/kill.spec.ts
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, inject, it } from 'vitest';
import { randomFrom } from '#domain/shuffle.ts';
import { startChromium } from './browser.ts';
import { type Engine, inPage, type Start } from './engine.ts';
import { firefoxPath, startFirefox } from './firefox.ts';

const { KILL_TRIALS, KILL_SEED = String(Math.trunc(Math.random() * 2 ** 31)) } = process.env;
const CHROMIUM_TRIALS = Number(KILL_TRIALS ?? 12);
const FIREFOX_TRIALS = KILL_TRIALS === undefined ? 2 : Math.ceil(CHROMIUM_TRIALS / 2);
/** Milliseconds that no trial takes, on a slow machine either. */
const LONGEST_TRIAL = 30_000;
/** Milliseconds after which the browser is killed at the latest. */
const LATEST_KILL = 3000;

const CHECKLIST = new URL('checklists/customer-empathy/', inject('siteUrl')).href;
/** A place of the site where none of its scripts runs. */
const NO_SCRIPT = new URL('robots.txt', inject('siteUrl')).href;

/** The names of the page's tasks. */
function listTasks(): string[] {
  const items = document.querySelectorAll<HTMLElement>('task-list [data-task]');
  return [...items].map((item) => item.dataset['task']!);
}

/**
 * Ticks tasks, each after its milliseconds, and writes the ticked ones to the console whenever the
 * line beneath the list says "Saved.": whoever reads that believes it of every tick in sight.
 */
function tick(waits: Record<string, number>): void {
  const list = document.querySelector('task-list')!;
  const line = list.querySelector('[role=status]')!;
  new MutationObserver(() => {
    if (!line.textContent.endsWith(' Saved.')) return;
    const ticked = list.querySelectorAll<HTMLElement>('[data-task]:has(input:checked)');
    console.info(['saved', ...[...ticked].map((item) => item.dataset['task'])].join(' '));
  }).observe(line, { childList: true, characterData: true, subtree: true });
  for (const [task, wait] of Object.entries(waits)) {
    const box = list.querySelector<HTMLInputElement>(`[data-task='${task}'] input`)!;
    setTimeout(() => box.click(), wait);
  }
}

/** Which of the tasks are not ticked when the page has had time to show all that it knows. */
async function findLost(tasks: string[]): Promise<string[]> {
  const isLost = (task: string) => !document.querySelector(`[data-task='${task}'] input:checked`);
  for (let waits = 0; waits < 50 && tasks.some(isLost); waits++)
    await new Promise((resolve) => setTimeout(resolve, 100));
  return tasks.filter(isLost);
}

interface Outcome {
  ticked: number;
  acknowledged: number;
  lost: string[];
}

/** One browser's life, its death, and what the next one finds. */
async function trial(start: Start, seed: string): Promise<Outcome> {
  const random = randomFrom(seed);
  const latest = random() * LATEST_KILL;
  // Half of the trials kill the moment so many are acknowledged, when too early a "Saved." shows best.
  const enough = random() < 0.5 ? Math.ceil(random() * 5) : Infinity;
  const profile = await mkdtemp(path.join(os.tmpdir(), 'crossover-kill-'));
  let browser: Engine | undefined;
  try {
    let acknowledged: string[] = [];
    const answer = Promise.withResolvers<void>();
    browser = await start(profile, (text) => {
      const [word, ...known] = text.split(' ');
      if (word !== 'saved') return;
      acknowledged = known;
      if (known.length >= enough) answer.resolve();
    });
    await browser.open(CHECKLIST);
    const tasks = await inPage(browser, listTasks);
    // Any tick may come so shortly before the kill that the kill falls among its writing.
    const waits = tasks.map((task) => [task, random() * latest] as const);
    await inPage(browser, tick, Object.fromEntries(waits));
    await Promise.race([sleep(latest), answer.promise]);
    const known = acknowledged;
    await browser.kill();
    browser = undefined;

    browser = await start(profile, () => undefined);
    await browser.open(NO_SCRIPT);
    // The copy for the first paint would show ticks that the database has lost.
    await browser.evaluate('localStorage.clear()');
    await browser.open(CHECKLIST);
    const lost = await inPage(browser, findLost, known);
    return { ticked: tasks.length, acknowledged: known.length, lost };
  } finally {
    await browser?.kill().catch(() => undefined);
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** Many trials, one after another; prints what they came to. */
async function expectNoLoss(name: string, start: Start, trials: number): Promise<void> {
  console.log(`${name}: seed ${KILL_SEED}, ${trials} trials`);
  const begin = performance.now();
  const sum = { ticked: 0, acknowledged: 0 };
  const lost: string[] = [];
  for (let number = 1; number <= trials; number++) {
    const outcome = await trial(start, `${KILL_SEED} ${number}`);
    sum.ticked += outcome.ticked;
    sum.acknowledged += outcome.acknowledged;
    lost.push(...outcome.lost.map((task) => `${task} in trial ${number}`));
  }
  const seconds = ((performance.now() - begin) / 1000 / trials).toFixed(1);
  console.log(
    `${name}: ${sum.acknowledged} of ${sum.ticked} ticks acknowledged before the kill, ${lost.length} lost; ${seconds} s a trial`,
  );
  expect(lost).toEqual([]);
  // Where the page acknowledges nothing, nothing can be lost.
  expect(sum.acknowledged).toBeGreaterThan(0);
}

it(
  'Chromium keeps every tick that was acknowledged before it was killed',
  () => expectNoLoss('Chromium', startChromium, CHROMIUM_TRIALS),
  CHROMIUM_TRIALS * LONGEST_TRIAL,
);

const hasFirefox = (await firefoxPath()) !== undefined;
if (!hasFirefox)
  console.log(
    'No Firefox is installed (`apt install firefox-esr`, or set FIREFOX_PATH): its kill trials are skipped.',
  );

it.skipIf(!hasFirefox)(
  'Firefox keeps every tick that was acknowledged before it was killed',
  () => expectNoLoss('Firefox', startFirefox, FIREFOX_TRIALS),
  FIREFOX_TRIALS * LONGEST_TRIAL,
);
