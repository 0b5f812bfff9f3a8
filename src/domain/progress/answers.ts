/**
 * What a learner knows of one question of a quiz, and when it is asked again:
 *
 *   { id: 'start/first-thing', inARow: 2, day: '2026-11-26', at: '0mh3k2…' }
 *
 * The schedule is fixed: a question comes back 1, 3, 7, 14 and 30 days after the first, second … right
 * answer in a row, then every 30 days; after a wrong one it comes back the next day and begins anew. A
 * right answer before its day moves nothing, or whoever tries again at once would never be asked again.
 *
 * Days are those of the device's calendar. A day that lies ahead was written by a clock gone wrong: the
 * question is due at once, since asking once too often harms less than never asking.
 */
import { isTaskId } from './record.ts';
import { isStamp, nextStamp, type Stamp } from './stamp.ts';

/** Days after the first, second … right answer in a row; the last holds for all that follow. */
export const STEPS = [1, 3, 7, 14, 30] as const;

/** What is known of a question that was answered. */
export interface AnswerRecord {
  /** The quiz and the question, which never change: "start/first-thing". */
  id: string;
  /** Right answers in a row. Zero says that the last one was wrong. */
  inARow: number;
  /** The day of the last answer that counted: "2026-11-26". */
  day: string;
  at: Stamp;
}

/** Milliseconds. */
const DAY = 86_400_000;
const LAST_DAY = Date.UTC(9999, 11, 31);
/** Far more than anybody lives to answer. */
const MOST_IN_A_ROW = 9999;

/**
 * The day of a moment by a calendar.
 * @param now milliseconds since 1970.
 * @param offset minutes from the calendar to UTC, as `getTimezoneOffset()` gives them.
 */
export function dayOf(now: number, offset: number): string {
  const moment = Math.trunc(now - offset * 60_000) || 0;
  return new Date(Math.min(Math.max(moment, 0), LAST_DAY)).toISOString().slice(0, 10);
}

const daysAfter = (day: string, days: number): string => dayOf(Date.parse(day) + days * DAY, 0);

/** Whether something is a day of the calendar, from 1970 to 9999. */
function isDay(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\d$/.test(value) &&
    dayOf(Date.parse(value), 0) === value
  );
}

/**
 * Anything at all as a record; undefined where it is none or a part of it is damaged. A new record is made
 * of nothing but the known parts.
 */
export function readAnswer(value: unknown): AnswerRecord | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  const own = new Map<string, unknown>(Object.entries(value));
  const [id, inARow, day, at] = ['id', 'inARow', 'day', 'at'].map((name) => own.get(name));
  if (!isTaskId(id) || !isDay(day) || !isStamp(at)) return undefined;
  if (typeof inARow !== 'number' || !Number.isInteger(inARow)) return undefined;
  if (inARow < 0 || inARow > MOST_IN_A_ROW) return undefined;
  return { id, inARow: inARow || 0, day, at };
}

/** Two records may carry the same stamp only if somebody made it; the larger one wins then, everywhere. */
const textOf = ({ day, inARow }: AnswerRecord): string => `${day} ${inARow}`;

/** Two records of one question as one: the later one. In either order it is the same. */
export function mergeAnswers(a: AnswerRecord, b: AnswerRecord): AnswerRecord {
  if (a.at !== b.at) return a.at > b.at ? a : b;
  return textOf(a) >= textOf(b) ? a : b;
}

/**
 * The day on which a question is asked again; it may be over.
 * @param today the day of the device's calendar.
 */
export function dueDay({ inARow, day }: AnswerRecord, today: string): string {
  // A day ahead may be the journey of somebody who flew west.
  if (day > daysAfter(today, 1)) return today;
  return daysAfter(day, STEPS[Math.min(Math.max(inARow, 1), STEPS.length) - 1]!);
}

/** The record of a question after an answer. */
export function answerQuestion(
  id: string,
  before: AnswerRecord | undefined,
  isRight: boolean,
  { today, now, node }: { today: string; now: number; node: string },
): AnswerRecord {
  if (before && isRight && dueDay(before, today) > today) return before;
  const inARow = isRight ? Math.min((before?.inARow ?? 0) + 1, MOST_IN_A_ROW) : 0;
  return { id, inARow, day: today, at: nextStamp(before?.at, now, node) };
}

/** The records of the questions that are due, those first that have waited longest. */
export function dueOn(records: Iterable<AnswerRecord>, today: string): AnswerRecord[] {
  const key = (record: AnswerRecord): string => `${dueDay(record, today)} ${record.id}`;
  return [...records]
    .filter((record) => dueDay(record, today) <= today)
    .sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** The first day after today on which a question is due; undefined where none is. */
export function nextDueDay(records: Iterable<AnswerRecord>, today: string): string | undefined {
  return [...records]
    .map((record) => dueDay(record, today))
    .filter((day) => day > today)
    .sort()[0];
}

/** How far off a day is, in words: "today", "tomorrow", "in 7 days". */
export function sayDay(day: string, today: string): string {
  const days = Math.max(0, Math.round((Date.parse(day) - Date.parse(today)) / DAY));
  return ['today', 'tomorrow'][days] ?? `in ${days} days`;
}

/**
 * The record after a merge is undone: as it was, unless the question was answered since.
 * @returns undefined where nothing was known before.
 */
export function undoAnswer(
  current: AnswerRecord,
  before: AnswerRecord | undefined,
  merged: AnswerRecord,
): AnswerRecord | undefined {
  return current.at === merged.at ? before : current;
}
