import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { growthLoop } from '#domain/tools/growth-loop.ts';
import type { Reading } from '#domain/tools/tool.ts';
import { itHolds } from '../progress/cases.ts';
import vectors from '../vectors.json' with { type: 'json' };

const { sub, super: large, unit, cycleTime } = vectors.viral;

interface Vector {
  seed: number;
  invitesPerUser: number;
  inviteConversion: number;
  cycles: number;
}

const fieldsOf = ({ seed, invitesPerUser, inviteConversion, cycles }: Vector) => ({
  invitations: `${invitesPerUser}`,
  acceptance: `${inviteConversion * 100}`,
  cycle: '2',
  seed: `${seed}`,
  cost: `${sub.paidCac}`,
  span: `${2 * cycles}`,
  market: '',
});
const SUB = fieldsOf(sub);

const readWith = (fields: Partial<typeof SUB> = {}): Reading =>
  growthLoop.read({ fields: { ...SUB, ...fields }, items: [] });
const valueOf = ({ results }: Reading, label: RegExp): string | undefined =>
  results.find((result) => label.test(result.label))?.value;
const column = ({ tables }: Reading, head: string): string[] =>
  tables[0]!.rows.map((row) => row[tables[0]!.heads.indexOf(head)]!);
const numberIn = (text: string): number => Number(text.replaceAll(',', ''));

describe('the coefficient', () => {
  it.each([
    ['below one', sub, '0.6'],
    ['above one', large, '1.2'],
    ['of one', unit, '1'],
  ])('is that of the vectors %s', (_, vector, value) => {
    expect(valueOf(readWith(fieldsOf(vector)), /coefficient/)).toBe(value);
  });

  it('below one has an amplification and lowers the cost', () => {
    const reading = readWith();
    expect(valueOf(reading, /Amplification/)).toBe(`${sub.amplification}`);
    expect(valueOf(reading, /Blended CAC/)).toBe(`$${sub.blendedCac}`);
    expect(reading.remarks[0]).toContain('dies out');
  });

  it.each([
    ['one', unit, 'K is 1'],
    ['above one', large, 'K is above 1'],
  ])('of %s has no amplification, and says where it ends', (_, vector, sentence) => {
    const reading = readWith(fieldsOf(vector));
    expect(valueOf(reading, /Amplification/)).toBeUndefined();
    expect(valueOf(reading, /Blended/)).toBeUndefined();
    expect(reading.remarks[0]).toContain(sentence);
    expect(reading.remarks[0]).toContain('There is no amplification');
    expect(reading.remarks[0]).toContain('ends at the market');
  });

  it('is one where only binary fractions differ from it', () => {
    expect(readWith({ invitations: '3', acceptance: '33.3333333333' }).remarks[0]).toContain(
      'K is 1',
    );
  });

  it('close to one is called a guess', () => {
    expect(readWith({ invitations: '9', acceptance: '10' }).remarks[1]).toContain(
      'it is 5.26 instead of 10',
    );
  });

  it('of zero is a funnel', () => {
    const reading = readWith({ invitations: '0' });
    expect(reading.remarks).toEqual(['Nobody joins by invitation, so this is a funnel.']);
    expect(column(reading, 'Loop').at(-1)).toBe('1,000');
  });
});

describe('the course of the loop', () => {
  it.each([
    ['below one', sub],
    ['above one', large],
    ['of one', unit],
  ])('has the cycles of the vectors with a coefficient %s', (_, vector) => {
    const reading = readWith(fieldsOf(vector));
    column(reading, 'Loop').forEach((users, at) => {
      expect(Math.abs(numberIn(users) - vector.cumulative[at]!)).toBeLessThanOrEqual(0.5);
    });
    column(reading, 'New').forEach((joined, at) => {
      expect(Math.abs(numberIn(joined) - vector.newPerCycle[at]!)).toBeLessThanOrEqual(0.5);
    });
  });

  it.each([
    ['3', cycleTime.every3days],
    ['14', cycleTime.every14days],
  ])('holds as many cycles of %s days as the vectors in four weeks', (days, expected) => {
    const fields = { ...fieldsOf(large), cycle: days, span: '28' };
    expect(valueOf(readWith(fields), /^Loop after/)).toBe(
      `${Math.round(expected.cumulative).toLocaleString('en-US')} people`,
    );
    expect(readWith(fields).tables[0]!.rows).toHaveLength(expected.fullCycles + 1);
  });

  it('stands beside a funnel that gets the same people, as many in each cycle', () => {
    const funnel = column(readWith(), 'Funnel').map(numberIn);
    expect(funnel.at(-1)).toBe(sub.seed);
    expect(funnel[0]).toBeCloseTo(sub.seed / 7, 0);
  });

  it('says what those who were invited would have cost', () => {
    const { results } = readWith();
    expect(results.find(({ label }) => label === 'Joined by invitation')?.sentence).toContain(
      '$71,501',
    );
  });

  it('says what half the cycle time would do', () => {
    expect(readWith(fieldsOf(large)).remarks.join(' ')).toContain('20 weeks hold 20 cycles');
    expect(readWith({ span: '40' }).remarks.join(' ')).toContain('the same end in half the time');
  });

  it('stops where there would be more users than people', () => {
    const reading = readWith({ invitations: '600', span: '60' });
    expect(reading.remarks.at(-1)).toContain('more users than people');
    expect(reading.tables[0]!.rows.length).toBeLessThan(10);
  });

  it('says the same in its chart as in its table', () => {
    const reading = readWith();
    expect(reading.charts[0]!.description).toContain(
      `from 1,000 to ${column(reading, 'Loop').at(-1)} people in 6 cycles`,
    );
  });
});

