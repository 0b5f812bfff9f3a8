import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clampStamp } from '#domain/progress/backup.ts';
import { isStamp, nextStamp, timeOf } from '#domain/progress/stamp.ts';
import { itHolds, NOW, stampAt } from './cases.ts';

const HOUR = 3_600_000;
const LEAD = 300_000;
/** What 9 digits and 3 digits of base 36 hold at most. */
const LAST_MILLIS = 36 ** 9 - 1;
const LAST_COUNTER = 36 ** 3 - 1;

const CLOCKS: [string, number][] = [
  ['in 1970', 0],
  ['in 2099', Date.UTC(2099, 11, 31)],
  ['an hour back', NOW - HOUR],
  ['before 1970', -1],
  ['long before 1970', Number.MIN_SAFE_INTEGER],
  ['that is no number', NaN],
  ['at infinity', Infinity],
  ['at minus infinity', -Infinity],
  ['between two milliseconds', NOW + 0.5],
  ['in the year 5188', LAST_MILLIS],
  ['beyond the year 5188', LAST_MILLIS + 1],
];

const clocks = fc.oneof(
  fc.constantFrom(...CLOCKS.map(([, now]) => now)),
  fc.integer({ min: NOW - 2 * HOUR, max: NOW + 2 * HOUR }),
  fc.double(),
);
const nodes = fc.constantFrom('0000', 'zzzz', 'a1b2', 'link');
const stamps = fc
  .tuple(
    fc.oneof(
      fc.integer({ min: 0, max: LAST_MILLIS }),
      fc.integer({ min: NOW - HOUR, max: NOW + HOUR }),
    ),
    fc.oneof(fc.nat(LAST_COUNTER), fc.constant(LAST_COUNTER)),
    nodes,
  )
  .map(([millis, counter, node]) => stampAt(millis, counter, node));

describe('the next stamp', () => {
  it.each(CLOCKS)('is later than the one before it with a clock %s', (_, now) => {
    const before = stampAt(NOW, 7);
    expect(nextStamp(before, now, 'a1b2') > before).toBe(true);
  });

  it.each(CLOCKS)('is a stamp with a clock %s', (_, now) => {
    expect(isStamp(nextStamp(undefined, now, 'a1b2'))).toBe(true);
  });

  it('has the time of the clock where nothing was said before', () => {
    expect(nextStamp(undefined, NOW, 'a1b2')).toBe(stampAt(NOW, 0, 'a1b2'));
  });

  it('begins to count anew when the clock has moved on', () => {
    expect(nextStamp(stampAt(NOW, 9), NOW + 1, 'a1b2')).toBe(stampAt(NOW + 1, 0, 'a1b2'));
  });

  it('keeps the time and counts while the clock stands an hour back', () => {
    expect(nextStamp(stampAt(NOW, 9), NOW - HOUR, 'a1b2')).toBe(stampAt(NOW, 10, 'a1b2'));
  });

  it('is later even where the device before it sorts last', () => {
    expect(nextStamp(stampAt(NOW, 0, 'zzzz'), NOW, '0000') > stampAt(NOW, 0, 'zzzz')).toBe(true);
  });

  it('moves on by a millisecond when the counter is full', () => {
    const full = stampAt(NOW, LAST_COUNTER);
    expect(nextStamp(full, NOW - HOUR, 'a1b2')).toBe(stampAt(NOW + 1, 0, 'a1b2'));
  });

  it('is later each of 100,000 times within one millisecond', () => {
    let last = nextStamp(undefined, NOW, 'a1b2');
    let isRising = true;
    for (let time = 0; time < 100_000; time++) {
      const next = nextStamp(last, NOW, 'a1b2');
      isRising &&= next > last;
      last = next;
    }
    expect(isRising).toBe(true);
  });

  itHolds(
    'is a later stamp of the same device, whatever was before it and whatever the clock says',
    fc.property(stamps, clocks, nodes, (before, now, node) => {
      // There is none behind the last stamp of all, of the year 5188.
      fc.pre(!before.startsWith('zzzzzzzzzzzz'));
      const next = nextStamp(before, now, node);
      return isStamp(next) && next > before && next.endsWith(node);
    }),
  );

  itHolds(
    'is later than every one before it while the clock jumps',
    fc.property(fc.array(clocks, { maxLength: 6 }), nodes, (moments, node) => {
      const said: string[] = [];
      for (const now of moments) said.push(nextStamp(said.at(-1), now, node));
      return said.every((stamp, place) => place === 0 || stamp > said[place - 1]!);
    }),
  );

  itHolds(
    'sorts as text as the clock does',
    fc.property(fc.nat(LAST_MILLIS), fc.nat(LAST_MILLIS), nodes, nodes, (a, b, one, other) => {
      const [first, second] = [nextStamp(undefined, a, one), nextStamp(undefined, b, other)];
      return a === b || first < second === a < b;
    }),
  );

  itHolds(
    'tells the time of the clock',
    fc.property(
      fc.nat(LAST_MILLIS),
      nodes,
      (now, node) => timeOf(nextStamp(undefined, now, node)) === now,
    ),
    5,
  );
});

