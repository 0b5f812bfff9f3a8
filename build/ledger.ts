/**
 * Keeps src/ledger.txt, the list of every address that was ever published, and src/task-ordinals.txt,
 * the list of tasks by which links of progress name them. Without a flag it checks both; with --record
 * it adds what is new, which is a promise to keep it.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Course } from '../src/domain/course/course.ts';
import { lostAddresses, newAddresses } from '../src/domain/course/ledger.ts';
import { extendOrdinals, faultsOfOrdinals } from '../src/domain/progress/tasks.ts';
import { readCourse } from './check-content.ts';

const ORDINALS = 'src/task-ordinals.txt';
const LEDGER = 'src/ledger.txt';

const linesOf = (text: string): string[] => text.split('\n').filter(Boolean);
const readLines = (file: string): string[] =>
  existsSync(file) ? linesOf(readFileSync(file, 'utf8')) : [];

/** The addresses of the ledger, a line each; none where the file is missing. */
export function readLedger(): string[] {
  return readLines(LEDGER);
}

/** The ids of the tasks in the order in which links of progress name them. */
export function readOrdinals(): string[] {
  return readLines(ORDINALS);
}

/** The list of ordinals as git has it; empty where git has none. */
function publishedOrdinals(): string[] {
  try {
    return linesOf(
      execFileSync('git', ['show', `HEAD:${ORDINALS}`], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    );
  } catch {
    return [];
  }
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
  const course = readCourse('src/content');
  const faults = [
    ...faultsOfLedger(ledger, course, history),
    ...faultsOfOrdinals(readOrdinals(), course, publishedOrdinals()).map(
      (fault) => `${ORDINALS}  ${fault}`,
    ),
  ];
  for (const fault of faults) console.error(fault);
  if (faults.length === 0)
    console.log(`${ledger.length} addresses in the ledger, all of them open.`);
  return faults.length === 0;
}

/** Adds to the ledger the addresses that are new. */
function recordLedger(): void {
  const ledger = readLedger();
  const course = readCourse('src/content');
  const added = newAddresses(ledger, course);
  writeFileSync(LEDGER, `${[...ledger, ...added].sort().join('\n')}\n`);
  console.log(`${added.length} new addresses in ${LEDGER}.`);
  writeFileSync(ORDINALS, `${extendOrdinals(readOrdinals(), course).join('\n')}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (process.argv.includes('--record')) recordLedger();
  process.exitCode = reportLedger() ? 0 : 1;
}
