import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { riceWorksheet } from '#domain/tools/rice-worksheet.ts';
import type { Reading } from '#domain/tools/tool.ts';
import { itHolds } from '../progress/cases.ts';
import vectors from '../vectors.json' with { type: 'json' };

const NAMES = riceWorksheet.list!.columns.map(({ name }) => name);
/** A line as it is typed, in the order of the columns; what is left out is empty. */
const line = (...texts: string[]) =>
  Object.fromEntries(NAMES.map((name, at) => [name, texts[at] ?? '']));
const read = (items: string[][], leftOut = ''): Reading =>
  riceWorksheet.read({
    fields: { 'left-out': leftOut },
    items: items.map((texts) => line(...texts)),
  });
const tableOf = ({ tables }: Reading, caption: RegExp) =>
  tables.find((table) => caption.test(table.caption));
const resultOf = ({ results }: Reading, label: string) =>
  results.find((result) => result.label === label);
const ranking = (reading: Reading) =>
  (tableOf(reading, /RICE score/)?.rows ?? []).map(([name, rank]) => [name, rank]);

const PLAIN = [
  ['Plan', '2000', '2', '80%', '2'],
  ['Evenings', '3000', '1', '80%', '2'],
];
const RANGED = [
  ['Plan', '1500-2500', '2', '60-100', '2'],
  ['Evenings', '3000', '1', '80%', '1.5 to 2.5'],
];

describe('the ranking', () => {
  const { rows, rank } = vectors.rice;
  const sheet = rows.map((row) => [
    row.id,
    String(row.reachPerQuarter),
    String(row.impact),
    String(row.confidence),
    String(row.effortPersonMonths),
  ]);

  it('is that of the vectors, with their scores', () => {
    const table = tableOf(read(sheet), /RICE score/)!;
    expect(table.rows.map(([name]) => name)).toEqual(rank);
    for (const { id, score } of rows) {
      const row = table.rows.find(([name]) => name === id)!;
      expect(row[2]).toBe(score.toLocaleString('en-US'));
    }
  });

  it('says how each score is made', () => {
    expect(tableOf(read(PLAIN), /RICE score/)!.rows[0]).toEqual([
      'Plan', '1', '1,600', '2,000 × 2 × 80% / 2',
    ]); // prettier-ignore
  });

  it('says at which estimate the second draws level with the first', () => {
    // The fourth idea of the vectors is the second by score.
    const sentence = resultOf(read(sheet), 'Lead over the second')!.sentence;
    expect(sentence).toContain('“D” draws level when the confidence in “A” falls to 60%');
    expect(sentence).toContain('its effort grows to 2.67 person-months');
  });

  it('gives equal scores one rank, and lists the smaller effort first', () => {
    const tied = read([
      ['T1', '2000', '2', '0.8', '4'],
      ['T2', '800', '1', '100', '1'],
      ['T3', '1', '1', '100', '1'],
    ]);
    expect(ranking(tied)).toEqual([['T2', '1'], ['T1', '1'], ['T3', '3']]); // prettier-ignore
    expect(tied.remarks.join()).toContain('“T2” and “T1” have the same score.');
    expect(resultOf(tied, 'Lead over the second')).toBeUndefined();
  });

  it('has no lead over a score of zero', () => {
    const reading = read([PLAIN[0]!, ['Nobody', '0', '3', '80', '2']]);
    expect(ranking(reading)[1]).toEqual(['Nobody', '2']);
    expect(resultOf(reading, 'Lead over the second')).toBeUndefined();
  });

  it.each(['80', '80%', '0.8', ' 80 % '])('takes a confidence of “%s” as 80%%', (text) => {
    const table = tableOf(read([['Plan', '1000', '1', text, '1'], PLAIN[1]!]), /RICE score/)!;
    expect(table.rows.find(([name]) => name === 'Plan')![2]).toBe('800');
  });

  it('takes a confidence of 1 as certain, and a range of it by its upper end', () => {
    const cells = (text: string) =>
      tableOf(read([['Plan', '1000', '1', text, '1'], PLAIN[1]!]), /RICE score/)!.rows.find(
        ([name]) => name === 'Plan',
      )![3];
    expect(cells('1')).toContain('× 100% /');
    expect(cells('0.5-0.9')).toContain('× 70% /');
    expect(cells('1-99')).toContain('× 50% /');
  });
});

