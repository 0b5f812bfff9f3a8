/** A group with the same start: its size and how many came back in period 0, 1, 2 … */
export interface Cohort {
  size: number;
  /** Members active in each period; null for a period that the cohort has not reached. */
  active: (number | null)[];
}

/**
 * The share of people back in `period`, over all cohorts that have reached it: returned / size,
 * both summed. A cohort that is too young stays out of both sums (Amplitude, Retention Analysis).
 * @returns a share from 0 to 1, or null when no cohort has reached the period.
 */
export function pooledRetention(cohorts: Cohort[], period: number): number | null {
  let returned = 0;
  let size = 0;
  for (const cohort of cohorts) {
    const active = cohort.active[period];
    if (active === null || active === undefined) continue;
    returned += active;
    size += cohort.size;
  }
  return size === 0 ? null : returned / size;
}

/**
 * The plain mean of the cohorts' shares, each cohort with the same weight however small. Shown
 * beside the pooled share to explain why it misleads.
 * @returns a share from 0 to 1, or null when no cohort has reached the period.
 */
export function meanRetention(cohorts: Cohort[], period: number): number | null {
  const shares = cohorts.flatMap((cohort) => {
    const active = cohort.active[period];
    return active === null || active === undefined ? [] : [active / cohort.size];
  });
  return shares.length === 0 ? null : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/** Days after the start, day 0, on which one person was active. */
export type ActiveDays = number[];

/**
 * The share of people active exactly on `day` (N-day retention).
 * @param people one list of active days a person.
 */
export function nDayRetention(people: ActiveDays[], day: number): number {
  return people.filter((days) => days.includes(day)).length / people.length;
}

/**
 * The share of people active on `day` or any later day (unbounded or rolling retention).
 * @param people one list of active days a person.
 */
export function unboundedRetention(people: ActiveDays[], day: number): number {
  return people.filter((days) => days.some((active) => active >= day)).length / people.length;
}

/**
 * The share of people active at least once from day `first` to day `last`, both included.
 * @param people one list of active days a person.
 */
export function bracketRetention(people: ActiveDays[], first: number, last: number): number {
  const inside = (day: number) => day >= first && day <= last;
  return people.filter((days) => days.some(inside)).length / people.length;
}

/**
 * People active at a steady state, from the cohorts that `curve` covers: new people a period times
 * the sum of the curve, period 0 included.
 * @param curve shares from 0 to 1, one a period.
 */
export function steadyState(newPerPeriod: number, curve: number[]): number {
  return newPerPeriod * curve.reduce((sum, share) => sum + share, 0);
}

/** The 97.5% point of the standard normal distribution: both sides of it leave a 95% interval. */
const Z = 1.959963985;

/**
 * The 95% interval of a share by Wilson's score method, which stays between 0 and 1 and holds for
 * few people too (Wilson 1927).
 * @param part how many of `whole`.  @param whole people, more than 0.
 */
export function shareInterval(part: number, whole: number): { low: number; high: number } {
  const share = part / whole;
  const extra = (Z * Z) / whole;
  const middle = share + extra / 2;
  const reach = Z * Math.sqrt((share * (1 - share)) / whole + extra / (4 * whole));
  return {
    // At the ends the formula gives the share itself, which rounding may miss.
    low: part === 0 ? 0 : Math.max(0, (middle - reach) / (1 + extra)),
    high: part === whole ? 1 : Math.min(1, (middle + reach) / (1 + extra)),
  };
}

/** How many of how many came back. */
export interface Returned {
  back: number;
  of: number;
}

/**
 * By how much the first share lies above the second, with the 95% interval that Newcombe made of
 * both Wilson intervals (Statistics in Medicine, 1998, method 10). Shares from 0 to 1.
 */
export function shareDifference(
  one: Returned,
  other: Returned,
): { difference: number; low: number; high: number } {
  const [p, q] = [one.back / one.of, other.back / other.of];
  const [a, b] = [shareInterval(one.back, one.of), shareInterval(other.back, other.of)];
  const difference = p - q;
  return {
    difference,
    low: difference - Math.hypot(p - a.low, b.high - q),
    high: difference + Math.hypot(a.high - p, q - b.low),
  };
}

/** The cohorts that have reached `period`, counted together. */
export function returnedIn(cohorts: readonly Cohort[], period: number): Returned {
  let back = 0;
  let of = 0;
  for (const { active, size } of cohorts) {
    const count = active[period] ?? null;
    if (count === null) continue;
    back += count;
    of += size;
  }
  return { back, of };
}

/** What a curve does toward its end; `last` is the last period that enough people have reached. */
export type Flattening =
  | { kind: 'few periods'; last: number }
  | { kind: 'few people'; last: number }
  | { kind: 'no drop'; last: number }
  | {
      kind: 'flattening' | 'falling' | 'unclear';
      last: number;
      /** People, and cohorts, that have reached the last period. */
      people: number;
      cohorts: number;
      /** Of those still there, the shares lost in one period: until two steps before the last, and since. */
      early: number;
      late: number;
      /** The 95% interval of `late`, as if each loss were a person of its own. */
      low: number;
      high: number;
    };

/** What a judgment of flattening rests on, at least: people, and periods after the start. */
export const ENOUGH = { people: 100, periods: 4 };

/**
 * Whether a curve flattens: in the cohorts that have reached the last period with enough people, the
 * last two steps lose at most half of what the steps before lost, as a share of those who were there.
 * A loss at a constant rate falls to zero, however small its steps become, so rates are compared and
 * not points. "flattening" and "falling" need the whole 95% interval of the late rate on their side.
 */
export function flatteningOf(cohorts: readonly Cohort[]): Flattening {
  const longest = Math.max(0, ...cohorts.map(({ active }) => active.length - 1));
  let last = longest;
  while (last > 0 && returnedIn(cohorts, last).of < ENOUGH.people) last--;
  if (last < ENOUGH.periods)
    return longest < ENOUGH.periods ? { kind: 'few periods', last } : { kind: 'few people', last };
  const reached = cohorts.filter(({ active }) => (active[last] ?? null) !== null);
  const backIn = (period: number): number => returnedIn(reached, period).back;
  const turn = last - 2;
  let before = 0;
  for (let period = 0; period < turn; period++) before += backIn(period);
  const early = (backIn(0) - backIn(turn)) / before;
  if (!(early > 0)) return { kind: 'no drop', last };
  const there = backIn(turn) + backIn(turn + 1);
  const lost = Math.max(0, backIn(turn) - backIn(last));
  const { low, high } = there === 0 ? { low: 1, high: 1 } : shareInterval(lost, there);
  return {
    kind: high <= early / 2 ? 'flattening' : low > early / 2 ? 'falling' : 'unclear',
    last,
    people: returnedIn(reached, last).of,
    cohorts: reached.length,
    early,
    late: there === 0 ? 1 : lost / there,
    low,
    high,
  };
}
