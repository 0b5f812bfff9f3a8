import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNumber, readNumbers, type Limits } from '#domain/tools/number.ts';
import { itHolds, medianTime } from '../progress/cases.ts';

const valueOf = (text: string, limits?: Limits) => readNumber(text, limits).value;
const faultOf = (text: string, limits?: Limits) => readNumber(text, limits).fault;

describe('a number', () => {
  it.each([
    ['1200', 1200],
    ['0.5', 0.5],
    ['.5', 0.5],
    ['5.', 5],
    ['0', 0],
    ['007', 7],
    ['+5', 5],
    ['-5', -5],
    ['−5', -5],
    [' 12 ', 12],
    ['1e3', 1000],
    ['2.5E-2', 0.025],
  ])('may be typed as “%s”', (text, value) => {
    expect(readNumber(text)).toEqual({ value });
  });

  it.each([
    ['1,200', 1200],
    ['1,200,300.25', 1200300.25],
    ['-1,200', -1200],
    ['1 200', 1200],
    ['1\u00a0200\u00a0300', 1200300],
    ['1\u202f200.5', 1200.5],
    ['1\u2009200', 1200],
  ])('may have a sign for thousands: “%s”', (text, value) => {
    expect(readNumber(text)).toEqual({ value });
  });

  it.each([
    ['$50', 50],
    ['$ 50', 50],
    ['-$50', -50],
    ['$1,200.50', 1200.5],
    ['40%', 40],
    ['40 %', 40],
    ['0.5%', 0.5],
  ])('may have its unit beside it: “%s”', (text, value) => {
    expect(readNumber(text)).toEqual({ value });
  });

  it.each(['\u202a1200\u202c', '\u200b12\u200d00', '\ufeff1200', '\u200e1200'])(
    'may come with signs that nobody sees',
    (text) => {
      expect(valueOf(text)).toBe(1200);
    },
  );
});

describe('what is no number', () => {
  it.each(['', ' ', '\t\n', '\u00a0', '\u200b\u202e'])('is empty: “%s”', (text) => {
    expect(faultOf(text)).toBe('This is empty. Write a number.');
  });

  it.each([
    ...['abc', '12 users', '$', '%', '$%', '.', '-', '+', ',', 'e5', '1e', '--5', '5%%', '1_000'],
    ...['0x10', '1/2', '1-2', '50€', '1200k', 'NaN', 'Infinity', '１２', '٣', '=1+1', '<b>1</b>'],
  ])('has other signs: “%s”', (text) => {
    expect(faultOf(text)).toBe(`“${text}” is not a number. Write digits, like 1200 or 0.5.`);
  });

  it.each([
    ...['1,5', '0,5', '0,123', '12,34', '1,2345', '1,200,5', '1.200,50', '1.200.300', '1,200 300'],
    ...['1 200,5', '1 20', '1.5 200', '1200 300', '1200,300', '0 123', '5,', '1.2.3', '1, 2, 3'],
  ])('can be read in two ways: “%s”', (text) => {
    expect(faultOf(text)).toBe(`“${text}” can be read in two ways. Write decimals with a point.`);
  });

  it('is shown short, and no character of it is cut in half', () => {
    expect(faultOf(`x${'👩'.repeat(30)}`)).toContain(`“x${'👩'.repeat(19)}…”`);
  });

  it.each([' ', '1', ',', '1 ', '👩', '.', '%', '\u200b'])(
    'is refused at once, however often it has “%s”',
    (sign) => {
      const text = `1${sign.repeat(100_000)}x`;
      expect(medianTime(() => readNumber(text))).toBeLessThan(50);
    },
  );
});

describe('a limit', () => {
  it.each<[string, Limits, string]>([
    ['-1', { min: 0 }, 'This must be at least 0.'],
    ['0', { above: 0 }, 'This must be more than 0.'],
    ['1e-400', { above: 0 }, 'This must be more than 0.'],
    ['101', { max: 100 }, 'This must be at most 100.'],
    ['1.5', { whole: true }, 'This must be a whole number.'],
    ['0.001', { min: 0.01 }, 'This must be at least 0.01.'],
    ['1e308', {}, 'This must be at most 1,000,000,000,000.'],
    ['1e999', {}, 'This must be at most 1,000,000,000,000.'],
    ['-1e999', {}, 'This must be at least -1,000,000,000,000.'],
  ])('is told: “%s” with %o', (text, limits, fault) => {
    expect(faultOf(text, limits)).toBe(fault);
  });

  it('holds for a number of hundreds of digits', () => {
    expect(faultOf('9'.repeat(399))).toBe('This must be at most 1,000,000,000,000.');
  });

  it('may be reached', () => {
    expect(valueOf('0', { min: 0 })).toBe(0);
    expect(valueOf('100', { max: 100 })).toBe(100);
    expect(valueOf('1e12')).toBe(1e12);
  });
});

describe('of any number', () => {
  const plain = fc.double({ min: -1e12, max: 1e12, noNaN: true });

  itHolds(
    'what is written for readers in the United States reads as it is',
    fc.property(fc.integer({ min: 1 - 1e12, max: 1e12 - 1 }), fc.nat(99), (whole, hundredths) => {
      const value = Number(`${whole}.${hundredths}`);
      return valueOf(value.toLocaleString('en-US', { maximumFractionDigits: 2 })) === value;
    }),
    50,
  );

  itHolds(
    'what JavaScript writes reads as it is',
    fc.property(plain, (value) => valueOf(String(value)) === value || Object.is(value, -0)),
    50,
  );

  itHolds(
    'there is a finite value within the limits, or a sentence, whatever the text',
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc
          .array(fc.constantFrom(...'0123456789.,-+eE$% \u00a0\u202e'), { maxLength: 12 })
          .map((signs) => signs.join('')),
      ),
      (text) => {
        const { value, fault } = readNumber(text, { min: -5, max: 1000 });
        return fault === undefined
          ? Number.isFinite(value) && value >= -5 && value <= 1000
          : /^(This|“).*\.$/su.test(fault) && fault.isWellFormed() === text.isWellFormed();
      },
    ),
    50,
  );
});

describe('several numbers', () => {
  it('are read beside the faults of the others', () => {
    expect(readNumbers({ a: '1', b: 'x', d: '9' }, { a: {}, b: {}, c: {} })).toEqual({
      values: { a: 1 },
      faults: {
        b: '“x” is not a number. Write digits, like 1200 or 0.5.',
        c: 'This is empty. Write a number.',
      },
    });
  });
});
