/**
 * From rows of user, date and segment to a triangle of cohorts. CSV text comes in pieces, so that a large
 * file neither stands in memory nor holds up a page. A date is the day as it is written, in whatever time
 * zone that was.
 */
import type { NamedCohort } from './tools/triangle.ts';

/** Rows that a file may have. */
export const MOST_ROWS = 200_000;
const MOST_SEGMENTS = 50;
/** A record in quotation marks may run over lines, but not for ever. */
const MOST_LETTERS = 10_000;

/** Names of a column, best first, as `plainName` makes them. */
const USER = ['user', 'user_id', 'id'];
const DATE = ['date', 'day', 'timestamp', 'event_time'];
/** The column that is taken for segments where it is there, and missed by nobody where it is not. */
export const SEGMENT = 'segment';

const SEPARATORS: Record<string, string> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs' };

const DAY = 86_400_000;
const FIRST_YEAR = 1970;
const LAST_YEAR = 2100;

const plainName = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
const shown = (text: string, most = 30): string =>
  text.length > most ? `${text.slice(0, most)}…` : text;
const count = (value: number): string => value.toLocaleString('en-US');

/** Cuts a record at its separators, those in quotation marks apart. */
function cellsOf(record: string, separator: string): string[] {
  if (!record.includes('"')) return record.split(separator);
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    let cell: string;
    const start = /[^ ]|$/.exec(record.slice(at))!.index + at;
    if (record[start] === '"') {
      let end = start + 1;
      cell = '';
      for (;;) {
        const quote = record.indexOf('"', end);
        cell += record.slice(end, quote < 0 ? record.length : quote);
        end = quote < 0 ? record.length : quote + 1;
        if (record[end] !== '"') break;
        cell += '"';
        end++;
      }
      const next = record.indexOf(separator, end);
      at = next < 0 ? record.length : next;
    } else {
      const next = record.indexOf(separator, at);
      cell = record.slice(at, next < 0 ? record.length : next);
      at = next < 0 ? record.length : next;
    }
    cells.push(cell);
    if (at >= record.length) return cells;
    at++;
  }
}

/** Whether a record ends inside quotation marks, so that the next line belongs to it. */
function isOpen(record: string): boolean {
  let quotes = 0;
  for (let at = record.indexOf('"'); at >= 0; at = record.indexOf('"', at + 1)) quotes++;
  return quotes % 2 === 1;
}

const TIME = /^[T ]\d\d?(:\d\d){1,2}([.,]\d+)?\s?(Z|UTC|[+-]\d\d(:?\d\d)?)?$/i;

/** The day that a text names, counted from 1970, or a sentence that says why it names none. */
export function readDay(text: string): number | string {
  const found = /^(\d{4})([-/]?)(\d\d?)\2(\d\d?)(?!\d)(.*)$/.exec(text);
  const example = 'Write dates with the year first, like 2025-04-30.';
  if (/^\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}/.test(text))
    return `“${shown(text)}” can be read in two ways. ${example}`;
  if (
    !found ||
    (found[5] !== '' && !TIME.test(found[5]!)) ||
    (found[2] === '' && text.length !== 8)
  )
    return `“${shown(text)}” is not a date. ${example}`;
  const [year, month, date] = [Number(found[1]), Number(found[3]), Number(found[4])];
  const time = new Date(Date.UTC(year, month - 1, date));
  if (time.getUTCMonth() !== month - 1 || time.getUTCDate() !== date)
    return `“${shown(text)}” is no day of the calendar. Mend the date.`;
  if (year < FIRST_YEAR || year > LAST_YEAR)
    return `“${shown(text)}” lies outside ${FIRST_YEAR} to ${LAST_YEAR}. Mend the date.`;
  return time.getTime() / DAY;
}

const MONTHS = [
  'Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec',
]; // prettier-ignore

/** "Feb 16, 2026", which a narrow drawing can break at its spaces. */
function writeDay(day: number): string {
  const date = new Date(day * DAY);
  return `${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}`;
}

const isoOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

/** What was read: rows as numbers, people by the order in which they first came up. */
export interface Activity {
  /** For each row, who was active and on which day, counted from 1970. */
  person: Int32Array;
  day: Int32Array;
  /** For each person, the first day, and the segment of the first row of that day. */
  first: Int32Array;
  segment: Int32Array;
  /** Names of the segments; none where there is no such column. */
  segments: string[];
  firstDay: number;
  lastDay: number;
}

