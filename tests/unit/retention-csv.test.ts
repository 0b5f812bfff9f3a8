import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ActivityReader,
  cohortsOf,
  encodingOf,
  exampleRows,
  MOST_ROWS,
  readDay,
  spansOf,
  trianglesOf,
  type Activity,
  type Imported,
} from '#domain/retention-csv.ts';
import {
  bracketRetention,
  meanRetention,
  nDayRetention,
  pooledRetention,
  unboundedRetention,
} from '#domain/retention.ts';
import { randomFrom } from '#domain/shuffle.ts';
import { MOST, readTriangle } from '#domain/tools/triangle.ts';
import { itHolds, medianTime } from './progress/cases.ts';
import vectors from './vectors.json' with { type: 'json' };

/** What comes of all steps. */
function result<Result>(steps: Generator<void, Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

const DAY = 86_400_000;
/** Monday, February 16, 2026. */
const MONDAY = Date.UTC(2026, 1, 16) / DAY;
const dateOf = (day: number) => new Date(day * DAY).toISOString().slice(0, 10);
/** As a cohort is called by its day or its month. */
const nameOf = (day: number, isMonth: boolean) =>
  new Date(day * DAY).toLocaleDateString('en-US', {
    timeZone: 'UTC',
    month: 'short',
    year: 'numeric',
    ...(isMonth ? {} : { day: 'numeric' }),
  });
const csvOf = (rows: readonly (readonly [user: string, day: number])[]) =>
  ['user,date', ...rows.map(([user, day]) => `${user},${dateOf(day)}`)].join('\n');

/** Reads in pieces of so many characters; a sentence where something is wrong. */
function read(text: string, { piece = text.length || 1, segment = 'segment' } = {}) {
  const reader = new ActivityReader(segment);
  for (let start = 0; start < text.length; start += piece) {
    const fault = reader.add(text.slice(start, start + piece));
    if (fault !== undefined) return fault;
  }
  return reader.end() ?? reader.activity();
}
function activityOf(text: string, options?: Parameters<typeof read>[1]): Activity {
  const activity = read(text, options);
  if (typeof activity === 'string') throw new Error(activity);
  return activity;
}
const rowsOf = ({ person, day }: Activity) =>
  [...person].map((who, row) => [who, dateOf(day[row]!)]);

/** Rows that come to these cohorts, one a week from a Monday on, each person active on a day of the week. */
function rowsFor(cohorts: { cohort: string; active: (number | null)[] }[]) {
  const random = randomFrom('rows');
  const lastWeek = Math.max(
    ...cohorts.map(({ active }, week) => week + active.filter((each) => each !== null).length - 1),
  );
  return cohorts.flatMap(({ cohort, active }, week) =>
    active.flatMap((count, period) =>
      Array.from({ length: count ?? 0 }, (_, who): [string, number] => {
        const inWeek = period === 0 ? 0 : Math.floor(random() * 7);
        // The data end with the last week, so somebody is there on its Sunday.
        const isLast = week + period === lastWeek && who === 0;
        return [`${cohort}-${who}`, MONDAY + 7 * (week + period) + (isLast ? 6 : inWeek)];
      }),
    ),
  );
}

describe('the vectors, from rows', () => {
  it.each([
    ['retention_full', vectors.retention_full],
    ['retention_censored', vectors.retention_censored],
  ])('%s pools to the same shares', (_, { cohorts, pooledWeighted, simpleMeanPct }) => {
    const activity = activityOf(csvOf(rowsFor(cohorts)));
    const found = cohortsOf(activity, 'week', spansOf('bracket', 'week', 5));
    expect(found.map(({ size, active }) => ({ size, active }))).toEqual(
      cohorts.map(({ size, active }) => ({ size, active })),
    );
    for (const { k, pct } of pooledWeighted) {
      expect(pooledRetention(found, k)).toBeCloseTo(pct / 100, 6);
      expect(meanRetention(found, k)).toBeCloseTo(simpleMeanPct[k]! / 100, 6);
    }
  });

  const { users, nDay, unbounded, bracketed, n } = vectors.retention_definitions;
  const activity = activityOf(
    csvOf(
      Object.entries(users).flatMap(([user, days]) =>
        days.map((day): [string, number] => [user, MONDAY + day]),
      ),
    ),
  );
  const shares = (spans: { first: number; last: number }[]) => {
    const [cohort] = cohortsOf(activity, 'day', spans);
    return cohort!.active.slice(1).map((count) => (100 * count!) / n);
  };
  const days = Object.keys(nDay).map(Number);

  it('retention_definitions come out by N-day', () => {
    expect(shares(days.map((day) => ({ first: day, last: day })))).toEqual(
      Object.values(nDay).map(({ pct }) => pct),
    );
  });

  it('retention_definitions come out unbounded', () => {
    expect(shares(days.map((day) => ({ first: day, last: Infinity })))).toEqual(
      Object.values(unbounded).map(({ pct }) => pct),
    );
  });

  it('retention_definitions come out by bracket', () => {
    const spans = Object.keys(bracketed).map((name) => name.split('-').map(Number));
    expect(shares(spans.map(([first, last]) => ({ first: first!, last: last! })))).toEqual(
      Object.values(bracketed).map(({ pct }) => pct),
    );
  });
});

describe('a CSV file', () => {
  it('has its columns by name, in any order and any case, with others between them', () => {
    for (const head of [
      'User,Plan,DATE',
      'user_id,x,day',
      'ID,x,Timestamp',
      'User ID,x,Event time',
    ])
      expect(rowsOf(activityOf(`${head}\na,free,2026-02-16`))).toEqual([[0, '2026-02-16']]);
    expect(rowsOf(activityOf('date,user\n2026-02-16,a'))).toEqual([[0, '2026-02-16']]);
  });

  it('is cut by commas, semicolons or tabs', () => {
    for (const separator of [',', ';', '\t'])
      expect(rowsOf(activityOf(`user${separator}date\na${separator}2026-02-16`))).toEqual([
        [0, '2026-02-16'],
      ]);
  });

  it('may begin with a mark of its encoding, and end its lines in any way', () => {
    const expected = [
      [0, '2026-02-16'],
      [1, '2026-02-17'],
    ];
    for (const end of ['\n', '\r\n', '\r'])
      for (const last of ['', end, end + end]) {
        const text = `\ufeffuser,date${end}a,2026-02-16${end}${end}b,2026-02-17${last}`;
        expect(rowsOf(activityOf(text))).toEqual(expected);
        expect(rowsOf(activityOf(text, { piece: 1 }))).toEqual(expected);
      }
  });

  it('may have cells in quotation marks, with separators, quotes and lines in them', () => {
    const text = '"user","note",date\n"a, ""b""","two\nlines, each",2026-02-16\n"c",,"2026-02-17"';
    for (const piece of [1, 7, 1000])
      expect(rowsOf(activityOf(text, { piece }))).toEqual([
        [0, '2026-02-16'],
        [1, '2026-02-17'],
      ]);
  });

  it('has dates and timestamps whose day is taken as it is written', () => {
    for (const text of [
      '2026-02-16',
      '2026/02/16',
      '2026-2-16',
      '20260216',
      '2026-02-16T23:59:59Z',
      '2026-02-16 00:30',
      '2026-02-16T23:00:00.123+05:30',
      '2026-02-16 12:00:00 UTC',
    ])
      // prettier-ignore
      expect([text, readDay(text)]).toEqual([text, MONDAY]);
  });

  it.each([
    ['03/04/2025', /can be read in two ways\. Write dates with the year first, like 2025-04-30\.$/],
    ['13.04.2025', /can be read in two ways\./],
    ['2025-02-30', /is no day of the calendar\./],
    ['2025-13-01', /is no day of the calendar\./],
    ['1712345678', /is not a date\. Write dates with the year first/],
    ['yesterday', /is not a date\./],
    ['2025-04-30 noon', /is not a date\./],
    ['2025-04/30', /is not a date\./],
    ['0031-04-30', /lies outside 1970 to 2100\./],
  ])('does not take %s for a date, and says why', (text, sentence) => {
    expect(readDay(text)).toMatch(sentence);
    expect(read(`user,date\na,2025-01-01\n\nb,${text}`)).toMatch(/^Line 4: “/);
  });

  it.each([
    ['', /^This is empty\./],
    ['\n \n', /^This is empty\./],
    ['user,date\n', /^There is a header and no row\./],
    ['user\na', /^Line 1: There is one column\./],
    ['name,date\na,2025-01-01', /^Line 1: There is no column for the person\. .* name, date\.$/],
    ['user,when\na,2025-01-01', /^Line 1: There is no column for the day\. .* user, when\.$/],
    [
      'user;date,plan\na',
      /^Line 1: It mixes commas and semicolons\. Use one of them throughout\.$/,
    ],
    ['user,date\na;2025-01-01', /^Line 2: It is cut by semicolons, the header by commas\./],
    ['user,date\na,2025-01-01,x', /^Line 2: It has 3 cells, the header 2\./],
    ['user,date,plan\na,2025-01-01', /^Line 2: It has 2 cells, the header 3\./],
    ['user,date\n,2025-01-01', /^Line 2: There is no user\./],
    ['user,date\na,', /^Line 2: There is no date\./],
    [
      'user,date\n"a,2025-01-01\nb,2025-01-01',
      /^Line 2: A quotation mark opens and is never closed\./,
    ],
    ['x'.repeat(20_000), /^Line 1 is longer than 10,000 characters\./],
  ])('%j gets a sentence', (text, sentence) => {
    expect(read(text)).toMatch(sentence);
    expect(read(text, { piece: 5 })).toMatch(sentence);
  });

  it('may end its rows with empty cells, as spreadsheets do', () => {
    expect(rowsOf(activityOf('user,date\na,2026-02-16,,\n,,\n'))).toEqual([[0, '2026-02-16']]);
  });

  it('has so many rows at most', () => {
    const rows = 'a,2026-02-16\n'.repeat(MOST_ROWS);
    expect(activityOf(`user,date\n${rows}`).person).toHaveLength(MOST_ROWS);
    expect(read(`user,date\n${rows}b,2026-02-16`)).toMatch(
      /^Line 200002: There are more than 200,000 rows\./,
    );
  });

  itHolds(
    'reads the same in whatever pieces it comes',
    fc.property(
      fc.stringMatching(/^(user|"user"),date(\r?\n("a,?"|b|c)?,(2026-0[1-9]-1[0-9]|x)?){0,6}\n?$/),
      fc.integer({ min: 1, max: 12 }),
      (text, piece) => {
        expect(read(text, { piece })).toEqual(read(text));
      },
    ),
    50,
  );

  itHolds(
    'gives, whatever it holds, people and days or one sentence',
    fc.property(
      fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.string().map((text) => `user,date\n${text}`),
        fc.stringMatching(/^user,date\n[ab"2026;,\n-]{0,60}$/),
      ),
      (text) => {
        const found = read(text);
        if (typeof found === 'string')
          expect(found).toMatch(/^(Line \d+|This is|There is).+[.?]$/s);
        else expect(found.lastDay).toBeGreaterThanOrEqual(found.firstDay);
      },
    ),
    50,
  );

  it('is told from a spreadsheet and from other files by its first bytes', () => {
    expect(encodingOf(Uint8Array.of(0x50, 0x4b, 3, 4)).fault).toMatch(/save the sheet as CSV/);
    expect(encodingOf(Uint8Array.of(1, 0, 2)).fault).toMatch(/not a text file/);
    expect(encodingOf(Uint8Array.of(0xff, 0xfe, 0x75, 0))).toEqual({ encoding: 'utf-16le' });
    expect(encodingOf(new Uint8Array())).toEqual({ encoding: 'utf-8' });
  });
});

describe('cohorts from rows', () => {
  it('are people by the week of their first day, which begins on Monday', () => {
    const text = csvOf([
      ['sunday', MONDAY - 1],
      ['monday', MONDAY],
      ['next sunday', MONDAY + 6],
      ['monday', MONDAY + 13],
    ]);
    expect(cohortsOf(activityOf(text), 'week', []).map(({ name, size }) => [name, size])).toEqual([
      ['Feb 9, 2026', 1],
      ['Feb 16, 2026', 2],
    ]);
  });

  it('may be by day or by month', () => {
    const text = csvOf([
      ['a', MONDAY],
      ['b', MONDAY + 1],
      ['c', MONDAY + 20],
    ]);
    const names = (period: 'day' | 'month') =>
      cohortsOf(activityOf(text), period, []).map(({ name, size }) => [name, size]);
    expect(names('day')).toEqual([
      ['Feb 16, 2026', 1],
      ['Feb 17, 2026', 1],
      ['Mar 8, 2026', 1],
    ]);
    expect(names('month')).toEqual([
      ['Feb 2026', 2],
      ['Mar 2026', 1],
    ]);
  });

  it('count a person once a period, however often and in whatever order the rows come', () => {
    const rows: [string, number][] = [
      ['a', MONDAY + 9],
      ['a', MONDAY + 9],
      ['a', MONDAY + 8],
      ['a', MONDAY],
      ['b', MONDAY + 13],
    ];
    const [first] = cohortsOf(activityOf(csvOf(rows)), 'week', spansOf('bracket', 'week', 1));
    expect(first!.active).toEqual([1, 1]);
  });

  it('have reached a period when the last of their people has lived through it', () => {
    const watched = (latest: number, last: number) =>
      cohortsOf(
        activityOf(
          csvOf([
            ['a', MONDAY],
            ['b', MONDAY + latest],
            ['a', MONDAY + last],
          ]),
        ),
        'week',
        spansOf('bracket', 'week', 2),
      )[0]!.active;
    expect(watched(0, 13)).toEqual([2, 1, null]);
    expect(watched(1, 13)).toEqual([2, null, null]);
    expect(watched(0, 12)).toEqual([2, null, null]);
    expect(watched(6, 25)).toEqual([2, 0, null]);
    expect(watched(6, 26)).toEqual([2, 0, 0]);
  });

  it('are split by the segment of a person’s first day', () => {
    const text = [
      'user,date,segment',
      'a,2026-02-17,ads',
      'a,2026-02-16,friends',
      'b,2026-02-16,ads',
      'c,2026-02-16,',
    ].join('\n');
    const activity = activityOf(text);
    expect(activity.segments).toEqual(['ads', 'friends', 'without a segment']);
    expect(
      activity.segments.map((_, index) => cohortsOf(activity, 'day', [], index)[0]!.size),
    ).toEqual([1, 1, 1]);
  });

  const people = fc.array(fc.array(fc.nat(60), { minLength: 1, maxLength: 8 }), {
    minLength: 1,
    maxLength: 12,
  });

  itHolds(
    'agree with the plain functions, by every definition, wherever they have reached a period',
    fc.property(people, fc.constantFrom('day', 'week', 'month'), (lists, period) => {
      const activity = activityOf(
        csvOf(
          lists.flatMap((days, who) =>
            days.map((day): [string, number] => [`${who}`, MONDAY + day]),
          ),
        ),
      );
      const starts = lists.map((days) => Math.min(...days));
      const after = lists.map((days, who) => days.map((day) => day - starts[who]!));
      const plain = {
        'n-day': nDayRetention,
        unbounded: unboundedRetention,
        bracket: bracketRetention,
      };
      for (const definition of ['n-day', 'unbounded', 'bracket'] as const) {
        const spans = spansOf(definition, period, 8);
        const found = cohortsOf(activity, period, spans);
        expect(found.reduce((sum, { size }) => sum + size, 0)).toBe(lists.length);
        // Cohorts by day or week hold whoever began between two names; months are compared as a whole.
        for (const cohort of found) {
          const members = after.filter((_, who) => {
            const start = starts[who]!;
            const began = { day: start, week: start - (start % 7), month: start }[period];
            return nameOf(MONDAY + began, period === 'month') === cohort.name;
          });
          cohort.active.slice(1).forEach((count, index) => {
            if (count === null) return;
            const { first, last } = spans[index]!;
            expect(count / cohort.size).toBeCloseTo(plain[definition](members, first, last), 10);
          });
        }
      }
    }),
    200,
  );

  itHolds(
    'are the same whatever the order of the rows',
    fc.property(
      people.chain((lists) => {
        const rows = lists.flatMap((days, who) =>
          days.map((day): [string, number] => [`${who}`, MONDAY + day]),
        );
        return fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }));
      }),
      ([rows, shuffled]) => {
        const triangleOf = (each: [string, number][]) =>
          result(trianglesOf(activityOf(csvOf(each)), 'bracket', 'week', MOST));
        expect(triangleOf(shuffled)).toEqual(triangleOf(rows));
      },
    ),
    100,
  );

  itHolds(
    'hold more people unbounded than in the bracket, and there more than on the day',
    fc.property(people, (lists) => {
      const activity = activityOf(
        csvOf(
          lists.flatMap((days, who) =>
            days.map((day): [string, number] => [`${who}`, MONDAY + day]),
          ),
        ),
      );
      const counts = (definition: 'n-day' | 'unbounded' | 'bracket') =>
        cohortsOf(activity, 'week', spansOf(definition, 'week', 6)).map(({ active }) => active);
      const [day, bracket, unbounded] = [counts('n-day'), counts('bracket'), counts('unbounded')];
      bracket.forEach((cohort, at) =>
        cohort.forEach((count, period) => {
          if (count === null) return;
          expect(day[at]![period]).toBeLessThanOrEqual(count);
          expect(unbounded[at]![period]).toBeGreaterThanOrEqual(count);
        }),
      );
      for (const cohort of unbounded)
        cohort.forEach((count, period) => {
          if (period > 0 && count !== null) expect(count).toBeLessThanOrEqual(cohort[period - 1]!);
        });
    }),
    200,
  );
});

