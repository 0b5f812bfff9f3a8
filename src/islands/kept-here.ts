/**
 * What this site keeps in the browser, said in a list, with a button for what can go to make room. It
 * loads on the page of one's own progress, and beside a list of tasks where the browser keeps no more or
 * may soon forget.
 */
import type { TaskRecord } from '#domain/progress/record.ts';
import { timeOf } from '#domain/progress/stamp.ts';
import { knownAnswers, readAnswers } from './answer-store.ts';
import { download, saveFile, writeFact } from './progress-copies.ts';
import { on, pending, readAll, readFact } from './progress-store.ts';

/** Milliseconds after which a copy counts as old where the browser may clear what it keeps: five days. */
const OLD = 5 * 86_400_000;

/** A kind of thing that is kept, and how it goes. */
interface Kept {
  what: string;
  /** What the button says, and what it does; the list is printed anew after it. */
  free?: [label: string, work: () => unknown];
}

/**
 * Where the search keeps its queries. Said here once more: a module that both import would be a file of
 * its own, for which the first search would wait a round trip longer.
 */
const SEARCHES = 'crossover-searches';

let isDownloaded = false;

function searches(): number {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(SEARCHES) ?? '[]');
    return Array.isArray(kept) ? kept.length : 0;
  } catch {
    return 0;
  }
}

const counted = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

async function keptHere(): Promise<Kept[]> {
  const [{ records, damaged }, { answers }, remembered] = await Promise.all([
    readAll(),
    readAnswers(),
    readFact('remembered'),
  ]);
  const letters = records.reduce((sum, { note }) => sum + (note?.value.length ?? 0), 0);
  const links = Array.isArray(remembered) ? remembered.length : 0;
  const found: Kept[] = [
    { what: `${counted(records.length, 'task', 'tasks')} with what you said` },
  ];
  if (letters > 0) {
    found.push({
      what: `notes of ${counted(letters, 'letter', 'letters')}; shorten them where the tasks are`,
    });
  }
  if (answers.length > 0) {
    found.push({ what: `${counted(answers.length, 'answer', 'answers')} to questions of quizzes` });
  }
  if (links > 0) {
    found.push({
      what: `${counted(links, 'link of somebody else', 'links of others')}, remembered`,
      free: ['Forget them', () => writeFact('remembered', [])],
    });
  }
  if (searches() > 0) {
    found.push({
      what: counted(searches(), 'recent search', 'recent searches'),
      free: ['Clear them', () => localStorage.removeItem(SEARCHES)],
    });
  }
  if (damaged.length > 0) {
    const free: Kept['free'] = isDownloaded
      ? ['Remove them', () => on((opened) => opened.clear('damaged'))]
      : ['Download them, to remove them next', () => saveDamaged(damaged)];
    found.push({ what: counted(damaged.length, 'damaged record', 'damaged records'), free });
  }
  return found;
}

/** Hands over what could not be read, as it is. */
export function saveDamaged(damaged: unknown[]): void {
  download('crossover-damaged.json', JSON.stringify(damaged, null, 2));
  isDownloaded = true;
}

/** Hands over a copy of all that is known, also of what is in the memory of the page alone. */
export async function saveRecords(): Promise<void> {
  const records = await readAll().then(
    (all) => all.records,
    () => pending(),
  );
  saveFile(records, () => undefined, await knownAnswers());
}

/** Whether the last copy, or else the first tick, is so old that a reader should hear of it. */
export async function isCopyOld(records: Iterable<TaskRecord>): Promise<boolean> {
  const [first] = [...records].flatMap(({ state }) => state?.at ?? []).sort();
  if (first === undefined) return false;
  const copied = await readFact('copied');
  return Date.now() - (typeof copied === 'number' ? copied : timeOf(first)) >= OLD;
}

/** How much the browser says is used, ", 12 kB of 10.7 GB"; nothing where it does not say. */
async function saySize(): Promise<string> {
  const { usage, quota } = (await navigator.storage?.estimate?.().catch(() => undefined)) ?? {};
  if (usage === undefined || quota === undefined) return '';
  const kilobytes = Math.ceil(usage / 1000).toLocaleString('en');
  const allowed = quota < 1e9 ? `${Math.round(quota / 1e6)} MB` : `${(quota / 1e9).toFixed(1)} GB`;
  return `, about ${kilobytes} kB of the ${allowed} that the browser allows`;
}

/** Prints the list into a box, once more after each button. Where the store is denied it says so. */
export async function showKept(box: HTMLElement): Promise<void> {
  const sentence = document.createElement('p');
  const list = document.createElement('ul');
  const advice = document.createElement('p');
  try {
    const kept = await keptHere();
    sentence.textContent = `This site keeps here${await saySize()}:`;
    if (!kept.some(({ free }) => free)) {
      advice.textContent =
        'Nothing of it can go without losing what you wrote. Room can be made in the settings of the browser.';
    }
    for (const { what, free } of kept) {
      const item = document.createElement('li');
      item.append(`${what} `);
      if (free) {
        const button = document.createElement('button');
        button.type = 'button';
        button.textContent = free[0];
        button.addEventListener('click', async () => {
          await free[1]();
          await showKept(box);
          (box.querySelector('button') ?? box).focus();
        });
        item.append(button);
      }
      list.append(item);
    }
  } catch {
    sentence.textContent = `This browser keeps nothing for this site. ${counted(pending().length, 'task is', 'tasks are')} in the memory of this page alone.`;
  }
  box.replaceChildren(sentence, list, advice);
  box.hidden = false;
}