describe('ranges', () => {
  it('are not simulated where there is none, and the page says how to write one', () => {
    const reading = read(PLAIN);
    expect(tableOf(reading, /How sure/)).toBeUndefined();
    expect(reading.charts[0]!.title).toBe('RICE scores');
    expect(reading.remarks.join()).toContain('Every estimate is a point.');
  });

  it('without a width are points', () => {
    const pointed = read([
      ['Plan', '2000-2000', '2', '80-80%', '2 to 2'],
      ['Evenings', '3000', '1', '80%', '2'],
    ]);
    expect(pointed).toEqual({ ...read(PLAIN), charts: pointed.charts });
  });

  it('are scored by their middle', () => {
    expect(ranking(read(RANGED))).toEqual(ranking(read(PLAIN)));
    expect(tableOf(read(RANGED), /RICE score/)!.rows[0]![3]).toBe('2,000 × 2 × 80% / 2');
  });

  it('give the share of first places, the ranks and the scores, with the seed and the number of draws', () => {
    const table = tableOf(read(RANGED), /How sure/)!;
    expect(table.caption).toContain('10,000 draws, seed “rice-worksheet”');
    expect(table.heads).toEqual(['Idea', 'P(first)', 'Ranks', 'Scores']);
    const [plan, evenings] = table.rows;
    expect(plan![2]).toBe('1–2');
    expect(Number.parseInt(plan![1]!) + Number.parseInt(evenings![1]!)).toBe(100);
  });

  it('are the spans of the chart, which says the same', () => {
    const [chart] = read(RANGED).charts;
    const [plan] = tableOf(read(RANGED), /How sure/)!.rows;
    expect(chart!.title).toBe('Scores in nine of ten draws');
    expect(chart!.description).toContain(
      `Plan: score 1,600, first in ${plan![1]}, drawn ${plan![3]}.`,
    );
  });

  it('come to the same each time', () => {
    expect(read(RANGED).tables).toEqual(read(RANGED).tables);
  });

  it('name the estimate to learn next, and how the first place hangs on it', () => {
    const next = (plan: string[]) =>
      resultOf(
        read([
          ['Plan', ...plan],
          ['Evenings', '2800-3200', '1', '80%', '2'],
        ]),
        'Learn next',
      )!;
    const confidence = next(['2000', '2', '50-100', '2']);
    expect(confidence.value).toBe('Plan: confidence');
    expect(confidence.sentence).toMatch(
      /^Where it is in the lowest fifth of its range, “Plan” is first in \d+% of the draws, and “Evenings” more often; in the highest fifth, in 100%\. P/,
    );
    const effort = next(['2000', '2', '80', '1-3.5']);
    expect(effort.value).toBe('Plan: effort');
    expect(effort.sentence).toMatch(
      /first in 100% of the draws; in the highest fifth, in \d+%, and “Evenings” more often\. P/,
    );
  });

  it('have nothing to learn for the first place where it is far ahead', () => {
    const far = read([
      ['Plan', '9000-9900', '2', '80', '2'],
      ['Evenings', '100-200', '1', '80', '2'],
    ]);
    expect(resultOf(far, 'Learn next')!.value).toBe('nothing, for the first place');
    expect(far.remarks.join()).toContain('“Plan” is first nearly always');
  });

  it('may put another idea first than the middles do', () => {
    // The middle of 1 to 9 is five months, while half of the efforts drawn are below it, and score far more.
    const reading = read([
      ['Steady', '1000', '1', '80', '4.9'],
      ['Wild', '1000', '1', '80', '1-9'],
      ['Wild too', '1000', '1', '80', '1-9'],
    ]);
    expect(ranking(reading)[0]![0]).toBe('Steady');
    expect(reading.remarks.join()).toMatch(/“Steady” is first; in the draws it is “Wild( too)?”/);
  });

  it('leave ideas level where none is first in half of the draws', () => {
    const level = ['A', 'B', 'C'].map((name) => [name, '1000-2000', '1', '80', '2']);
    expect(read(level).remarks.join()).toContain(
      'No idea is first in more than half of the draws.',
    );
  });
});

