import { describe, expect, it } from 'vitest';
import { compute } from '#domain/calculations.ts';
import { fill, piecesOf } from '#domain/reference.ts';

const larder = {
  interviews: { households: 9, 'late-change': 7 },
  money: { price: '$6', margin: '80%', churn: '4%', ads: '$5400', customers: 300 },
  retention: {
    old: { 'week-0': 200, 'week-1': 120 },
    young: { 'week-0': 100 },
  },
};

describe('a line with references', () => {
  it('prints a figure of Larder’s', () => {
    expect(fill(larder, 'Of {larder interviews/households} households')).toBe('Of 9 households');
  });

  it('prints it as a word where it asks for one', () => {
    expect(fill(larder, '{words interviews/late-change} of them')).toBe('seven of them');
  });

  it('prints what a calculation gives', () => {
    expect(fill(larder, '{share interviews/late-change interviews/households}')).toBe('77.8%');
  });

  it('prints it with as many decimals as it asks for', () => {
    expect(fill(larder, '{share 2 5 | digits 1} and {quotient 2 3 | digits 0}')).toBe(
      '40.0% and 1',
    );
  });

  it('prints it as a word where it asks for one', () => {
    expect(fill(larder, '{quotient 12 4 | words} weeks')).toBe('three weeks');
  });

  it('prints what a quiz gives as it is', () => {
    expect(fill(larder, 'under {given 15%} of all')).toBe('under 15% of all');
  });

  it('refuses a form that numbers lack', () => {
    expect(() => fill(larder, '{share 1 2 | digits 9}')).toThrow('the form "digits 9"');
  });

  it('prints the words of a fact', () => {
    expect(fill(larder, '{fact exp-01 | about one third} did')).toBe('about one third did');
  });

  it('tells a change with its sign', () => {
    expect(fill(larder, '{change 26 11}')).toBe('−57.7%');
    expect(fill(larder, '{change 100 108}')).toBe('+8%');
  });

  it('tells a difference of two shares in points', () => {
    expect(fill(larder, '{difference 55% 45%} points')).toBe('10 points');
  });

  it('keeps dollars through a product', () => {
    expect(fill(larder, '{product money/price money/margin}')).toBe('$4.80');
  });

  it('computes acquisition cost from Larder’s spend', () => {
    expect(fill(larder, '{cac money/customers money/ads}')).toBe('$18');
  });

  it('computes with what another calculation gives', () => {
    expect(fill(larder, '{quotient (product money/customers 2) (sum 3 (difference 5 2))}')).toBe(
      '100',
    );
  });

  it('refuses a calculation inside another that is not closed', () => {
    expect(() => fill(larder, '{sum 3 (difference 5 2}')).toThrow('opens a parenthesis');
  });

  it('leaves a cohort that is too young out of the pooled share', () => {
    expect(fill(larder, '{pooled-retention week-1 retention/old retention/young}')).toBe('60%');
  });

  it('refuses a path that leads nowhere, with the nearest', () => {
    expect(() => fill(larder, '{larder interviews/household}')).toThrow('interviews/household');
    expect(() => compute(larder, 'share', ['interviews/x', '9'])).toThrow('lack');
  });

  it('refuses a calculation that does not exist', () => {
    expect(() => fill(larder, '{shore 1 2}')).toThrow('no calculation named shore');
  });

  it('refuses the wrong number of arguments', () => {
    expect(() => fill(larder, '{share 1}')).toThrow('share has 1 arguments');
  });
});

it('a line is cut where a fact begins and ends', () => {
  expect(
    piecesOf(larder, 'Of {larder interviews/households}, {fact exp-01 | one third} did.'),
  ).toEqual([
    { text: 'Of ' },
    { text: '9' },
    { text: ', ' },
    { text: 'one third', fact: 'exp-01' },
    { text: ' did.' },
  ]);
});
