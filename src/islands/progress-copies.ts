/** What is seldom done with the store: a copy as a file, what was merged taken back, all of it deleted. */
import { mergeAnswers, undoAnswer, type AnswerRecord } from '#domain/progress/answers.ts';
import { writeBackup } from '#domain/progress/backup.ts';
import { FIELDS, mergeRecords, type TaskRecord } from '#domain/progress/record.ts';
import { forgetAnswers, writeAnswers } from './answer-store.ts';
import { on, unsaved, write } from './progress-store.ts';

/** Merges records from a copy or a link into those that are here. Returns them as they were before. */
export async function mergeIn(records: TaskRecord[]): Promise<TaskRecord[]> {
  const theirs = new Map(records.map((record) => [record.id, record]));
  const before: TaskRecord[] = [];
  await write([...theirs.keys()], (id, mine) => {
    before.push(mine ?? { id });
    return mine ? mergeRecords(mine, theirs.get(id)!) : theirs.get(id);
  });
  return before;
}

/** Puts records in the place of those that are here; one without fields is taken away. */
export async function putBack(records: TaskRecord[]): Promise<void> {
  const back = new Map(records.map((record) => [record.id, record]));
  await write([...back.keys()], (id) => {
    const record = back.get(id)!;
    return FIELDS.some((name) => record[name]) ? record : null;
  });
}

/** Merges answers from a copy into those that are here. Returns a way to take that back. */
export async function mergeAnswersIn(answers: AnswerRecord[]): Promise<() => Promise<unknown>> {
  const theirs = new Map(answers.map((answer) => [answer.id, answer]));
  const before = new Map<string, AnswerRecord>();
  const written = await writeAnswers([...theirs.keys()], (id, mine) => {
    if (mine) before.set(id, mine);
    return mine ? mergeAnswers(mine, theirs.get(id)!) : theirs.get(id);
  });
  const merged = new Map(written.map((answer) => [answer.id, answer]));
  return () =>
    writeAnswers(
      [...merged.keys()],
      (id, current) => current && undoAnswer(current, before.get(id), merged.get(id)!),
    );
}

/** Keeps a fact of this device. */
export async function writeFact(name: string, value: unknown): Promise<void> {
  await on(async (opened) => {
    const transaction = opened.transaction('facts', 'readwrite', { durability: 'strict' });
    await transaction.store.put(value, name);
    await transaction.done;
  });
}

/** Hands the reader a file. */
export function download(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/**
 * Hands the reader a copy of records and answers as a file.
 * @param titleOf the words of a task, for people who read the file.
 */
export function saveFile(
  records: readonly TaskRecord[],
  titleOf: (id: string) => string | undefined,
  answers: readonly AnswerRecord[],
): void {
  const made = new Date().toISOString();
  const text = writeBackup(records, made, titleOf, answers);
  download(`crossover-progress-${made.slice(0, 10)}.json`, text);
}

/** Deletes all that this site keeps of progress, in the database and beside it. */
export async function deleteAll(): Promise<void> {
  unsaved.clear();
  forgetAnswers();
  await on(async (opened) => {
    const names = ['tasks', 'damaged', 'facts', 'answers'] as const;
    const transaction = opened.transaction(names, 'readwrite');
    await Promise.all([
      ...names.map((name) => transaction.objectStore(name).clear()),
      transaction.done,
    ]);
  });
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith('crossover-')) localStorage.removeItem(key);
    }
  } catch {
    // Where storage is denied there is no copy.
  }
}
