/** An experiment before and after it runs: the arithmetic is in domain/experiment.ts. */
import { drawLines } from '../drawing/lines.ts';
import {
  falseAlarmsByLooks,
  groupSizes,
  normalQuantile,
  readExperiment,
  ruleOfSixteen,
  sampleRatioMismatch,
  smallestEffect,
  type VarianceMethod,
} from '../experiment.ts';
import { randomFrom } from '../shuffle.ts';
import { readNumbers, type Limits } from './number.ts';
import type { Chart, Reading, Result, ResultTable, Tool } from './tool.ts';

const SEED = 'peeking';
const RUNS = 20_000;
/** Below this p the groups differ from the plan by more than chance, and nothing else is read. */
const BROKEN = 0.001;
/** Below this p somebody should look for the cause first. */
const DOUBTFUL = 0.01;
/** With fewer successes or failures than this in a group, the normal distribution fits badly. */
const FEW = 10;
/** Weeks beyond which the people, the season and the product are no longer the same. */
const LONG = 8;
const LEAST_EFFECT = 0.0001;
/** Rows of a table, marks of a line. */
const ROWS = 12;

/** A number with a true minus, which a spreadsheet does not take for a formula. */
const number = (value: number, digits = 2): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: digits }).replace('-', '−');
const rate = (share: number, digits = 2): string => `${number(100 * share, digits)}%`;
const points = (share: number): string => `${number(100 * share)} points`;
const probability = (p: number): string => (p < 0.001 ? '< 0.001' : `= ${number(p, 3)}`);
const counted = (count: number, word: string): string =>
  `${number(count)} ${word}${count === 1 ? '' : 's'}`;

const PLAN = {
  baseline: { min: 0.01, max: 99.99 },
  effect: {},
  alpha: { min: 0.1, max: 50 },
  power: { min: 50, max: 99.9 },
  variant: { min: 1, max: 99 },
  visitors: { min: 1 },
  included: { min: 0.1, max: 100 },
  weeks: { min: 1, max: 104, whole: true },
  looks: { min: 1, max: 60, whole: true },
} satisfies Record<string, Limits>;
const SIZE: Limits = { min: 1, whole: true };
const COUNT: Limits = { min: 0, whole: true };

const METHODS: readonly { method: VarianceMethod; label: string; assumes: string }[] = [
  {
    method: 'both-arms',
    label: 'Each group’s own variance',
    assumes: 'Recommended, and used on this page.',
  },
  {
    method: 'pooled-null',
    label: 'Pooled variance under no effect',
    assumes: 'As if both groups had the mean of the two rates.',
  },
  {
    method: 'baseline-null',
    label: 'Baseline’s variance under no effect',
    assumes: 'As if both groups had today’s rate.',
  },
];

let simulated: { alpha: number; shares: number[] } | undefined;

/** The share of false alarms for one look and up to `most`, simulated once for each alpha. */
function falseAlarms(most: number, alpha: number): number[] {
  if (simulated?.alpha !== alpha || simulated.shares.length < most) {
    const shares = falseAlarmsByLooks(Math.max(20, most), randomFrom(SEED), RUNS, alpha);
    // One look needs no simulation: alpha is its share by definition.
    simulated = { alpha, shares: [alpha, ...shares.slice(1)] };
  }
  return simulated.shares;
}

/** From the first to at least `end`, evenly, in as few steps as a table shows. */
function steps(end: number): number[] {
  const stride = Math.ceil(end / ROWS);
  return Array.from({ length: Math.ceil(end / stride) }, (_, index) => stride * (index + 1));
}

interface Plan {
  baseline: number;
  /** Of the smallest effect worth acting on, with its sign, as a share. */
  worth: number;
  alpha: number;
  power: number;
  variant: number;
}

const pair = ({ control, variant }: { control: number; variant: number }): string =>
  control === variant
    ? `${number(control)} in each group`
    : `${number(control)} control, ${number(variant)} variant`;

