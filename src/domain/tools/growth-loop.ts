/** How far a loop carries beside a funnel with the same traffic: the arithmetic is in domain/virality.ts. */
import type { LinesFigure } from '../drawing/figure.ts';
import { drawLines } from '../drawing/lines.ts';
import { formatNumber, formatQuantity } from '../quantity.ts';
import {
  amplification,
  blendedCost,
  cyclesWithin,
  loopCycles,
  viralCoefficient,
  type LoopCycle,
} from '../virality.ts';
import { readNumber, readNumbers } from './number.ts';
import type { Chart, Reading, Result, ResultTable, Tool } from './tool.ts';

/** A year of weekly cycles. More lines than these nobody reads. */
const MOST_CYCLES = 52;
/** More than there are people. */
const TOO_MANY = 1e10;
/** A wave so small says nothing of its K any more. */
const TOO_FEW = 1e-9;
/** From here on a small error in K is a large one in the amplification. */
const NEAR_ONE = 0.8;

/** Dollars, without cents once they are many. */
const dollars = (value: number): string => {
  if (value > 0 && value < 0.005) return 'less than $0.01';
  return formatQuantity({ value: value < 1000 ? value : Math.round(value), unit: 'dollar' });
};
const percent = (value: number): string => formatQuantity({ value, unit: 'percent' });
/** An average of people: in tenths while they are few. */
const people = (value: number): string => formatNumber(Number(value.toFixed(value < 100 ? 1 : 0)));
const counted = (count: number, one: string): string =>
  `${formatNumber(count)} ${count === 1 ? one : `${one}s`}`;

/** A loop whose course can be computed: time in weeks, acceptance as a share, K beside it. */
interface Loop {
  k: number;
  acceptance: number;
  cycle: number;
  span: number;
  seed: number;
  market: number;
}

/** What K alone says. */
function judge(k: number, market: number): string[] {
  if (k === 0) return ['Nobody joins by invitation, so this is a funnel.'];
  if (k < 1) {
    const remarks = [
      `K is below 1: each wave is ${percent(k)} of the one before, so the loop dies out without new people. It multiplies what else brings people in, and does not replace it.`,
    ];
    if (k >= NEAR_ONE)
      remarks.push(
        `So close to 1 the amplification hangs on a guess. With a K that is a tenth smaller it is ${formatNumber(amplification(k * 0.9))} instead of ${formatNumber(amplification(k))}.`,
      );
    return remarks;
  }
  const end =
    market === Infinity
      ? 'Growth ends at the market: write how many people could ever join, and see when.'
      : 'Growth ends at the market instead.';
  return [
    k === 1
      ? `K is 1: each user brings one more, so every wave is as large as the seed and the sum is a straight line. A little less and the waves die out, a little more and they grow, so no plan can rest on it. There is no amplification, because 1 + 1 + 1 … has no end. ${end}`
      : `K is above 1: each wave is larger than the one before. There is no amplification, because the sum 1 + K + K² … has no end. ${end}`,
  ];
}

/** What the market does to the loop, and what a shorter cycle would do. */
function judgeCourse(
  { k, acceptance, cycle, span, seed, market }: Loop,
  rows: LoopCycle[],
): string[] {
  const remarks: string[] = [];
  if (k === 0) return remarks;
  const { users, joined } = rows.at(-1)!;
  const wave = rows.at(-2)!.joined;
  if (market !== Infinity && k * wave > TOO_FEW) {
    const left = joined / (k * wave);
    remarks.push(
      `At the end ${percent(users / market)} of the market is reached. In the last cycle ${percent(acceptance * left)} of the invitations were accepted instead of ${percent(acceptance)}, which makes a K of ${formatNumber(k * left)}. So far each of the seed has become ${formatNumber(users / seed)}.`,
    );
  }
  const cycles = cyclesWithin(span, cycle / 2);
  const end = loopCycles(seed, k, cycles, market).at(-1)!.users;
  if (end > TOO_MANY) return remarks;
  const sooner = people(end);
  remarks.push(
    sooner === people(users)
      ? 'A cycle half as long would bring the loop to the same end in half the time.'
      : `With a cycle half as long, the same ${counted(span, 'week')} hold ${counted(cycles, 'cycle')}, which end at ${sooner} people instead of ${people(users)}. The time of a cycle can matter as much as K.`,
  );
  return remarks;
}

