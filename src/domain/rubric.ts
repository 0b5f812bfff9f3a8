/** What each level of a rubric is called, from level 1. Level 3 is the usual bar. */
export const LEVELS = ['Not yet', 'Developing', 'Ready', 'Strong'] as const;

/**
 * The level of an answer: the mean of its scores, rounded to the nearest whole level.
 * @param scores levels from 1 to 4, one for each dimension; at least one.
 */
export function levelOf(scores: number[]): number {
  return Math.round(scores.reduce((sum, score) => sum + score, 0) / scores.length);
}
