import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { falseAlarmsByLooks } from '#domain/experiment.ts';
import { randomFrom } from '#domain/shuffle.ts';
import { experimentPlanner } from '#domain/tools/experiment-planner.ts';
import type { Reading } from '#domain/tools/tool.ts';
import { itHolds, medianTime } from '../progress/cases.ts';
import vectors from '../vectors.json' with { type: 'json' };

/** Larder's experiment on "Who's home". */
const EXAMPLE = {
  ...{ baseline: '45%', effect: '10', measure: 'points', alpha: '5%', power: '80%' },
  ...{ variant: '50', visitors: '22', included: '100', weeks: '4', looks: '6' },
  ...{ 'control-visitors': '391', 'control-successes': '176' },
  ...{ 'variant-visitors': '392', 'variant-successes': '211' },
};
type Name = keyof typeof EXAMPLE;
const NAMES = Object.keys(EXAMPLE) as Name[];
const GROUPS = NAMES.filter((name) => /^(control|variant)-/.test(name));
const UNREAD = Object.fromEntries(GROUPS.map((name) => [name, '']));

const read = (changed: Partial<Record<Name, string>> = {}): Reading =>
  experimentPlanner.read({ fields: { ...EXAMPLE, ...changed }, items: [] });

const groups = (control: number[], variant: number[]): Partial<Record<Name, string>> => ({
  'control-visitors': `${control[1]}`,
  'control-successes': `${control[0]}`,
  'variant-visitors': `${variant[1]}`,
  'variant-successes': `${variant[0]}`,
});

const resultOf = ({ results }: Reading, label: string | RegExp) =>
  results.find((result) =>
    typeof label === 'string' ? result.label === label : label.test(result.label),
  );
const valueOf = (reading: Reading, label: string | RegExp): string =>
  resultOf(reading, label)!.value;
const tableOf = ({ tables }: Reading, caption: RegExp) =>
  tables.find((table) => caption.test(table.caption));
/** The first number in a text, commas and true minus read. */
const numberIn = (text: string): number =>
  Number(/−?[\d,]+(\.\d+)?/.exec(text)![0].replaceAll(',', '').replace('−', '-'));
/** All that is shown but the faults, which repeat what was typed. */
const allText = (reading: Reading): string => JSON.stringify({ ...reading, faults: {} });

const planOf = ({ p1, p2, alpha, power }: (typeof vectors.sampleSize.cases)[number]) => ({
  baseline: `${100 * p1}`,
  effect: (100 * (p2 - p1)).toFixed(6),
  alpha: `${100 * alpha}`,
  power: `${100 * power}`,
});

