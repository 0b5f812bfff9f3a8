import { describe, expect, it } from 'vitest';
import {
  normalQuantile,
  peekingFalseAlarms,
  poolArms,
  problemsFound,
  readExperiment,
  ruleOfSixteen,
  sampleRatioMismatch,
  sampleSize,
} from '#domain/experiment.ts';
import { randomFrom } from '#domain/shuffle.ts';
import vectors from './vectors.json' with { type: 'json' };

describe('an experiment', () => {
  it('takes its z from the normal distribution', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 9);
    expect(normalQuantile(0.8)).toBeCloseTo(0.8416212335729143, 9);
    expect(normalQuantile(0.9)).toBeCloseTo(1.2815515655446004, 9);
  });

  it('has no quantile at 0 or 1', () => {
    expect(() => normalQuantile(0)).toThrow(RangeError);
    expect(() => normalQuantile(1)).toThrow(RangeError);
  });

  it('needs as many users per arm as both arms’ variance asks for', () => {
    for (const { p1, p2, alpha, power, perArm_unpooled } of vectors.sampleSize.cases) {
      expect(sampleSize(p1, p2, alpha, power)).toBe(perArm_unpooled.ceil);
    }
  });

  it('needs another number where another variance is assumed', () => {
    for (const { p1, p2, alpha, power, ...by } of vectors.sampleSize.cases) {
      expect(sampleSize(p1, p2, alpha, power, 'pooled-null')).toBe(by.perArm_pooledNull.ceil);
      expect(sampleSize(p1, p2, alpha, power, 'baseline-null')).toBe(
        by.perArm_baselineVarianceNull.ceil,
      );
      expect(ruleOfSixteen(p1, p2)).toBe(by.perArm_ruleOf16.ceil);
    }
  });

  it('cannot tell two equal rates apart', () => {
    expect(() => sampleSize(0.2, 0.2, 0.05, 0.8)).toThrow(RangeError);
  });

  it('is read by a pooled z test and an interval of the difference', () => {
    for (const { control, variant, diff, z, pTwoSided, ci95 } of vectors.zTest) {
      const arm = ([successes, trials]: number[]) => ({ successes: successes!, trials: trials! });
      const reading = readExperiment(arm(control), arm(variant));
      expect(reading.difference).toBeCloseTo(diff, 6);
      expect(reading.z).toBeCloseTo(z, 6);
      expect(reading.p).toBeCloseTo(pTwoSided, 6);
      expect(reading.low).toBeCloseTo(ci95[0]!, 6);
      expect(reading.high).toBeCloseTo(ci95[1]!, 6);
    }
  });

  it('is not read when its split differs from the plan by more than chance', () => {
    for (const { a, b, chi2, p } of vectors.srm) {
      const mismatch = sampleRatioMismatch(a, b);
      expect(mismatch.chiSquare).toBeCloseTo(chi2, 6);
      expect(mismatch.p).toBeCloseTo(p, 6);
    }
  });
});

describe('peeking', () => {
  it('lets chance pass for a result more often with every look', () => {
    const random = randomFrom('peeking');
    for (const [looks, rate] of Object.entries(vectors.peeking)) {
      // 100,000 runs spread by at most 0.0014, so three of that and the vectors' own tolerance.
      const found = peekingFalseAlarms(Number(looks), random, 100_000);
      expect(Math.abs(found - rate)).toBeLessThan(0.006);
    }
  });

  it('is not what looks without common data would give', () => {
    const independent = vectors.peeking_independent_formula_wrong_for_cumulative_data['10'];
    const found = peekingFalseAlarms(10, randomFrom('looks'), 20_000);
    expect(found).toBeLessThan(independent - 0.1);
  });
});

describe('arms of several weeks', () => {
  it('can all be won and be lost in sum, when the split changed', () => {
    const { weeks, pooled } = vectors.simpson;
    const arm = ([successes, trials]: number[]) => ({ successes: successes!, trials: trials! });
    const rate = ({ successes, trials }: { successes: number; trials: number }) =>
      successes / trials;
    for (const week of weeks)
      expect(rate(arm(week.variant))).toBeGreaterThan(rate(arm(week.control)));
    const control = poolArms(weeks.map((week) => arm(week.control)));
    const variant = poolArms(weeks.map((week) => arm(week.variant)));
    expect(rate(control)).toBeCloseTo(pooled.pct[0]! / 100, 8);
    expect(rate(variant)).toBeCloseTo(pooled.pct[1]! / 100, 8);
    expect(rate(variant)).toBeLessThan(rate(control));
  });
});

describe('a usability test', () => {
  it('finds a share of the problems that grows with the testers', () => {
    const { L, n, foundPct } = vectors.usability5;
    n.forEach((people, index) => {
      expect(problemsFound(L, people)).toBeCloseTo(foundPct[index]! / 100, 6);
    });
  });
});
