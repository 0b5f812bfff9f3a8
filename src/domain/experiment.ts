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
  for (;;) {
    const middle = (low + high) / 2;
    // No number lies between the two any more.
    if (middle === low || middle === high) return middle;
    if (normalCumulative(middle) < share) low = middle;
    else high = middle;
  }
}

/**
 * How the variance of a two-proportion test is estimated. Calculators differ by it, so a sample size
 * names it: `both-arms` is the site's own, the others explain what readers find elsewhere.
 */
export type VarianceMethod = 'both-arms' | 'pooled-null' | 'baseline-null';

/** Users of both groups together. `variant` is the share of them that gets the variant. */
type Split = (baseline: number, hoped: number, variant: number) => number;

const bothArms: Split = (baseline, hoped, variant) =>
  variance(baseline) / (1 - variant) + variance(hoped) / variant;

const NULL_VARIANCE: Record<VarianceMethod, Split> = {
  'both-arms': bothArms,
  'pooled-null': (baseline, hoped, variant) =>
    variance(baseline + (hoped - baseline) * variant) / (variant * (1 - variant)),
  'baseline-null': (baseline, _, variant) => variance(baseline) / (variant * (1 - variant)),
};

const variance = (rate: number): number => rate * (1 - rate);

/**
 * Users needed in each group to find a difference between two rates, two-sided, rounded up. Together they are
 * (z_alpha/2 × √V0 + z_beta × √V1)² / (p2 - p1)², where V1 = p1(1-p1) / (1-v) + p2(1-p2) / v, V0 is the same
 * under no effect by `method`, and v is the share that gets the variant.
 * @param baseline rate today, 0 to 1.  @param hoped rate worth finding, 0 to 1.
 * @param alpha false-alarm rate, 0.05 as a rule.  @param power chance to find it, 0.8 as a rule.
 * @throws RangeError when both rates are equal.
 */
export function groupSizes(
  baseline: number,
  hoped: number,
  alpha: number,
  power: number,
  variant: number,
  method: VarianceMethod = 'both-arms',
): { control: number; variant: number } {
  if (baseline === hoped) throw new RangeError('Two equal rates cannot be told apart.');
  const ofNull =
    normalQuantile(1 - alpha / 2) * Math.sqrt(NULL_VARIANCE[method](baseline, hoped, variant));
  const ofEffect = normalQuantile(power) * Math.sqrt(bothArms(baseline, hoped, variant));
  const both = (ofNull + ofEffect) ** 2 / (hoped - baseline) ** 2;
  return { control: Math.ceil(both * (1 - variant)), variant: Math.ceil(both * variant) };
}

/**
 * Users needed in each of two equal groups: `groupSizes` with a half each. With both arms' variance that is
 * (z_alpha/2 + z_beta)² × [p1(1-p1) + p2(1-p2)] / (p2 - p1)².
 * @throws RangeError when both rates are equal.
 */
export function sampleSize(
  baseline: number,
  hoped: number,
  alpha: number,
  power: number,
  method: VarianceMethod = 'both-arms',
): number {
  return groupSizes(baseline, hoped, alpha, power, 0.5, method).control;
}

/**
 * The smallest difference that so many users find, `groupSizes` solved for it: with B = (z_alpha/2 + z_beta)² /
 * users, the root of d² (1 + B/v) − d B (1 − 2p)/v − B p(1−p) / (v (1−v)) = 0 on the wanted side.
 * @param users of both groups together.  @param variant the share that gets the variant.
 * @param direction 1 for a rate that should rise, -1 for one that should fall.
 * @returns the difference with its sign; undefined where even 0% or 100% would not be told apart.
 */
export function smallestEffect(
  baseline: number,
  users: number,
  alpha: number,
  power: number,
  variant: number,
  direction: 1 | -1,
): number | undefined {
  const each = (normalQuantile(1 - alpha / 2) + normalQuantile(power)) ** 2 / users;
  const square = 1 + each / variant;
  const slope = (each * (1 - 2 * baseline)) / variant;
  const rest = (each * variance(baseline)) / (variant * (1 - variant));
  const effect = (slope + direction * Math.sqrt(slope ** 2 + 4 * square * rest)) / (2 * square);
  const hoped = baseline + effect;
  return hoped >= 0 && hoped <= 1 ? effect : undefined;
}

