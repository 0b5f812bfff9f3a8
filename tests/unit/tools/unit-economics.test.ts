import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reading } from '#domain/tools/tool.ts';
import { unitEconomics } from '#domain/tools/unit-economics.ts';
import { itHolds } from '../progress/cases.ts';
import vectors from '../vectors.json' with { type: 'json' };

const vector = vectors.unitEconomics;
const EXAMPLE = {
  spend: `$${vector.adSpend}`,
  salaries: `${vector.salaries}`,
  tools: `${vector.tools}`,
  customers: `${vector.newCustomers}`,
  revenue: `${vector.attributedRevenue}`,
  price: `${vector.arpaMonthly}`,
  margin: `${100 * vector.grossMargin}%`,
  churn: `${100 * vector.monthlyChurn}`,
};
type Name = keyof typeof EXAMPLE;
const NAMES = Object.keys(EXAMPLE) as Name[];

const read = (changed: Partial<Record<Name, string>> = {}): Reading =>
  unitEconomics.read({ fields: { ...EXAMPLE, ...changed }, items: [] });
const valueOf = ({ results }: Reading, label: string): string | undefined =>
  results.find((result) => result.label === label)?.value;
const numberOf = (reading: Reading, label: string): number =>
  Number(valueOf(reading, label)!.replace(/[$,]| months/g, ''));
const labelsOf = ({ results }: Reading): string[] => results.map(({ label }) => label);
/** All that is shown but the faults, which repeat what was typed. */
const allText = (reading: Reading): string => JSON.stringify({ ...reading, faults: {} });

describe('unit economics', () => {
  it.each([
    ['CAC, paid only', vector.cacPaidOnly],
    ['CAC, fully loaded', vector.cacFullyLoaded],
    ['Payback', vector.paybackMonths],
    ['LTV', vector.ltvGrossMargin],
    ['LTV / loaded CAC', vector.ltvToCac],
    ['Break-even ROAS', vector.breakEvenRoasAtMargin],
    ['ROAS', vector.roas],
  ])('have the %s of the vectors', (label, value) => {
    expect(numberOf(read(), label)).toBe(value);
  });

  it('say each formula, and what the lifetime value assumes', () => {
    const { results } = read();
    expect(results.every(({ sentence }) => sentence.includes(' / '))).toBe(true);
    expect(results.find(({ label }) => label === 'LTV')!.sentence).toContain(
      '$40 / 4%. It assumes that price, margin and churn stay as they are for 25 months',
    );
  });

  it('repeat every figure in a table', () => {
    const { results, tables } = read();
    expect(tables.at(-1)!.rows).toEqual(
      results.map(({ label, value, sentence }) => [label, value, sentence]),
    );
  });

  it('show a small churn with the decimals that the formula needs', () => {
    expect(allText(read({ churn: '0.25' }))).toContain('$40 / 0.25%');
  });
});

describe('the months', () => {
  it('say the same in the table and in the chart', () => {
    const { tables, charts } = read();
    expect(tables[0]!.rows[6]).toEqual(['12', '61.3%', '$387.29', '$137.29']);
    expect(charts[0]!.description).toContain('It has paid for itself by month 8.');
  });

  it('count those who leave, so that it takes longer than the payback of one who stays', () => {
    expect(numberOf(read(), 'Payback')).toBeLessThan(8);
  });

  it('say that a customer who brings too little never pays for itself', () => {
    expect(read({ churn: '20' }).charts[0]!.description).toContain('never pays for itself');
  });

  it('are left out where nothing was spent', () => {
    expect(read({ spend: '0', salaries: '0', tools: '0' }).charts).toEqual([]);
  });
});

describe('a remark', () => {
  const remarks = (changed: Partial<Record<Name, string>>): string =>
    read(changed).remarks.join('\n');

  it('warns of a customer who costs more than it brings', () => {
    expect(remarks({ churn: '20' })).toContain('each further one adds to the loss');
  });

  it('warns of a margin that is thin', () => {
    expect(remarks({ churn: '8' })).toContain('little is left');
    expect(remarks({ churn: '5' })).not.toContain('little is left');
  });

  it('doubts a life that nobody has seen', () => {
    expect(remarks({ churn: '1' })).toContain('stays 100 months');
    expect(remarks({ churn: '2' })).not.toContain('stays');
  });

  it('says whether the ads earn their cost, and what that takes', () => {
    expect(remarks({})).toContain('The ads earn their cost, if');
    expect(remarks({ revenue: '75000' })).toContain('The ads earn');
    expect(remarks({ revenue: '74999' })).toContain('The ads do not earn');
  });
});

