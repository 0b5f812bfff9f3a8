/** Who came back: cohorts, their pooled curve, and a second segment beside them. */
import { drawCohorts } from '../drawing/cohorts.ts';
import { drawLines } from '../drawing/lines.ts';
import type { Series } from '../drawing/figure.ts';
import { formatQuantity } from '../quantity.ts';
import {
  ENOUGH,
  flatteningOf,
  meanRetention,
  pooledRetention,
  returnedIn,
  shareDifference,
  shareInterval,
  steadyState,
} from '../retention.ts';
import type { Returned } from '../retention.ts';
import type { Chart, Reading, Result, ResultTable, Tool } from './tool.ts';
import { readTriangle } from './triangle.ts';
import type { NamedCohort } from './triangle.ts';

const percent = (share: number): string => formatQuantity({ value: share, unit: 'percent' });
const count = (value: number): string => formatQuantity({ value, unit: 'number' });
const decimal = (value: number): string =>
  formatQuantity({ value: Math.round(value * 10) / 10, unit: 'number' });
/** The distance between two shares, without its sign. */
const points = (share: number): string => `${decimal(Math.abs(share) * 100)} points`;
const span = ({ low, high }: { low: number; high: number }): string =>
  `${percent(low)} to ${percent(high)}`;
/** What stays on one line of a table. */
const unbroken = (text: string): string => text.replaceAll(' ', '\u00a0');
const people = (number: number): string => (number === 1 ? '1 person' : `${count(number)} people`);

/** Fewer people than this say so little that no difference is told. */
const FEW = 30;
/** Points by which the mix of cohorts may move a curve before a reader is told. */
const MOVED = 0.01;
/** A drawing of the triangle has room for so many columns and rows. */
const ROOM = { columns: 7, rows: 12 };

const DEFINITIONS: Record<string, { label: string; sentence: (period: string) => string }> = {
  bracket: {
    label: 'Bracket: at least once within the period',
    sentence: (period) => `Counted by bracket: back at least once within the ${period}.`,
  },
  'n-day': {
    label: 'N-day: on exactly one day',
    sentence: (period) =>
      period === 'day'
        ? 'Counted by N-day: back on exactly that day.'
        : `Counted by N-day: back on exactly the first day of the ${period}.`,
  },
  unbounded: {
    label: 'Unbounded: then or at any later time',
    sentence: (period) => `Counted unbounded: back in the ${period} or at any time after it.`,
  },
};
const PERIODS = ['day', 'week', 'month'];

/** A triangle under its name. */
interface Segment {
  name: string;
  cohorts: NamedCohort[];
}

/** One point of a pooled curve. */
interface Point extends Returned {
  period: number;
  pooled: number;
  low: number;
  high: number;
  mean: number;
  cohorts: number;
}

function curveOf(cohorts: NamedCohort[]): Point[] {
  const longest = Math.max(...cohorts.map(({ active }) => active.length));
  return Array.from({ length: longest }, (_, period) => {
    const returned = returnedIn(cohorts, period);
    return {
      period,
      ...returned,
      // In period 0 everyone is there by definition, so nothing is estimated.
      ...(period === 0 ? { low: 1, high: 1 } : shareInterval(returned.back, returned.of)),
      // Each period up to the longest line has a cohort that reached it.
      pooled: pooledRetention(cohorts, period)!,
      mean: meanRetention(cohorts, period)!,
      cohorts: cohorts.filter(({ active }) => active.length > period).length,
    };
  });
}

const short = (name: string): string => (name.length > 28 ? `${name.slice(0, 27)}…` : name);

function cohortTable({ name, cohorts }: Segment, curve: Point[], period: string): ResultTable {
  const periods = curve.slice(1);
  return {
    caption: `Cohorts, ${name}`,
    heads: ['Cohort', 'People', ...periods.map((point) => unbroken(`${period} ${point.period}`))],
    rows: [
      ...cohorts.map((cohort) => [
        cohort.name,
        count(cohort.size),
        ...periods.map((point) => {
          const active = cohort.active[point.period];
          return typeof active === 'number'
            ? unbroken(`${count(active)}, ${percent(active / cohort.size)}`)
            : unbroken('not yet');
        }),
      ]),
      ['Pooled', count(curve[0]!.of), ...periods.map(({ pooled }) => percent(pooled))],
    ],
    isMatrix: true,
  };
}

