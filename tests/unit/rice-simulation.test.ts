import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { middle, type Range } from '#domain/estimate.ts';
import { riceScore } from '#domain/prioritization.ts';
import { FACTORS, simulateRice, type RangedIdea } from '#domain/rice-simulation.ts';
import { itHolds, medianTime } from './progress/cases.ts';

const at = (value: number): Range => ({ low: value, high: value });
const between = (low: number, high: number): Range => ({ low, high });
const idea = (reach: Range, impact = 1, confidence = at(0.8), effort = at(2)): RangedIdea => ({
  reach,
  impact,
  confidence,
  effort,
});

/** The chance that a uniform number from `one` is larger than one from `other`, by integration. */
function chanceThatLarger(one: Range, other: Range): number {
  const width = other.high - other.low;
  // The integral of the share of `other` below x.
  const until = (x: number): number => {
    if (x <= other.low) return 0;
    if (x <= other.high) return (x - other.low) ** 2 / (2 * width);
    return width / 2 + x - other.high;
  };
  return (until(one.high) - until(one.low)) / (one.high - one.low);
}

const standardError = (share: number, draws: number): number =>
  Math.sqrt((share * (1 - share)) / draws);

/** Ideas with scores on a coarse grid, so that some are equal, and ranges of which some have no width. */
const ranges = (low: number, high: number, unit: number): fc.Arbitrary<Range> =>
  fc
    .tuple(fc.integer({ min: low, max: high }), fc.nat(3))
    .map(([from, width]) => between(from * unit, (from + width) * unit));
const anIdea: fc.Arbitrary<RangedIdea> = fc.record({
  reach: ranges(0, 20, 100),
  impact: fc.constantFrom(0.25, 0.5, 1, 2, 3),
  confidence: ranges(1, 7, 0.125),
  effort: ranges(1, 12, 0.5),
});
const someIdeas = fc.array(anIdea, { minLength: 1, maxLength: 6 });
const FEW = 60;

describe('the closed form of the test', () => {
  it('is a half for the same range, and the share of the overlap elsewhere', () => {
    expect(chanceThatLarger(between(1, 3), between(1, 3))).toBeCloseTo(1 / 2, 12);
    expect(chanceThatLarger(between(2, 4), between(1, 3))).toBeCloseTo(7 / 8, 12);
    expect(chanceThatLarger(between(3, 4), between(1, 2))).toBeCloseTo(1, 12);
  });
});

