/** An estimate between two bounds, both included. A point is a range without width: its bounds are equal. */
export interface Range {
  low: number;
  high: number;
}

/** The middle of a range. */
export const middle = ({ low, high }: Range): number => low + (high - low) / 2;

/**
 * The range around an early estimate by the cone of uncertainty: a quarter to four times. Its
 * evidence is disputed; it is a warning, not a law.
 */
export function coneOfUncertainty(nominal: number): Range {
  return { low: nominal / 4, high: nominal * 4 };
}
