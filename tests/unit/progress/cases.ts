/**
 * How many cases a property is tried with, how its seed is told, and the cases that several tests
 * need. A failure is seen again with the seed that its line names:
 *
 *   PROPERTY_SEED=123 npx vitest run --project unit tests/unit/progress -t 'name of the test'
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FIELDS, STATES, toNote, type State, type TaskRecord } from '#domain/progress/record.ts';
import type { Stamp } from '#domain/progress/stamp.ts';

/** How often a property is tried: 100,000 times, or as often as PROPERTY_CASES says. */
export const CASES = Number(process.env['PROPERTY_CASES'] ?? 100_000);

/** Enough for a million cases of the slowest property. */
export const LONG = 1_800_000;

/**
 * Tries a property and prints its seed.
 * @param share how many times fewer than CASES: for what takes long.
 */
export function tryCases<Ts>(property: fc.IProperty<Ts>, share = 1): void {
  const seed = Number(process.env['PROPERTY_SEED'] ?? Math.trunc(Math.random() * 2 ** 31));
  const numRuns = Math.max(1, Math.ceil(CASES / share));
  const fewer = share === 1 ? '' : ` (one in ${share}, to save time)`;
  console.log(`seed ${seed}, ${numRuns} cases${fewer}: ${expect.getState().currentTestName}`);
  fc.assert(property, { seed, numRuns });
}

/** A test whose one fact is a property. */
export function itHolds<Ts>(name: string, property: fc.IProperty<Ts>, share = 1): void {
  it(name, () => tryCases(property, share), LONG);
}

/** The median of what seven runs take of the processor, in milliseconds. Waiting for it does not count. */
export function medianTime(run: () => unknown): number {
  const times = Array.from({ length: 7 }, () => {
    const start = process.threadCpuUsage();
    run();
    const { user, system } = process.threadCpuUsage(start);
    return (user + system) / 1000;
  });
  return times.sort((a, b) => a - b)[3]!;
}

/** A list of states that its seed decides; a seed of 0 to 4 gives one state throughout. */
export function statesFrom(length: number, seed: number): State[] {
  const same = STATES[seed];
  if (same) return Array<State>(length).fill(same);
  const states: State[] = [];
  // The high bits of a linear congruence (Numerical Recipes), which is quick.
  for (let number = seed; states.length < length;) {
    number = (Math.imul(number, 1_664_525) + 1_013_904_223) | 0;
    states.push(STATES[(number >>> 16) % 5]!);
  }
  return states;
}

/** Lists of up to `most` states. A seed makes them, because an array of arbitrary items takes long. */
export const stateLists = (most: number): fc.Arbitrary<State[]> =>
  fc
    .tuple(fc.nat(most), fc.oneof({ weight: 9, arbitrary: fc.integer() }, fc.nat(4)))
    .map(([length, seed]) => statesFrom(length, seed));

/** The present, as the tests have it. */
export const NOW = Date.UTC(2026, 10, 26, 12);

/** The stamp of a moment, a counter and a device. */
export const stampAt = (millis: number, counter = 0, node = 'a1b2'): Stamp =>
  millis.toString(36).padStart(9, '0') + counter.toString(36).padStart(3, '0') + node;

/** Few enough that two records often carry the same one. None is from the future. */
export const STAMPS: readonly Stamp[] = [
  stampAt(0),
  stampAt(NOW - 86_400_000),
  stampAt(NOW - 86_400_000, 0, 'zz9z'),
  stampAt(NOW - 1),
  stampAt(NOW - 1, 46_655),
  stampAt(NOW),
  stampAt(NOW, 1, 'link'),
];

/** Ids of tasks, some of them words that mean something to JavaScript. */
export const IDS = [
  'start/six-results',
  'start/first-call',
  'start-inside/manager-talk',
  'constructor/prototype',
  'a/b',
  'a/b1',
] as const;

/** What people, and others, write into a field, as it is kept. */
export const NOTES: readonly string[] = [
  '',
  'Thursday at ten',
  'Zwei\r\nZeilen\tund “Anführung” \\ / "',
  '<img src=x onerror=alert(1)>',
  '\u202eright to left\u202c שלום',
  '\u200bzero\u200dwidth\ufeff',
  '👩🏽‍💻 \u{1f1e9}\u{1f1ea}',
  '\0NUL\u001b[31m\u2028\u2029',
  '__proto__',
].map(toNote);

const LINKS = ['', 'https://example.org/', 'http://a', 'HTTPS://Ex.org/?q=%C3%A4#x'] as const;

/** What is known of any task, with any of the fields or with none. */
export const drafts: fc.Arbitrary<TaskRecord> = fc
  .tuple(
    fc.constantFrom(...IDS),
    fc.constantFrom(undefined, ...STATES),
    fc.constantFrom(...STAMPS),
    fc.constantFrom(undefined, ...NOTES),
    fc.constantFrom(...STAMPS),
    fc.constantFrom(undefined, ...LINKS),
    fc.constantFrom(...STAMPS),
  )
  .map(([id, state, stateAt, note, noteAt, evidence, evidenceAt]) => ({
    id,
    ...(state !== undefined && { state: { value: state, at: stateAt } }),
    ...(note !== undefined && { note: { value: note, at: noteAt } }),
    ...(evidence !== undefined && { evidence: { value: evidence, at: evidenceAt } }),
  }));

/** Records of any task, with any of the fields. */
export const records = drafts.filter((draft) => FIELDS.some((name) => draft[name]));

/** Records by their ids, up to as many as there are ids. */
export const recordMaps: fc.Arbitrary<Map<string, TaskRecord>> = fc
  .array(records, { maxLength: IDS.length })
  .map((list) => new Map(list.map((record) => [record.id, record])));
