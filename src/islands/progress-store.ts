/**
 * The one door to what a learner has said of the tasks. The truth is in IndexedDB, one record a task
 * (domain/progress/record.ts), so that two tabs never overwrite each other's tasks; a change is
 * acknowledged when its transaction has reached the disk. localStorage holds a copy of the states for
 * the first paint alone, which nothing relies on.
 *
 * Where the database cannot be had, changes stay in memory, and whoever asks learns why. They are
 * written as soon as it opens. A record that cannot be read is moved aside as it is, never deleted.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import {
  FIELDS,
  mergeRecords,
  readRecord,
  STATES,
  stateOf,
  type Field,
  type FieldName,
  type State,
  type TaskRecord,
} from '#domain/progress/record.ts';
import { nextStamp } from '#domain/progress/stamp.ts';

/** Why a change is not saved; the sentences are in the components. */
export type Trouble = 'denied' | 'full' | 'newer' | 'blocked';

/** Thrown instead of what the browser throws. */
export class NotSaved extends Error {
  constructor(readonly trouble: Trouble) {
    super(trouble);
  }
}

interface Schema extends DBSchema {
  tasks: { key: string; value: unknown };
  /** What could not be read, verbatim. */
  damaged: { key: number; value: unknown };
  /** Small facts of this device, by name. */
  facts: { key: string; value: unknown };
  /** Of questions of quizzes; answer-store.ts reads and writes it. */
  answers: { key: string; value: unknown };
}

const NAME = 'crossover-progress';
const VERSION = 2;
const MIRROR = 'crossover-ticks';
/** Milliseconds after which a database that does not open counts as blocked by another tab. */
const PATIENCE = 2000;

let opening: Promise<IDBPDatabase<Schema>> | undefined;
/** Changes that no database has taken yet, by task. */
export const unsaved = new Map<string, TaskRecord>();
/** What this tab last saw of each task: what it says without a database must be later. */
const seen = new Map<string, TaskRecord>();
let channel: BroadcastChannel | undefined;
try {
  channel = new BroadcastChannel(NAME);
} catch {
  // Firefox refuses one where it keeps nothing for the site.
}
const listeners: ((records: TaskRecord[]) => void)[] = [];
/** Names this tab in stamps. */
export const node = crypto
  .getRandomValues(new Uint32Array(1))[0]!
  .toString(36)
  .padStart(4, '0')
  .slice(-4);

function open(): Promise<IDBPDatabase<Schema>> {
  if (!opening) {
    opening = openDB<Schema>(NAME, VERSION, {
      upgrade(fresh, before, _, { done }) {
        // Where it fails, whoever opens hears of it.
        done.catch(() => undefined);
        if (before < 1) {
          fresh.createObjectStore('tasks', { keyPath: 'id' });
          fresh.createObjectStore('damaged', { autoIncrement: true });
          fresh.createObjectStore('facts');
        }
        fresh.createObjectStore('answers', { keyPath: 'id' });
      },
      // A tab with newer code waits for this one to make room.
      blocking(_, __, { target }) {
        (target as IDBDatabase).close();
        opening = undefined;
      },
      terminated: () => (opening = undefined),
    });
    // What could not be written waits in memory for the next try.
    opening.then(flush, () => (opening = undefined)).catch(() => undefined);
  }
  return opening;
}

/** The database. Whoever has waited too long is served from memory meanwhile. */
function database(): Promise<IDBPDatabase<Schema>> {
  const late = new Promise<never>((_, reject) =>
    setTimeout(() => reject(new NotSaved('blocked')), PATIENCE),
  );
  return Promise.race([open(), late]);
}

function troubleOf(error: unknown): NotSaved {
  if (error instanceof NotSaved) return error;
  const { name } = error as DOMException;
  return new NotSaved(
    name === 'VersionError' ? 'newer' : name === 'QuotaExceededError' ? 'full' : 'denied',
  );
}

/**
 * Runs work on the database, once more where the browser had closed the connection behind our back.
 * @throws NotSaved
 */