describe('the sample size', () => {
  it.each(vectors.sampleSize.cases)('from $p1 to $p2 is that of the vectors', (vector) => {
    expect(valueOf(read(planOf(vector)), 'Sample size')).toBe(
      `${vector.perArm_unpooled.ceil.toLocaleString('en-US')} in each group`,
    );
  });

  it.each(vectors.sampleSize.cases)('from $p1 to $p2 stands beside other formulas', (vector) => {
    const { rows } = tableOf(read(planOf(vector)), /by formula/)!;
    expect(rows.map(([, size]) => numberIn(size!))).toEqual([
      vector.perArm_unpooled.ceil,
      vector.perArm_pooledNull.ceil,
      vector.perArm_baselineVarianceNull.ceil,
      vector.perArm_ruleOf16.ceil,
    ]);
  });

  it('names its formula and its variance', () => {
    const { sentence } = resultOf(read(), 'Sample size')!;
    expect(sentence).toContain('[p1(1 − p1) + p2(1 − p2)] / (p2 − p1)²');
    expect(sentence).toContain('each group has its own variance');
  });

  it('counts an effect in points or relative to the rate', () => {
    const points = read({ baseline: '20', effect: '2' });
    const relative = read({ baseline: '20', effect: '10', measure: 'relative' });
    expect(valueOf(relative, 'Sample size')).toBe('6,507 in each group');
    expect(relative.results).toEqual(points.results);
  });

  it('is larger in sum where the groups are not equal, and says both', () => {
    expect(valueOf(read({ baseline: '20', effect: '2', variant: '20' }), 'Sample size')).toBe(
      '16,609 control, 4,153 variant',
    );
  });

  it('tells when the rule of 16 does not hold', () => {
    expect(resultOf(read(), 'Rule of 16')!.sentence).toContain('as here');
    expect(resultOf(read({ power: '90' }), 'Rule of 16')!.sentence).toContain('not your plan');
  });

  const rates = fc.integer({ min: 5, max: 60 });
  const size = (changed: Partial<Record<Name, string>>): number =>
    numberIn(valueOf(read({ ...UNREAD, looks: '', weeks: '', ...changed }), 'Sample size'));

  itHolds(
    'falls with the effect',
    fc.property(rates, fc.integer({ min: 1, max: 29 }), (baseline, effect) => {
      const of = (points: number) => size({ baseline: `${baseline}`, effect: `${points}` });
      return of(effect + 1) < of(effect);
    }),
    200,
  );

  itHolds(
    'rises with the power, and with fewer false alarms',
    fc.property(rates, fc.integer({ min: 50, max: 98 }), (baseline, power) => {
      const of = (more: Partial<Record<Name, string>>) =>
        size({ baseline: `${baseline}`, effect: '3', power: `${power}`, ...more });
      return of({ power: `${power + 1}` }) > of({}) && of({ alpha: '4' }) > of({});
    }),
    200,
  );

  itHolds(
    'is the same for successes and failures, and for both directions',
    fc.property(rates, fc.integer({ min: 1, max: 30 }), (baseline, effect) => {
      const there = size({ baseline: `${baseline}`, effect: `${effect}` });
      const back = size({ baseline: `${baseline + effect}`, effect: `-${effect}` });
      const failures = size({ baseline: `${100 - baseline}`, effect: `-${effect}` });
      // The last digit of a rate in binary may tip a whole number over.
      return Math.abs(there - back) <= 1 && Math.abs(there - failures) <= 1;
    }),
    200,
  );
});

describe('the duration', () => {
  it('is that of the vectors, in days and in whole weeks', () => {
    const { eligibleUsersPerDay, days } = vectors.sampleSize.duration;
    const result = resultOf(
      read({ baseline: '20', effect: '2', visitors: `${eligibleUsersPerDay}` }),
      'Duration',
    )!;
    expect(result.value).toBe('2 weeks');
    expect(result.sentence).toContain(`= ${days} days`);
  });

  it('is rounded up, and says why', () => {
    const result = resultOf(read(), 'Duration')!;
    expect(result.value).toBe('6 weeks');
    expect(result.sentence).toContain('= 36 days, rounded up to whole weeks: people differ');
  });

  it('is twice as long with half of the visitors', () => {
    expect(resultOf(read({ included: '50' }), 'Duration')!.sentence).toContain('= 71 days');
  });

  it('that is very long is doubted', () => {
    expect(read({ effect: '1' }).remarks.join()).toContain('the season turns');
    expect(read().remarks.join()).not.toContain('the season turns');
  });
});

describe('the smallest effect', () => {
  it('in the time that the sample takes is the one worth acting on', () => {
    const exact = read({ baseline: '20', effect: '2', visitors: '929.571428', weeks: '2' });
    expect(valueOf(exact, /^Smallest effect/)).toBe('2 points');
  });

  it('points down where the rate should fall', () => {
    expect(numberIn(valueOf(read({ effect: '-10' }), /^Smallest effect/))).toBeLessThan(0);
  });

  it('is none where the visitors are too few for any', () => {
    expect(valueOf(read({ baseline: '99', effect: '0.5' }), /^Smallest effect/)).toBe('none');
  });

  it('falls from week to week in the table, which has the marks of the chart', () => {
    const effects = tableOf(read(), /smallest effect/)!.rows.map(([, , effect]) =>
      numberIn(effect!),
    );
    expect(effects).toEqual(effects.toSorted((a, b) => b - a));
    expect(effects).toHaveLength(6);
  });

  itHolds(
    'is found by just so many visitors',
    fc.property(
      fc.integer({ min: 5, max: 90 }),
      fc.integer({ min: 500, max: 1e6 }),
      fc.integer({ min: 10, max: 90 }),
      fc.constantFrom('', '-'),
      (baseline, visitors, variant, sign) => {
        const given = { ...UNREAD, looks: '', weeks: '1', variant: `${variant}` };
        const plan = { ...given, baseline: `${baseline}`, visitors: `${visitors}` };
        const found = valueOf(read({ ...plan, effect: `${sign}1` }), /^Smallest effect/);
        const needed = valueOf(read({ ...plan, effect: `${numberIn(found)}` }), 'Sample size');
        const users = [...needed.matchAll(/[\d,]+/g)].reduce(
          (sum, [count]) => sum + numberIn(count) * (needed.includes('each') ? 2 : 1),
          0,
        );
        // The effect is shown in hundredths of a point, and the users grow with its inverse square.
        const slack = 0.02 / Math.abs(numberIn(found)) + 0.001;
        return Math.abs(users / (7 * visitors) - 1) < slack;
      },
    ),
    200,
  );
});

