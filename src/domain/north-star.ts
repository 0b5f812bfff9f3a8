/** A North Star Metric as the product of its inputs. */
export function northStar(inputs: readonly number[]): number {
  return inputs.reduce((product, input) => product * input, 1);
}

/**
 * How much of the change of a product each input accounts for, by logarithms:
 * change × ln(after_i / before_i) / Σ ln(after / before). The parts add up to the change.
 * @throws RangeError when the metric did not change as a whole, so that nothing can be divided.
 */
export function changeByInput(before: readonly number[], after: readonly number[]): number[] {
  const change = northStar(after) - northStar(before);
  if (change === 0)
    throw new RangeError('The metric did not change, so no input has a part in it.');
  const logs = before.map((input, index) => Math.log(after[index]! / input));
  const total = logs.reduce((sum, log) => sum + log, 0);
  return logs.map((log) => (change * log) / total);
}

/** Active this week = retained from last week + newly activated + returned after absence. */
export function activeThisWeek(retained: number, activated: number, returned: number): number {
  return retained + activated + returned;
}
