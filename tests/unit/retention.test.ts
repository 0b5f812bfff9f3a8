import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bracketRetention,
  flatteningOf,
  meanRetention,
  nDayRetention,
  pooledRetention,
  shareDifference,
  shareInterval,
  steadyState,
  unboundedRetention,
} from '#domain/retention.ts';
import { itHolds } from './progress/cases.ts';
import vectors from './vectors.json' with { type: 'json' };

const full = vectors.retention_full.cohorts.map(({ size, active }) => ({ size, active }));
const young = vectors.retention_censored.cohorts.map(({ size, active }) => ({ size, active }));
const people = Object.values(vectors.retention_definitions.users);
const share = (percent: number) => percent / 100;

describe('retention over cohorts', () => {
  it('pools cohorts that have reached every period', () => {
    for (const { k, pct } of vectors.retention_full.pooledWeighted) {
      expect(pooledRetention(full, k)).toBeCloseTo(share(pct), 6);
    }
  });

  it('leaves a cohort that has not reached a period out of both sums', () => {
    for (const { k, pct } of vectors.retention_censored.pooledWeighted) {
      expect(pooledRetention(young, k)).toBeCloseTo(share(pct), 6);
    }
  });

  it('has no value for a period that no cohort has reached', () => {
    expect(pooledRetention(young, 9)).toBeNull();
    expect(meanRetention(young, 9)).toBeNull();
  });

  it('adds up to the people active at a steady state', () => {
    const { newPerPeriod, active } = vectors.steadyState;
    const curve = full[0]!.active.map((_, period) => pooledRetention(full, period)!);
    expect(steadyState(newPerPeriod, curve)).toBeCloseTo(active, 6);
  });

  it('has a plain mean for every period', () => {
    vectors.retention_full.simpleMeanPct.forEach((percent, period) => {
      expect(meanRetention(full, period)).toBeCloseTo(share(percent), 6);
    });
    vectors.retention_censored.simpleMeanPct.forEach((percent, period) => {
      expect(meanRetention(young, period)).toBeCloseTo(share(percent), 6);
    });
  });

  it('has a plain mean that rises when the weakest cohort leaves it', () => {
    expect(meanRetention(young, 3)).toBeCloseTo(0.373333, 6);
    expect(meanRetention(young, 4)).toBeCloseTo(0.375, 6);
  });
});

describe('retention of people', () => {
  it('is, on day N, the share active on that very day', () => {
    for (const [day, { pct }] of Object.entries(vectors.retention_definitions.nDay)) {
      expect(nDayRetention(people, Number(day))).toBeCloseTo(share(pct), 6);
    }
  });

  it('is, unbounded, the share active on that day or later', () => {
    for (const [day, { pct }] of Object.entries(vectors.retention_definitions.unbounded)) {
      expect(unboundedRetention(people, Number(day))).toBeCloseTo(share(pct), 6);
    }
  });

  it('is, in a bracket, the share active at least once inside it', () => {
    expect(bracketRetention(people, 0, 0)).toBe(1);
    expect(bracketRetention(people, 1, 3)).toBe(0.6);
    expect(bracketRetention(people, 4, 7)).toBe(0.4);
    expect(bracketRetention(people, 8, 14)).toBe(0.4);
  });
});

/** A part of a whole, both counts of people. */
const parts = fc
  .tuple(fc.integer({ min: 1, max: 100_000 }), fc.nat(1000))
  .map(([whole, thousandth]) => ({ part: Math.floor((whole * thousandth) / 1000), whole }));

describe('the interval of a share', () => {
  it('is Wilson’s, as Newcombe’s paper of 1998 prints it', () => {
    for (const [part, whole, low, high] of [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ] as const) {
      const interval = shareInterval(part, whole);
      expect(interval.low).toBeCloseTo(low, 4);
      expect(interval.high).toBeCloseTo(high, 4);
    }
  });

  it('is, for a difference, Newcombe’s tenth method', () => {
    const told = shareDifference({ back: 56, of: 70 }, { back: 48, of: 80 });
    expect(told.difference).toBeCloseTo(0.2, 10);
    expect(told.low).toBeCloseTo(0.0524, 4);
    expect(told.high).toBeCloseTo(0.3339, 4);
    const extreme = shareDifference({ back: 10, of: 10 }, { back: 0, of: 10 });
    expect(extreme.low).toBeCloseTo(0.6075, 4);
    expect(extreme.high).toBe(1);
  });

  itHolds(
    'holds the share and stays between 0 and 1',
    fc.property(parts, ({ part, whole }) => {
      const { low, high } = shareInterval(part, whole);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(low).toBeLessThanOrEqual(part / whole);
      expect(high).toBeGreaterThanOrEqual(part / whole);
      expect(high).toBeLessThanOrEqual(1);
    }),
    50,
  );

  itHolds(
    'narrows as the same share comes from more people',
    fc.property(parts, fc.integer({ min: 2, max: 50 }), ({ part, whole }, times) => {
      const few = shareInterval(part, whole);
      const many = shareInterval(part * times, whole * times);
      expect(many.high - many.low).toBeLessThan(few.high - few.low);
    }),
    50,
  );

  itHolds(
    'holds zero where both shares are the same',
    fc.property(parts, ({ part, whole }) => {
      const same = { back: part, of: whole };
      const { low, high } = shareDifference(same, same);
      expect(low).toBeLessThanOrEqual(0);
      expect(high).toBeGreaterThanOrEqual(0);
    }),
    50,
  );
});