function readSize({ baseline, worth, alpha, power, variant }: Plan): {
  results: Result[];
  table: ResultTable;
} {
  const hoped = baseline + worth;
  const sizes = METHODS.map(({ method }) =>
    groupSizes(baseline, hoped, alpha, power, variant, method),
  );
  const sixteen = number(ruleOfSixteen(baseline, hoped));
  const isUsual = alpha === 0.05 && power === 0.8 && variant === 0.5;
  const [zAlpha, zBeta] = [normalQuantile(1 - alpha / 2), normalQuantile(power)];
  const holds = isUsual ? 'as here' : 'which is not your plan';
  const formula =
    variant === 0.5
      ? '(z_alpha/2 + z_beta)² × [p1(1 − p1) + p2(1 − p2)] / (p2 − p1)²'
      : 'share of the group × (z_alpha/2 + z_beta)² × [p1(1 − p1) / share of control + p2(1 − p2) / share of variant] / (p2 − p1)²';
  return {
    results: [
      {
        label: 'Sample size',
        value: pair(sizes[0]!),
        sentence: `${formula}, with p1 = ${rate(baseline)}, p2 = ${rate(hoped)}, z = ${number(zAlpha)} and ${number(zBeta)}. Two-sided; each group has its own variance.`,
      },
      {
        label: 'Rule of 16',
        value: `${sixteen} in each group`,
        sentence: `16 × p1(1 − p1) / (p2 − p1)², to check by hand. It holds for 5% false alarms, 80% power and equal groups, ${holds}.`,
      },
    ],
    table: {
      caption: 'Sample size by formula: why calculators differ',
      heads: ['Variance of the false alarms', 'Sample size', 'What it takes'],
      rows: [
        ...METHODS.map(({ label, assumes }, at) => [label, pair(sizes[at]!), assumes]),
        ['Rule of 16', `${sixteen} in each group`, '5%, 80% and equal groups only.'],
      ],
    },
  };
}

/** What so many weeks of traffic find, beside the effect that is worth acting on. */
function readWeeks(
  { baseline, worth, alpha, power, variant }: Plan,
  perWeek: number,
  most: number,
): { table: ResultTable; chart: Chart } {
  const weeks = steps(most);
  const found = weeks.map((count) =>
    smallestEffect(baseline, count * perWeek, alpha, power, variant, worth < 0 ? -1 : 1),
  );
  const [first, last] = [found.find((effect) => effect !== undefined), found.at(-1)];
  const title = 'The smallest effect that so many weeks find';
  const description =
    first === undefined || last === undefined
      ? 'None of these weeks finds any effect.'
      : `From ${points(Math.abs(first))} it falls to ${points(Math.abs(last))} after ${counted(weeks.at(-1)!, 'week')}. Worth acting on: ${points(Math.abs(worth))}.`;
  return {
    table: {
      caption: title,
      heads: ['Weeks', 'Visitors in the test', 'Smallest effect'],
      rows: weeks.map((count, at) => [
        number(count),
        number(count * perWeek, 0),
        found[at] === undefined ? 'none' : points(found[at]),
      ]),
    },
    chart: {
      title,
      description,
      draw: (width) =>
        drawLines(
          {
            kind: 'lines',
            title,
            description,
            caption: '',
            x: { label: 'Weeks', ticks: weeks.map(String) },
            y: { label: 'Points', unit: 'number', max: 1 },
            series: [
              {
                label: 'Found, at the power planned',
                voice: 'product',
                values: found.map((effect) =>
                  effect === undefined ? null : 100 * Math.abs(effect),
                ),
              },
              { label: 'Worth acting on', values: weeks.map(() => 100 * Math.abs(worth)) },
            ],
          },
          width,
        ),
    },
  };
}

function readPeeking(alpha: number, looks: number): { result: Result; table: ResultTable } {
  const shown = steps(Math.max(10, looks));
  const shares = falseAlarms(shown.at(-1)!, alpha);
  const share = shares[looks - 1]!;
  const error = 2 * Math.sqrt((share * (1 - share)) / RUNS);
  return {
    result: {
      label: `False alarms with ${counted(looks, 'look')}`,
      value: rate(share, 1),
      sentence:
        looks === 1
          ? 'One look, at the planned end, keeps to the false alarms that you accept.'
          : `Simulated: ${number(RUNS)} tests of a change that does nothing, seed “${SEED}”, each stopped at the first p below ${number(alpha, 3)}, give or take ${points(error)}. 1 − (1 − ${number(alpha, 3)})^${looks} = ${rate(1 - (1 - alpha) ** looks, 1)} is not used: looks share their data, so they are not independent.`,
    },
    table: {
      caption: 'False alarms when a test is stopped at the first good look',
      heads: ['Looks', 'False alarms'],
      rows: shown.map((count) => [number(count), rate(shares[count - 1]!, 1)]),
    },
  };
}

