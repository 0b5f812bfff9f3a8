/** Successes out of trials in one arm of an experiment. */
export interface Arm {
  successes: number;
  trials: number;
}

/**
 * The share of the standard normal distribution below `z`: the power series around zero, the
 * continued fraction in the tails (Abramowitz and Stegun 26.2.11 and 26.2.14).
 */
function normalCumulative(z: number): number {
  const x = Math.abs(z);
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  let upper: number;
  if (x < 5) {
    let term = x;
    let sum = x;
    for (let k = 1; Math.abs(term) > 1e-17 * Math.abs(sum); k++) {
      term *= (x * x) / (2 * k + 1);
      sum += term;
    }
    upper = 0.5 - density * sum;
  } else {
    let fraction = x;
    for (let k = 60; k >= 1; k--) fraction = x + k / fraction;
    upper = density / fraction;
  }
  return z > 0 ? 1 - upper : upper;
}

/** The z with the given share of the standard normal distribution below it, by bisection. */
export function normalQuantile(share: number): number {
  if (!(share > 0 && share < 1)) throw new RangeError('A quantile needs a share between 0 and 1.');
  let low = -10;
  let high = 10;
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (normalCumulative(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Users needed in each arm to find a difference between two rates, two-sided:
 * (z_alpha/2 + z_beta)² × [p1(1-p1) + p2(1-p2)] / (p2 - p1)², rounded up (both arms' variance).
 * @param baseline rate today, 0 to 1.  @param hoped rate worth finding, 0 to 1.
 * @param alpha false-alarm rate, 0.05 as a rule.  @param power chance to find it, 0.8 as a rule.
 * @throws RangeError when both rates are equal.
 */
export function sampleSize(baseline: number, hoped: number, alpha: number, power: number): number {
  if (baseline === hoped) throw new RangeError('Two equal rates cannot be told apart.');
  const z = normalQuantile(1 - alpha / 2) + normalQuantile(power);
  const variance = baseline * (1 - baseline) + hoped * (1 - hoped);
  return Math.ceil((z ** 2 * variance) / (hoped - baseline) ** 2);
}

/** What a finished two-arm experiment says. */
export interface Reading {
  /** Variant minus control, in rates. */
  difference: number;
  /** The 95% interval of the difference, each arm with its own variance. */
  low: number;
  high: number;
  /** Two-sided p-value of the pooled z test. */
  p: number;
}

/**
 * Reads an experiment on two proportions: pooled z test for p, unpooled interval for the size.
 */
export function readExperiment(control: Arm, variant: Arm): Reading {
  const p1 = control.successes / control.trials;
  const p2 = variant.successes / variant.trials;
  const pooled = (control.successes + variant.successes) / (control.trials + variant.trials);
  const pooledError = Math.sqrt(pooled * (1 - pooled) * (1 / control.trials + 1 / variant.trials));
  const error = Math.sqrt((p1 * (1 - p1)) / control.trials + (p2 * (1 - p2)) / variant.trials);
  const margin = normalQuantile(0.975) * error;
  const difference = p2 - p1;
  return {
    difference,
    low: difference - margin,
    high: difference + margin,
    p: 2 * (1 - normalCumulative(Math.abs(difference) / pooledError)),
  };
}

/**
 * The p-value of a sample ratio mismatch check on a planned even split: chi-square with one degree
 * of freedom, which is the square of a normal deviate.
 */
export function sampleRatioMismatch(left: number, right: number): number {
  const expected = (left + right) / 2;
  const chiSquare = ((left - expected) ** 2 + (right - expected) ** 2) / expected;
  return 2 * (1 - normalCumulative(Math.sqrt(chiSquare)));
}

/** The share of usability problems that `people` testers find, 1 - (1 - L)^n (Nielsen, Landauer). */
export function problemsFound(share: number, people: number): number {
  return 1 - (1 - share) ** people;
}
