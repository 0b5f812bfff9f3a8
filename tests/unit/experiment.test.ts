import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  falseAlarmsByLooks,
  groupSizes,
  normalQuantile,
  peekingFalseAlarms,
  poolArms,
  problemsFound,
  readExperiment,
  ruleOfSixteen,
  sampleRatioMismatch,
  sampleSize,
  smallestEffect,
} from '#domain/experiment.ts';
import { randomFrom } from '#domain/shuffle.ts';
import { itHolds } from './progress/cases.ts';
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

  it('is told for each number of looks by one simulation', () => {
    const shares = falseAlarmsByLooks(20, randomFrom('peeking'), 20_000);
    expect(shares).toHaveLength(20);
    for (const [looks, rate] of Object.entries(vectors.peeking))
      expect(Math.abs(shares[Number(looks) - 1]! - rate)).toBeLessThan(0.014);
    expect(shares.at(-1)).toBe(peekingFalseAlarms(20, randomFrom('peeking'), 20_000));
  });

  it('comes to the same from the same seed', () => {
    const once = falseAlarmsByLooks(9, randomFrom('a'), 2000);
    expect(falseAlarmsByLooks(9, randomFrom('a'), 2000)).toEqual(once);
    expect(falseAlarmsByLooks(9, randomFrom('b'), 2000)).not.toEqual(once);
  });

  it('with one look comes to alpha, within its standard error', () => {
    for (const alpha of [0.01, 0.05, 0.2]) {
      const [share] = falseAlarmsByLooks(1, randomFrom('one'), 20_000, alpha);
      expect(Math.abs(share! - alpha)).toBeLessThan(4 * Math.sqrt((alpha * (1 - alpha)) / 20_000));
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

describe('two groups of any size', () => {
  const rates = fc
    .tuple(
      fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      fc.double({ min: 0.01, max: 0.99, noNaN: true }),
    )
    .filter(([one, other]) => Math.abs(one - other) > 0.005);
  const powers = fc.double({ min: 0.5, max: 0.98, noNaN: true });
  const shares = fc.double({ min: 0.05, max: 0.95, noNaN: true });

  it('need the fewest visitors when they are about equal', () => {
    const all = (variant: number) => {
      const sizes = groupSizes(0.2, 0.22, 0.05, 0.8, variant);
      return sizes.control + sizes.variant;
    };
    expect(all(0.5)).toBe(2 * 6507);
    expect(all(0.2)).toBeGreaterThan(all(0.5));
    expect(all(0.8)).toBeGreaterThan(all(0.5));
  });

  it('are checked against the split that was planned', () => {
    expect(sampleRatioMismatch(900, 100, 0.1)).toEqual({ chiSquare: 0, p: 1 });
    expect(sampleRatioMismatch(800, 200, 0.1).p).toBeLessThan(1e-9);
  });

  it('are read with an interval as wide as the false alarms ask for', () => {
    const control = { successes: 400, trials: 2000 };
    const variant = { successes: 460, trials: 2000 };
    const [narrow, wide] = [0.1, 0.01].map((alpha) => readExperiment(control, variant, alpha));
    expect(narrow!.high).toBeLessThan(wide!.high);
    expect(narrow!.p).toBe(wide!.p);
  });

  itHolds(
    'are the larger, the smaller the effect is',
    fc.property(rates, powers, ([baseline, hoped], power) => {
      const nearer = hoped + (baseline - hoped) * 0.3;
      return sampleSize(baseline, nearer, 0.05, power) > sampleSize(baseline, hoped, 0.05, power);
    }),
    50,
  );

  itHolds(
    'are the larger, the more power and the fewer false alarms they should have',
    fc.property(rates, powers, ([baseline, hoped], power) => {
      const size = sampleSize(baseline, hoped, 0.05, power);
      return (
        sampleSize(baseline, hoped, 0.05, power + 0.01) >= size &&
        sampleSize(baseline, hoped, 0.04, power) >= size
      );
    }),
    50,
  );

  itHolds(
    'are the same for successes and failures, and from either rate',
    fc.property(rates, powers, ([one, other], power) => {
      const size = sampleSize(one, other, 0.05, power);
      // A last binary digit may tip a whole number over.
      const near = (count: number) => Math.abs(count - size) <= 1;
      return (
        near(sampleSize(other, one, 0.05, power)) &&
        near(sampleSize(1 - one, 1 - other, 0.05, power))
      );
    }),
    50,
  );

  itHolds(
    'find just the effect that they were sized for',
    fc.property(rates, powers, shares, ([baseline, hoped], power, variant) => {
      const sizes = groupSizes(baseline, hoped, 0.05, power, variant);
      const users = sizes.control + sizes.variant;
      const direction = hoped > baseline ? 1 : -1;
      const found = smallestEffect(baseline, users, 0.05, power, variant, direction);
      // Rounding up to whole people finds a little less.
      const effect = Math.abs(hoped - baseline);
      return (
        found !== undefined &&
        found * direction > 0 &&
        Math.abs(found) <= effect * (1 + 1e-9) &&
        Math.abs(found) > effect * (1 - 3 / users)
      );
    }),
    50,
  );

  it('find nothing where even all or none would not be told apart', () => {
    expect(smallestEffect(0.99, 100, 0.05, 0.8, 0.5, 1)).toBeUndefined();
    expect(smallestEffect(0.99, 100, 0.05, 0.8, 0.5, -1)).toBeDefined();
    expect(smallestEffect(0.01, 100, 0.05, 0.8, 0.5, -1)).toBeUndefined();
  });
});