describe('a market', () => {
  it('dampens each cycle, and the table says to which coefficient', () => {
    const reading = readWith({ market: '4000' });
    const coefficients = column(reading, 'K').slice(1).map(numberIn);
    expect(coefficients[0]).toBeLessThan(sub.K);
    expect(coefficients.toSorted((a, b) => b - a)).toEqual(coefficients);
    expect(reading.remarks.join(' ')).toMatch(/of the market is reached/);
  });

  it('is the end of a coefficient above one', () => {
    const reading = readWith({ ...fieldsOf(large), market: '1000', span: '100' });
    expect(numberIn(column(reading, 'Loop').at(-1)!)).toBeLessThan(1000);
    expect(reading.charts[0]!.description).toContain('The market ends at 1,000.');
  });

  it('has no coefficient to tell once the waves are smaller than any number', () => {
    const reading = readWith({ invitations: '1e-300', market: '4000', span: '4' });
    expect(reading.remarks.join(' ')).not.toMatch(/NaN|of the market is reached/);
    expect(column(reading, 'K').at(-1)).toBe('–');
  });

  it('cannot be smaller than the seed', () => {
    const reading = readWith({ market: '900' });
    expect(reading.faults['market']).toContain('Write at least 1,000');
    expect(reading.tables).toEqual([]);
    expect(valueOf(reading, /coefficient/)).toBe('0.6');
  });
});

describe('bad input', () => {
  it.each([
    ['text', { invitations: 'some' }, 'invitations', 'is not a number'],
    ['an empty field', { seed: '' }, 'seed', 'This is empty'],
    ['a negative number', { cost: '-5' }, 'cost', 'at least 0'],
    ['a number beyond all people', { seed: '1e308' }, 'seed', 'at most 1,000,000,000'],
    ['a share above all', { acceptance: '101' }, 'acceptance', 'at most 100'],
    ['half a person', { seed: '2.5' }, 'seed', 'whole number'],
    ['mixed separators', { market: '1.000,5' }, 'market', 'is not a number'],
    ['no time', { cycle: '0' }, 'cycle', 'at least 0.01'],
    ['a span shorter than a cycle', { span: '1' }, 'span', 'shorter than one cycle'],
    ['more cycles than can be shown', { span: '500' }, 'span', 'at most 104'],
  ])('says what is wrong with %s', (_, fields, name, sentence) => {
    expect(readWith(fields).faults[name]).toContain(sentence);
  });

  it('leaves out what it keeps from being computed, and no more', () => {
    const reading = readWith({ span: 'long' });
    expect(valueOf(reading, /Blended CAC/)).toBe('$20');
    expect(valueOf(reading, /^Loop/)).toBeUndefined();
    expect(reading.charts).toEqual([]);
  });
});

const texts = fc.oneof(
  fc.double({ min: 0, max: 1000 }).map(String),
  fc.integer({ min: 1, max: 1e9 }).map(String),
  fc.constantFrom('', '0', '1', '8', '52', '1e308', '-1', '15%', '$6', '1,5', '1e-300', '1e9'),
  fc.string({ maxLength: 8 }),
);
itHolds(
  'nothing throws and no NaN is shown, whatever is typed',
  fc.property(
    fc.record({
      invitations: texts,
      acceptance: texts,
      cycle: texts,
      seed: texts,
      cost: texts,
      span: texts,
      market: texts,
    }),
    (fields) => {
      const { charts, ...reading } = readWith(fields);
      const shown = JSON.stringify([
        reading,
        charts.flatMap(({ description, draw }) => [description, draw(360), draw(640)]),
      ]);
      expect(shown.replaceAll(/“[^”]*”/g, '')).not.toMatch(/NaN|Infinity|∞|undefined|null/);
    },
  ),
  50,
);

itHolds(
  'a finished loop is never above its market',
  fc.property(
    fc.integer({ min: 1, max: 1000 }),
    fc.integer({ min: 0, max: 50 }),
    fc.integer({ min: 1, max: 50 }),
    (seed, invitations, room) => {
      const market = seed * room;
      const reading = readWith({
        seed: `${seed}`,
        invitations: `${invitations}`,
        market: `${market}`,
      });
      expect(numberIn(column(reading, 'Loop').at(-1)!)).toBeLessThanOrEqual(market);
    },
  ),
  50,
);