function tableOf({ k, cycle, market }: Loop, rows: LoopCycle[], funnel: number[]): ResultTable {
  const damped = market !== Infinity && k > 0;
  return {
    caption: 'New in the loop, loop and funnel',
    heads: ['Cycle', 'Week', 'New', 'Loop', 'Funnel', ...(damped ? ['K'] : [])],
    rows: rows.map(({ joined, users }, at) => {
      const wave = rows[at - 1]?.joined ?? 0;
      return [
        `${at}`,
        formatNumber(at * cycle),
        people(joined),
        people(users),
        people(funnel[at]!),
        ...(damped ? [wave > TOO_FEW ? formatNumber(joined / wave) : '–'] : []),
      ];
    }),
  };
}

function chartOf({ market }: Loop, rows: LoopCycle[], funnel: number[]): Chart {
  const most = rows.at(-1)!.users;
  // A market far above the lines would press them flat.
  const withMarket = most > market / 2;
  const title = 'People who have joined, by cycle';
  const description = [
    `The loop goes from ${people(rows[0]!.users)} to ${people(most)} people in ${counted(rows.length - 1, 'cycle')}, the funnel in a straight line from ${people(funnel[0]!)} to ${people(funnel.at(-1)!)}.`,
    ...(withMarket ? [`The market ends at ${people(market)}.`] : []),
  ].join(' ');
  const figure: LinesFigure = {
    kind: 'lines',
    title,
    description,
    caption: '',
    x: { label: 'Cycle', ticks: rows.map((_, at) => `${at}`) },
    y: { label: 'People', unit: 'number', max: withMarket ? market : most },
    series: [
      { label: 'Loop', voice: 'product', values: rows.map(({ users }) => users) },
      { label: 'Funnel', voice: 'market', values: funnel },
      ...(withMarket ? [{ label: 'Market', values: rows.map(() => market) }] : []),
    ],
  };
  return { title, description, draw: (width) => drawLines(figure, width) };
}

/** The market: Infinity where none was typed. */
function readMarket(typed: string, seed: number | undefined): ReturnType<typeof readNumber> {
  if (typed.trim() === '') return { value: Infinity };
  const market = readNumber(typed, { above: 0, max: TOO_MANY });
  if (market.fault !== undefined || seed === undefined || market.value >= seed) return market;
  return {
    fault: `The seed is part of the market. Write at least ${people(seed)}, or leave this empty.`,
  };
}

/** A sentence for a span that holds no cycle, or more than a table can show. */
function faultOfSpan(span: number, cycle: number): string | undefined {
  const cycles = cyclesWithin(span, cycle);
  if (cycles < 1) return `This is shorter than one cycle. Write at least ${formatNumber(cycle)}.`;
  if (cycles <= MOST_CYCLES) return undefined;
  return `This holds ${formatNumber(cycles)} cycles, and ${MOST_CYCLES} can be shown. Write at most ${formatNumber(cycle * MOST_CYCLES)}, or a longer cycle.`;
}

