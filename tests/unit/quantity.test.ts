import { describe, expect, it } from 'vitest';
import {
  formatNumber,
  formatQuantity,
  numbersIn,
  parseQuantity,
  wordQuantity,
} from '#domain/quantity.ts';

describe('a quantity', () => {
  it('is read from a number, a share and an amount of dollars', () => {
    expect(parseQuantity(2000)).toEqual({ value: 2000, unit: 'number' });
    expect(parseQuantity('62.5%')).toEqual({ value: 0.625, unit: 'percent' });
    expect(parseQuantity('$6')).toEqual({ value: 6, unit: 'dollar' });
  });

  it('is not read from words, nor from dollars in percent', () => {
    expect(parseQuantity('many')).toBeUndefined();
    expect(parseQuantity('$6%')).toBeUndefined();
  });

  it('is written as readers in the United States write it', () => {
    expect(formatQuantity({ value: 31200, unit: 'number' })).toBe('31,200');
    expect(formatQuantity({ value: 7 / 9, unit: 'percent' })).toBe('77.8%');
    expect(formatQuantity({ value: 0.45, unit: 'percent' })).toBe('45%');
    expect(formatQuantity({ value: 6, unit: 'dollar' })).toBe('$6');
    expect(formatQuantity({ value: 1.5, unit: 'dollar' })).toBe('$1.50');
  });

  it('takes the decimals that it is given', () => {
    expect(formatQuantity({ value: 1 / 3, unit: 'number' }, 1)).toBe('0.3');
  });

  it('keeps three digits when it is small, and two decimals when it is not', () => {
    expect(formatNumber(0.004567)).toBe('0.00457');
    expect(formatNumber(2.4349)).toBe('2.43');
    expect(formatNumber(7200)).toBe('7,200');
  });

  it('is a word up to twelve', () => {
    expect(wordQuantity({ value: 7, unit: 'number' })).toBe('seven');
    expect(wordQuantity({ value: 13, unit: 'number' })).toBe('13');
    expect(wordQuantity({ value: 0.07, unit: 'percent' })).toBe('7%');
  });
});

describe('the numbers in a text', () => {
  it('are its digits, its number words and its fractions', () => {
    expect(numbersIn('About one third of 1,200 ideas, or forty percent')).toEqual([
      '1', 'third', '1200', '40',
    ]); // prettier-ignore
  });
});
