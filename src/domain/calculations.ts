import {
  acquisitionCost,
  breakEvenReturnOnAdSpend,
  lifetimeValue,
  paybackMonths,
  returnOnAdSpend,
  yearlyChurn,
} from './money.ts';
import { problemsFound, readExperiment, sampleSize } from './experiment.ts';
import { larderFigure, larderGroup, larderPaths, type Larder } from './larder.ts';
import { nearest } from './nearest.ts';
import { parseQuantity, type Quantity } from './quantity.ts';
import { riceScore } from './prioritization.ts';
import { errorBudgetMinutes } from './reliability.ts';
import { meanRetention, pooledRetention, type Cohort } from './retention.ts';
import { amplification, viralCoefficient } from './virality.ts';

const total = (values: number[]): number => values.reduce((sum, value) => sum + value, 0);
const points = (share: number): number => Number((share * 100).toFixed(10));

/** A calculation on plain numbers: the names of its arguments, and what its result is. */
interface Calculation {
  /** `…` at the end of the last name means one or more of them. */
  takes: string[];
  gives: Quantity['unit'] | 'unit of the first';
  of: (...values: number[]) => number;
}

const arm = (successes: number, trials: number) => ({ successes, trials });
const reading = (a: number, b: number, c: number, d: number) =>
  readExperiment(arm(a, b), arm(c, d));
const TWO_ARMS = ['control successes', 'control trials', 'variant successes', 'variant trials'];

/** Every calculation that content may name, in `<Computed is="…">` or `{… }`. */
const calculations: Record<string, Calculation> = {
  share: { takes: ['part', 'whole'], gives: 'percent', of: (part, whole) => part / whole },
  change: {
    takes: ['before', 'after'],
    gives: 'percent',
    of: (before, after) => after / before - 1,
  },
  difference: {
    takes: ['from', 'take'],
    gives: 'unit of the first',
    of: (from, take) => from - take,
  },
  sum: { takes: ['values…'], gives: 'unit of the first', of: (...values) => total(values) },
  product: {
    takes: ['first', 'factors…'],
    gives: 'unit of the first',
    of: (...values) => values.reduce((product, value) => product * value, 1),
  },
  quotient: { takes: ['dividend', 'divisor'], gives: 'number', of: (a, b) => a / b },
  rice: { takes: ['reach', 'impact', 'confidence', 'effort'], gives: 'number', of: riceScore },
  'viral-coefficient': {
    takes: ['invitations', 'acceptance'],
    gives: 'number',
    of: viralCoefficient,
  },
  amplification: {
    takes: ['invitations', 'acceptance'],
    gives: 'number',
    of: (invitations, acceptance) => amplification(viralCoefficient(invitations, acceptance)),
  },
  'viral-total': {
    takes: ['seed', 'invitations', 'acceptance'],
    gives: 'number',
    of: (seed, invitations, acceptance) =>
      Math.round(seed * amplification(viralCoefficient(invitations, acceptance))),
  },
  cac: {
    takes: ['customers', 'spend…'],
    gives: 'dollar',
    of: (customers, ...spend) => acquisitionCost(total(spend), customers),
  },
  'cac-payback': {
    takes: ['customers', 'price', 'margin', 'spend…'],
    gives: 'number',
    of: (customers, price, margin, ...spend) =>
      paybackMonths(acquisitionCost(total(spend), customers), price, margin),
  },
  ltv: { takes: ['price', 'margin', 'monthly churn'], gives: 'dollar', of: lifetimeValue },
  'ltv-to-cac': {
    takes: ['customers', 'price', 'margin', 'monthly churn', 'spend…'],
    gives: 'number',
    of: (customers, price, margin, churn, ...spend) =>
      lifetimeValue(price, margin, churn) / acquisitionCost(total(spend), customers),
  },
  roas: { takes: ['revenue', 'spend'], gives: 'number', of: returnOnAdSpend },
  'break-even-roas': { takes: ['margin'], gives: 'number', of: breakEvenReturnOnAdSpend },
  'yearly-churn': { takes: ['monthly churn'], gives: 'percent', of: yearlyChurn },
  'sample-size': {
    takes: ['baseline', 'hoped', 'alpha', 'power'],
    gives: 'number',
    of: (baseline, hoped, alpha, power) => sampleSize(baseline, hoped, alpha, power),
  },
  'experiment-weeks': {
    takes: ['baseline', 'hoped', 'alpha', 'power', 'sign-ups a week'],
    gives: 'number',
    of: (baseline, hoped, alpha, power, weekly) =>
      Math.ceil((2 * sampleSize(baseline, hoped, alpha, power)) / weekly),
  },
  'test-difference': {
    takes: TWO_ARMS,
    gives: 'number',
    of: (a, b, c, d) => points(reading(a, b, c, d).difference),
  },
  'test-low': {
    takes: TWO_ARMS,
    gives: 'number',
    of: (a, b, c, d) => points(reading(a, b, c, d).low),
  },
  'test-high': {
    takes: TWO_ARMS,
    gives: 'number',
    of: (a, b, c, d) => points(reading(a, b, c, d).high),
  },
  'test-p': { takes: TWO_ARMS, gives: 'number', of: (a, b, c, d) => reading(a, b, c, d).p },
  'error-budget': { takes: ['target', 'days'], gives: 'number', of: errorBudgetMinutes },
  found: { takes: ['share', 'people'], gives: 'percent', of: problemsFound },
};

