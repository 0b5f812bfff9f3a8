import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeTyped } from '#domain/tools/link.ts';
import { retentionLab } from '#domain/tools/retention-lab.ts';
import { toCsv, toMarkdown } from '#domain/tools/table.ts';
import { isTyped } from '#domain/tools/tool.ts';
import { readTriangle } from '#domain/tools/triangle.ts';
import { itHolds } from '../progress/cases.ts';
import vectors from '../vectors.json' with { type: 'json' };

const textOf = (cohorts: { cohort: string; size: number; active: (number | null)[] }[]) =>
  cohorts
    .map(({ cohort, active }) => `${cohort}: ${active.filter((count) => count !== null).join(' ')}`)
    .join('\n');
const FULL = textOf(vectors.retention_full.cohorts);
const YOUNG = textOf(vectors.retention_censored.cohorts);

const typed = (fields: Record<string, string>) => ({
  fields: {
    definition: 'bracket',
    period: 'week',
    name: 'Spring',
    cohorts: YOUNG,
    otherName: '',
    other: '',
    ...fields,
  },
  items: [],
});
const read = (fields: Record<string, string> = {}) => retentionLab.read(typed(fields));
const table = (caption: RegExp, reading = read()) =>
  plain(reading.tables.find((each) => caption.test(each.caption))!);
/** With common spaces. */
const plain = (found: ReturnType<typeof read>['tables'][number]) => ({
  ...found,
  rows: found.rows.map((row) => row.map((cell) => cell.replaceAll('\u00a0', ' '))),
});
const result = (label: RegExp, reading = read()) =>
  reading.results.find((each) => label.test(each.label))!;
/** Every text that a reading shows. */
const textsOf = ({ results, remarks, tables, charts }: ReturnType<typeof read>) => [
  ...results.flatMap(({ label, value, sentence }) => [label, value, sentence]),
  ...remarks,
  ...tables.flatMap(({ caption, heads, rows }) => [caption, ...heads, ...rows.flat()]),
  ...charts.flatMap(({ title, description }) => [title, description]),
];

/** As a table writes a percentage of the vectors. */
const written = (percent: number) => `${Number(percent.toFixed(1))}%`;

describe('the retention lab', () => {
  it.each([
    ['whole', FULL, vectors.retention_full],
    ['censored', YOUNG, vectors.retention_censored],
  ])('pools the %s cohorts of the vectors, with n and the plain mean', (_, cohorts, vector) => {
    const { rows } = table(/^Pooled curve/, read({ cohorts }));
    expect(rows.map(([, back, of, , pooled]) => [back, of, pooled])).toEqual(
      vector.pooledWeighted.map(({ num, den, pct }) => [`${num}`, `${den}`, written(pct)]),
    );
    expect(rows.map((row) => row.at(-1))).toEqual(vector.simpleMeanPct.map(written));
  });

  it('marks what a cohort has not reached, and never takes it for zero', () => {
    expect(
      table(/^Cohorts/)
        .rows.slice(0, 3)
        .map((row) => row.slice(-2)),
    ).toEqual([
      ['70, 35%', '68, 34%'],
      ['100, 40%', 'not yet'],
      ['not yet', 'not yet'],
    ]);
  });

  it('leaves as CSV and as Markdown with common spaces', () => {
    const [cohorts] = read().tables;
    expect(toCsv(cohorts!).split('\r\n')[3]).toBe(
      'Mar,150,"75, 50%","54, 36%","45, 30%",not yet,not yet',
    );
    expect(toMarkdown(cohorts!)).not.toContain('\u00a0');
  });

  it('takes its own table back into the field', () => {
    const [cohorts] = read().tables;
    const pasted = cohorts!.rows.slice(0, -1).map((row) => row.join('\t'));
    expect(readTriangle(pasted.join('\n'))).toEqual(readTriangle(YOUNG));
  });

  it('says what the curve would be if the missing were counted as lost', () => {
    expect(read().remarks[0]).toBe(
      '400 people have not reached week 5. Counted as lost, they would make it 11.3% instead of 34%.',
    );
  });

  it('says where the curve moves because cohorts leave the sum', () => {
    expect(read().remarks[1]).toMatch(
      /week 3 to 4 .* falls by 0\.7 points, .* falls by 3\.6 points/,
    );
  });

  it('says where the plain mean rises and the pooled curve does not', () => {
    expect(read().remarks[2]).toMatch(/plain mean rises to 37\.5% in week 4/);
    expect(read({ cohorts: FULL }).remarks).toEqual([]);
  });

  it('names the definition beside the first number', () => {
    expect(result(/back in week 1/).sentence).toMatch(/Counted by bracket: .* within the week\.$/);
    expect(result(/back in day 1/, read({ definition: 'n-day', period: 'day' })).sentence).toMatch(
      /Counted by N-day: back on exactly that day\.$/,
    );
  });

  it('judges the flattening in words', () => {
    expect(result(/flatten/).value).toBe('It is flattening');
    expect(result(/flatten/, read({ cohorts: 'Jan: 50 30 20 18 17' })).value).toBe(
      'Too early to say',
    );
  });

  it('compares the newest cohort with the older ones, of the same age', () => {
    const { value, sentence } = result(/^Newest/);
    expect(value).toBe('30%');
    expect(sentence).toMatch(/41\.3% of the older cohorts: 11\.3 points lower/);
  });

  it('counts the people active at a steady state', () => {
    const { value, sentence } = result(/steady/, read({ cohorts: FULL }));
    const { newPerPeriod, active } = vectors.steadyState;
    // The vector has three such cohorts a period, the tool takes one of the mean size.
    expect(value).toBe(`${Math.round((active * 200) / newPerPeriod)} people`);
    expect(sentence).toMatch(/^200 new people a week/);
  });

  it('looks at one group when the second is empty', () => {
    expect(read().tables.map(({ caption }) => caption)).toEqual([
      'Cohorts, Spring',
      'Pooled curve, Spring',
    ]);
    expect(read().charts).toHaveLength(2);
  });
});

