/**
 * What a learner has answered, kept beside the tasks and by the same rules: an answer is acknowledged when
 * its transaction has reached the disk, one that no database takes stays in memory and is written as soon
 * as it can be, and a record that cannot be read is moved aside as it is. It loads with the first answer,
 * so that a lesson need not.
 */
import {
  answerQuestion,
  dayOf,
  dueDay,
  mergeAnswers,
  readAnswer,
  sayDay,
  type AnswerRecord,
} from '#domain/progress/answers.ts';
import { node, NotSaved, on, type Trouble } from './progress-store.ts';

/** Milliseconds between two tries to write what is in memory alone. */
const RETRY = 5000;

/** What no database has taken yet, by question. */
const unsaved = new Map<string, AnswerRecord>();
/** What this tab last saw of each question: an answer without a database must be later. */
const seen = new Map<string, AnswerRecord>();
const listeners: ((records: AnswerRecord[]) => void)[] = [];
let channel: BroadcastChannel | undefined;
try {
  channel = new BroadcastChannel('crossover-answers');
} catch {
  // Firefox refuses one where it keeps nothing for the site.
}

/** The day of the device's calendar. */
export function today(): string {
  return dayOf(Date.now(), new Date().getTimezoneOffset());
}

function hear(records: AnswerRecord[]): void {
  for (const record of records) seen.set(record.id, record);
  for (const listener of listeners) listener(records);
}

channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (Array.isArray(data)) hear(data.flatMap((value) => readAnswer(value) ?? []));
});

/** Calls the listener with every answer that comes, in this tab or in another one. */
export function onAnswer(listener: (records: AnswerRecord[]) => void): void {
  listeners.push(listener);
}

const merged = (a: AnswerRecord | undefined, b: AnswerRecord | undefined) =>
  a && b ? mergeAnswers(a, b) : (a ?? b);

/**
 * Every answer, and what stands in the place of one and cannot be read.
 * @throws NotSaved where the database cannot be read.
 */
export async function readAnswers(): Promise<{ answers: AnswerRecord[]; damaged: unknown[] }> {
  const values = await on((opened) => opened.getAll('answers'));
  const answers = new Map(unsaved);
  const damaged: unknown[] = [];
  for (const value of values) {
    const record = readAnswer(value);
    if (record) answers.set(record.id, merged(record, unsaved.get(record.id))!);
    else damaged.push(value);
  }
  for (const record of answers.values()) seen.set(record.id, record);
  return { answers: [...answers.values()], damaged };
}

/** Every answer that is known, in the memory of the page at least. */
export async function knownAnswers(): Promise<AnswerRecord[]> {
  return readAnswers().then(
    ({ answers }) => answers,
    () => [...unsaved.values()],
  );
}

/**
 * Puts answers into the database, each made from the one that is there. Resolves when they are on the disk.
 * @param make the new record from the old one; undefined takes it away.
 * @throws NotSaved
 */
export async function writeAnswers(
  ids: string[],
  make: (id: string, before: AnswerRecord | undefined) => AnswerRecord | undefined,
): Promise<AnswerRecord[]> {
  const written = await on(async (opened) => {
    const transaction = opened.transaction(['answers', 'damaged'], 'readwrite', {
      durability: 'strict',
    });
    // Whatever fails inside shows as a failed transaction; its own error must not go unheard.
    const { done } = transaction;
    done.catch(() => undefined);
    const answers = transaction.objectStore('answers');
    const changed: AnswerRecord[] = [];
    for (const id of ids) {
      const value = await answers.get(id);
      const before = readAnswer(value);
      if (value !== undefined && !before) await transaction.objectStore('damaged').add(value);
      const after = make(id, before);
      if (!after) await answers.delete(id);
      else if (after !== before) await answers.put(after);
      if (after) changed.push(after);
    }
    await done;
    return changed;
  });
  hear(written);
  channel?.postMessage(written);
  return written;
}

async function flush(): Promise<void> {
  const waiting = [...unsaved.values()];
  if (waiting.length === 0) return;
  await writeAnswers(
    waiting.map(({ id }) => id),
    (id, before) => merged(before, unsaved.get(id)),
  );
  for (const record of waiting) if (unsaved.get(record.id) === record) unsaved.delete(record.id);
}

/** Tries again until nothing is in memory alone, or until that is no use. */
function flushSoon(): void {
  setTimeout(() => {
    flush().catch((error: unknown) => {
      if (error instanceof NotSaved && error.trouble !== 'newer') flushSoon();
    });
  }, RETRY);
}

/** Forgets what is in memory alone. */
export function forgetAnswers(): void {
  unsaved.clear();
  seen.clear();
}

const SENTENCES: Record<Trouble, string> = {
  denied: 'Not kept: this browser keeps nothing for this site, so the question does not come back.',
  full: 'Not saved: this browser’s storage is full. My progress says what can go.',
  newer: 'Not saved: this tab is older than your data. Reload it.',
  blocked: 'Not saved yet. Close the other tab to continue.',
};

/** Why something is not saved, in words. */
export function sayTrouble(error: unknown): string {
  if (!(error instanceof NotSaved)) throw error;
  return SENTENCES[error.trouble];
}

/**
 * Keeps an answer.
 * @param ids the id of the question and those that it had before.
 * @returns what to tell the learner: when the question comes back, or why it is not kept.
 */
export async function keepAnswer(ids: string[], isRight: boolean): Promise<string> {
  const [id, ...old] = ids as [string, ...string[]];
  const moment = { today: today(), now: Date.now(), node };
  const waiting = unsaved.get(id);
  const answered = (before: AnswerRecord | undefined): AnswerRecord =>
    answerQuestion(id, before, isRight, moment);
  try {
    const earlier = await on((opened) =>
      Promise.all(old.map((each) => opened.get('answers', each))),
    );
    const known = [...earlier.map(readAnswer), waiting].reduce(merged, undefined);
    const [record] = await writeAnswers([id], (_, before) => answered(merged(before, known)));
    if (unsaved.get(id) === waiting) unsaved.delete(id);
    return `It comes back ${sayDay(dueDay(record!, moment.today), moment.today)}.`;
  } catch (error) {
    if (!(error instanceof NotSaved)) throw error;
    if (unsaved.size === 0 && error.trouble !== 'newer') flushSoon();
    unsaved.set(id, answered(unsaved.get(id) ?? seen.get(id)));
    hear([unsaved.get(id)!]);
    return SENTENCES[error.trouble];
  }
}
