/**
 * What a learner has said of one task. Each field carries the stamp of its last change, so that two
 * records of the same task merge field by field, and whichever was said later holds:
 *
 *   { id: 'start-inside/manager-talk',
 *     state: { value: 'done', at: '0mh3k2…' },
 *     note: { value: 'Thursday at ten', at: '0mh3k9…' } }
 *
 * The id is that of the checklist and the task, which never change. A task that is gone from the
 * course keeps its record.
 */
import { ID_PATTERN } from '../course/id.ts';
import { isStamp, type Stamp } from './stamp.ts';

/** How far a task is. The place in the list is its digit in a link, so the list never changes. */
export const STATES = ['to do', 'doing', 'done', 'stuck', 'skipped'] as const;
export type State = (typeof STATES)[number];

/** A value and when it was said. */
export interface Field<T> {
  value: T;
  at: Stamp;
}

/** What is known of a task. A field that was never touched is absent. */
export interface TaskRecord {
  id: string;
  state?: Field<State>;
  /** For the learner alone: it travels in a file, and never in a link. */
  note?: Field<string>;
  /** The address of what shows that the task is done. */
  evidence?: Field<string>;
}

/** The fields of a record. */
export const FIELDS = ['state', 'note', 'evidence'] as const;
export type FieldName = (typeof FIELDS)[number];

/** Characters. With them a file of all tasks stays below the size that is read. */
export const NOTE_LENGTH = 1000;
export const EVIDENCE_LENGTH = 500;

const TASK_ID = new RegExp(`${ID_PATTERN.source.slice(0, -1)}/${ID_PATTERN.source.slice(1)}`);

/** Whether a text is the id of a task: those of its checklist and of the task, with a slash between. */
export function isTaskId(text: unknown): text is string {
  return typeof text === 'string' && text.length <= 200 && TASK_ID.test(text);
}

/** Whether a text can be opened as a link to evidence, its letters beyond ASCII escaped. */
export function isEvidence(text: string): boolean {
  return text.length <= EVIDENCE_LENGTH && /^https?:\/\/[!#-;=?-[\]-~]+$/i.test(text);
}

/** An address as evidence: a browser leaves a backslash behind a question mark as it is. */
export function toEvidence(href: string): string {
  return href.replaceAll('\\', '%5C');
}

/** A text as a note: no longer than one may be, and without signs that no keyboard types. */
export function toNote(text: string): string {
  return text
    .slice(0, NOTE_LENGTH)
    .toWellFormed()
    .replace(/[\0-\x08\v\f\x0e-\x1f\x7f]/g, '');
}

const VALID: { [Name in FieldName]: (value: unknown) => boolean } = {
  state: (value) => STATES.includes(value as State),
  note: (value) => typeof value === 'string' && value === toNote(value),
  evidence: (value) => typeof value === 'string' && (value === '' || isEvidence(value)),
};

const own = (value: object, name: string): unknown =>
  Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;

/**
 * Anything at all as a record; undefined where it is none, has no field, or a field of it is damaged. A new
 * record is made of nothing but the known fields.
 */
export function readRecord(value: unknown): TaskRecord | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  const id = own(value, 'id');
  if (!isTaskId(id)) return undefined;
  const record: TaskRecord = { id };
  for (const name of FIELDS) {
    const field = own(value, name);
    if (field === undefined) continue;
    if (field === null || typeof field !== 'object') return undefined;
    const [said, at] = [own(field, 'value'), own(field, 'at')];
    if (!VALID[name](said) || !isStamp(at)) return undefined;
    (record[name] as Field<unknown>) = { value: said, at };
  }
  return FIELDS.some((name) => record[name]) ? record : undefined;
}

/** The state of a task of which perhaps nothing is known. */
export function stateOf(record: TaskRecord | undefined): State {
  return record?.state?.value ?? 'to do';
}

/** Two fields may carry the same stamp only if somebody made it; the larger value wins then, everywhere. */
function later<T extends string>(a: Field<T> | undefined, b: Field<T> | undefined) {
  if (!a || !b) return a ?? b;
  if (a.at !== b.at) return a.at > b.at ? a : b;
  return a.value >= b.value ? a : b;
}

/** Two records of one task as one: of each field what was said later. In either order it is the same. */
export function mergeRecords(a: TaskRecord, b: TaskRecord): TaskRecord {
  const merged: TaskRecord = { id: a.id };
  for (const name of FIELDS) {
    const field = later<string>(a[name], b[name]);
    if (field) (merged[name] as Field<string>) = field;
  }
  return merged;
}

/** A record under the id that its task has today. */
export function renameRecord(record: TaskRecord, id: string): TaskRecord {
  return record.id === id ? record : { ...record, id };
}
