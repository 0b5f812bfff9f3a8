/**
 * Progress as a file: readable JSON with a version, which a person can look through and a later version
 * of the site can read. It holds the notes, so it is for the learner and not for a link.
 *
 * Answers to quizzes came later, as a key of version 1 that a file may lack: an older page reads the
 * tasks of a newer file as before, and leaves the answers in it. A second version would make it refuse all.
 */
import { byteLength } from '../course/card.ts';
import { mergeAnswers, readAnswer, type AnswerRecord } from './answers.ts';
import {
  FIELDS,
  mergeRecords,
  readRecord,
  stateOf,
  type Field,
  type State,
  type TaskRecord,
} from './record.ts';
import { isFurther } from './link.ts';
import { moveStamp, nextStamp, timeOf, type Stamp } from './stamp.ts';

const VERSION = 1;
/** How far the clock of another device may be ahead, in milliseconds: five minutes. */
const LEAD = 300_000;
/** The largest file that is read: a mebibyte, more than the course with the longest note on each task. */
export const BACKUP_BYTES = 1_048_576;

/**
 * The records of tasks and of answers as the text of a file.
 * @param made the day and time, as ISO 8601.
 * @param titleOf the words of a task, for people who read the file; a restore does not read them.
 */
export function writeBackup(
  records: readonly TaskRecord[],
  made: string,
  titleOf: (id: string) => string | undefined,
  answers: readonly AnswerRecord[] = [],
): string {
  const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);
  const tasks = records
    .toSorted(byId)
    .map(({ id, ...fields }) => ({ id, task: titleOf(id), ...fields }));
  const data = {
    crossover: 'progress',
    version: VERSION,
    made,
    tasks,
    ...(answers.length > 0 && { answers: answers.toSorted(byId) }),
  };
  return `${JSON.stringify(data, null, 2)}\n`;
}

/**
 * A stamp from elsewhere as it counts here: one from the future becomes one of five minutes from now,
 * so that a clock gone wrong does not win for years.
 */
export function clampStamp(stamp: Stamp, now: number): Stamp {
  const latest = Math.max(Math.trunc(now) || 0, 0) + LEAD;
  return timeOf(stamp) <= latest ? stamp : moveStamp(stamp, latest);
}

/** A record from elsewhere, its stamps from the future brought back. */
export function clampRecord(record: TaskRecord, now: number): TaskRecord {
  if (FIELDS.every((name) => !record[name] || clampStamp(record[name].at, now) === record[name].at))
    return record;
  const clamped: TaskRecord = { id: record.id };
  for (const name of FIELDS) {
    const field = record[name];
    if (field)
      (clamped[name] as Field<unknown>) = { value: field.value, at: clampStamp(field.at, now) };
  }
  return clamped;
}

/** The stamp of the last change of a record. */
export function lastChange(record: TaskRecord): Stamp | undefined {
  return FIELDS.flatMap((name) => record[name]?.at ?? [])
    .sort()
    .at(-1);
}

/** What a file comes to: the records in it and how many entries could not be read, or why it is refused. */
export type ReadBackup =
  | {
      kind: 'backup';
      records: TaskRecord[];
      /** Absent in a file without any. */
      answers?: AnswerRecord[];
      damaged: number;
    }
  | { kind: 'refused'; why: string };

const refused = (why: string): ReadBackup => ({ kind: 'refused', why });

/** The sentence about a file that is too large; undefined where the size is right. */
export function faultOfSize(bytes: number): string | undefined {
  if (bytes <= BACKUP_BYTES) return undefined;
  const kilobytes = Math.ceil(bytes / 1024).toLocaleString('en');
  return `The file has ${kilobytes} kB, and a copy of progress has at most 1,024. Nothing was changed.`;
}

/**
 * Reads the text of a file. It never throws, whatever the text is.
 * @param now milliseconds since 1970: stamps from the future are brought back.
 */
export function readBackup(text: string, now: number): ReadBackup {
  // A text has at least as many bytes as characters; those of a huge one are not counted.
  const tooLarge = faultOfSize(text.length > BACKUP_BYTES ? text.length : byteLength(text));
  if (tooLarge !== undefined) return refused(tooLarge);
  let data: unknown;
  try {
    data = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return refused('This is not a copy of progress, or it is cut off. Nothing was changed.');
  }
  if (data === null || typeof data !== 'object' || Array.isArray(data)) {
    return refused('This file is not a copy of progress from this site. Nothing was changed.');
  }
  const own = new Map<string, unknown>(Object.entries(data));
  if (own.get('crossover') !== 'progress') {
    return refused('This file is not a copy of progress from this site. Nothing was changed.');
  }
  const [version, tasks] = [own.get('version'), own.get('tasks')];
  if (typeof version === 'number' && version > VERSION) {
    return refused(
      'A newer version of this site made the file. Reload the page, then open it again. Nothing was changed.',
    );
  }
  if (version !== VERSION || !Array.isArray(tasks)) {
    return refused('The file is damaged: its list of tasks is missing. Nothing was changed.');
  }
  // Nothing in a file was said after it was made, so that an old file read again wins no second time.
  const said = own.get('made');
  const made = typeof said === 'string' ? Date.parse(said) : NaN;
  const written = Number.isNaN(made) ? now : Math.min(made, now);
  const records = new Map<string, TaskRecord>();
  let damaged = 0;
  for (const value of tasks as unknown[]) {
    const record = readRecord(value);
    if (!record) {
      damaged++;
      continue;
    }
    const clamped = clampRecord(record, written);
    const twin = records.get(record.id);
    records.set(record.id, twin ? mergeRecords(twin, clamped) : clamped);
  }
  const answers = new Map<string, AnswerRecord>();
  const answered = own.get('answers') ?? [];
  for (const value of Array.isArray(answered) ? (answered as unknown[]) : [answered]) {
    const record = readAnswer(value);
    if (!record) {
      damaged++;
      continue;
    }
    const clamped = { ...record, at: clampStamp(record.at, written) };
    const twin = answers.get(record.id);
    answers.set(record.id, twin ? mergeAnswers(twin, clamped) : clamped);
  }
  return {
    kind: 'backup',
    records: [...records.values()],
    ...(answers.size > 0 && { answers: [...answers.values()] }),
    damaged,
  };
}