function curveTable({ name }: Segment, curve: Point[], period: string): ResultTable {
  return {
    caption: `Pooled curve, ${name}`,
    heads: [period, 'Back', 'Of', 'Cohorts', 'Pooled', '95% interval', 'Plain mean'],
    rows: curve.map((point) => [
      unbroken(`${period} ${point.period}`),
      count(point.back),
      count(point.of),
      count(point.cohorts),
      percent(point.pooled),
      unbroken(point.period === 0 ? 'by definition' : span(point)),
      percent(point.mean),
    ]),
  };
}

/** Whether two shares differ, in words that leave open what the numbers leave open. */
function compare(one: Returned, other: Returned): { words: string; isTold: boolean } {
  if (Math.min(one.of, other.of) < FEW)
    return { words: `fewer than ${FEW} people on a side: no judgment`, isTold: false };
  const { difference, low, high } = shareDifference(one, other);
  const range = `${decimal(low * 100)} to ${decimal(high * 100)} points`.replaceAll('-', '−');
  const isTold = low > 0 || high < 0;
  if (!isTold) return { words: `not told apart (${range})`, isTold };
  return {
    words: `${points(difference)} ${difference > 0 ? 'higher' : 'lower'} (${range})`,
    isTold,
  };
}

function sideTable(segments: [Segment, Segment], curves: [Point[], Point[]], period: string) {
  const [one, other] = segments;
  const told: number[] = [];
  const shared = curves[0].slice(1).flatMap((a) => {
    const b = curves[1][a.period];
    return b === undefined ? [] : [{ a, b }];
  });
  const rows = shared.map(({ a, b }) => {
    const { words, isTold } = compare(a, b);
    if (isTold) told.push(a.period);
    const cell = (point: Point): string =>
      `${unbroken(`${percent(point.pooled)} of ${count(point.of)}`)} ${unbroken(`(${span(point)})`)}`;
    return [unbroken(`${period} ${a.period}`), cell(a), cell(b), words];
  });
  const table: ResultTable = {
    caption: `${one.name} beside ${other.name}, pooled, with 95% intervals`,
    heads: [period, one.name, other.name, `${one.name} against ${other.name}`],
    rows,
  };
  return { table, told, shared: shared.length };
}

function flatteningResult(cohorts: NamedCohort[], period: string): Result {
  const label = 'Does the curve flatten?';
  const judged = flatteningOf(cohorts);
  if (judged.kind === 'few periods' || judged.kind === 'few people')
    return {
      label,
      value: 'Too early to say',
      sentence: `A judgment needs ${ENOUGH.periods} ${period}s after the start that at least ${ENOUGH.people} people have reached; here ${judged.last === 0 ? 'no' : String(judged.last)} ${judged.last === 1 ? `${period} has` : `${period}s have`} so many.`,
    };
  if (judged.kind === 'no drop')
    return {
      label,
      value: 'It never fell',
      sentence: 'Nobody was lost at first, so nothing could level off.',
    };
  const { early, late, low, high, last } = judged;
  const value = {
    flattening: 'It is flattening',
    falling: 'It still falls',
    unclear: 'It cannot be told yet',
  }[judged.kind];
  const pace =
    late === 0
      ? ''
      : late === 1
        ? ' Nobody is left.'
        : ` At the late pace, half of those still back are gone after ${decimal(Math.LN2 / -Math.log(1 - late))} more ${period}s (ln 2 / −ln(1 − ${percent(late)})).`;
  return {
    label,
    value,
    sentence: `Of those still back, the last two steps to ${period} ${last} lost ${percent(late)} a ${period} (95% interval ${span({ low, high })}), the steps before ${percent(early)}, in ${judged.cohorts === 1 ? 'the one cohort' : `the ${judged.cohorts} cohorts`} that came so far. It flattens when even the upper end is at most half of the earlier rate.${pace}`,
  };
}