describe('the simulation of a RICE sheet', () => {
  const one = between(1500, 2500);
  const other = between(1800, 3000);
  const sheet = [idea(one), idea(other)];

  it('comes to the same with the same seed, and to something else with another', () => {
    const shares = ['a', 'a', 'b'].map((seed) => {
      const { standings } = simulateRice(sheet, seed, 10_000);
      return standings.get(sheet[0]!)!.first;
    });
    expect(shares[1]).toBe(shares[0]);
    expect(shares[2]).not.toBe(shares[0]);
  });

  it('is as far from the closed form as its standard error says, over 200 seeds', () => {
    const chance = chanceThatLarger(one, other);
    const squares = Array.from({ length: 200 }, (_, seed) => {
      const { standings } = simulateRice(sheet, `seed ${seed}`, 1000);
      return ((standings.get(sheet[0]!)!.first - chance) / standardError(chance, 1000)) ** 2;
    });
    const mean = squares.reduce((sum, square) => sum + square, 0) / squares.length;
    // Of 200 squares with the mean 1, the mean lies within 0.7 and 1.3 in 997 of 1000 times.
    expect(mean).toBeGreaterThan(0.7);
    expect(mean).toBeLessThan(1.3);
  });

  itHolds(
    'is within five standard errors of the closed form, whichever estimate is the range',
    fc.property(
      fc.constantFrom('reach', 'confidence'),
      fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 40 })),
      fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 40 })),
      (factor, [low, width], [otherLow, otherWidth]) => {
        const pair = [between(low, low + width), between(otherLow, otherLow + otherWidth)] as const;
        const ideas = pair.map((range) =>
          factor === 'reach'
            ? idea(range)
            : idea(at(500), 1, between(range.low / 100, range.high / 100)),
        );
        const chance = chanceThatLarger(...pair);
        const { standings } = simulateRice(ideas, 'closed form', 1000);
        const off = Math.abs(standings.get(ideas[0]!)!.first - chance);
        // Where the chance is next to none, one draw more is many standard errors.
        expect(off).toBeLessThanOrEqual(5 * standardError(chance, 1000) + 0.003);
      },
    ),
    100,
  );

  it('shares the first place of a draw between equal ideas, which have the same rank', () => {
    const pair = [idea(at(2000)), idea(at(1000), 2), idea(at(10))];
    const standings = [...simulateRice(pair, 'level', 100).standings.values()];
    expect(standings.map(({ first }) => first)).toEqual([0.5, 0.5, 0]);
    expect(standings.map(({ ranks }) => ranks)).toEqual([at(1), at(1), at(3)]);
  });

  it('reports the 5th and the 95th percentile of a score', () => {
    // Reach alone is drawn, so the score is as evenly spread as it, from 800 to 1,600.
    const even = idea(between(1000, 2000), 1, at(0.8), at(1));
    const { scores } = simulateRice([even], 'percentiles', 10_000).standings.get(even)!;
    const off = 5 * standardError(0.05, 10_000) * 800;
    expect(Math.abs(scores.low - (800 + 0.05 * 800))).toBeLessThan(off);
    expect(Math.abs(scores.high - (800 + 0.95 * 800))).toBeLessThan(off);
  });

  it('reports the ranks that nine of ten draws stay within', () => {
    // Second in about one draw of 40, and in about one of ten.
    const ranksWith = (high: number) => {
      const vague = idea(between(1000, 2000));
      const known = idea(at(high));
      return simulateRice([vague, known], 'ranks', 10_000).standings.get(vague)!.ranks;
    };
    expect(ranksWith(1025)).toEqual(at(1));
    expect(ranksWith(1100)).toEqual(between(1, 2));
  });

  itHolds(
    'equals plain RICE where no range has a width',
    fc.property(someIdeas, (drawn) => {
      const ideas = drawn.map(({ reach, impact, confidence, effort }) =>
        idea(at(middle(reach)), impact, at(middle(confidence)), at(middle(effort))),
      );
      const scores = ideas.map(({ reach, impact, confidence, effort }) =>
        riceScore(reach.low, impact, confidence.low, effort.low),
      );
      const { standings, pins } = simulateRice(ideas, 'points', FEW);
      const best = scores.filter((score) => score === Math.max(...scores)).length;
      expect(pins).toEqual([]);
      ideas.forEach((one, place) => {
        const rank = 1 + scores.filter((score) => score > scores[place]!).length;
        const { first, ranks, scores: percentiles } = standings.get(one)!;
        expect(ranks).toEqual(at(rank));
        expect(percentiles).toEqual(at(scores[place]!));
        expect(first).toBeCloseTo(rank === 1 ? 1 / best : 0, 9);
      });
    }),
    50,
  );

  itHolds(
    'gives away every first place once, and keeps ranks and scores within what is possible',
    fc.property(someIdeas, (ideas) => {
      const standings = [...simulateRice(ideas, 'sums', FEW).standings];
      const sum = standings.reduce((total, [, { first }]) => total + first, 0);
      expect(sum).toBeCloseTo(1, 9);
      for (const [{ reach, impact, confidence, effort }, { ranks, scores }] of standings) {
        expect(ranks.low).toBeGreaterThanOrEqual(1);
        expect(ranks.high).toBeGreaterThanOrEqual(ranks.low);
        expect(ranks.high).toBeLessThanOrEqual(ideas.length);
        const least = riceScore(reach.low, impact, confidence.low, effort.high);
        const most = riceScore(reach.high, impact, confidence.high, effort.low);
        expect(scores.low).toBeGreaterThanOrEqual(least * (1 - 1e-12));
        expect(scores.high).toBeGreaterThanOrEqual(scores.low);
        expect(scores.high).toBeLessThanOrEqual(most * (1 + 1e-12));
      }
    }),
    50,
  );

  itHolds(
    'does not change its order with the unit of reach or of effort',
    // Powers of two, which a computer multiplies without rounding.
    fc.property(someIdeas, fc.integer({ min: -8, max: 8 }), (ideas, power) => {
      const by = ({ low, high }: Range): Range => between(low * 2 ** power, high * 2 ** power);
      const order = (list: RangedIdea[]) => {
        const { standings, favorite, pins } = simulateRice(list, 'scale', FEW);
        return [
          list.map((one) => standings.get(one)!).map(({ first, ranks }) => ({ first, ranks })),
          list.indexOf(favorite),
          pins.map(({ idea: of, factor, swing }) => [list.indexOf(of), factor, swing]),
        ];
      };
      const plain = order(ideas);
      expect(order(ideas.map((one) => ({ ...one, reach: by(one.reach) })))).toEqual(plain);
      expect(order(ideas.map((one) => ({ ...one, effort: by(one.effort) })))).toEqual(plain);
    }),
    50,
  );

  itHolds(
    'never sets an idea back for more reach, impact or confidence, or for less effort',
    fc.property(
      fc.array(anIdea, { minLength: 2, maxLength: 5 }),
      fc.constantFrom(...FACTORS, 'impact' as const),
      fc.double({ min: 1.01, max: 3, noNaN: true }),
      (ideas, factor, times) => {
        const [weak, ...others] = ideas as [RangedIdea, ...RangedIdea[]];
        const by = factor === 'effort' ? 1 / times : times;
        const strong: RangedIdea =
          factor === 'impact'
            ? { ...weak, impact: weak.impact * by }
            : { ...weak, [factor]: between(weak[factor].low * by, weak[factor].high * by) };
        const [before, after] = [weak, strong].map((it) =>
          simulateRice([it, ...others], 'monotone', FEW).standings.get(it)!,
        );
        expect(after!.first).toBeGreaterThanOrEqual(before!.first - 1e-12);
        expect(after!.ranks.low).toBeLessThanOrEqual(before!.ranks.low);
        expect(after!.ranks.high).toBeLessThanOrEqual(before!.ranks.high);
      },
    ),
    50,
  );

  it('takes at most 300 ms for 50 ideas with all estimates as ranges and 10,000 draws', () => {
    const ideas = Array.from({ length: 50 }, (_, place) =>
      idea(between(1000 + 10 * place, 3000), 1, between(0.5, 0.9), between(1, 3)),
    );
    const milliseconds = medianTime(() => simulateRice(ideas, 'time', 10_000));
    console.log(`50 ideas, 10,000 draws: ${milliseconds.toFixed(0)} ms of the processor`);
    expect(milliseconds).toBeLessThan(300);
  }, 60_000);

  it('needs an idea', () => {
    expect(() => simulateRice([], 'none', 10)).toThrow(RangeError);
  });
});