describe('two segments side by side', () => {
  const both = read({
    otherName: 'After',
    other: 'May 4: 140 95 72 62 57 55\nMay 11: 150 99 75 64 59\nMay 18: 122 78 58 50',
  });

  it('show the share, the people and the interval of each', () => {
    expect(table(/beside/, both).rows[0]!.slice(0, 3)).toEqual([
      'Week 1',
      '59.2% of 600 (55.2% to 63%)',
      '66% of 412 (61.3% to 70.4%)',
    ]);
  });

  it('differ only where the interval leaves out zero', () => {
    const words = table(/beside/, both).rows.map((row) => row[3]);
    expect(words[0]).toBe('6.9 points lower (−12.8 to −0.8 points)');
    for (const each of words.slice(1)) expect(each).toMatch(/^not told apart \(/);
    expect(result(/ and After/, both).value).toBe('Told apart in 1 of 5 weeks');
  });

  it('are not judged with fewer than thirty people on a side', () => {
    const few = read({ cohorts: 'a: 29 29', otherName: 'b', other: 'b: 1000 0' });
    expect(table(/beside/, few).rows[0]![3]).toBe('fewer than 30 people on a side: no judgment');
    expect(result(/ and b/, few).value).toBe('Not told apart');
  });

  it('are told as a question, since nobody drew them by lot', () => {
    expect(both.remarks.at(-1)).toMatch(/^Nobody drew these two groups by lot/);
  });

  it('share a chart, which says what the table says', () => {
    const { description } = both.charts.at(-1)!;
    for (const share of ['59.2%', '34%', '66%', '39.3%']) expect(description).toContain(share);
  });
});

describe('bad input', () => {
  it('is told at its field, with its line, and leaves out what it spoils', () => {
    const reading = read({ cohorts: 'Jan: 200 300', other: 'b: 1000 500 400', otherName: 'B' });
    expect(reading.faults).toEqual({ cohorts: expect.stringMatching(/^Line 1: 300 active/) });
    expect(reading.results[0]!.label).toBe('B: back in week 1');
  });

  it('in the second segment leaves the first one whole', () => {
    const reading = read({ other: 'x' });
    expect(Object.keys(reading.faults)).toEqual(['other']);
    expect(reading.results[0]!.value).toBe('59.2%');
  });

  it('of everything gives sentences and nothing else', () => {
    const reading = read({ cohorts: '', other: '1e308', definition: 'x', period: '' });
    expect(Object.keys(reading.faults)).toEqual(['definition', 'period', 'cohorts', 'other']);
    expect([...reading.results, ...reading.tables, ...reading.charts]).toEqual([]);
  });

  itHolds(
    'never throws and never shows what is no number',
    fc.property(
      fc.record({
        definition: fc.constantFrom('bracket', 'n-day', 'unbounded', 'NaN'),
        period: fc.constantFrom('day', 'week', 'month', ''),
        name: fc.string(),
        cohorts: fc.stringMatching(/^([a-z]{1,3}: \d{1,4}( \d{1,3}){0,6}\n){0,4}$/),
        otherName: fc.string(),
        other: fc.oneof(
          fc.string(),
          fc.stringMatching(/^([a-z]{1,3}: \d{1,4}( \d{1,3}){0,6}\n){0,4}$/),
        ),
      }),
      (fields) => {
        const reading = read({ ...fields, name: '', otherName: '' });
        for (const text of textsOf(reading)) expect(text).not.toMatch(/NaN|Infinity|undefined/);
        for (const { draw } of reading.charts)
          for (const width of [320, 640]) expect(draw(width).shapes.length).toBeGreaterThan(0);
      },
    ),
    100,
  );
});

itHolds(
  'a pooled share stands between the least and the greatest of its column',
  fc.property(
    fc.array(
      fc
        .tuple(
          fc.integer({ min: 1, max: 9999 }),
          fc.array(fc.nat(100), { minLength: 1, maxLength: 8 }),
        )
        .map(([size, parts]) => [size, ...parts.map((part) => Math.floor((size * part) / 100))]),
      { minLength: 1, maxLength: 6 },
    ),
    (lines) => {
      const { rows } = table(
        /^Cohorts/,
        read({ cohorts: lines.map((line, at) => `c${at}: ${line.join(' ')}`).join('\n') }),
      );
      const share = (cell: string) => Number(/([\d.]+)%$/.exec(cell)![1]);
      const pooled = rows.at(-1)!;
      for (let column = 2; column < pooled.length; column++) {
        const shares = rows
          .slice(0, -1)
          .map((row) => row[column]!)
          .filter((cell) => cell !== 'not yet')
          .map(share);
        expect(share(pooled[column]!)).toBeGreaterThanOrEqual(Math.min(...shares));
        expect(share(pooled[column]!)).toBeLessThanOrEqual(Math.max(...shares));
      }
    },
  ),
  100,
);

it('a triangle too large for a link is read back as it was kept', () => {
  const large = typed({ cohorts: 'Somewhat long name: 1000 900 800\n'.repeat(60) });
  expect(encodeTyped(retentionLab, large)).toBeUndefined();
  expect(isTyped(JSON.parse(JSON.stringify(large)), retentionLab)).toBe(true);
});
