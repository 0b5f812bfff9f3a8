import { describe, expect, it } from 'vitest';
import {
  confidenceAtScore,
  costOfDelay,
  effortAtScore,
  iceMean,
  iceProduct,
  kanoClass,
  kanoCoefficients,
  MUST_LIMIT,
  mustShare,
  rankByRice,
  riceScore,
  weightedShortestJobFirst,
  type KanoAnswer,
} from '#domain/prioritization.ts';
import vectors from './vectors.json' with { type: 'json' };

const ideas = vectors.rice.rows.map((row) => ({
  id: row.id,
  reach: row.reachPerQuarter,
  impact: row.impact,
  confidence: row.confidence,
  effort: row.effortPersonMonths,
}));

describe('a RICE score', () => {
  it('is reach times impact times confidence over effort', () => {
    vectors.rice.rows.forEach(({ score }, index) => {
      const { reach, impact, confidence, effort } = ideas[index]!;
      expect(riceScore(reach, impact, confidence, effort)).toBeCloseTo(score, 9);
    });
  });

  it('is zero for nobody, and needs an effort above zero', () => {
    expect(riceScore(0, 3, 1, 2)).toBe(0);
    expect(riceScore(500, 2, 0.8, 1)).toBe(800);
    expect(riceScore(1000, 0.25, 0.5, 0.5)).toBe(250);
    expect(() => riceScore(10, 1, 1, 0)).toThrow(RangeError);
  });

  it('orders ideas', () => {
    expect(rankByRice(ideas).map(({ id }) => id)).toEqual(vectors.rice.rank);
  });

  it('puts the smaller effort first where two are equal', () => {
    const tied = [
      { id: 'T1', reach: 2000, impact: 2, confidence: 0.8, effort: 4 },
      { id: 'T2', reach: 800, impact: 1, confidence: 1, effort: 1 },
    ];
    expect(rankByRice(tied).map(({ id }) => id)).toEqual(['T2', 'T1']);
  });

  it('tells at which estimate one idea falls level with another', () => {
    const [first] = ideas;
    expect(confidenceAtScore(first!, 2400)).toBeCloseTo(vectors.rice.sensitivity.out, 12);
    // The fourth idea catches the first once it takes three person-months instead of four.
    expect(effortAtScore(ideas[3]!, 3200)).toBeCloseTo(vectors.rice.sensitivity.out2, 12);
  });
});

describe('an ICE score', () => {
  it('is a mean for some and a product for others', () => {
    for (const { impact, confidence, ease, mean, product } of vectors.ice) {
      expect(iceMean(impact, confidence, ease)).toBeCloseTo(mean, 6);
      expect(iceProduct(impact, confidence, ease)).toBe(product);
    }
  });

  it('orders two ideas differently by the two ways', () => {
    expect(iceMean(9, 9, 2)).toBeGreaterThan(iceMean(6, 6, 6));
    expect(iceProduct(9, 9, 2)).toBeLessThan(iceProduct(6, 6, 6));
  });
});

it('the shortest job with the dearest delay goes first', () => {
  const scored = vectors.wsjf.map((job) => {
    const delay = costOfDelay(job.businessValue, job.timeCriticality, job.riskOpportunity);
    expect(delay).toBe(job.costOfDelay);
    const score = weightedShortestJobFirst(delay, job.jobSize);
    expect(score).toBeCloseTo(job.wsjf, 6);
    return { id: job.id, score };
  });
  const order = scored.toSorted((a, b) => b.score - a.score).map(({ id }) => id);
  expect(order).toEqual(vectors.wsjf_rank);
});

it('Musts are counted by effort, against a limit', () => {
  expect(mustShare(vectors.moscow.effort)).toBeCloseTo(vectors.moscow.mustPct / 100, 12);
  expect(mustShare(vectors.moscow.effort)).toBeGreaterThan(MUST_LIMIT);
  expect(mustShare(vectors.moscow.ok)).toBeLessThan(MUST_LIMIT);
});

describe('a Kano answer', () => {
  const answers: KanoAnswer[] = ['like', 'expect', 'neutral', 'live-with', 'dislike'];

  it('has its class in the table', () => {
    answers.forEach((present, row) =>
      answers.forEach((absent, column) => {
        expect(kanoClass(present, absent)).toBe(vectors.kano.table[row]![column]);
      }),
    );
  });

  it('adds up to how much a feature pleases and displeases', () => {
    const { counts, better, worse } = vectors.kano.example;
    expect(kanoCoefficients(counts).better).toBeCloseTo(better, 6);
    expect(kanoCoefficients(counts).worse).toBeCloseTo(worse, 6);
  });
});
