import { describe, expect, it } from 'vitest';
import { riceScore } from '#domain/prioritization.ts';
import vectors from './vectors.json' with { type: 'json' };

describe('a RICE score', () => {
  it('is reach times impact times confidence over effort', () => {
    for (const row of vectors.rice.rows) {
      expect(
        riceScore(row.reachPerQuarter, row.impact, row.confidence, row.effortPersonMonths),
      ).toBeCloseTo(row.score, 9);
    }
  });

  it('needs an effort above zero', () => {
    expect(() => riceScore(10, 1, 1, 0)).toThrow(RangeError);
  });
});
