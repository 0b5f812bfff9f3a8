/** What is seldom done with the store: a copy as a file, what was merged taken back, all of it deleted. */
import { writeBackup } from '#domain/progress/backup.ts';
import { FIELDS, mergeRecords, type TaskRecord } from '#domain/progress/record.ts';
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
 * Hands the reader a copy of records as a file.
 * @param titleOf the words of a task, for people who read the file.
 */
export function saveFile(
  records: readonly TaskRecord[],
  titleOf: (id: string) => string | undefined,
): void {
  const made = new Date().toISOString();
  download(`crossover-progress-${made.slice(0, 10)}.json`, writeBackup(records, made, titleOf));
}

/** Deletes all that this site keeps of progress, in the database and beside it. */
export async function deleteAll(): Promise<void> {
  unsaved.clear();
  await on(async (opened) => {
    const transaction = opened.transaction(['tasks', 'damaged', 'facts'], 'readwrite');
    await Promise.all([
      ...(['tasks', 'damaged', 'facts'] as const).map((name) =>
        transaction.objectStore(name).clear(),
      ),
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
