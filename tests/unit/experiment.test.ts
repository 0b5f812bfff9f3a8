import { describe, expect, it } from 'vitest';
import {
  normalQuantile,
  problemsFound,
  readExperiment,
  sampleRatioMismatch,
  sampleSize,
} from '#domain/experiment.ts';
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

  it('cannot tell two equal rates apart', () => {
    expect(() => sampleSize(0.2, 0.2, 0.05, 0.8)).toThrow(RangeError);
  });

  it('is read by a pooled z test and an interval of the difference', () => {
    for (const { control, variant, diff, pTwoSided, ci95 } of vectors.zTest) {
      const arm = ([successes, trials]: number[]) => ({ successes: successes!, trials: trials! });
      const reading = readExperiment(arm(control), arm(variant));
      expect(reading.difference).toBeCloseTo(diff, 6);
      expect(reading.p).toBeCloseTo(pTwoSided, 6);
      expect(reading.low).toBeCloseTo(ci95[0]!, 6);
      expect(reading.high).toBeCloseTo(ci95[1]!, 6);
    }
  });

  it('is not read when its split differs from the plan by more than chance', () => {
    for (const { a, b, p } of vectors.srm) expect(sampleRatioMismatch(a, b)).toBeCloseTo(p, 6);
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
