/** Minutes of failure that a target allows: (1 - target) × days × 24 × 60. */
export function errorBudgetMinutes(target: number, days: number): number {
  return (1 - target) * days * 24 * 60;
}