describe('ICE and WSJF', () => {
  const beside = (items: string[][]) => tableOf(read(items), /side by side/);

  it('are the vectors’, ranked among themselves', () => {
    const rows = vectors.ice.map(({ impact, confidence, ease }) => [
      `${impact}/${confidence}/${ease}`, '1', '1', '80', '1', `${impact}/${confidence}/${ease}`,
    ]); // prettier-ignore
    expect(beside(rows)!.rows.map((row) => [row[0], row[2], row[3]])).toEqual([
      ['8/6/7', '1 (7)', '1 (336)'],
      ['9/9/2', '2 (6.67)', '3 (162)'],
      ['6/6/6', '3 (6)', '2 (216)'],
    ]);
    const jobs = vectors.wsjf.map((job) => [
      job.id, '1', '1', '80', '1', '',
      [job.businessValue, job.timeCriticality, job.riskOpportunity, job.jobSize].join('/'),
    ]); // prettier-ignore
    const order = beside(jobs)!.rows.toSorted((a, b) => a[4]!.localeCompare(b[4]!));
    expect(order.map(([name]) => name)).toEqual(vectors.wsjf_rank);
    expect(order.map((row) => row[4])).toEqual(['1 (7)', '2 (3)', '3 (1.23)']);
  });

  it('are no table where nobody typed them, and a dash for an idea without them', () => {
    expect(beside(PLAIN)).toBeUndefined();
    expect(
      beside([
        [...PLAIN[0]!, '8/6/7'],
        [...PLAIN[1]!, '', '8/13/3/8'],
      ])!.rows,
    ).toEqual([
      ['Plan', '1 (1,600)', '1 (7)', '1 (336)', '–'],
      ['Evenings', '2 (1,200)', '–', '–', '1 (3)'],
    ]);
  });

  it('say when averaging and multiplying put different ideas first', () => {
    const { remarks } = read([
      ['A', '1', '1', '80', '1', '9/9/2'],
      ['B', '1', '1', '80', '1', '6/6/6'],
    ]);
    expect(remarks.join()).toContain('ICE averaged puts “A” first, ICE multiplied “B”.');
  });

  it('say what each leaves out', () => {
    const { remarks } = read([[...PLAIN[0]!, '8/6/7', '8/13/3/8'], PLAIN[1]!]);
    expect(remarks.join()).toContain('ICE leaves out how many people an idea reaches.');
    expect(remarks.join()).toContain('WSJF leaves out how sure you are.');
  });

  it.each(['8 6 7', '8, 6, 7', '8 / 6 / 7', '8;6;7'])('may be typed as “%s”', (text) => {
    expect(beside([[...PLAIN[0]!, text], PLAIN[1]!])!.rows[0]![3]).toBe('1 (336)');
  });
});

describe('what the score leaves out', () => {
  it('is asked for while nobody wrote it down', () => {
    expect(read(PLAIN, ' \n').remarks[0]).toMatch(/^The score knows nothing of promises/);
  });

  it('stands among the tables, line by line, so that it leaves with them', () => {
    const reading = read(PLAIN, 'A signed contract\n\n The goal of the quarter ');
    expect(tableOf(reading, /leaves out/)!.rows).toEqual([
      ['A signed contract'],
      ['The goal of the quarter'],
    ]);
    expect(reading.remarks[0]).toMatch(/^If what the score leaves out changes the order/);
  });
});

describe('a mistake in a line', () => {
  const faultOf = (column: string, text: string) => {
    const typed = ['Plan', '2000', '2', '80', '2'];
    typed[NAMES.indexOf(column)] = text;
    return read([PLAIN[1]!, typed]).faults;
  };

  it.each([
    ['reach', 'many', '“many” is not a number. Write digits, like 1200 or 0.5.'],
    ['reach', '', 'This is empty. Write a number.'],
    ['reach', '-5', 'This must be at least 0.'],
    ['reach', '12.5', 'This must be a whole number.'],
    ['reach', '1e308', 'This must be at most 10,000,000,000.'],
    ['reach', '1.500,5', '“1.500,5” is not a number. Write digits, like 1200 or 0.5.'],
    [
      'reach',
      '2500-1500',
      'This range runs backward. Write the smaller number first, like 1500-2500.',
    ],
    ['impact', '', 'Choose one of the five impacts.'],
    ['impact', '7', 'Choose one of the five impacts.'],
    ['confidence', '120%', 'This must be at most 100.'],
    ['confidence', '0', 'Below 1% nobody believes in the idea. Find out more, or leave it out.'],
    ['confidence', '0-80', 'Below 1% nobody believes in the idea. Find out more, or leave it out.'],
    ['effort', '0', 'This must be at least 0.01.'],
    ['effort', '1,5', '“1,5” can be read in two ways. Write decimals with a point.'],
    ['ice', '8/6', 'Write three numbers from 1 to 10, like 8/6/7, or nothing.'],
    ['ice', '8/6/11', 'Write three numbers from 1 to 10, like 8/6/7, or nothing.'],
    ['wsjf', '8/13/3/0', 'Write four numbers from 1 to 100, like 8/13/3/8, or nothing.'],
  ])('is said at its field: %s “%s”', (column, text, fault) => {
    expect(faultOf(column, text)).toEqual({ [`1/${column}`]: fault });
  });

  it('takes that idea alone out of the ranking', () => {
    const reading = read([...PLAIN, ['Broken', '100', '1', '80', '0']]);
    expect(ranking(reading)).toEqual(ranking(read(PLAIN)));
  });

  it('of ICE leaves the idea in the ranking', () => {
    expect(ranking(read([[...PLAIN[0]!, '8/6'], PLAIN[1]!]))).toEqual(ranking(read(PLAIN)));
  });

  it('is none while a line has nothing but its first impact', () => {
    expect(read([...PLAIN, ['', '', '3']]).faults).toEqual({});
  });
});

