/**
 * The viral coefficient K: new users that one user brings in one cycle.
 * @param invitations invitations sent per user.
 * @param acceptance share of invitations that become activated users, 0 to 1.
 */
export function viralCoefficient(invitations: number, acceptance: number): number {
  return invitations * acceptance;
}

/**
 * How many users each paid user becomes in the end, 1 / (1 - K), for K below 1.
 * @throws RangeError when K is 1 or more: the sum has no end.
 */
export function amplification(coefficient: number): number {
  if (coefficient >= 1) throw new RangeError('Amplification needs a coefficient below 1.');
  return 1 / (1 - coefficient);
}

/**
 * Cumulative users after `cycles` cycles: seed × (K^(n+1) - 1) / (K - 1), or seed × (n + 1) at K = 1.
 */
export function usersAfter(seed: number, coefficient: number, cycles: number): number {
  if (coefficient === 1) return seed * (cycles + 1);
  return (seed * (coefficient ** (cycles + 1) - 1)) / (coefficient - 1);
}

/** What a user costs when only the first of a chain is paid for: the paid cost / amplification. */
export function blendedCost(paidCost: number, coefficient: number): number {
  return paidCost / amplification(coefficient);
}

/** Whole cycles that fit into a span, both in the same unit of time. */
export function cyclesWithin(span: number, cycleTime: number): number {
  return Math.floor(span / cycleTime);
}
