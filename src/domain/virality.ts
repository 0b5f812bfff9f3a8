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
  // A hair more, because 0.3 / 0.1 falls short of 3 in binary fractions.
  return Math.floor((span / cycleTime) * (1 + 1e-12));
}

/** One cycle of a loop: who joined in it, and all users at its end. The seed is cycle 0. */
export interface LoopCycle {
  joined: number;
  users: number;
}

/**
 * The cycles of a loop from its seed, cycle 0, to `cycles`.
 *
 * Without a market each wave is the last one times K, and the sum is that of `usersAfter`. In a market the
 * loop is damped like logistic growth: an invitation is accepted with the acceptance of the beginning times
 * the share of the market that is not reached yet. The market fills while the invitations of a wave go out
 * one by one, which over a cycle comes to
 *
 *   joined = (market - users) × (1 - e^(-K × last wave / market)).
 *
 * So users never pass the market, and a larger K never ends with fewer of them.
 * @param market people who could ever join, at least the seed; Infinity for no saturation.
 */
export function loopCycles(
  seed: number,
  coefficient: number,
  cycles: number,
  market = Infinity,
): LoopCycle[] {
  const found = [{ joined: seed, users: seed }];
  for (let cycle = 1; cycle <= cycles; cycle++) {
    const { joined: wave, users } = found.at(-1)!;
    const joined =
      market === Infinity
        ? wave * coefficient
        : (market - users) * -Math.expm1((-coefficient * wave) / market);
    found.push({ joined, users: Math.min(users + joined, market) });
  }
  return found;
}
