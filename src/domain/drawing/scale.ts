/** Round distances between ticks, times any power of ten. */
const ROUND_STEPS = [1, 2, 2.5, 3, 4, 5];

/**
 * The ticks of an axis from 0 to `end`, at most `most` steps apart in round numbers. Steps that
 * end exactly on `end` win over finer ones that do not.
 */
export function ticksTo(end: number, most: number): number[] {
  const power = 10 ** Math.floor(Math.log10(end / most));
  const steps = [power, power * 10].flatMap((unit) => ROUND_STEPS.map((step) => step * unit));
  const few = steps.filter((step) => end / step <= most + 1e-9);
  const exact = few.find((step) => Math.abs(end / step - Math.round(end / step)) < 1e-9);
  const [step] = exact === undefined ? few.filter((one) => !isThreeOrFour(one)) : [exact];
  if (step === undefined) throw new Error(`No ticks from 0 to ${end}: write a positive number.`);
  // Multiplying and rounding keeps 0.1 + 0.2 from turning up on an axis.
  return Array.from({ length: Math.floor(end / step + 1e-9) + 1 }, (_, index) =>
    Number((index * step).toPrecision(12)),
  );
}

/** Steps of three and four read well only where they divide the axis. */
function isThreeOrFour(step: number): boolean {
  return /^[34]/.test(step.toExponential());
}