describe('the triangle for the form', () => {
  it('stops after each segment, so that a page can have its turn', () => {
    const text = 'user,date,segment\na,2026-02-16,x\na,2026-02-24,x\nb,2026-02-16,y';
    expect([...trianglesOf(activityOf(text), 'bracket', 'week', MOST)]).toHaveLength(2);
  });

  const imported = (text: string, period: 'day' | 'week' | 'month' = 'week') =>
    result(trianglesOf(activityOf(text), 'bracket', period, MOST));

  it('is what the form reads', () => {
    const { segments, sentence } = imported(
      csvOf(rowsFor(vectors.retention_censored.cohorts)),
    ) as Exclude<Imported, { fault: string }>;
    expect(segments).toEqual([
      {
        name: 'Everyone',
        triangle:
          'Feb 16, 2026: 200 120 90 76 70 68\nFeb 23, 2026: 250 160 125 110 100\nMar 2, 2026: 150 75 54 45',
      },
    ]);
    expect(readTriangle(segments[0]!.triangle).fault).toBeUndefined();
    expect(sentence).toBe(
      '1,693 rows of 600 people, Feb 16, 2026 to Mar 29, 2026, became 3 cohorts. Whoever was there before Feb 16, 2026 looks new here.',
    );
  });

  it('of the example’s rows is the example', () => {
    const cohorts = vectors.retention_censored.cohorts.map(({ active }) =>
      active.filter((count) => count !== null),
    );
    expect(imported(exampleRows(cohorts, MONDAY))).toMatchObject({
      segments: [
        {
          triangle:
            'Feb 16, 2026: 200 120 90 76 70 68\nFeb 23, 2026: 250 160 125 110 100\nMar 2, 2026: 150 75 54 45',
        },
      ],
    });
  });

  it('is one for each of the two largest segments, and says what it leaves out', () => {
    const row = (user: string, day: number, segment: string) =>
      `${user},${dateOf(MONDAY + day)},${segment}`;
    const found = imported(
      [
        'user,date,segment',
        row('a', 0, 'small'),
        ...['b', 'c', 'd'].map((user) => row(user, 0, 'large')),
        ...['e', 'f'].map((user) => row(user, 0, 'middle')),
        row('b', 20, 'large'),
      ].join('\n'),
    );
    expect(found).toMatchObject({
      segments: [
        { name: 'large', triangle: 'Feb 16, 2026: 3 0 1' },
        { name: 'middle', triangle: 'Feb 16, 2026: 2 0 0' },
      ],
      sentence: expect.stringMatching(
        /two largest segments are compared; the other one is left out/,
      ),
    });
  });

  it('says when there are more cohorts than a table holds', () => {
    const rows = Array.from({ length: 400 }, (_, day): [string, number] => [
      `${day}`,
      MONDAY + day,
    ]);
    expect(imported(csvOf(rows), 'day').fault).toMatch(
      /there are 400 cohorts by day, and the table holds 60\. Choose weeks or months/,
    );
    expect(imported(csvOf(rows), 'week').fault).toBeUndefined();
  });

  it('says when nobody could be watched for a whole period', () => {
    expect(
      imported(
        csvOf([
          ['a', MONDAY],
          ['a', MONDAY + 12],
        ]),
      ).fault,
    ).toMatch(
      /no cohort could be watched through its first week\. Bring more days, or choose a shorter period\.$/,
    );
  });
});

it('200,000 rows become a triangle in well under a second and a half', () => {
  const random = randomFrom('many rows');
  const text = [
    'user_id,event_time,segment',
    ...Array.from({ length: MOST_ROWS }, () => {
      const user = Math.floor(random() * 40_000);
      const time = new Date((MONDAY + random() * 300) * DAY).toISOString();
      return `user-${user},${time},${user % 2 === 0 ? 'ads' : 'friends'}`;
    }),
  ].join('\n');
  const time = medianTime(() =>
    result(trianglesOf(activityOf(text, { piece: 128 * 1024 }), 'bracket', 'week', MOST)),
  );
  console.log(`200,000 rows: ${Math.round(time)} ms of the processor`);
  expect(time).toBeLessThan(1000);
}, 60_000);
