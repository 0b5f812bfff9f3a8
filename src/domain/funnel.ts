/** What came of each step of a funnel. */
export interface FunnelShare {
  /** Share of the step before; null for the first. */
  ofStep: number | null;
  /** Share of the first step. */
  overall: number;
}

/** The shares of a funnel from its counts, in order. */
export function funnelShares(counts: readonly number[]): FunnelShare[] {
  return counts.map((count, index) => ({
    ofStep: index === 0 ? null : count / counts[index - 1]!,
    overall: count / counts[0]!,
  }));
}

/**
 * Stickiness: the average of the daily counts of active users over the monthly count. One day's
 * count in place of the average makes the share depend on the day that was chosen.
 */
export function stickiness(dailyActive: readonly number[], monthlyActive: number): number {
  return dailyActive.reduce((sum, day) => sum + day, 0) / dailyActive.length / monthlyActive;
}