/** Whether the newest cohort lies above or below the older ones at its last period. */
function newestResult(cohorts: NamedCohort[], period: string): Result[] {
  const newest = cohorts.findLast(({ active }) => active.length > 1);
  if (newest === undefined || newest === cohorts[0]) return [];
  const last = newest.active.length - 1;
  const older = cohorts.slice(0, cohorts.indexOf(newest));
  const [one, other] = [returnedIn([newest], last), returnedIn(older, last)];
  if (other.of === 0) return [];
  const { words } = compare(one, other);
  return [
    {
      label: `Newest cohort, ${period} ${last}`,
      value: percent(one.back / one.of),
      sentence: `${newest.name}: ${count(one.back)} of ${count(one.of)}, beside ${percent(other.back / other.of)} of the older cohorts: ${words}. Newer cohorts above older ones are a sign of a better product or of better-matched people.`,
    },
  ];
}

/** What the mix of cohorts does to the curve, and what wrong arithmetic would make of it. */
function mixRemarks(cohorts: NamedCohort[], curve: Point[], period: string): string[] {
  const found: string[] = [];
  const whole = curve[0]!.of;
  const last = curve.at(-1)!;
  if (last.of < whole)
    found.push(
      `${people(whole - last.of)} have not reached ${period} ${last.period}. Counted as lost, they would make it ${percent(last.back / whole)} instead of ${percent(last.pooled)}.`,
    );
  let most: { at: Point; pooled: number; same: number } | undefined;
  for (const point of curve.slice(1)) {
    const before = curve[point.period - 1]!;
    const reached = cohorts.filter(({ active }) => active.length > point.period);
    const same = returnedIn(reached, point.period - 1).back / point.of - point.pooled;
    const pooled = before.pooled - point.pooled;
    const moved = Math.abs(same - pooled);
    if (moved >= MOVED && (!most || moved > Math.abs(most.same - most.pooled)))
      most = { at: point, pooled, same };
  }
  const change = (loss: number): string => `${loss < 0 ? 'rises' : 'falls'} by ${points(loss)}`;
  if (most)
    found.push(
      `From ${period} ${most.at.period - 1} to ${most.at.period} the pooled curve ${change(most.pooled)}, but in the very cohorts that have reached ${period} ${most.at.period} it ${change(most.same)}. The others left the sum.`,
    );
  const risen = curve.slice(1).find((point) => {
    const before = curve[point.period - 1]!;
    return point.mean > before.mean && point.pooled <= before.pooled;
  });
  if (risen)
    found.push(
      `The plain mean rises to ${percent(risen.mean)} in ${period} ${risen.period} while the pooled curve does not: it gives a small cohort the weight of a large one.`,
    );
  return found;
}

/** The triangle as a drawing, as far as it has room for one. */
function triangleChart({ name, cohorts }: Segment, curve: Point[], period: string): Chart[] {
  const columns = Math.min(ROOM.columns, curve.length);
  if (cohorts.length < 2 || cohorts.length > ROOM.rows || columns < 2) return [];
  const shown = curve.slice(0, columns);
  const description = `One row a cohort, one column a ${period}${columns < curve.length ? `, up to ${period} ${columns - 1}` : ''}. Rows end where a cohort has not come further. Beneath, the pooled curve: ${shown.map((point) => `${percent(point.pooled)} in ${period} ${point.period}`).join(', ')}.`;
  const title = `The triangle of ${name}`;
  return [
    {
      title,
      description,
      draw: (width) =>
        drawCohorts(
          {
            kind: 'cohorts',
            title,
            description,
            caption: '',
            x: {
              label: `${period}s after the start`,
              ticks: shown.map((point) => `${point.period}`),
            },
            pooled: `All cohorts that have reached the ${period}`,
            cohorts: cohorts.map((cohort) => ({
              label: short(cohort.name),
              values: cohort.active.slice(0, columns).map((active) => active ?? 0),
            })),
          },
          width,
        ),
    },
  ];
}

