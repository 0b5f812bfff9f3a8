import { describe, expect, it } from 'vitest';
import { readRange } from '#domain/tools/range.ts';

describe('a range', () => {
  it.each([
    '1500-2500',
    '1500 - 2500',
    '1500–2500',
    '1500—2500',
    '1500−2500',
    '1500 to 2500',
    '1500 TO 2500',
    '1,500 to 2,500',
    '1 500–2 500',
    '  1500to2500 ',
  ])('is two numbers, as in “%s”', (text) => {
    expect(readRange(text)).toEqual({ value: { low: 1500, high: 2500 } });
  });

  it('may carry the sign of its unit at each number', () => {
    expect(readRange('60%–100%')).toEqual({ value: { low: 60, high: 100 } });
    expect(readRange('60-100%')).toEqual({ value: { low: 60, high: 100 } });
  });

  it('has no width where one number stands alone, or the same number twice', () => {
    expect(readRange('2,000')).toEqual({ value: { low: 2000, high: 2000 } });
    expect(readRange('.5-.5')).toEqual({ value: { low: 0.5, high: 0.5 } });
  });

  it('is not seen in the exponent of a number', () => {
    expect(readRange('1e-3')).toEqual({ value: { low: 0.001, high: 0.001 } });
  });

  it('does not begin with a minus sign', () => {
    expect(readRange('-5', { min: 0 }).fault).toBe('This must be at least 0.');
    expect(readRange('-5-3', { min: 0 }).fault).toBe('This must be at least 0.');
  });

  it('holds the limits at both ends', () => {
    expect(readRange('50-120', { max: 100 }).fault).toBe('This must be at most 100.');
    expect(readRange('0-2', { above: 0 }).fault).toBe('This must be more than 0.');
    expect(readRange('1-2.5', { whole: true }).fault).toBe('This must be a whole number.');
  });

  it('goes from the smaller number to the larger', () => {
    expect(readRange('2500-1500').fault).toBe(
      'This range runs backward. Write the smaller number first, like 1500-2500.',
    );
  });

  it.each([
    ['', 'This is empty. Write a number.'],
    ['a few', '“a few” is not a number. Write digits, like 1200 or 0.5.'],
    ['5-', '“5-” is not a number. Write digits, like 1200 or 0.5.'],
    ['1-2-3', '“2-3” is not a number. Write digits, like 1200 or 0.5.'],
    ['1,5-2', '“1,5” can be read in two ways. Write decimals with a point.'],
    ['1-1e308', 'This must be at most 1,000,000,000,000.'],
  ])('says of “%s” what is wrong', (text, fault) => {
    expect(readRange(text)).toEqual({ fault });
  });

  it('does not take long over a page that was pasted', () => {
    const start = process.cpuUsage();
    expect(readRange(`1${' '.repeat(200_000)}x`).fault).toBeDefined();
    expect(process.cpuUsage(start).user).toBeLessThan(200_000);
  });
});