/** Reads CSV text piece by piece. After a fault it takes nothing more. */
export class ActivityReader {
  #person = new Int32Array(256);
  #day = new Int32Array(256);
  #rows = 0;
  #people = new Map<string, number>();
  #first: number[] = [];
  #segment: number[] = [];
  #segments = new Map<string, number>();
  #days = new Map<string, number>();
  #firstDay = Infinity;
  #lastDay = -Infinity;
  #segmentColumn: string;
  #separator = ',';
  #columns: { count: number; user: number; date: number; segment: number } | undefined;
  /** Text after the last line that is whole. */
  #rest = '';
  /** A record that began in this line and goes on. */
  #open = '';
  #openedAt = 0;
  #line = 0;

  /** @param segmentColumn the name of the column with segments; only `SEGMENT` may be missing. */
  constructor(segmentColumn = SEGMENT) {
    this.#segmentColumn = plainName(segmentColumn) || SEGMENT;
  }

  get rows(): number {
    return this.#rows;
  }

  /** Takes a piece of text. @returns a sentence with the number of a line where something is wrong. */
  add(text: string): string | undefined {
    let whole = this.#rest + text;
    // A file of which nothing was read begins here, perhaps with the mark of its encoding.
    if (this.#line === 0 && whole.startsWith('\ufeff')) whole = whole.slice(1);
    let held = '';
    if (whole.endsWith('\r')) {
      // Half of a line's end, perhaps.
      held = '\r';
      whole = whole.slice(0, -1);
    }
    if (whole.includes('\r')) whole = whole.replace(/\r\n?/g, '\n');
    let start = 0;
    for (let end = whole.indexOf('\n'); end >= 0; end = whole.indexOf('\n', start)) {
      const fault = this.#addLine(whole.slice(start, end));
      if (fault !== undefined) return fault;
      start = end + 1;
    }
    this.#rest = whole.slice(start) + held;
    if (this.#rest.length > MOST_LETTERS)
      return `Line ${this.#line + 1} is longer than ${count(MOST_LETTERS)} characters. Is this a CSV file?`;
    return undefined;
  }

  /** Takes the end of the text. @returns a sentence where something is wrong with it. */
  end(): string | undefined {
    const rest = this.#rest.replace(/\r$/, '');
    const fault = rest === '' ? undefined : this.#addLine(rest);
    if (fault !== undefined) return fault;
    if (this.#open !== '') return this.#unclosed();
    if (!this.#columns)
      return 'This is empty. Bring a header with user and date, and a row a visit.';
    if (this.#rows === 0) return 'There is a header and no row. Bring a row for each visit.';
    return undefined;
  }

  /** What was read. */
  activity(): Activity {
    return {
      person: this.#person.subarray(0, this.#rows),
      day: this.#day.subarray(0, this.#rows),
      first: Int32Array.from(this.#first),
      segment: Int32Array.from(this.#segment),
      segments: [...this.#segments.keys()],
      firstDay: this.#firstDay,
      lastDay: this.#lastDay,
    };
  }

  #unclosed(): string {
    return `Line ${this.#openedAt}: A quotation mark opens and is never closed. Close it, or take it away.`;
  }

  #addLine(line: string): string | undefined {
    this.#line++;
    let record = line;
    if (this.#open !== '') {
      record = `${this.#open}\n${line}`;
      if (record.length > MOST_LETTERS) return this.#unclosed();
    } else this.#openedAt = this.#line;
    if (record.includes('"') && isOpen(record)) {
      this.#open = record;
      return undefined;
    }
    this.#open = '';
    if (record.trim() === '') return undefined;
    const fault = this.#columns ? this.#addRow(record, this.#columns) : this.#addHeader(record);
    return fault === undefined ? undefined : `Line ${this.#openedAt}: ${fault}`;
  }

  #addHeader(record: string): string | undefined {
    const present = Object.keys(SEPARATORS).filter((separator) => record.includes(separator));
    const find = (names: string[], known: string[]): number =>
      known.map((name) => names.indexOf(name)).find((at) => at >= 0) ?? -1;
    let best: { names: string[]; user: number; date: number; separator: string } | undefined;
    for (const separator of present) {
      const names = cellsOf(record, separator).map(plainName);
      const found = { names, user: find(names, USER), date: find(names, DATE), separator };
      const rank = ({ user, date }: { user: number; date: number }): number =>
        Number(user >= 0) + Number(date >= 0);
      if (!best || rank(found) > rank(best)) best = found;
    }
    if (!best)
      return 'There is one column. Bring two at least, user and date, with a comma between them.';
    const { names, user, date, separator } = best;
    const columns = `The columns are: ${shown(names.join(', '), 120)}.`;
    if (user < 0 || date < 0) {
      if (present.length > 1) return `It mixes ${listed(present)}. Use one of them throughout.`;
      return user < 0
        ? `There is no column for the person. Call it user, user_id or id. ${columns}`
        : `There is no column for the day. Call it date, day, timestamp or event_time. ${columns}`;
    }
    const segment = names.indexOf(this.#segmentColumn);
    if (segment < 0 && this.#segmentColumn !== SEGMENT)
      return `There is no column “${shown(this.#segmentColumn)}” for the segment. ${columns}`;
    this.#separator = separator;
    this.#columns = { count: names.length, user, date, segment };
    return undefined;
  }

  #addRow(
    record: string,
    columns: { count: number; user: number; date: number; segment: number },
  ): string | undefined {
    const cells = cellsOf(record, this.#separator);
    if (cells.length !== columns.count) {
      if (cells.every((cell) => cell.trim() === '')) return undefined;
      if (
        cells.length < columns.count ||
        cells.slice(columns.count).some((cell) => cell.trim() !== '')
      )
        return this.#miscounted(record, cells.length, columns.count);
    }
    const user = cells[columns.user]!.trim();
    const date = cells[columns.date]!.trim();
    if (user === '') {
      if (cells.every((cell) => cell.trim() === '')) return undefined;
      return 'There is no user. Fill it in, or take the line away.';
    }
    if (date === '') return 'There is no date. Fill it in, or take the line away.';
    const day = this.#dayOf(date);
    if (typeof day === 'string') return day;
    let segment = -1;
    if (columns.segment >= 0) {
      const name = cells[columns.segment]!.trim() || 'without a segment';
      const known = this.#segments.get(name);
      segment = known ?? this.#segments.size;
      if (known === undefined) this.#segments.set(name, segment);
      if (segment >= MOST_SEGMENTS)
        return `There are more than ${MOST_SEGMENTS} segments. Name a column with few values.`;
    }
    if (this.#rows === MOST_ROWS)
      return `There are more than ${count(MOST_ROWS)} rows. Take a part of the people, with all their rows, or fewer months.`;
    let person = this.#people.get(user);
    if (person === undefined) {
      person = this.#people.size;
      this.#people.set(user, person);
      this.#first.push(day);
      this.#segment.push(segment);
    } else if (day < this.#first[person]!) {
      this.#first[person] = day;
      this.#segment[person] = segment;
    }
    if (this.#rows === this.#person.length) {
      this.#person = grown(this.#person);
      this.#day = grown(this.#day);
    }
    this.#person[this.#rows] = person;
    this.#day[this.#rows] = day;
    this.#rows++;
    if (day < this.#firstDay) this.#firstDay = day;
    if (day > this.#lastDay) this.#lastDay = day;
    return undefined;
  }

  #miscounted(record: string, found: number, expected: number): string {
    const others = Object.keys(SEPARATORS).filter(
      (separator) =>
        separator !== this.#separator && cellsOf(record, separator).length === expected,
    );
    if (found === 1 && others.length > 0)
      return `It is cut by ${SEPARATORS[others[0]!]}, the header by ${SEPARATORS[this.#separator]}. Use one of them throughout.`;
    return `It has ${found === 1 ? '1 cell' : `${found} cells`}, the header ${expected}. Put text that has a separator in it into quotation marks.`;
  }

  /** Days repeat, so each is read once; a time of day behind one is looked at and left out. */
  #dayOf(text: string): number | string {
    const key = text.length > 10 && TIME.test(text.slice(10)) ? text.slice(0, 10) : text;
    const known = this.#days.get(key);
    if (known !== undefined) return known;
    const day = readDay(text);
    if (typeof day === 'number') this.#days.set(key, day);
    return day;
  }
}

/** The same numbers in an array twice as long. */
function grown(numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(2 * numbers.length);
  longer.set(numbers);
  return longer;
}

function listed(separators: string[]): string {
  const names = separators.map((separator) => SEPARATORS[separator]!);
  return names.length < 3
    ? names.join(' and ')
    : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** Days after a person's first one, both included: [7, 13] is the second week. `last` may be Infinity. */
export interface DaySpan {
  first: number;
  last: number;
}

export type Definition = 'n-day' | 'unbounded' | 'bracket';
export type Period = 'day' | 'week' | 'month';

/** Days of a period, counted from a person's own first day. A month is 30 of them. */
const LENGTHS: Record<Period, number> = { day: 1, week: 7, month: 30 };

/**
 * The days on which an activity counts for period 1, 2 … `most`, by definition: N-day the first day of the
 * period alone, a bracket all its days, unbounded that day and all after it.
 */
export function spansOf(definition: Definition, period: Period, most: number): DaySpan[] {
  const length = LENGTHS[period];
  return Array.from({ length: most }, (_, index) => {
    const first = length * (index + 1);
    const last = { 'n-day': first, unbounded: Infinity, bracket: first + length - 1 }[definition];
    return { first, last };
  });
}

/** The period of the calendar in which a day lies, as a number that grows with time. Weeks begin on Monday. */
function calendarPeriod(day: number, period: Period): number {
  if (period === 'day') return day;
  // 1970 began on a Thursday.
  if (period === 'week') return Math.floor((day + 3) / 7);
  const date = new Date(day * DAY);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function nameOf(calendar: number, period: Period): string {
  if (period === 'day') return writeDay(calendar);
  if (period === 'week') return writeDay(calendar * 7 - 3);
  return `${MONTHS[calendar % 12]} ${Math.floor(calendar / 12)}`;
}

/**
 * Cohorts by the calendar period of their people's first day, oldest first, and how many were active in
 * each span. A span counts only if all people of the cohort could be watched through it, up to the last
 * day of the data (through its first day where it never ends).
 * @param spans in order, without overlap unless they never end.
 * @param segment only people of this segment, by its index.
 */
export function cohortsOf(
  activity: Activity,
  period: Period,
  spans: readonly DaySpan[],
  segment?: number,
): NamedCohort[] {
  const { person, day, first, lastDay, firstDay } = activity;
  const people = first.length;
  const length = lastDay - firstDay + 1;
  // Which span each day after the start belongs to; those without end are counted by the last day instead.
  const spanAt = new Int16Array(length).fill(-1);
  spans.forEach((span, index) => {
    if (span.last < Infinity)
      spanAt.fill(index, Math.min(span.first, length), Math.min(span.last + 1, length));
  });
  const isUnbounded = spans.some(({ last }) => last === Infinity);
  const cohorts: { calendar: number; size: number; latest: number; active: number[] }[] = [];
  /** The place in `cohorts` of each person, and of each first day; −1 where there is none. */
  const cohortOf = new Int32Array(people).fill(-1);
  const cohortFrom = new Int32Array(length).fill(-1);
  for (let who = 0; who < people; who++) {
    if (segment !== undefined && activity.segment[who] !== segment) continue;
    const start = first[who]!;
    let at = cohortFrom[start - firstDay]!;
    if (at < 0) {
      const calendar = calendarPeriod(start, period);
      at = cohorts.findIndex((cohort) => cohort.calendar === calendar);
      if (at < 0)
        at = cohorts.push({ calendar, size: 0, latest: start, active: spans.map(() => 0) }) - 1;
      cohortFrom[start - firstDay] = at;
    }
    cohortOf[who] = at;
    const cohort = cohorts[at]!;
    cohort.size++;
    cohort.latest = Math.max(cohort.latest, start);
  }
  const seen = new Uint8Array(people * spans.length);
  const last = new Int32Array(people);
  for (let row = 0; row < person.length; row++) {
    const who = person[row]!;
    const at = cohortOf[who]!;
    if (at < 0) continue;
    const after = day[row]! - first[who]!;
    if (after > last[who]!) last[who] = after;
    const span = spanAt[after]!;
    if (span < 0) continue;
    const place = who * spans.length + span;
    if (seen[place]) continue;
    seen[place] = 1;
    cohorts[at]!.active[span]!++;
  }
  if (isUnbounded) {
    for (let who = 0; who < people; who++) {
      const active = cohorts[cohortOf[who]!]?.active;
      if (!active) continue;
      spans.forEach((span, index) => {
        if (span.last === Infinity && span.first <= last[who]!) active[index]!++;
      });
    }
  }
  return cohorts
    .sort((a, b) => a.calendar - b.calendar)
    .map(({ calendar, size, latest, active }) => {
      const watched = lastDay - latest;
      const isReached = ({ first, last }: DaySpan): boolean =>
        (last === Infinity ? first : last) <= watched;
      return {
        name: nameOf(calendar, period),
        size,
        active: [
          size,
          ...active.map((number, index) => (isReached(spans[index]!) ? number : null)),
        ],
      };
    });
}

/** How much the table that a triangle is for can hold. */
export interface Room {
  cohorts: number;
  periods: number;
}

/** Writes a triangle as `readTriangle` in tools/triangle.ts reads it. */
export function writeTriangle(cohorts: readonly NamedCohort[]): string {
  return cohorts
    .map(({ name, active }) => {
      const end = active.indexOf(null);
      const reached = end < 0 ? active : active.slice(0, end);
      return `${name.replace(/[\t\r\n]+/g, ' ')}: ${reached.join(' ')}`;
    })
    .join('\n');
}

/** What rows come to: one triangle, or two of the largest segments, and a sentence about them. */
export type Imported =
  | { segments: { name: string; triangle: string }[]; sentence: string; fault?: never }
  | { fault: string };

/**
 * The triangles of what was read, or a sentence that says why there is none. It stops after each segment,
 * so that a page can have its turn.
 */
export function* trianglesOf(
  activity: Activity,
  definition: Definition,
  period: Period,
  room: Room,
): Generator<void, Imported> {
  const { segments, first, segment, firstDay, lastDay } = activity;
  const spans = spansOf(definition, period, room.periods);
  const sizes = segments.map(() => 0);
  for (const index of segment) if (index >= 0) sizes[index]!++;
  const largest = sizes
    .map((size, index) => ({ size, index }))
    .filter(({ size }) => size > 0)
    .sort((a, b) => b.size - a.size);
  const indices =
    largest.length === 0 ? [undefined] : largest.slice(0, 2).map(({ index }) => index);
  const chosen: { name: string; cohorts: NamedCohort[] }[] = [];
  for (const index of indices) {
    const name = index === undefined ? 'Everyone' : segments[index]!;
    chosen.push({ name, cohorts: cohortsOf(activity, period, spans, index) });
    yield;
  }
  const most = Math.max(...chosen.map(({ cohorts }) => cohorts.length));
  const range = `${writeDay(firstDay)} to ${writeDay(lastDay)}`;
  if (most > room.cohorts)
    return {
      fault: `From ${range} there are ${most} cohorts by ${period}, and the table holds ${room.cohorts}. ${period === 'month' ? 'Take fewer years.' : `Choose ${period === 'day' ? 'weeks or months' : 'months'}, or take a shorter time.`}`,
    };
  if (chosen.every(({ cohorts }) => cohorts.every(({ active }) => active[1] === null)))
    return {
      fault: `The dates run from ${range}, and no cohort could be watched through its first ${period}. Bring more days${period === 'day' ? '' : ', or choose a shorter period'}.`,
    };
  const others = largest.length - 2;
  return {
    segments: chosen.map(({ name, cohorts }) => ({ name, triangle: writeTriangle(cohorts) })),
    sentence: `${count(activity.person.length)} rows of ${count(first.length)} people, ${range}, became ${most === 1 ? '1 cohort' : `${most} cohorts`}.${others > 0 ? ` The two largest segments are compared; ${others === 1 ? 'the other one is' : `the other ${others} are`} left out.` : ''} Whoever was there before ${writeDay(firstDay)} looks new here.`,
  };
}

/**
 * Rows to try with: they come to these cohorts by bracket, one cohort a week.
 * @param cohorts counts of each, its size first; the last period of all is the same week.
 * @param monday on which the first cohort begins, counted from 1970.
 */
export function exampleRows(cohorts: readonly (readonly number[])[], monday: number): string {
  const rows = ['user,date'];
  cohorts.forEach((active, cohort) =>
    active.forEach((people, period) => {
      for (let who = 0; who < people; who++) {
        // The first of each comes on Sundays, so that a week is watched to its end.
        const inWeek = period === 0 ? 0 : who === 0 ? 6 : (3 * who + period) % 7;
        const day = monday + 7 * (cohort + period) + inWeek;
        rows.push(`household-${cohort + 1}-${who + 1},${isoOf(day)}`);
      }
    }),
  );
  return rows.join('\n');
}

/**
 * How the bytes at the beginning of a file say that it is written, as a name for TextDecoder; a sentence
 * where it is no text.
 */
export function encodingOf(
  bytes: Uint8Array,
): { encoding: string; fault?: never } | { encoding?: never; fault: string } {
  const [a, b, c] = bytes;
  if (a === 0x50 && b === 0x4b && c === 3)
    return { fault: 'This is a spreadsheet or an archive. Open it, and save the sheet as CSV.' };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le' };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be' };
  if (bytes.subarray(0, 1000).includes(0))
    return { fault: 'This is not a text file. Save the table as CSV, and choose that.' };
  return { encoding: 'utf-8' };
}
