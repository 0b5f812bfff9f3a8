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
 * How the variance of a two-proportion test is estimated. Calculators differ by it, so a sample size
 * names it: `both-arms` is the site's own, the others explain what readers find elsewhere.
 */
export type VarianceMethod = 'both-arms' | 'pooled-null' | 'baseline-null';

const NULL_VARIANCE: Record<VarianceMethod, (baseline: number, hoped: number) => number> = {
  'both-arms': (baseline, hoped) => variance(baseline) + variance(hoped),
  'pooled-null': (baseline, hoped) => 2 * variance((baseline + hoped) / 2),
  'baseline-null': (baseline) => 2 * variance(baseline),
};

const variance = (rate: number): number => rate * (1 - rate);

/**
 * Users needed in each arm to find a difference between two rates, two-sided, rounded up:
 * (z_alpha/2 × √V0 + z_beta × √V1)² / (p2 - p1)², where V1 is the sum of both arms' variances and V0
 * the variance under no effect by `method`. With both arms it is
 * (z_alpha/2 + z_beta)² × [p1(1-p1) + p2(1-p2)] / (p2 - p1)².
 * @param baseline rate today, 0 to 1.  @param hoped rate worth finding, 0 to 1.
 * @param alpha false-alarm rate, 0.05 as a rule.  @param power chance to find it, 0.8 as a rule.
 * @throws RangeError when both rates are equal.
 */
export function sampleSize(
  baseline: number,
  hoped: number,
  alpha: number,
  power: number,
  method: VarianceMethod = 'both-arms',
): number {
  if (baseline === hoped) throw new RangeError('Two equal rates cannot be told apart.');
  const ofNull = normalQuantile(1 - alpha / 2) * Math.sqrt(NULL_VARIANCE[method](baseline, hoped));
  const ofEffect = normalQuantile(power) * Math.sqrt(variance(baseline) + variance(hoped));
  return Math.ceil((ofNull + ofEffect) ** 2 / (hoped - baseline) ** 2);
}

/** The rule of thumb 16 p(1-p) / d², which holds for 5% false alarms and 80% power only. */
export function ruleOfSixteen(baseline: number, hoped: number): number {
  return Math.ceil(Number(((16 * variance(baseline)) / (hoped - baseline) ** 2).toFixed(9)));
}

/** What a finished two-arm experiment says. */
export interface Reading {
  /** Variant minus control, in rates. */
  difference: number;
  /** The 95% interval of the difference, each arm with its own variance. */
  low: number;
  high: number;
  /** The pooled z statistic. */
  z: number;
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
 * A sample ratio mismatch check on a planned even split: chi-square with one degree of freedom,
 * which is the square of a normal deviate, and its p-value.
 */
export function sampleRatioMismatch(left: number, right: number): { chiSquare: number; p: number } {
  const expected = (left + right) / 2;
  const chiSquare = ((left - expected) ** 2 + (right - expected) ** 2) / expected;
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
 * How often an experiment without any effect stops as "significant" when it is looked at `looks`
 * times, equally spaced, and stopped at the first |z| above the 5% bound; by simulation.
 * @param random numbers from 0 up to 1.  @param runs simulated experiments; 400,000 give ±0.1 points.
 * @returns a share from 0 to 1.
 */
export function peekingFalseAlarms(looks: number, random: () => number, runs: number): number {
  const bound = normalQuantile(0.975);
  let stopped = 0;
  for (let run = 0; run < runs; run++) {
    let sum = 0;
    for (let look = 1; look <= looks; look++) {
      // Box and Muller: each stretch between two looks adds one standard normal step.
      sum += Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
      if (Math.abs(sum) > bound * Math.sqrt(look)) {
        stopped++;
        break;
      }
    }
  }
  return stopped / runs;
}

/** The share of usability problems that `people` testers find, 1 - (1 - L)^n (Nielsen, Landauer). */
export function problemsFound(share: number, people: number): number {
  return 1 - (1 - share) ** people;
}