/** Calculations over whole cohorts: the week, then the groups of Larder's figures. */
const cohortCalculations: Record<string, (cohorts: Cohort[], week: number) => number | null> = {
  'pooled-retention': pooledRetention,
  'mean-retention': meanRetention,
};

const known = (): string[] => [...Object.keys(calculations), ...Object.keys(cohortCalculations)];

/** A sentence for the author: what is wrong with a reference to a number, and how to mend it. */
export class BrokenReference extends Error {
  /** How to mend it. */
  readonly mend: string;

  constructor(problem: string, mend: string) {
    super(problem);
    this.name = 'BrokenReference';
    this.mend = mend;
  }
}

function cohort(larder: Larder, path: string): Cohort {
  const weeks = larderGroup(larder, path);
  if (!weeks) {
    const { groups } = larderPaths(larder);
    throw new BrokenReference(
      `names the group ${path}, which Larder's figures lack`,
      `the nearest is ${nearest(path, groups)}`,
    );
  }
  return { size: weeks[0]![1].value, active: weeks.map(([, figure]) => figure.value) };
}

/**
 * The figure of Larder's at a path.
 * @throws BrokenReference with the nearest path that exists.
 */
export function lookUp(larder: Larder, path: string): Quantity {
  const figure = larderFigure(larder, path);
  if (figure) return figure;
  const { figures } = larderPaths(larder);
  throw new BrokenReference(
    `names ${path}, which Larder's figures lack`,
    `the nearest is ${nearest(path, figures)}`,
  );
}

/**
 * The arguments of a calculation as content writes them: divided by spaces, a calculation inside
 * another one in parentheses: `(product funnel/signed-up experiment/hoped) experiment/baseline`.
 */
export function splitArguments(text: string): string[] {
  const found: string[] = [];
  let depth = 0;
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (depth > 0) found[found.length - 1] += ` ${word}`;
    else found.push(word);
    depth += word.split('(').length - word.split(')').length;
  }
  return found;
}

function argument(larder: Larder, text: string): Quantity {
  if (!text.startsWith('(')) return parseQuantity(text) ?? lookUp(larder, text);
  if (!text.endsWith(')')) {
    throw new BrokenReference(`${text} opens a parenthesis`, 'close it');
  }
  const [name = '', ...from] = splitArguments(text.slice(1, -1));
  return compute(larder, name, from);
}

/**
 * The result of a named calculation.
 * @param name a key of the table above, such as "share".
 * @param from its arguments, each a path into Larder's figures, a figure such as "45%", or another
 *   calculation in parentheses.
 * @throws BrokenReference when the name, the number of arguments or a path is wrong.
 */
export function compute(larder: Larder, name: string, from: string[]): Quantity {
  const overCohorts = cohortCalculations[name];
  if (overCohorts) {
    const [week = '', ...paths] = from;
    const index = /^week-(\d+)$/.exec(week)?.[1];
    if (index === undefined || paths.length === 0) {
      throw new BrokenReference(
        `${name} takes a week and cohorts`,
        `write ${name} week-1 retention/feb-16`,
      );
    }
    const value = overCohorts(
      paths.map((path) => cohort(larder, path)),
      Number(index),
    );
    if (value === null) {
      throw new BrokenReference(`no cohort reaches ${week}`, 'name an earlier week');
    }
    return { value, unit: 'percent' };
  }

  const calculation = Object.hasOwn(calculations, name) ? calculations[name] : undefined;
  if (!calculation) {
    throw new BrokenReference(
      `there is no calculation named ${name}`,
      `the nearest is ${nearest(name, known())}`,
    );
  }
  const open = calculation.takes.at(-1)!.endsWith('…');
  const fits = open
    ? from.length >= calculation.takes.length
    : from.length === calculation.takes.length;
  if (!fits) {
    throw new BrokenReference(
      `${name} has ${from.length} arguments`,
      `it takes ${calculation.takes.join(', ')}`,
    );
  }
  const quantities = from.map((text) => argument(larder, text));
  const value = calculation.of(...quantities.map((quantity) => quantity.value));
  // Twelve digits hide what binary fractions add: a third of six is 2, not 1.9999….
  const rounded = Number(value.toPrecision(12));
  if (calculation.gives !== 'unit of the first') return { value: rounded, unit: calculation.gives };
  const unit = quantities.some((quantity) => quantity.unit === 'dollar')
    ? 'dollar'
    : name === 'product' && quantities.some((quantity) => quantity.unit === 'number')
      ? 'number'
      : quantities[0]!.unit;
  // A difference of two shares is told in points, so that nobody reads it as a share of the first.
  if (name === 'difference' && unit === 'percent')
    return { value: points(rounded), unit: 'number' };
  return { value: rounded, unit };
}
