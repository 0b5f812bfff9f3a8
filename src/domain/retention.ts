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