describe('bad input', () => {
  const BAD = ['', ' ', 'ten', '-1', '0', '1e308', '1,5', '1.200,50', 'NaN', '=1+1', '👩'];

  it.each(NAMES.flatMap((name) => BAD.map((text): [Name, string] => [name, text])))(
    'in %s, “%s”, shows no number that is none',
    (name, text) => {
      const reading = read({ [name]: text });
      expect(allText(reading)).not.toMatch(/NaN|Infinity|undefined|∞/);
      for (const chart of reading.charts)
        expect(JSON.stringify(chart.draw(640))).not.toMatch(/NaN|null|Infinity/);
    },
  );

  it.each(NAMES)('in %s has a sentence at the field', (name) => {
    expect(Object.keys(read({ [name]: 'ten' }).faults)).toEqual([name]);
  });

  it.each<[Name, string, RegExp]>([
    ['spend', '-1', /at least 0/],
    ['customers', '0', /at least 1/],
    ['customers', '1.5', /whole number/],
    ['price', '0', /at least 0.01/],
    ['margin', '101', /at most 100/],
    ['margin', '0', /at least 0.01/],
    ['churn', '0', /at least 0.01/],
    ['churn', '101', /at most 100/],
  ])('in %s, “%s”, is told how to be mended', (name, text, sentence) => {
    expect(read({ [name]: text }).faults[name]).toMatch(sentence);
  });

  it.each<[Name, string[]]>([
    ['spend', ['LTV', 'Break-even ROAS']],
    ['salaries', ['CAC, paid only', 'LTV', 'Break-even ROAS', 'ROAS']],
    ['customers', ['LTV', 'Break-even ROAS', 'ROAS']],
    ['price', ['CAC, paid only', 'CAC, fully loaded', 'Break-even ROAS', 'ROAS']],
    ['margin', ['CAC, paid only', 'CAC, fully loaded']],
    ['churn', ['CAC, paid only', 'CAC, fully loaded', 'Payback', 'Break-even ROAS', 'ROAS']],
  ])('in %s leaves what does not need it', (name, labels) => {
    expect(labelsOf(read({ [name]: 'x' }))).toEqual(labels);
  });

  it('in every field gives nothing but sentences', () => {
    const reading = unitEconomics.read({ fields: {}, items: [] });
    expect(Object.keys(reading.faults)).toEqual(expect.arrayContaining(NAMES));
    expect(reading.results).toEqual([]);
  });

  itHolds(
    'of any kind shows no number that is none',
    fc.property(
      fc.record(
        Object.fromEntries(
          NAMES.map((name) => [
            name,
            fc.oneof(
              fc.constantFrom(EXAMPLE[name], ...BAD, '0.01', '100', '1e12', '1e-9'),
              fc.double({ min: 0, max: 1e12, noNaN: true }).map(String),
            ),
          ]),
        ),
      ),
      (fields) => {
        const reading = unitEconomics.read({ fields, items: [] });
        return (
          !/NaN|Infinity|undefined|∞/.test(allText(reading)) &&
          reading.charts.every(
            (chart) => !/NaN|null|Infinity/.test(JSON.stringify(chart.draw(640))),
          )
        );
      },
    ),
    50,
  );
});

describe('of any customers', () => {
  const cents = (least: number, most: number) => fc.integer({ min: least, max: most });

  itHolds(
    'the lifetime value falls with the churn',
    fc.property(cents(1, 99), cents(100, 100_000), (churn, price) => {
      const of = (percent: number) =>
        numberOf(read({ churn: `${percent}`, price: `${price}` }), 'LTV');
      return of(churn + 1) < of(churn);
    }),
    500,
  );

  itHolds(
    'the ratios are the same in another currency',
    fc.property(cents(1, 1000), cents(1, 100), cents(1, 99), (price, factor, churn) => {
      const inUnits = (unit: number) =>
        read({
          churn: `${churn}`,
          price: `${price * unit}`,
          spend: `${vector.adSpend * unit}`,
          salaries: `${vector.salaries * unit}`,
          tools: `${vector.tools * unit}`,
          revenue: `${vector.attributedRevenue * unit}`,
        });
      const [one, other] = [inUnits(1), inUnits(factor)];
      return ['Payback', 'LTV / loaded CAC', 'ROAS', 'Break-even ROAS'].every(
        (label) => Math.abs(numberOf(one, label) - numberOf(other, label)) < 0.011,
      );
    }),
    500,
  );

  itHolds(
    'a larger margin means a sooner payback and a larger lifetime value',
    fc.property(cents(1, 99), (margin) => {
      const [less, more] = [read({ margin: `${margin}` }), read({ margin: `${margin + 1}` })];
      return (
        numberOf(more, 'Payback') < numberOf(less, 'Payback') &&
        numberOf(more, 'LTV') > numberOf(less, 'LTV')
      );
    }),
    500,
  );
});