describe('looking early', () => {
  it.each(Object.entries(vectors.peeking).filter(([looks]) => looks !== '1'))(
    'with %s looks has the false alarms of the vectors, within what the simulation may err',
    (looks, share) => {
      const found = numberIn(valueOf(read({ looks }), /^False alarms/)) / 100;
      // Four standard errors of 20,000 runs, half a tenth of a percent, and the vectors' own error.
      const error = 4 * Math.sqrt((share * (1 - share)) / 20_000) + 0.0005 + 0.001;
      expect(Math.abs(found - share)).toBeLessThan(error);
    },
  );

  it('with one look keeps the promise', () => {
    expect(valueOf(read({ looks: '1' }), /^False alarms/)).toBe('5%');
  });

  it('says that the formula for independent looks is not used', () => {
    const { '10': wrong } = vectors.peeking_independent_formula_wrong_for_cumulative_data;
    const { value, sentence } = resultOf(read({ looks: '10' }), /^False alarms/)!;
    expect(sentence).toContain(`= ${(100 * wrong).toFixed(1)}% is not used`);
    expect(numberIn(value)).toBeLessThan(100 * wrong - 10);
  });

  it('names its seed and its runs', () => {
    expect(resultOf(read(), /^False alarms/)!.sentence).toContain('20,000 tests');
    expect(resultOf(read(), /^False alarms/)!.sentence).toContain('seed “peeking”');
  });

  it('comes to the same each time, whatever was asked before', () => {
    const first = valueOf(read({ looks: '7' }), /^False alarms/);
    read({ looks: '60', alpha: '10' });
    expect(valueOf(read({ looks: '7' }), /^False alarms/)).toBe(first);
  });

  it('has more false alarms with each look', () => {
    const shares = falseAlarmsByLooks(30, randomFrom('any'), 5000);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  });

  it('is simulated in at most 100 milliseconds', () => {
    let tenths = 0;
    expect(medianTime(() => read({ looks: '60', alpha: `${5 + ++tenths / 10}` }))).toBeLessThan(
      100,
    );
  });

  it('is not simulated anew for another field', () => {
    read();
    expect(medianTime(() => read({ effect: '9' }))).toBeLessThan(15);
  });
});

describe('the sample-ratio check', () => {
  it.each(vectors.srm)('of $a and $b is that of the vectors', ({ a, b, chi2, p }) => {
    const result = resultOf(read(groups([100, a], [100, b])), 'Sample-ratio check')!;
    expect(numberIn(result.value)).toBeCloseTo(p, 3);
    expect(result.sentence).toContain(`= ${Number(chi2.toFixed(3))}.`);
  });

  it('stops the reading where the split is broken', () => {
    const reading = read(groups([400, 10_000], [500, 10_600]));
    expect(reading.remarks[0]).toMatch(/^Stop: .* start again\.$/);
    expect(resultOf(reading, 'Difference')).toBeUndefined();
  });

  it('asks to look for a cause where the split is doubtful', () => {
    const reading = read(groups([244, 520], [234, 431]));
    expect(reading.remarks[0]).toContain('Look for a cause');
    expect(resultOf(reading, 'Difference')).toBeDefined();
  });

  it('follows the planned split', () => {
    const uneven = groups([292, 486], [35, 54]);
    expect(read({ ...uneven, variant: '10' }).remarks[0]).not.toMatch(/^Stop|cause/);
    expect(read({ ...uneven, variant: '50' }).remarks[0]).toMatch(/^Stop/);
  });

  it('works on sizes alone, while the test runs', () => {
    const reading = read({ 'control-successes': '', 'variant-successes': '' });
    expect(reading.faults).toEqual({});
    expect(resultOf(reading, 'Sample-ratio check')).toBeDefined();
    expect(resultOf(reading, 'Difference')).toBeUndefined();
  });

  itHolds(
    'is the same with the groups exchanged',
    fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1e6 }), (a, b) => {
      const of = (one: number, two: number) =>
        valueOf(read({ looks: '', ...groups([0, one], [0, two]) }), 'Sample-ratio check');
      return of(a, b) === of(b, a);
    }),
    200,
  );
});

