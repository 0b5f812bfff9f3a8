/** How far the order of a RICE sheet can be trusted when its estimates are ranges. */
import type { Range } from './estimate.ts';
import { riceScore } from './prioritization.ts';
import { randomFrom } from './shuffle.ts';

/** The estimates that may be ranges. */
export const FACTORS = ['reach', 'confidence', 'effort'] as const;
export type Factor = (typeof FACTORS)[number];

/** An idea as `RiceIdea`, with ranges: confidence as shares from 0 to 1, effort in person-months above zero. */
export type RangedIdea = Readonly<Record<Factor, Range>> & { impact: number };

/** Where one idea stood in the draws. */
export interface Standing {
  /** Share of the draws in which it was first. Ideas with equal scores share a draw. */
  first: number;
  /** 5th and 95th percentile of its rank. Ideas with equal scores have the same rank. */
  ranks: Range;
  /** 5th and 95th percentile of its score. */
  scores: Range;
}

/** What is first in the draws where one estimate is near an end of its range. */
export interface PinnedEnd<Idea> {
  /** Share of these draws in which the favorite is first. */
  share: number;
  /** The idea that is first most often in them. */
  first: Idea;
}

/** What a range decides. */
export interface Pin<Idea> {
  idea: Idea;
  factor: Factor;
  /** The draws in the lowest fifth of the range, and those in the highest. */
  low: PinnedEnd<Idea>;
  high: PinnedEnd<Idea>;
  /** By how much the favorite's share differs between the two. */
  swing: number;
}

export interface RiceSimulation<Idea> {
  standings: Map<Idea, Standing>;
  /** The idea that is first most often. */
  favorite: Idea;
  /** Every range that has a width, from the largest swing to the smallest: the first is what to learn next. */
  pins: Pin<Idea>[];
}

/** The part of a range that counts as near its end. */
const END = 0.2;

/**
 * Draws every estimate evenly from its range, apart from all others, scores and ranks the ideas, and does so
 * `draws` times. The same seed gives the same draws, and a value's place in its range does not depend on what
 * the other estimates are.
 *
 * The estimate to learn next is the one whose value decides most about the first place. Of the draws, those
 * where it is in the lowest fifth of its range are put beside those where it is in the highest fifth; the
 * difference between the favorite's shares of first places is its swing.
 *
 * @throws RangeError without any idea, and when an effort is not above zero.
 */
export function simulateRice<Idea extends RangedIdea>(
  ideas: readonly Idea[],
  seed: string,
  draws: number,
): RiceSimulation<Idea> {
  if (ideas.length === 0) throw new RangeError('A simulation needs an idea.');
  const count = ideas.length;
  const random = randomFrom(seed);
  const estimates = ideas.flatMap((idea) => FACTORS.map((factor) => idea[factor]));
  const isRange = estimates.map(({ low, high }) => high > low);
  const drawn = new Float64Array(estimates.length);
  const value = new Float64Array(estimates.length);
  const scores = ideas.map(() => new Float64Array(draws));
  const ahead = new Uint8Array(count);
  const rankCounts = new Uint32Array(count * count);
  // Of each estimate near its low and near its high end, and of all draws: how often each idea was first.
  const firsts = new Float64Array(count);
  const firstsAtEnd = [0, 1].map(() => new Float64Array(estimates.length * count));

  for (let draw = 0; draw < draws; draw++) {
    estimates.forEach(({ low, high }, at) => {
      drawn[at] = random();
      value[at] = low + (high - low) * drawn[at]!;
    });
    const now = ideas.map(({ impact }, place) =>
      riceScore(value[3 * place]!, impact, value[3 * place + 1]!, value[3 * place + 2]!),
    );
    ahead.fill(0);
    for (let one = 0; one < count; one++) {
      for (let other = one + 1; other < count; other++) {
        if (now[one]! > now[other]!) ahead[other]!++;
        else if (now[one]! < now[other]!) ahead[one]!++;
      }
    }
    const winners: number[] = [];
    now.forEach((score, place) => {
      scores[place]![draw] = score;
      rankCounts[place * count + ahead[place]!]!++;
      if (ahead[place] === 0) winners.push(place);
    });
    for (const winner of winners) {
      const share = 1 / winners.length;
      firsts[winner]! += share;
      for (let at = 0; at < estimates.length; at++) {
        const end = drawn[at]! < END ? 0 : drawn[at]! >= 1 - END ? 1 : undefined;
        if (end !== undefined && isRange[at]) firstsAtEnd[end]![at * count + winner]! += share;
      }
    }
  }

  const favorite = firsts.indexOf(Math.max(...firsts));
  const atEnd = (end: number, at: number): PinnedEnd<Idea> => {
    const counts = firstsAtEnd[end]!.subarray(at * count, (at + 1) * count);
    const total = counts.reduce((sum, one) => sum + one, 0);
    return {
      share: (total > 0 ? counts : firsts)[favorite]! / (total || draws),
      first: ideas[counts.indexOf(Math.max(...counts))]!,
    };
  };
  const pins = ideas.flatMap((idea, place) =>
    FACTORS.flatMap((factor, offset): Pin<Idea>[] => {
      const at = 3 * place + offset;
      if (!isRange[at]) return [];
      const [low, high] = [atEnd(0, at), atEnd(1, at)];
      return [{ idea, factor, low, high, swing: Math.abs(low.share - high.share) }];
    }),
  );
  const standings = ideas.map((idea, place): [Idea, Standing] => [
    idea,
    {
      first: firsts[place]! / draws,
      ranks: ranksOf(rankCounts.subarray(place * count, (place + 1) * count), draws),
      scores: percentiles(scores[place]!.sort()),
    },
  ]);
  return {
    standings: new Map(standings),
    favorite: ideas[favorite]!,
    pins: pins.sort((one, other) => other.swing - one.swing),
  };
}

const LOW = 0.05;
const HIGH = 0.95;

/** The ranks at the 5th and 95th percentile, from how often each was had. */
function ranksOf(counts: Uint32Array, draws: number): Range {
  const rankAt = (share: number): number => {
    let sum = 0;
    return 1 + counts.findIndex((times) => (sum += times) >= share * draws);
  };
  return { low: rankAt(LOW), high: rankAt(HIGH) };
}

/** The 5th and 95th percentile of sorted values, each one of the values. */
function percentiles(sorted: Float64Array): Range {
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1]!;
  return { low: at(LOW), high: at(HIGH) };
}