it('an idea without a name is called by its line', () => {
  expect(ranking(read([PLAIN[0]!, ['', '3000', '1', '80', '2']]))[1]![0]).toBe('Idea 2');
});

it('a low confidence is asked to be looked into first', () => {
  const { remarks } = read([PLAIN[0]!, ['Guess', '3000', '1', '40', '2']]);
  expect(remarks.join()).toContain('The confidence in “Guess” is below 50%.');
});

it('one idea is told to need another', () => {
  expect(read([PLAIN[0]!]).remarks).toEqual([
    'One idea alone has no rank. Add another to compare it with.',
  ]);
});

it('nothing typed comes to nothing, without a fault', () => {
  expect(read([[], []])).toEqual({ faults: {}, results: [], remarks: [], tables: [], charts: [] });
});

it('scores of zero have no chart, for want of an axis', () => {
  const zero = [
    ['A', '0', '1', '80', '1-2'],
    ['B', '0', '1', '80', '1'],
  ];
  expect(read(zero).charts).toEqual([]);
});

it('the chart shows twelve ideas and says so', () => {
  const many = Array.from({ length: 50 }, (_, at) => [
    `Idea ${at}`,
    `${at + 1}-${at + 90}`,
    '1',
    '80',
    '1',
  ]);
  const { charts } = read(many);
  expect(charts.map(({ title }) => title)).toEqual([
    'Scores in nine of ten draws, the first 12 of 50 ideas',
  ]);
});

describe('whatever is typed', () => {
  const anything = fc.oneof(
    fc.constantFrom(
      '', ' ', '0', '-0', '1', '80%', '0.8', '2000', '1500-2500', '1500–1500', '1e308', '1e-320', 'NaN',
      'Infinity', '-1', '1,5', '1-2-3', '8/6/7', '8/13/3/8', '1e12', '0.01', '<b>', '__proto__', '\ud800',
    ),
    fc.string({ unit: 'grapheme', maxLength: 80 }),
    fc.double().map(String),
  ); // prettier-ignore
  const impacts = fc.constantFrom('', '3', '2', '1', '0.5', '0.25', '9');
  const lines = fc.array(
    fc.tuple(anything, anything, impacts, anything, anything, anything, anything),
    { maxLength: 4 },
  );
  const valid = fc.array(
    fc.tuple(
      anything,
      fc.constantFrom('0', '1', '2000', '10000000000', '1500-2500', '0-10000000000'),
      fc.constantFrom('3', '0.25'),
      fc.constantFrom('1', '0.01', '100', '1-100', '0.01-0.02'),
      fc.constantFrom('0.01', '10000', '0.01-10000', '2'),
      anything,
      anything,
    ),
    { maxLength: 3 },
  );

  itHolds(
    'is read without an error, and neither NaN nor infinity nor undefined is shown',
    fc.property(fc.oneof({ weight: 9, arbitrary: lines }, valid), anything, (items, notes) => {
      const reading = read(items, notes);
      const { faults, results, remarks, charts } = reading;
      const tables = reading.tables.filter(({ caption }) => !caption.includes('leaves out'));
      // A name may be any word, and what was typed is quoted.
      const names = items.map(([name]) => name.trim().replace(/\s+/g, ' ')).filter(Boolean);
      const shown = JSON.stringify([
        results.map(({ sentence }) => sentence),
        remarks,
        tables.flatMap(({ rows }) => rows.map(([, ...cells]) => cells)),
        charts.map(({ description }) => description),
        charts.flatMap(({ draw }) => [draw(320), draw(640)]),
      ]);
      if (!names.some((name) => /NaN|Infinity/.test(name)))
        expect(shown).not.toMatch(/NaN|Infinity|undefined|null/);
      for (const sentence of Object.values(faults)) expect(sentence).toMatch(/\.$/);
    }),
    50,
  );

  itHolds(
    'the ranking does not change with the unit of reach',
    fc.property(
      fc.array(
        fc.tuple(
          fc.integer({ min: 1, max: 50 }),
          fc.constantFrom('1', '2', '0.5'),
          fc.integer({ min: 1, max: 9 }),
        ),
        { minLength: 2, maxLength: 8 },
      ),
      fc.integer({ min: 2, max: 1000 }),
      (ideas, times) => {
        const scaled = (by: number) =>
          ranking(
            read(
              ideas.map(([reach, impact, effort], at) => [
                `${at}`,
                `${reach * by}`,
                impact,
                '80',
                `${effort}`,
              ]),
            ),
          );
        const byName = (rows: ReturnType<typeof ranking>) => new Map(rows as [string, string][]);
        expect(byName(scaled(times))).toEqual(byName(scaled(1)));
      },
    ),
    50,
  );
});