/** What an interval says, in the direction in which the rate should go. */
function judge(low: number, high: number, worth: number | undefined): string {
  const [least, most] = worth !== undefined && worth < 0 ? [-high, -low] : [low, high];
  if (most < 0)
    return 'All that fits the data is for the worse. Call it off, and find out what it disturbed.';
  if (worth === undefined)
    return least > 0
      ? '“No effect” does not fit the data. Plan with the end of the interval that is nearer to 0.'
      : '“No effect” fits the data, and so do others. That is not proof of no effect. Write the effect worth acting on to see whether it is ruled out.';
  const enough = points(Math.abs(worth));
  if (least >= Math.abs(worth))
    return `Act. Even the least effect that fits the data is worth it: ${enough} or more.`;
  if (least > 0)
    return most < Math.abs(worth)
      ? `There is an effect, and it is smaller than the ${enough} worth acting on. Leave it, unless it costs nothing.`
      : `There is an effect. Whether it reaches the ${enough} worth acting on is open: plan with the end of the interval that is nearer to 0.`;
  return most < Math.abs(worth)
    ? `Call it off. “No effect” fits the data, and the ${enough} worth acting on do not. This is a finding, though no proof that the effect is nothing.`
    : `Inconclusive: the interval holds both no effect and the ${enough} worth acting on. That is not proof of no effect. Decide by cost and other evidence, or plan a larger test afresh; going on until it is good is peeking.`;
}

type Values = Partial<Record<keyof typeof PLAN | (typeof GROUPS)[number], number>>;
const GROUPS = [
  'control-visitors',
  'control-successes',
  'variant-visitors',
  'variant-successes',
] as const;

function readGroups(
  values: Values,
  worth: number | undefined,
  planned: { control: number; variant: number } | undefined,
): { results: Result[]; remarks: string[] } {
  const results: Result[] = [];
  const remarks: string[] = [];
  const [controls, controlSuccesses, variants, variantSuccesses] = GROUPS.map(
    (name) => values[name],
  );
  if (controls === undefined || variants === undefined) return { results, remarks };
  if (values.variant !== undefined) {
    const share = values.variant / 100;
    const { chiSquare, p } = sampleRatioMismatch(controls, variants, share);
    const [left, right] = [(controls + variants) * (1 - share), (controls + variants) * share];
    results.push({
      label: 'Sample-ratio check',
      value: `p ${probability(p)}`,
      sentence: `Chi square with one degree of freedom: (${number(controls)} − ${number(left)})² / ${number(left)} + (${number(variants)} − ${number(right)})² / ${number(right)} = ${number(chiSquare, 3)}. Below p = 0.001 the split is broken.`,
    });
    if (p < BROKEN) {
      remarks.push(
        'Stop: the groups differ from the planned split by more than chance allows, so the lot or the logging is broken. The result is left out here, for it means nothing. Find the cause, mend it and start again.',
      );
      return { results, remarks };
    }
    if (p < DOUBTFUL)
      remarks.push(
        `Chance alone splits the groups so unequally in ${rate(p, 1)} of tests. Look for a cause in the lot and the logging before you believe anything below.`,
      );
  }
  if (controlSuccesses === undefined || variantSuccesses === undefined) return { results, remarks };
  const successes = controlSuccesses + variantSuccesses;
  if (successes === 0 || successes === controls + variants) {
    remarks.push(
      `${successes === 0 ? 'Nobody' : 'Everybody'} succeeded in either group, so there is nothing to compare.`,
    );
    return { results, remarks };
  }
  const alpha = (values.alpha ?? 5) / 100;
  const { difference, low, high, z, p } = readExperiment(
    { successes: controlSuccesses, trials: controls },
    { successes: variantSuccesses, trials: variants },
    alpha,
  );
  results.push(
    {
      label: 'Difference',
      value: points(difference),
      sentence: `Variant minus control: ${number(variantSuccesses)} / ${number(variants)} − ${number(controlSuccesses)} / ${number(controls)} = ${rate(variantSuccesses / variants)} − ${rate(controlSuccesses / controls)}.`,
    },
    {
      label: `${rate(1 - alpha)} interval`,
      value: `${number(100 * low)} to ${points(high)}`,
      sentence: `Difference ± ${number(normalQuantile(1 - alpha / 2))} × √[p1(1 − p1) / n1 + p2(1 − p2) / n2]. These effects fit the data.`,
    },
    {
      label: 'z and p',
      value: `z = ${number(z)}, p ${probability(p)}`,
      sentence:
        'z is the difference / √[p(1 − p)(1 / n1 + 1 / n2)], with p pooled over both groups. The p-value is how often chance alone would go at least so far. It is not the chance that the idea works.',
    },
  );
  remarks.push(judge(low, high, worth));
  if (planned && (controls < planned.control || variants < planned.variant))
    remarks.push(
      `The plan asks for ${pair(planned)}. Before that this is an early look: stop on it, and the false alarms of looking early are yours.`,
    );
  const fewest = Math.min(
    ...[controlSuccesses, controls - controlSuccesses],
    ...[variantSuccesses, variants - variantSuccesses],
  );
  if (fewest < FEW)
    remarks.push(
      `A group has fewer than ${FEW} successes or failures. The formulas are rough there: take the interval as a hint.`,
    );
  return { results, remarks };
}