/** Cohorts of any age; each period has any part of the cohort. */
const triangles = fc.array(
  fc
    .tuple(
      fc.integer({ min: 1, max: 10_000 }),
      fc.array(fc.nat(1000), { minLength: 1, maxLength: 12 }),
    )
    .map(([size, thousandths]) => ({
      size,
      active: [size, ...thousandths.map((each) => Math.floor((size * each) / 1000))],
    })),
  { minLength: 1, maxLength: 8 },
);

describe('pooled retention', () => {
  itHolds(
    'lies between the lowest and the highest of the cohorts',
    fc.property(triangles, fc.integer({ min: 0, max: 12 }), (cohorts, period) => {
      const shares = cohorts.flatMap(({ size, active }) =>
        active[period] === undefined ? [] : [active[period] / size],
      );
      const pooled = pooledRetention(cohorts, period);
      if (shares.length === 0) {
        expect(pooled).toBeNull();
        return;
      }
      expect(pooled).toBeGreaterThanOrEqual(Math.min(...shares) - 1e-12);
      expect(pooled).toBeLessThanOrEqual(Math.max(...shares) + 1e-12);
    }),
    50,
  );

  itHolds(
    'is the same when every cohort is so many times as large',
    fc.property(triangles, fc.integer({ min: 2, max: 1000 }), (cohorts, times) => {
      const larger = cohorts.map(({ size, active }) => ({
        size: size * times,
        active: active.map((count) => count * times),
      }));
      expect(pooledRetention(larger, 1)).toBeCloseTo(pooledRetention(cohorts, 1)!, 12);
    }),
    50,
  );
});

/** A cohort that keeps this share of those who are left, period after period. */
function keeping(size: number, ...kept: number[]) {
  let left = size;
  return { size, active: [size, ...kept.map((share) => Math.round((left *= share)))] };
}

describe('a curve', () => {
  it('flattens in the test’s cohorts, whole and censored', () => {
    expect(flatteningOf(full).kind).toBe('flattening');
    expect(flatteningOf(young)).toMatchObject({ kind: 'flattening', last: 5, cohorts: 1 });
  });

  it('does not flatten at a constant loss, though its steps become smaller', () => {
    expect(flatteningOf([keeping(10_000, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7)]).kind).toBe('falling');
  });

  it('is not judged where the late loss may be either', () => {
    expect(flatteningOf([keeping(120, 0.6, 0.7, 0.8, 0.85, 0.9)]).kind).toBe('unclear');
  });

  it('is not judged before four periods, nor from fewer than a hundred people', () => {
    expect(flatteningOf([keeping(5000, 0.5, 0.7, 0.9)])).toEqual({ kind: 'few periods', last: 3 });
    expect(flatteningOf([keeping(99, 0.5, 0.7, 0.9, 1, 1)])).toEqual({
      kind: 'few people',
      last: 0,
    });
  });

  it('is judged at the last period that a hundred people have reached', () => {
    const small = keeping(50, 0.5, 0.5, 0.5, 0.5, 0.5, 0.1, 0.1);
    expect(flatteningOf([small, keeping(5000, 0.5, 0.7, 0.9, 1, 1)])).toMatchObject({
      kind: 'flattening',
      last: 5,
    });
  });

  it('that never fell has nothing to flatten, and one that ends falls', () => {
    expect(flatteningOf([keeping(500, 1, 1, 1, 1, 1)]).kind).toBe('no drop');
    expect(flatteningOf([keeping(500, 0.5, 0, 1, 1, 1)]).kind).toBe('falling');
  });

  it('is compared within the cohorts that came so far, not across a change of the mix', () => {
    // The strong cohort is the old one: pooled, the share rises where the weak one leaves the sum.
    const strong = keeping(1000, 0.9, 0.8, 0.8, 0.8, 0.8, 0.8);
    const weak = { size: 1000, active: [1000, 100, 50, 25, 12] };
    expect(pooledRetention([strong, weak], 5)).toBeGreaterThan(pooledRetention([strong, weak], 4)!);
    expect(flatteningOf([strong, weak]).kind).toBe('falling');
  });

  itHolds(
    'has rates that are shares, with the late one inside its interval',
    fc.property(triangles, (cohorts) => {
      const judged = flatteningOf(cohorts);
      if (!('late' in judged)) return;
      expect(judged.early).toBeGreaterThan(0);
      expect(judged.early).toBeLessThanOrEqual(1);
      expect(judged.late).toBeGreaterThanOrEqual(judged.low);
      expect(judged.late).toBeLessThanOrEqual(judged.high);
    }),
    50,
  );
});