/** What a merge would do, counted in tasks, or in answers. */
export interface Preview {
  /** Of which nothing was known here. */
  added: number;
  /** Of which the copy says something later. */
  changed: number;
  /** Of which something later is said here, and holds. */
  newerHere: number;
  /** That this version of the course does not have; they are kept all the same. */
  unknown: number;
  same: number;
}

const isEqual = (a: TaskRecord, b: TaskRecord): boolean =>
  FIELDS.every((name) => a[name]?.at === b[name]?.at && a[name]?.value === b[name]?.value);

function countMerge<Kept extends { id: string }>(
  mine: ReadonlyMap<string, Kept>,
  theirs: readonly Kept[],
  isKnown: (id: string) => boolean,
  isSame: (a: Kept, b: Kept) => boolean,
  merge: (a: Kept, b: Kept) => Kept,
): Preview {
  const preview: Preview = { added: 0, changed: 0, newerHere: 0, unknown: 0, same: 0 };
  for (const record of theirs) {
    const here = mine.get(record.id);
    if (here && isSame(here, record)) preview.same++;
    else if (!isKnown(record.id)) preview.unknown++;
    else if (!here) preview.added++;
    else if (isSame(merge(here, record), here)) preview.newerHere++;
    else preview.changed++;
  }
  return preview;
}

/**
 * Counts what merging would do.
 * @param isKnown whether the course has, or had, a task with an id.
 */
export function previewMerge(
  mine: ReadonlyMap<string, TaskRecord>,
  theirs: readonly TaskRecord[],
  isKnown: (id: string) => boolean,
): Preview {
  return countMerge(mine, theirs, isKnown, isEqual, mergeRecords);
}

/** Counts what merging answers would do. Those to questions that the course does not have are kept too. */
export function previewAnswers(
  mine: ReadonlyMap<string, AnswerRecord>,
  theirs: readonly AnswerRecord[],
): Preview {
  const isSame = (a: AnswerRecord, b: AnswerRecord): boolean =>
    a.at === b.at && a.day === b.day && a.inARow === b.inARow;
  return countMerge(mine, theirs, () => true, isSame, mergeAnswers);
}

/** The counts in words: "12 added, 3 newer here, 2 unknown kept". */
export function sayPreview({ added, changed, newerHere, unknown, same }: Preview): string {
  const said = [
    [added, 'added'],
    [changed, 'changed'],
    [newerHere, 'newer here'],
    [unknown, 'unknown kept'],
    [same, 'the same'],
  ] as const;
  const words = said.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  return words.length > 0 ? words.join(', ') : 'nothing in it';
}

/**
 * The record after a merge is undone: each field as it was, unless it was said anew since.
 * @param merged the record as the merge left it.
 */
export function undoMerge(current: TaskRecord, before: TaskRecord, merged: TaskRecord): TaskRecord {
  const undone: TaskRecord = { id: current.id };
  for (const name of FIELDS) {
    const isAsMerged = current[name]?.at === merged[name]?.at;
    const field = isAsMerged ? before[name] : current[name];
    if (field) (undone[name] as typeof field) = field;
  }
  return undone;
}

/**
 * The states of a link as records to merge: those that are further along than the ones here.
 * @param states the state of each task, in the order of `ids`.
 * @param ids the ids that tasks have today, in the order of the ordinals.
 */
export function recordsOfStates(
  states: readonly State[],
  ids: readonly string[],
  mine: ReadonlyMap<string, TaskRecord>,
  now: number,
): TaskRecord[] {
  // Two tasks of an old link may be one by now: the one further along speaks for it.
  const furthest = new Map<string, State>();
  ids.forEach((id, place) => {
    const theirs = states[place] ?? 'to do';
    if (isFurther(theirs, furthest.get(id) ?? 'to do')) furthest.set(id, theirs);
  });
  return [...furthest].flatMap(([id, theirs]) => {
    const here = mine.get(id);
    if (!isFurther(theirs, stateOf(here))) return [];
    return [{ id, state: { value: theirs, at: nextStamp(here?.state?.at, now, 'link') } }];
  });
}
