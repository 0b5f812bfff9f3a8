/**
 * The range around an early estimate by the cone of uncertainty: a quarter to four times. Its
 * evidence is disputed; it is a warning, not a law.
 */
export function coneOfUncertainty(nominal: number): { low: number; high: number } {
  return { low: nominal / 4, high: nominal * 4 };
}