/** The rule of thumb 16 p(1-p) / d², which holds for 5% false alarms and 80% power only. */
export function ruleOfSixteen(baseline: number, hoped: number): number {
  return Math.ceil(Number(((16 * variance(baseline)) / (hoped - baseline) ** 2).toFixed(9)));
}

/** What a finished two-arm experiment says. */
export interface Reading {
  /** Variant minus control, in rates. */
  difference: number;
  /** The interval of the difference, each arm with its own variance. */
  low: number;
  high: number;
  /** The pooled z statistic. */
  z: number;
  /** Two-sided p-value of the pooled z test. */
  p: number;
}

/**
 * Reads an experiment on two proportions: pooled z test for p, unpooled interval for the size.
 * @param alpha the interval misses the true difference in this share of experiments: 0.05 gives 95%.
 */
export function readExperiment(control: Arm, variant: Arm, alpha = 0.05): Reading {
  const p1 = control.successes / control.trials;
  const p2 = variant.successes / variant.trials;
  const pooled = (control.successes + variant.successes) / (control.trials + variant.trials);
  const pooledError = Math.sqrt(pooled * (1 - pooled) * (1 / control.trials + 1 / variant.trials));
  const error = Math.sqrt((p1 * (1 - p1)) / control.trials + (p2 * (1 - p2)) / variant.trials);
  const margin = normalQuantile(1 - alpha / 2) * error;
  const difference = p2 - p1;
  const z = difference / pooledError;
  return {
    difference,
    low: difference - margin,
    high: difference + margin,
    z,
    p: 2 * (1 - normalCumulative(Math.abs(z))),
  };
}

/**
 * A sample ratio mismatch check: chi-square with one degree of freedom, which is the square of a normal
 * deviate, and its p-value.
 * @param share of both that was planned for `right`.
 */
export function sampleRatioMismatch(
  left: number,
  right: number,
  share = 0.5,
): { chiSquare: number; p: number } {
  const all = left + right;
  const off = (right - all * share) ** 2;
  const chiSquare = off / (all * share) + off / (all * (1 - share));
  return { chiSquare, p: 2 * (1 - normalCumulative(Math.sqrt(chiSquare))) };
}

/** Several arms as one: successes and trials both summed. */
export function poolArms(arms: Arm[]): Arm {
  return {
    successes: arms.reduce((sum, arm) => sum + arm.successes, 0),
    trials: arms.reduce((sum, arm) => sum + arm.trials, 0),
  };
}

/**
 * How often an experiment without any effect stops as "significant" when it is looked at once, twice and up to
 * `most` times, equally spaced, and stopped at the first |z| above the bound of `alpha`; by simulation. One
 * walk serves all: whoever looks three times sees what whoever looks twice saw, and more.
 * @param random numbers from 0 up to 1.  @param runs simulated experiments; 400,000 give ±0.1 points.
 * @returns a share from 0 to 1 for each number of looks, the first for one.
 */
export function falseAlarmsByLooks(
  most: number,
  random: () => number,
  runs: number,
  alpha = 0.05,
): number[] {
  const bound = normalQuantile(1 - alpha / 2) ** 2;
  const stopped = Array.from({ length: most }, () => 0);
  for (let run = 0; run < runs; run++) {
    let sum = 0;
    for (let look = 1; look <= most; look++) {
      // Box and Muller: each stretch between two looks adds one standard normal step.
      sum += Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
      if (sum * sum > bound * look) {
        stopped[look - 1]!++;
        break;
      }
    }
  }
  let all = 0;
  return stopped.map((count) => (all += count) / runs);
}

/** The share of false alarms with this number of looks at 5%, as `falseAlarmsByLooks` has it. */
export function peekingFalseAlarms(looks: number, random: () => number, runs: number): number {
  return falseAlarmsByLooks(looks, random, runs).at(-1)!;
}

/** The share of usability problems that `people` testers find, 1 - (1 - L)^n (Nielsen, Landauer). */
export function problemsFound(share: number, people: number): number {
  return 1 - (1 - share) ** people;
}