function read({ fields }: Parameters<Tool['read']>[0]): Reading {
  const isTyped = (name: string): boolean => (fields[name] ?? '').trim() !== '';
  const limits: Record<string, Limits> = { ...PLAN };
  // A test that has not run has no groups, and while it runs their sizes alone may be checked.
  for (const [names, those] of [
    [GROUPS, GROUPS.filter((name) => name.endsWith('visitors'))],
    [
      GROUPS.filter((name) => name.endsWith('successes')),
      GROUPS.filter((name) => name.endsWith('successes')),
    ],
  ] as const)
    if (names.some(isTyped))
      for (const name of those) limits[name] = name.endsWith('visitors') ? SIZE : COUNT;
  const { values, faults } = readNumbers(fields, limits) as {
    values: Values;
    faults: Record<string, string>;
  };
  for (const group of ['control', 'variant'] as const) {
    const [visitors, successes] = [values[`${group}-visitors`], values[`${group}-successes`]];
    if (visitors !== undefined && successes !== undefined && successes > visitors) {
      faults[`${group}-successes`] =
        `This must be at most ${number(visitors)}, the visitors of the group.`;
      delete values[`${group}-successes`];
    }
  }

  const results: Result[] = [];
  const remarks: string[] = [];
  const tables: ResultTable[] = [];
  const charts: Chart[] = [];
  const share = (name: keyof typeof PLAN): number | undefined =>
    values[name] === undefined ? undefined : values[name] / 100;
  const [baseline, alpha, power, variant] = [
    share('baseline'),
    share('alpha'),
    share('power'),
    share('variant'),
  ];
  let worth: number | undefined;
  if (baseline !== undefined && values.effect !== undefined) {
    const effect = (values.effect / 100) * (fields['measure'] === 'relative' ? baseline : 1);
    const hoped = baseline + effect;
    if (Math.abs(effect) < LEAST_EFFECT)
      faults['effect'] =
        `This must come to 0.01 points at least, up or down. No test of a product finds less.`;
    else if (!(hoped > 0 && hoped < 1))
      faults['effect'] =
        `This leads from ${rate(baseline)} to ${rate(hoped)}. A rate stays between 0% and 100%: write a smaller effect.`;
    else worth = effect;
  }
  let sizes: { control: number; variant: number } | undefined;
  if (
    baseline !== undefined &&
    worth !== undefined &&
    alpha !== undefined &&
    power !== undefined &&
    variant !== undefined
  ) {
    const plan = { baseline, worth, alpha, power, variant };
    const size = readSize(plan);
    results.push(...size.results);
    tables.push(size.table);
    sizes = groupSizes(baseline, baseline + worth, alpha, power, variant);
    const { visitors, included, weeks } = values;
    if (visitors !== undefined && included !== undefined) {
      const perDay = (visitors * included) / 100;
      const all = sizes.control + sizes.variant;
      const days = Math.ceil(Number((all / perDay).toFixed(9)));
      const needed = Math.ceil(days / 7);
      results.push({
        label: 'Duration',
        value: counted(needed, 'week'),
        sentence: `${number(all)} in both groups / ${number(perDay)} a day = ${counted(days, 'day')}, rounded up to whole weeks: people differ between a Tuesday and a Sunday, and each day should count equally often.`,
      });
      if (needed > LONG)
        remarks.push(
          `In ${number(needed)} weeks people come back on other devices, the season turns and the product changes. A bolder change or a metric that is nearer to it needs less time.`,
        );
      if (weeks !== undefined) {
        const users = 7 * perDay * weeks;
        const smallest = smallestEffect(baseline, users, alpha, power, variant, worth < 0 ? -1 : 1);
        results.push({
          label: `Smallest effect that ${counted(weeks, 'week')} would find`,
          value: smallest === undefined ? 'none' : points(smallest),
          sentence:
            smallest === undefined
              ? `${number(users, 0)} in both groups do not tell even ${worth < 0 ? '0%' : '100%'} from ${rate(baseline)}.`
              : `The formula of the sample size, solved for p2 − p1 with ${number(users, 0)} in both groups: they tell ${rate(baseline + smallest)} from ${rate(baseline)}.`,
        });
        if (weeks < needed)
          remarks.push(
            `With ${counted(weeks, 'week')} a true effect of ${points(Math.abs(worth))} would be missed in more than ${rate(1 - power)} of tests.`,
          );
        // A chart of thousands of weeks would tell nobody anything.
        const { table, chart } = readWeeks(
          plan,
          7 * perDay,
          Math.max(6, weeks, needed <= PLAN.weeks.max ? needed : 0),
        );
        tables.push(table);
        charts.push(chart);
      }
    }
  }
  if (alpha !== undefined && values.looks !== undefined) {
    const { result, table } = readPeeking(alpha, values.looks);
    results.push(result);
    tables.push(table);
  }
  const groups = readGroups(values, worth, sizes);
  results.push(...groups.results);
  if (GROUPS.every((name) => !isTyped(name)))
    remarks.push(
      'When the test has run, write its counts above. Before that, write your decision for each result.',
    );
  return {
    faults,
    results,
    remarks: [...groups.remarks, ...remarks],
    tables: [
      ...tables,
      {
        caption: 'The experiment in figures',
        heads: ['Figure', 'Value', 'How'],
        rows: results.map(({ label, value, sentence }) => [label, value, sentence]),
        isFolded: true,
      },
    ],
    charts,
  };
}