function linesChart(title: string, series: Series[], period: string): Chart {
  const length = Math.max(...series.map(({ values }) => values.length));
  const description = `Shares over the ${period}s after the start, from 100% in ${period} 0. ${series
    .map(({ label, values }) => {
      const steps = [1, values.length - 1].filter((at, index, all) => all.indexOf(at) === index);
      return `${label}: ${steps.map((at) => `${percent(values[at]!)} in ${period} ${at}`).join(', ')}.`;
    })
    .join(' ')}`;
  return {
    title,
    description,
    draw: (width) =>
      drawLines(
        {
          kind: 'lines',
          title,
          description,
          caption: '',
          x: {
            label: `${period}s after the start`,
            ticks: Array.from({ length }, (_, at) => `${at}`),
          },
          y: { label: 'Share that came back', unit: 'percent', max: 1 },
          series,
        },
        width,
      ),
  };
}

function curveChart({ name }: Segment, curve: Point[], period: string): Chart {
  return linesChart(
    `The pooled curve of ${name}`,
    [
      { label: 'Pooled', voice: 'product', values: curve.map(({ pooled }) => pooled) },
      { label: '95%, upper end', values: curve.map(({ high }) => high) },
      { label: '95%, lower end', values: curve.map(({ low }) => low) },
    ],
    period,
  );
}

function curveResults(
  { name, cohorts }: Segment,
  curve: Point[],
  period: string,
  definition: string,
): Result[] {
  const first = curve[1]!;
  const last = curve.at(-1)!;
  const back = (point: Point): string =>
    `${count(point.back)} of the ${count(point.of)} who have reached it, in ${point.cohorts === 1 ? '1 cohort' : `${point.cohorts} cohorts`}; 95% interval ${span(point)} (Wilson)`;
  const shares = curve.map(({ pooled }) => pooled);
  const sum = shares.reduce((total, share) => total + share, 0);
  const mean = curve[0]!.of / cohorts.length;
  return [
    {
      label: `${name}: back in ${period} 1`,
      value: percent(first.pooled),
      sentence: `${back(first)}. How deep the first drop goes. ${definition}`,
    },
    ...(last.period > 1
      ? [
          {
            label: `${name}: back in ${period} ${last.period}`,
            value: percent(last.pooled),
            sentence: `${back(last)}. The last ${period} that any cohort has reached. The plain mean of the cohorts is ${percent(last.mean)}.`,
          },
        ]
      : []),
    flatteningResult(cohorts, period),
    ...newestResult(cohorts, period),
    {
      label: 'Active at a steady state',
      value: people(Math.round(steadyState(mean, shares))),
      sentence: `${decimal(mean)} new people a ${period}, the mean of the cohorts, × ${formatQuantity({ value: sum, unit: 'number' })}, the sum of the pooled curve. So many of the last ${curve.length} cohorts would be active if the curve stayed as it is.`,
    },
  ];
}