describe('what to learn next', () => {
  it('is the range that decides more about the first place', () => {
    const sure = idea(between(1900, 2100));
    const vague = idea(between(1000, 3000));
    const { pins } = simulateRice([sure, vague], 'next', 10_000);
    expect(pins.map(({ idea: of, factor }) => [of === vague, factor])).toEqual([
      [true, 'reach'],
      [false, 'reach'],
    ]);
    expect(pins[0]!.low.first).toBe(sure);
    expect(pins[0]!.high.first).toBe(vague);
  });

  it('is judged by the share of the favorite in the lowest and in the highest fifth', () => {
    const known = idea(at(2000));
    const vague = idea(between(1000, 2500));
    const { favorite, pins } = simulateRice([known, vague], 'fifths', 10_000);
    // 1,000 to 1,300 loses always and 2,200 to 2,500 wins always.
    expect(favorite).toBe(known);
    expect(pins).toMatchObject([
      { idea: vague, low: { share: 1, first: known }, high: { share: 0, first: vague }, swing: 1 },
    ]);
  });

  it('may be another idea’s estimate than the favorite’s', () => {
    const favorite = idea(at(2000));
    const other = idea(at(1500), 1, at(0.8), between(1, 3));
    const { pins } = simulateRice([favorite, other], 'other', 10_000);
    expect(pins[0]).toMatchObject({ idea: other, factor: 'effort' });
    expect(pins[0]!.low.share).toBeLessThan(pins[0]!.high.share);
  });

  it('is nothing that decides where the first is far ahead', () => {
    const { pins } = simulateRice([idea(between(900, 1100)), idea(between(1, 9))], 'far', 10_000);
    expect(pins.map(({ swing }) => swing)).toEqual([0, 0]);
  });
});
