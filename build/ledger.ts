/**
 * Keeps src/ledger.txt, the list of every address that was ever published. Without a flag it checks
 * the ledger; with --record it adds the addresses that are new, which is a promise to keep them.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Course } from '../src/domain/course/course.ts';
import { lostAddresses, newAddresses } from '../src/domain/course/ledger.ts';
import { readCourse } from './check-content.ts';

const LEDGER = 'src/ledger.txt';

/** The addresses of the ledger, a line each; none where the file is missing. */
export function readLedger(): string[] {
  if (!existsSync(LEDGER)) return [];
  return readFileSync(LEDGER, 'utf8').split('\n').filter(Boolean);
}

/**
 * The addresses that a history added to the ledger, each with the last commit that did. Merges are
 * covered, since whatever they bring was added on one of their sides.
 * @param log what `git log -p --format=commit\ %h` prints.
 */
export function publishedIn(log: string): Map<string, string> {
  const published = new Map<string, string>();
  let commit = '';
  for (const line of log.split('\n')) {
    if (line.startsWith('commit ')) commit = line.slice('commit '.length);
    const address = line.startsWith('+/') ? line.slice(1) : undefined;
    if (address !== undefined && !published.has(address)) published.set(address, commit);
  }
  return published;
}

/**
 * The history of the ledger as git has it; undefined where there is none to hold the ledger against:
 * no git, no repository, a shallow one, or no commit with a ledger.
 * @throws Error from git where there is a history and it cannot be read.
 */
export function ledgerHistory(): string | undefined {
  const git = (...rest: string[]): string =>
    execFileSync('git', rest, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 2 ** 30,
    });
  try {
    if (git('rev-parse', '--is-shallow-repository').trim() === 'true') return undefined;
  } catch {
    return undefined;
  }
  const log = git('log', '-p', '--no-color', '--no-ext-diff', '--format=commit %h', '--', LEDGER);
  return log === '' ? undefined : log;
}

/** What is wrong with the ledger, each a sentence with its line. */
export function faultsOfLedger(
  ledger: string[],
  course: Course,
  history: string | undefined,
): string[] {
  if (ledger.length === 0) {
    return [`${LEDGER} is missing or empty. Bring it back: git checkout HEAD -- ${LEDGER}`];
  }
  const held = new Set(ledger);
  return [
    ...lostAddresses(ledger, course).map(
      ({ address, line, nearest }) =>
        `${LEDGER}:${line}  ${address} was published and leads nowhere; the nearest is ${nearest}. ` +
        `Bring it back, or list its id as "was" on its successor.`,
    ),
    ...newAddresses(ledger, course).map(
      (address) =>
        `${LEDGER}  ${address} is not in the ledger. Run npm run ledger if it is to stay for ever.`,
    ),
    ...[...publishedIn(history ?? '')]
      .filter(([address]) => !held.has(address))
      .map(
        ([address, commit]) =>
          `${LEDGER}  ${address}, published by ${commit}, was taken out of the ledger. Put the line back.`,
      ),
  ];
}

/**
 * Checks the ledger and prints what is wrong.
 * @returns whether every address ever published still opens.
 */
export function reportLedger(): boolean {
  const history = ledgerHistory();
  if (history === undefined) {
    console.log(`${LEDGER} has no history here, so deleted lines could not be looked for.`);
  }
  const ledger = readLedger();
  const faults = faultsOfLedger(ledger, readCourse('src/content'), history);
  for (const fault of faults) console.error(fault);
  if (faults.length === 0)
    console.log(`${ledger.length} addresses in the ledger, all of them open.`);
  return faults.length === 0;
}

/** Adds to the ledger the addresses that are new. */
function recordLedger(): void {
  const ledger = readLedger();
  const added = newAddresses(ledger, readCourse('src/content'));
  writeFileSync(LEDGER, `${[...ledger, ...added].sort().join('\n')}\n`);
  console.log(`${added.length} new addresses in ${LEDGER}.`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (process.argv.includes('--record')) recordLedger();
  process.exitCode = reportLedger() ? 0 : 1;
}