describe('the reading', () => {
  it.each(vectors.zTest)('of $variant against $control is that of the vectors', (vector) => {
    const reading = read(groups(vector.control, vector.variant));
    const [low, high] = vector.ci95.map((share) => (100 * share!).toFixed(2).replace(/\.?0+$/, ''));
    expect(valueOf(reading, 'Difference')).toBe(`${100 * vector.diff} points`);
    expect(valueOf(reading, '95% interval')).toBe(`${low!.replace('-', '−')} to ${high} points`);
    expect(valueOf(reading, 'z and p')).toBe(
      `z = ${vector.z.toFixed(2)}, p = ${vector.pTwoSided.toFixed(3)}`,
    );
  });

  it('has an interval that belongs to the false alarms accepted', () => {
    expect(resultOf(read({ alpha: '10' }), '90% interval')).toBeDefined();
  });

  it('says what p is not', () => {
    expect(resultOf(read(), 'z and p')!.sentence).toContain('not the chance that the idea works');
  });

  const verdict = (effect: string, control: number[], variant: number[]) =>
    read({ effect, ...groups(control, variant) }).remarks[0];

  it.each<[string, string, number[], number[], RegExp]>([
    [
      'both nothing and enough',
      '10',
      [176, 391],
      [190, 392],
      /^Inconclusive.*not proof of no effect/,
    ],
    [
      'nothing and not enough',
      '5',
      [4000, 10_000],
      [4010, 10_000],
      /^Call it off.*This is a finding/,
    ],
    ['only what is worse', '5', [4000, 10_000], [3500, 10_000], /^All that fits.*Call it off/],
    ['only what is enough', '5', [4000, 10_000], [5000, 10_000], /^Act\./],
    ['some gain, perhaps enough', '10', [176, 391], [211, 392], /^There is an effect\. Whether/],
    ['some gain, never enough', '5', [4000, 10_000], [4200, 10_000], /smaller than the 5 points/],
    ['only what is enough of a fall', '-5', [4000, 10_000], [3000, 10_000], /^Act\./],
    ['only a rise that should be a fall', '-5', [4000, 10_000], [5000, 10_000], /^All that fits/],
    [
      'no effect, with no effect given',
      '',
      [4000, 10_000],
      [4010, 10_000],
      /not proof of no effect/,
    ],
    [
      'an effect, with no effect given',
      '',
      [4000, 10_000],
      [5000, 10_000],
      /^“No effect” does not/,
    ],
  ])('judges an interval of %s', (_, effect, control, variant, sentence) => {
    expect(verdict(effect, control, variant)).toMatch(sentence);
  });

  it('before the planned size is called an early look', () => {
    expect(read(groups([40, 100], [60, 100])).remarks[1]).toContain('this is an early look');
    expect(read().remarks.join()).not.toContain('early look');
  });

  it('of few successes is called rough', () => {
    expect(read(groups([9, 400], [40, 400])).remarks.join()).toContain('fewer than 10 successes');
    expect(read(groups([10, 400], [40, 400])).remarks.join()).not.toContain('fewer than');
  });

  it.each([
    ['Nobody', [0, 400], [0, 400]],
    ['Everybody', [400, 400], [400, 400]],
  ])('has nothing to compare where all went alike: %s', (who, control, variant) => {
    const reading = read(groups(control, variant));
    expect(reading.remarks[0]).toContain(`${who} succeeded`);
    expect(resultOf(reading, 'z and p')).toBeUndefined();
  });

  it('is not asked for before the test has run', () => {
    const reading = read(UNREAD);
    expect(reading.faults).toEqual({});
    expect(reading.results.map(({ label }) => label)).toEqual([
      'Sample size',
      'Rule of 16',
      'Duration',
      'Smallest effect that 4 weeks would find',
      'False alarms with 6 looks',
    ]);
    expect(reading.remarks.join()).toContain('When the test has run');
  });

  itHolds(
    'turns around with the groups exchanged',
    fc.property(
      fc.tuple(fc.integer({ min: 20, max: 900 }), fc.integer({ min: 20, max: 900 })),
      ([one, two]) => {
        const of = (a: number, b: number) => read({ looks: '', ...groups([a, 1000], [b, 1000]) });
        const [there, back] = [of(one, two), of(two, one)];
        const [z, turned] = [there, back].map((reading) =>
          numberIn(valueOf(reading, 'z and p').slice(4)),
        );
        return (
          z! + turned! === 0 &&
          numberIn(valueOf(there, 'Difference')) + numberIn(valueOf(back, 'Difference')) === 0
        );
      },
    ),
    200,
  );
});