/** Sample size, duration, what looking early does, the sample-ratio check and the reading of an A/B test. */
export const experimentPlanner: Tool = {
  id: 'experiment-planner',
  groups: [
    {
      label: 'The plan',
      fields: [
        {
          name: 'baseline',
          label: 'Rate today',
          unit: '% of visitors who succeed',
          help: 'The primary metric without the change.',
        },
        {
          name: 'effect',
          label: 'Smallest effect worth acting on',
          unit: 'counted as chosen next',
          help: 'For less you would not make the change. Write a minus for a rate that should fall.',
        },
        {
          name: 'measure',
          label: 'This effect is counted in',
          kind: 'choice',
          options: [
            { value: 'points', label: 'points: 2 leads from 20% to 22%' },
            { value: 'relative', label: '% of the rate: 10 leads from 20% to 22%' },
          ],
        },
        {
          name: 'alpha',
          label: 'False alarms accepted (alpha)',
          unit: '% of tests of a change that does nothing',
          help: 'Usually 5, two-sided.',
        },
        {
          name: 'power',
          label: 'Power',
          unit: '% of tests that find such an effect if it is there',
          help: 'Usually 80.',
        },
        {
          name: 'variant',
          label: 'Share that gets the variant',
          unit: '% of those in the test',
          help: 'The others are the control. Equal groups need the fewest visitors.',
        },
        {
          name: 'visitors',
          label: 'Visitors who could be in the test',
          unit: 'a day, each counted once',
        },
        { name: 'included', label: 'Share of them in the test', unit: '% of these visitors' },
        { name: 'weeks', label: 'Time you have', unit: 'weeks' },
      ],
    },
    {
      label: 'Looking early',
      fields: [
        {
          name: 'looks',
          label: 'Looks at which you could stop',
          unit: 'equally spaced, the last at the end',
        },
      ],
    },
    {
      label: 'The reading, once the test has run',
      fields: [
        { name: 'control-visitors', label: 'Control: visitors', unit: 'drawn by lot' },
        { name: 'control-successes', label: 'Control: successes', unit: 'of these visitors' },
        { name: 'variant-visitors', label: 'Variant: visitors', unit: 'drawn by lot' },
        { name: 'variant-successes', label: 'Variant: successes', unit: 'of these visitors' },
      ],
    },
  ],
  read,
};
