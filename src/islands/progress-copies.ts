/** What only the page of one's own progress does with the store. */
import { FIELDS, type TaskRecord } from '#domain/progress/record.ts';
import { on, unsaved, write } from './progress-store.ts';

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