describe('bad input', () => {
  const BAD = ['', ' ', 'ten', '-1', '0', '1e308', '1,5', '1.200,50', 'NaN', '5; DROP', '👩'];

  it.each(
    NAMES.filter((name) => name !== 'measure').flatMap((name) => BAD.map((text) => [name, text])),
  )('in %s, “%s”, shows no number that is none, and throws nothing', (name, text) => {
    const reading = read({ [name!]: text });
    expect(allText(reading)).not.toMatch(/NaN|Infinity|undefined|∞/);
    for (const chart of reading.charts)
      expect(JSON.stringify(chart.draw(640))).not.toMatch(/NaN|null|Infinity/);
  });

  it.each(NAMES.filter((name) => name !== 'measure'))(
    'in %s has a sentence at the field',
    (name) => {
      expect(Object.keys(read({ [name]: 'ten' }).faults)).toEqual([name]);
    },
  );

  it.each<[Name, string, RegExp]>([
    ['baseline', '0', /at least 0.01/],
    ['baseline', '100', /at most 99.99/],
    ['effect', '0', /0.01 points at least/],
    ['effect', '55', /leads from 45% to 100%.*smaller effect/],
    ['effect', '-45', /leads from 45% to 0%/],
    ['alpha', '0', /at least 0.1/],
    ['power', '100', /at most 99.9/],
    ['variant', '100', /at most 99/],
    ['visitors', '0', /at least 1/],
    ['weeks', '1.5', /whole number/],
    ['looks', '61', /at most 60/],
    ['control-visitors', '0', /at least 1/],
    ['control-successes', '392', /at most 391, the visitors of the group/],
    ['variant-successes', '1.5', /whole number/],
  ])('in %s, “%s”, is told how to be mended', (name, text, sentence) => {
    expect(read({ [name]: text }).faults[name]).toMatch(sentence);
  });

  it('in one group leaves the plan', () => {
    expect(resultOf(read({ 'control-visitors': 'x' }), 'Sample size')).toBeDefined();
  });

  it('in the plan leaves the reading', () => {
    expect(resultOf(read({ effect: 'x', power: 'x', visitors: 'x' }), 'Difference')).toBeDefined();
  });

  it('in every field gives nothing but sentences', () => {
    const reading = experimentPlanner.read({ fields: {}, items: [] });
    expect(Object.keys(reading.faults)).toHaveLength(NAMES.length - GROUPS.length - 1);
    expect(reading.results).toEqual([]);
  });

  itHolds(
    'of any kind throws nothing and shows no number that is none',
    fc.property(
      fc.record(
        Object.fromEntries(
          NAMES.map((name) => [
            name,
            fc.oneof(
              fc.constant(EXAMPLE[name]),
              fc.constantFrom(...BAD, '99.99', '0.01', '1', '100', '1e12', '1e-9', '-99'),
              fc.double({ min: -10, max: 1e6, noNaN: true }).map(String),
              fc.integer({ min: 0, max: 1e12 }).map(String),
            ),
          ]),
        ),
      ),
      (fields) => {
        const reading = experimentPlanner.read({ fields: { ...fields, alpha: '5' }, items: [] });
        return (
          !/NaN|Infinity|undefined|∞/.test(allText(reading)) &&
          reading.charts.every((chart) => !/NaN|Infinity/.test(JSON.stringify(chart.draw(640))))
        );
      },
    ),
    200,
  );
});