function read({ fields }: Parameters<Tool['read']>[0]): Reading {
  const faults: Record<string, string> = {};
  const choose = (name: string, options: readonly string[]): string => {
    const value = fields[name] ?? '';
    if (options.includes(value)) return value;
    faults[name] = 'This is none of the choices. Choose one of the list.';
    return options[0]!;
  };
  const definition = choose('definition', Object.keys(DEFINITIONS));
  const period = choose('period', PERIODS);
  const nameOf = (field: string, otherwise: string): string =>
    (fields[field] ?? '').trim().replace(/\s+/g, ' ').slice(0, 60) || otherwise;
  const segmentOf = (field: string, name: string): Segment | undefined => {
    const { cohorts, fault } = readTriangle(fields[field] ?? '');
    if (fault !== undefined) faults[field] = fault;
    return cohorts && { name, cohorts };
  };
  const one = segmentOf('cohorts', nameOf('name', 'Everyone'));
  const other =
    (fields['other'] ?? '').trim() === ''
      ? undefined
      : segmentOf('other', nameOf('otherName', 'The second segment'));
  const reading = { faults, results: [], remarks: [], tables: [], charts: [] };
  const sentence = DEFINITIONS[definition]!.sentence(period);
  const segments = [one, other].filter((segment) => segment !== undefined);
  if (segments.length === 0) return reading;
  const curves = segments.map(({ cohorts }) => curveOf(cohorts));
  const Word = period[0]!.toUpperCase() + period.slice(1);
  const main = segments[0]!;
  const curve = curves[0]!;
  const results = curveResults(main, curve, period, sentence);
  const remarks = mixRemarks(main.cohorts, curve, period);
  const tables = segments.flatMap((segment, index) => [
    cohortTable(segment, curves[index]!, Word),
    curveTable(segment, curves[index]!, Word),
  ]);
  const charts = [...triangleChart(main, curve, period), curveChart(main, curve, period)];
  if (one && other) {
    const [, otherCurve] = curves as [Point[], Point[]];
    const { table, told, shared } = sideTable([one, other], [curve, otherCurve], Word);
    tables.splice(2, 0, table);
    charts.push(
      linesChart(
        `${one.name} beside ${other.name}`,
        [
          { label: short(one.name), voice: 'product', values: curve.map(({ pooled }) => pooled) },
          {
            label: short(other.name),
            voice: 'market',
            values: otherCurve.map(({ pooled }) => pooled),
          },
        ],
        period,
      ),
    );
    results.push({
      label: `${one.name} and ${other.name}`,
      value:
        told.length === 0
          ? 'Not told apart'
          : `Told apart in ${told.length} of ${shared} ${shared === 1 ? period : `${period}s`}`,
      sentence: `${told.length === 0 ? `In no ${period}` : `In ${period} ${told.join(', ')}`} the 95% interval of the difference (Newcombe) leaves out zero, with at least ${FEW} people on each side.`,
    });
    if (told.length > 0 && shared > 1)
      remarks.push(
        `Of twenty ${period}s without any difference, one would be told apart by chance. Name the ${period} that counts before you look.`,
      );
    remarks.push(
      'Nobody drew these two groups by lot, unless you did. Season, channel and eagerness differ too, so a difference is a question and not yet an effect.',
    );
  }
  if (curve.at(-1)!.of < FEW)
    remarks.push(
      `Fewer than ${FEW} people have reached ${period} ${curve.at(-1)!.period}. Read its interval and leave the percentage out of the slide.`,
    );
  const rises = curve.some((point, at) => at > 0 && point.pooled > curve[at - 1]!.pooled);
  if (rises && definition !== 'unbounded')
    remarks.push(
      `A curve may rise: those back in one ${period} need not have been back in the ${period} before. It is no funnel.`,
    );
  if (definition === 'unbounded')
    remarks.push(
      'Unbounded counts grow with each person who returns, the last ones most. The end of the curve is too low today, and older cohorts had more time than newer ones.',
    );
  return { faults, results, remarks, tables, charts };
}

/** Cohorts, the pooled curve with its intervals, whether it flattens, and two segments side by side. */
export const retentionLab: Tool = {
  id: 'retention-lab',
  groups: [
    {
      label: 'What was counted',
      fields: [
        {
          name: 'definition',
          label: 'What counts as back',
          kind: 'choice',
          options: Object.entries(DEFINITIONS).map(([value, { label }]) => ({ value, label })),
          help: 'One set of people gives three different numbers. Say which one yours is.',
        },
        {
          name: 'period',
          label: 'One period is a',
          kind: 'choice',
          options: PERIODS.map((value) => ({ value, label: value })),
        },
      ],
    },
    {
      label: 'Cohorts',
      fields: [
        { name: 'name', label: 'What these people are called', kind: 'text' },
        {
          name: 'cohorts',
          label: 'Cohorts, oldest first',
          unit: 'people: the size, then those back in period 1, 2 …',
          kind: 'lines',
          help: 'One cohort a line: “Jan: 200 120 90”. End a line where the cohort has not come further, without zeros.',
        },
      ],
    },
    {
      label: 'A second segment, if you have one',
      fields: [
        { name: 'otherName', label: 'What the second segment is called', kind: 'text' },
        {
          name: 'other',
          label: 'Cohorts of the second segment',
          unit: 'people, written the same way',
          kind: 'lines',
          help: 'Leave it empty to look at one group.',
        },
      ],
    },
  ],
  read,
};