export async function on<T>(work: (opened: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
  try {
    const opened = await database();
    return await work(opened).catch(async (error: DOMException) => {
      if (error.name !== 'InvalidStateError') throw error;
      opening = undefined;
      return work(await database());
    });
  } catch (error) {
    throw troubleOf(error);
  }
}

const merged = (a: TaskRecord | undefined, b: TaskRecord | undefined) =>
  a && b ? mergeRecords(a, b) : (a ?? b);

/**
 * The records of some tasks, with what is not saved yet; tasks never touched are absent.
 * @throws NotSaved where the database cannot be read; what is in memory is `pending()`.
 */
export async function readTasks(ids: string[]): Promise<Map<string, TaskRecord>> {
  const found = await on(async (opened) => {
    const { store } = opened.transaction('tasks');
    return Promise.all(ids.map((id) => store.get(id)));
  });
  const records = new Map<string, TaskRecord>();
  ids.forEach((id, place) => {
    const record = merged(readRecord(found[place]), unsaved.get(id));
    if (record) records.set(id, record);
  });
  see(records.values());
  return records;
}

/** Every record, and how many things in their place could not be read. */
export async function readAll(): Promise<{ records: TaskRecord[]; damaged: unknown[] }> {
  return on(async (opened) => {
    const [values, aside] = await Promise.all([opened.getAll('tasks'), opened.getAll('damaged')]);
    const records = new Map<string, TaskRecord>(unsaved);
    const damaged = [...aside];
    for (const value of values) {
      const record = readRecord(value);
      if (record) records.set(record.id, merged(record, unsaved.get(record.id))!);
      else damaged.push(value);
    }
    return { records: [...records.values()], damaged };
  });
}

/** What is in memory alone. */
export function pending(): TaskRecord[] {
  return [...unsaved.values()];
}

/**
 * Puts records into the database, each made from the one that is there. Resolves when they are on the disk.
 * @param make the new record from the old one; undefined leaves it, null takes it away.
 */
export async function write(
  ids: string[],
  make: (id: string, before: TaskRecord | undefined) => TaskRecord | null | undefined,
): Promise<TaskRecord[]> {
  const written = await on(async (opened) => {
    const transaction = opened.transaction(['tasks', 'damaged'], 'readwrite', {
      durability: 'strict',
    });
    // Whatever fails inside shows as a failed transaction; its own error must not go unheard.
    const { done } = transaction;
    done.catch(() => undefined);
    const tasks = transaction.objectStore('tasks');
    const changed: TaskRecord[] = [];
    for (const id of ids) {
      const value = await tasks.get(id);
      const before = readRecord(value);
      if (value !== undefined && !before) await transaction.objectStore('damaged').add(value);
      const after = make(id, before);
      if (after === null) await tasks.delete(id);
      if (!after) continue;
      await tasks.put(after);
      changed.push(after);
    }
    await done;
    return changed;
  });
  tell(written);
  return written;
}

function see(records: Iterable<TaskRecord>): void {
  for (const record of records) seen.set(record.id, record);
}

function hear(records: TaskRecord[]): void {
  see(records);
  for (const listener of listeners) listener(records);
}

function tell(records: TaskRecord[]): void {
  mirror(records);
  hear(records);
  channel?.postMessage(records);
}

channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (Array.isArray(data)) hear(data.flatMap((value) => readRecord(value) ?? []));
});

/** Calls the listener with every record that changes, in this tab or in another one. */
export function onChange(listener: (records: TaskRecord[]) => void): void {
  listeners.push(listener);
}

/**
 * Says something new of a task.
 * @returns the record as it is on the disk.
 * @throws NotSaved when it is in memory alone.
 */
export async function changeTask(
  id: string,
  change: Partial<Record<FieldName, string>>,
): Promise<TaskRecord> {
  const now = Date.now();
  const changed = (before: TaskRecord | undefined): TaskRecord => {
    const after: TaskRecord = { ...before, id };
    for (const name of FIELDS) {
      const value = change[name];
      if (value === undefined) continue;
      const at = nextStamp(before?.[name]?.at, now, node);
      (after[name] as Field<string>) = { value, at };
    }
    return after;
  };
  const waiting = unsaved.get(id);
  try {
    const [record] = await write([id], (_, before) => changed(merged(before, waiting)));
    if (unsaved.get(id) === waiting) unsaved.delete(id);
    return record!;
  } catch (error) {
    unsaved.set(id, changed(unsaved.get(id) ?? seen.get(id)));
    throw error;
  }
}

/** Tries once more to write what is in memory. */
export async function flush(): Promise<void> {
  const waiting = [...unsaved.values()];
  if (waiting.length === 0) return;
  const theirs = new Map(waiting.map((record) => [record.id, record]));
  await write([...theirs.keys()], (id, mine) => merged(mine, theirs.get(id)));
  for (const record of waiting) if (unsaved.get(record.id) === record) unsaved.delete(record.id);
}

/** A fact of this device: when a copy was last saved, which links were remembered. */
export async function readFact(name: string): Promise<unknown> {
  return on((opened) => opened.get('facts', name));
}

/** The states for the first paint, by task: as they were when this browser last wrote or read them. */
export function firstPaint(): Map<string, State> {
  const states = new Map<string, State>();
  try {
    for (const entry of (localStorage.getItem(MIRROR) ?? '').split(' ')) {
      const [id, digit] = entry.split('=');
      const state = STATES[Number(digit || NaN)];
      if (id && state) states.set(id, state);
    }
  } catch {
    // Where storage is denied the first paint waits for the database.
  }
  return states;
}

/**
 * Brings the copy for the first paint up to date with some records.
 * @param isWhole whether these are all there are, so that others are gone.
 */
export function mirror(records: Iterable<TaskRecord>, isWhole = false): void {
  const states = isWhole ? new Map<string, State>() : firstPaint();
  for (const record of records) states.set(record.id, stateOf(record));
  const text = [...states].filter(([, state]) => state !== 'to do');
  try {
    localStorage.setItem(
      MIRROR,
      text.map(([id, state]) => `${id}=${STATES.indexOf(state)}`).join(' '),
    );
  } catch {
    // Full or denied: the next page asks the database alone.
  }
}
