import { describe, expect, it } from 'vitest';
import {
  bracketRetention,
  meanRetention,
  nDayRetention,
  pooledRetention,
  steadyState,
  unboundedRetention,
} from '#domain/retention.ts';
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