function read({ fields }: Parameters<Tool['read']>[0]): Reading {
  const { values, faults } = readNumbers(fields, {
    invitations: { min: 0, max: 1000 },
    acceptance: { min: 0, max: 100 },
    cycle: { min: 0.01, max: 520 },
    span: { min: 0.01, max: 5200 },
    seed: { above: 0, max: 1e9, whole: true },
    cost: { min: 0 },
  });
  const { invitations, cycle, span, seed, cost } = values;
  const market = readMarket(fields['market'] ?? '', seed);
  if (market.fault !== undefined) faults['market'] = market.fault;
  const spanFault =
    span === undefined || cycle === undefined ? undefined : faultOfSpan(span, cycle);
  if (spanFault !== undefined) faults['span'] = spanFault;

  const results: Result[] = [];
  const remarks: string[] = [];
  const reading: Reading = { faults, results, remarks, tables: [], charts: [] };
  const add = (label: string, value: string, sentence: string): void => {
    results.push({ label, value, sentence });
  };
  if (invitations === undefined || values.acceptance === undefined) return reading;
  const acceptance = values.acceptance / 100;
  const product = viralCoefficient(invitations, acceptance);
  // 5 × 20% is one, whatever binary fractions make of it.
  const k = Math.abs(product - 1) < 1e-9 ? 1 : product;
  add(
    'Viral coefficient K',
    formatNumber(k),
    `Invitations × acceptance: ${formatNumber(invitations)} × ${percent(acceptance)}. So many new users does one user bring in a cycle.`,
  );
  remarks.push(...judge(k, market.value ?? Infinity));
  if (k < 1) {
    const times = formatNumber(amplification(k));
    add(
      'Amplification',
      times,
      `1 / (1 − K): 1 / (1 − ${formatNumber(k)}). So many users does each one who came by another way become in the end, as long as the market has no end.`,
    );
    if (cost !== undefined)
      add(
        'Blended CAC',
        dollars(blendedCost(cost, k)),
        `Paid CAC / amplification: ${dollars(cost)} / ${times}. Those who were invited share the price of the one who was paid for.`,
      );
  }
  if (spanFault !== undefined || cycle === undefined || span === undefined) return reading;
  if (seed === undefined || market.value === undefined) return reading;

  const loop = { k, acceptance, cycle, span, seed, market: market.value };
  const all = loopCycles(seed, k, cyclesWithin(span, cycle), loop.market);
  const rows = all.filter(({ users }) => users <= TOO_MANY);
  const cycles = rows.length - 1;
  const { users } = rows.at(-1)!;
  const invited = users - seed;
  const funnel = rows.map((_, at) => (seed * (at + 1)) / rows.length);
  const after = `after ${counted(cycles, 'cycle')}`;
  const fitting = `${counted(span, 'week')} hold ${counted(all.length - 1, 'cycle')} of ${counted(cycle, 'week')}.`;
  add(
    `Loop ${after}`,
    `${people(users)} people`,
    loop.market === Infinity
      ? `Seed × (1 + K + … + K^${cycles}): each wave is the one before × K. ${fitting}`
      : `Each wave is what is left of the market × (1 − e^(−K × last wave / market)), close to last wave × K × the share of the market not yet reached. ${fitting}`,
  );
  add(
    `Funnel ${after}`,
    `${people(seed)} people`,
    `The same ${people(seed)} from outside, ${people(funnel[0]!)} in each cycle from 0 to ${cycles}. A funnel ends with what is put in.`,
  );
  add(
    'Joined by invitation',
    `${people(invited)} people`,
    `Loop − seed: ${people(users)} − ${people(seed)}.${cost === undefined ? '' : ` At the paid CAC as many would cost ${dollars(invited * cost)}.`}`,
  );
  if (cost !== undefined && k >= 1)
    add(
      'CAC over these cycles',
      dollars((seed * cost) / users),
      `Paid CAC × seed / all who joined: ${dollars(cost)} × ${people(seed)} / ${people(users)}. It holds for this span alone.`,
    );
  if (rows.length < all.length)
    remarks.push(
      `After cycle ${cycles} there would be more users than people. K is a reading of the beginning: write the market, or look at a shorter span.`,
    );
  else remarks.push(...judgeCourse(loop, rows));
  if (rows.length < 2) return reading;
  return {
    ...reading,
    tables: [tableOf(loop, rows, funnel)],
    charts: [chartOf(loop, rows, funnel)],
  };
}

/** Viral coefficient, cycle time and a market that fills, beside a funnel with the same traffic. */
export const growthLoop: Tool = {
  id: 'growth-loop',
  groups: [
    {
      label: 'The loop',
      fields: [
        {
          name: 'invitations',
          label: 'Invitations',
          unit: 'sent per user in a cycle',
          help: 'The average over all users, those included who invite nobody.',
        },
        {
          name: 'acceptance',
          label: 'Acceptance',
          unit: '% of the invitations',
          help: 'Count an invitation once the invited person is active. Counted by sign-ups, K flatters.',
        },
        {
          name: 'cycle',
          label: 'Cycle time',
          unit: 'weeks',
          help: 'From joining until those whom one has invited join.',
        },
      ],
    },
    {
      label: 'What goes in, and for how long',
      fields: [
        { name: 'seed', label: 'Seed', unit: 'people who begin, won in another way' },
        { name: 'cost', label: 'Paid CAC', unit: 'dollars for each of the seed' },
        { name: 'span', label: 'Span to look at', unit: 'weeks' },
        {
          name: 'market',
          label: 'Market',
          unit: 'people who could ever join, the seed included',
          help: 'The fuller it is, the fewer invitations find somebody new. Leave it empty for a market without end.',
        },
      ],
    },
  ],
  read,
};