describe('a stamp', () => {
  it.each([
    ['nothing', ''],
    ['a stamp with a character too few', stampAt(NOW).slice(1)],
    ['a stamp with a character too many', `${stampAt(NOW)}0`],
    ['a stamp in capitals', stampAt(NOW).toUpperCase()],
    ['a stamp with a line break behind it', `${stampAt(NOW)}\n`],
    ['a stamp with a space in it', ` ${stampAt(NOW).slice(1)}`],
    ['a stamp with a sign of another script in it', `٣${stampAt(NOW).slice(1)}`],
    ['a number', NOW],
    ['a list that holds a stamp', [stampAt(NOW)]],
    ['an object that reads as a stamp', { toString: () => stampAt(NOW) }],
    ['null', null],
    ['undefined', undefined],
  ])('is not %s', (_, value) => {
    expect(isStamp(value)).toBe(false);
  });
});

describe('a stamp from elsewhere', () => {
  it.each([
    ['of the past', stampAt(0)],
    ['of this moment', stampAt(NOW, 5)],
    ['of in five minutes', stampAt(NOW + LEAD, 5)],
  ])('stays as it is where it is one %s', (_, stamp) => {
    expect(clampStamp(stamp, NOW)).toBe(stamp);
  });

  it.each([
    ['a millisecond later than that', NOW + LEAD + 1],
    ['2099', Date.UTC(2099, 0)],
    ['the year 5188', LAST_MILLIS],
  ])('becomes one of in five minutes where it is of %s', (_, millis) => {
    expect(clampStamp(stampAt(millis, 77, 'zz9z'), NOW)).toBe(stampAt(NOW + LEAD, 77, 'zz9z'));
  });

  it('loses against what is said here later', () => {
    const clamped = clampStamp(stampAt(Date.UTC(2099, 0)), NOW);
    expect(nextStamp(undefined, NOW + LEAD + 1, 'a1b2') > clamped).toBe(true);
  });

  itHolds(
    'is a stamp of at most five minutes from now, with its counter and its device',
    fc.property(stamps, clocks, (stamp, now) => {
      const clamped = clampStamp(stamp, now);
      const latest = Math.min(Math.max(Math.trunc(now) || 0, 0) + LEAD, LAST_MILLIS);
      return (
        isStamp(clamped) &&
        timeOf(clamped) === Math.min(timeOf(stamp), latest) &&
        clamped.slice(9) === stamp.slice(9)
      );
    }),
  );

  itHolds(
    'is brought back once and not again',
    fc.property(stamps, clocks, (stamp, now) => {
      const clamped = clampStamp(stamp, now);
      return clampStamp(clamped, now) === clamped;
    }),
    5,
  );
});
