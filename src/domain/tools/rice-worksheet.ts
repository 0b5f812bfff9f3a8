/**
 * Ideas ranked by RICE, with ranges where an estimate is unsure, and by ICE and WSJF beside it. The arithmetic
 * is in domain/prioritization.ts, the draws are in domain/rice-simulation.ts.
 */
import { drawSpans } from '../drawing/spans.ts';
import { middle, type Range } from '../estimate.ts';
import {
  confidenceAtScore,
  costOfDelay,
  effortAtScore,
  iceMean,
  iceProduct,
  rankByRice,
  riceScore,
  type RiceIdea,
  weightedShortestJobFirst,
} from '../prioritization.ts';
import { formatQuantity } from '../quantity.ts';
import {
  FACTORS,
  simulateRice,
  type Pin,
  type RangedIdea,
  type RiceSimulation,
} from '../rice-simulation.ts';
import { readNumber, type Limits } from './number.ts';
import { readRange } from './range.ts';
import {
  keyOf,
  type Chart,
  type Reading,
  type Result,
  type ResultTable,
  type Tool,
} from './tool.ts';

/** Stated on the page, so that anybody gets the same draws. */
const SEED = 'rice-worksheet';
const DRAWS = 10_000;
/** A first place this sure is safe within the ranges. */
const SAFE = 0.95;
/** A range that moves the first place by less than this is not worth learning for its sake. */
const LEAST_SWING = 0.05;
/** Below this, Intercom's scale ends: find out more first. */
const LOW_CONFIDENCE = 0.5;
/** As many as a chart shows and a reader compares. */
const SHOWN = 12;
/** As many ranges as anybody would look into. */
const SHOWN_PINS = 5;
const LONGEST_NAME = 60;

/** The scale of Intercom. A new line has no impact until one is chosen. */
const IMPACTS = [
  { value: '', label: 'Choose' },
  { value: '3', label: '3, massive' },
  { value: '2', label: '2, high' },
  { value: '1', label: '1, medium' },
  { value: '0.5', label: '0.5, low' },
  { value: '0.25', label: '0.25, minimal' },
];

const number = (value: number): string => formatQuantity({ value, unit: 'number' });
const percent = (value: number): string => formatQuantity({ value, unit: 'percent' });

/** A share of draws. What was drawn once is not never, and what failed once is not always. */
function often(share: number): string {
  if (share > 0 && share < 0.005) return 'under 1%';
  if (share < 1 && share > 0.995) return 'over 99%';
  return formatQuantity({ value: share, unit: 'percent' }, 0);
}

const write = ({ low, high }: Range, one = number): string =>
  low === high ? one(low) : `${one(low)}–${one(high)}`;
/** What is drawn by chance is known to no more than this. */
const rough = (value: number): string => number(Number(value.toPrecision(3)));
const hasWidth = ({ low, high }: Range): boolean => high > low;

/** An idea without a fault. */
interface Idea extends RangedIdea {
  name: string;
  /** The idea with the middle of each range, and the score of these. */
  middle: RiceIdea;
  score: number;
  ice?: number[] | undefined;
  wsjf?: number[] | undefined;
}

/** A confidence as "80", "80%" or "0.8": up to 1 it is a share, above it per cent. A range is read by its upper end. */
function readConfidence(text: string): ReturnType<typeof readRange> {
  const read = readRange(text, { min: 0, max: 100 });
  if (read.fault !== undefined) return read;
  const whole = read.value.high > 1 ? 100 : 1;
  const value = { low: read.value.low / whole, high: read.value.high / whole };
  if (value.low < 0.01)
    return { fault: 'Below 1% nobody believes in the idea. Find out more, or leave it out.' };
  return { value };
}

/** Several numbers in one field, "8/6/7"; none where it is empty. */
function readSeveral(
  text: string,
  count: number,
  limits: Limits,
  fault: string,
): { value?: number[]; fault?: string } {
  if (text.trim() === '') return {};
  const reads = text
    .trim()
    .split(/[\s/,;]+/)
    .map((part) => readNumber(part, limits));
  const value = reads.flatMap((read) => (read.fault === undefined ? [read.value] : []));
  return reads.length === count && value.length === count ? { value } : { fault };
}

function readIdeas(items: Parameters<Tool['read']>[0]['items']): {
  ideas: Idea[];
  faults: Record<string, string>;
} {
  const faults: Record<string, string> = {};
  const ideas = items.flatMap((item, line): Idea[] => {
    const text = (name: string): string => item[name] ?? '';
    // A line that was just added is no mistake yet.
    if (COLUMNS.every(({ name, kind }) => kind === 'choice' || text(name).trim() === '')) return [];
    const take = <Value>(
      name: string,
      read: { value?: Value; fault?: string },
    ): Value | undefined => {
      if (read.fault !== undefined) faults[keyOf(name, line)] = read.fault;
      return read.value;
    };
    const reach = take('reach', readRange(text('reach'), { min: 0, max: 1e10, whole: true }));
    const isImpact = IMPACTS.some(({ value }) => value !== '' && value === text('impact'));
    const impact = take(
      'impact',
      isImpact ? { value: Number(text('impact')) } : { fault: 'Choose one of the five impacts.' },
    );
    const confidence = take('confidence', readConfidence(text('confidence')));
    const effort = take('effort', readRange(text('effort'), { min: 0.01, max: 10_000 }));
    const ice = take(
      'ice',
      readSeveral(
        text('ice'),
        3,
        { min: 1, max: 10 },
        'Write three numbers from 1 to 10, like 8/6/7, or nothing.',
      ),
    );
    const wsjf = take(
      'wsjf',
      readSeveral(
        text('wsjf'),
        4,
        { min: 1, max: 100 },
        'Write four numbers from 1 to 100, like 8/13/3/8, or nothing.',
      ),
    );
    if (!reach || impact === undefined || !confidence || !effort) return [];
    const at: RiceIdea = {
      id: String(line),
      reach: middle(reach),
      impact,
      confidence: middle(confidence),
      effort: middle(effort),
    };
    const score = riceScore(at.reach, impact, at.confidence, at.effort);
    const typed = text('name').trim().replace(/\s+/g, ' ') || `Idea ${line + 1}`;
    const letters = [...typed];
    const name =
      letters.length > LONGEST_NAME ? `${letters.slice(0, LONGEST_NAME).join('')}…` : typed;
    return [{ name, reach, impact, confidence, effort, middle: at, score, ice, wsjf }];
  });
  return { ideas, faults };
}

/** The place of each score among all, equal scores at the same place, and nothing for a missing one. */
function placesOf(scores: readonly (number | undefined)[]): (number | undefined)[] {
  return scores.map((score) =>
    score === undefined
      ? undefined
      : // What differs by less is the same number, added up in another order.
        1 + scores.filter((other) => other !== undefined && other > score * (1 + 1e-9)).length,
  );
}

const areLevel = (one: Idea, other: Idea): boolean =>
  placesOf([one.score, other.score]).every((place) => place === 1);

const meanOf = ({ ice }: Idea): number | undefined => ice && iceMean(ice[0]!, ice[1]!, ice[2]!);
const productOf = ({ ice }: Idea): number | undefined =>
  ice && iceProduct(ice[0]!, ice[1]!, ice[2]!);
const quotientOf = ({ wsjf }: Idea): number | undefined =>
  wsjf && weightedShortestJobFirst(costOfDelay(wsjf[0]!, wsjf[1]!, wsjf[2]!), wsjf[3]!);

/** The idea that a way of scoring puts first alone. */
function leaderBy(
  ideas: readonly Idea[],
  scoreOf: (idea: Idea) => number | undefined,
): Idea | undefined {
  const places = placesOf(ideas.map(scoreOf));
  const [leader, ...others] = ideas.filter((_, at) => places[at] === 1);
  return others.length === 0 ? leader : undefined;
}

/** A sheet that is read: the ideas from the highest score down, and their draws where an estimate is a range. */
interface Sheet {
  ideas: readonly Idea[];
  simulation: RiceSimulation<Idea> | undefined;
  /** What the reader says that the score leaves out. */
  notes: readonly string[];
}

const quote = ({ name }: Idea): string => `“${name}”`;
const sum = ({ middle: at }: Idea): string =>
  `${number(at.reach)} × ${number(at.impact)} × ${percent(at.confidence)} / ${number(at.effort)}`;

function resultsOf({ ideas, simulation }: Sheet): Result[] {
  const [first, second] = ideas;
  if (!first) return [];
  const results: Result[] = [
    {
      label: 'First by score',
      value: first.name,
      sentence: `Reach × impact × confidence / effort: ${sum(first)} = ${number(first.score)}.${
        simulation ? ' Of a range, the score takes the middle.' : ''
      }`,
    },
  ];
  if (second && second.score > 0 && !areLevel(first, second))
    results.push({
      label: 'Lead over the second',
      value: percent(first.score / second.score - 1),
      sentence: `${number(first.score)} / ${number(second.score)} − 1. ${quote(second)} draws level when the confidence in ${quote(first)} falls to ${percent(confidenceAtScore(first.middle, second.score))}, or its effort grows to ${number(effortAtScore(first.middle, second.score))} person-months.`,
    });
  if (simulation) {
    const { favorite, standings, pins } = simulation;
    results.push({
      label: 'First most often',
      value: `${favorite.name}, ${often(standings.get(favorite)!.first)}`,
      sentence: `P(first) = draws in which it is first / all draws. Each of ${number(DRAWS)} draws takes a value from every range, any value with the same chance (seed “${SEED}”). So many draws give the share to about a point.`,
    });
    if (pins[0]) results.push(nextOf(favorite, pins[0]));
  }
  return results;
}

/** The range whose ends differ most for the first place, in words. */
function nextOf(favorite: Idea, { idea, factor, low, high, swing }: Pin<Idea>): Result {
  const label = 'Learn next';
  if (swing < LEAST_SWING)
    return {
      label,
      value: 'nothing, for the first place',
      sentence: `P(first) of ${quote(favorite)}, each range at its lowest fifth − at its highest fifth: under ${number(100 * LEAST_SWING)} points for all of them.`,
    };
  const leads = (end: typeof low): string =>
    end.first === favorite ? '' : `, and ${quote(end.first)} more often`;
  return {
    label,
    value: `${idea.name}: ${factor}`,
    sentence: `Where it is in the lowest fifth of its range, ${quote(favorite)} is first in ${often(low.share)} of the draws${leads(low)}; in the highest fifth, in ${often(high.share)}${leads(high)}. P(first) at one end − P(first) at the other is larger for no other range.`,
  };
}

function tablesOf({ ideas, simulation, notes }: Sheet): ResultTable[] {
  const tables: ResultTable[] = [];
  if (ideas.length > 0) {
    const places = placesOf(ideas.map(({ score }) => score));
    tables.push({
      caption: 'Ideas by their RICE score',
      heads: ['Idea', 'Rank', 'Score', 'Reach × impact × confidence / effort'],
      rows: ideas.map((idea, at) => [
        idea.name,
        number(places[at]!),
        number(idea.score),
        sum(idea),
      ]),
    });
  }
  if (simulation) {
    const { favorite, standings, pins } = simulation;
    tables.push(
      {
        caption: `How sure the order is: ranks and scores in nine of ten draws (${number(DRAWS)} draws, seed “${SEED}”)`,
        heads: ['Idea', 'P(first)', 'Ranks', 'Scores'],
        rows: ideas.map((idea) => {
          const { first, ranks, scores } = standings.get(idea)!;
          return [idea.name, often(first), write(ranks), write(scores, rough)];
        }),
      },
      {
        caption: `What to learn next: how often ${quote(favorite)} is first at the ends of a range`,
        heads: ['Estimate', 'Range', 'In the lowest fifth', 'In the highest fifth'],
        rows: pins
          .slice(0, SHOWN_PINS)
          .map(({ idea, factor, low, high }) => [
            `${idea.name}: ${factor}`,
            write(idea[factor], factor === 'confidence' ? percent : number),
            often(low.share),
            often(high.share),
          ]),
      },
    );
  }
  const beside = ideas.filter(({ ice, wsjf }) => ice ?? wsjf);
  if (beside.length > 0) {
    const ways = [({ score }: Idea) => score, meanOf, productOf, quotientOf].map((scoreOf) => {
      const scores = beside.map(scoreOf);
      const places = placesOf(scores);
      return scores.map((score, at) =>
        score === undefined ? '–' : `${places[at]!} (${number(score)})`,
      );
    });
    tables.push({
      caption: 'RICE, ICE and WSJF side by side: rank (score)',
      heads: ['Idea', 'RICE', 'ICE, mean', 'ICE, product', 'WSJF'],
      rows: beside.map(({ name }, at) => [name, ...ways.map((cells) => cells[at]!)]),
    });
  }
  if (notes.length > 0)
    tables.push({
      caption: 'What the score leaves out',
      heads: ['Not in the score'],
      rows: notes.map((note) => [note]),
      isFolded: true,
    });
  return tables;
}

function remarksOf(sheet: Sheet): string[] {
  const { ideas, notes } = sheet;
  const [first, second] = ideas;
  if (!first) return [];
  if (!second) return ['One idea alone has no rank. Add another to compare it with.'];
  const remarks = [
    notes.length === 0
      ? 'The score knows nothing of promises, legal duties, dependencies or strategy. Write down what it leaves out before you read the order as a decision.'
      : 'If what the score leaves out changes the order, write the decision down with its reason. Leave the estimates as they are.',
    remarkOnDraws(sheet, first),
  ];
  if (areLevel(first, second))
    remarks.push(
      `${quote(first)} and ${quote(second)} have the same score. Equal scores share a rank, and the smaller effort is listed first. That is a rule of this site, not of RICE.`,
    );
  const doubtful = ideas.filter((idea) => idea.middle.confidence < LOW_CONFIDENCE);
  if (doubtful[0])
    remarks.push(
      `The confidence in ${quote(doubtful[0])} is below ${percent(LOW_CONFIDENCE)}${doubtful.length > 1 ? `, and in ${number(doubtful.length - 1)} more` : ''}. Find out more before you compare it.`,
    );
  const [byMean, byProduct] = [leaderBy(ideas, meanOf), leaderBy(ideas, productOf)];
  if (byMean && byProduct && byMean !== byProduct)
    remarks.push(
      `ICE averaged puts ${quote(byMean)} first, ICE multiplied ${quote(byProduct)}. Say which of the two you use.`,
    );
  if (ideas.some(({ ice }) => ice)) remarks.push('ICE leaves out how many people an idea reaches.');
  if (ideas.some(({ wsjf }) => wsjf))
    remarks.push(
      'WSJF leaves out how sure you are. Its numbers are relative: they compare the ideas of this list and nothing else.',
    );
  return remarks;
}

function remarkOnDraws({ simulation }: Sheet, first: Idea): string {
  if (!simulation)
    return 'Every estimate is a point. Where you are not sure, write a range like 1500-2500, and you see how often each idea comes first.';
  const { favorite, standings } = simulation;
  const share = standings.get(favorite)!.first;
  if (favorite !== first)
    return `By the middles of the ranges ${quote(first)} is first; in the draws it is ${quote(favorite)} most often. A score alone hides that.`;
  if (share >= SAFE)
    return `Within your ranges ${quote(first)} is first nearly always. If the ranges are honest, better estimates will not change the choice.`;
  if (share > 0.5)
    return `${quote(first)} has the highest score, and in ${often(1 - share)} of the draws another idea is before it. Learn what would settle that, or choose by a reason beyond the score.`;
  return 'No idea is first in more than half of the draws. Read those at the top as equals, and choose by a reason beyond the score.';
}

/** Without ranges a span begins at zero, which makes it the bar of its score. */
function chartsOf({ ideas, simulation }: Sheet): Chart[] {
  const spans = ideas.slice(0, SHOWN).map((idea, at) => {
    const standing = simulation?.standings.get(idea);
    const { low, high } = standing?.scores ?? { low: 0, high: idea.score };
    return {
      label: idea.name,
      note: `score ${number(idea.score)}${standing ? `, first in ${often(standing.first)}` : ''}`,
      from: low,
      to: high,
      voice: at === 0 ? ('product' as const) : undefined,
    };
  });
  const end = Math.max(0, ...spans.map(({ to }) => to));
  // An axis that ends below this would have 0 at each of its ticks.
  if (end < 0.1) return [];
  const of = ideas.length > SHOWN ? `, the first ${SHOWN} of ${ideas.length} ideas` : '';
  const told = spans.map(
    ({ label, note, from, to }) =>
      `${label}: ${note}${simulation ? `, drawn ${write({ low: from, high: to }, rough)}` : ''}.`,
  );
  return [
    {
      title: (simulation ? 'Scores in nine of ten draws' : 'RICE scores') + of,
      description: `${simulation ? 'A span for each idea, from the 5th to the 95th percentile of the scores drawn. Where two overlap, their order is not settled.' : 'A bar for each idea, as long as its score.'} ${told.join(' ')}`,
      draw: (width) =>
        drawSpans({ ...WORDLESS, kind: 'spans', unit: 'RICE score', end, spans }, width),
    },
  ];
}

/** A chart of a tool has its words beside it, not in the figure. */
const WORDLESS = { title: '', description: '', caption: '' };

function read({ fields, items }: Parameters<Tool['read']>[0]): Reading {
  const { ideas, faults } = readIdeas(items);
  const ranked = rankByRice(ideas.map((idea) => ({ ...idea.middle, idea })));
  const isUnsure = ideas.some((idea) => FACTORS.some((factor) => hasWidth(idea[factor])));
  const sheet: Sheet = {
    ideas: ranked.map(({ idea }) => idea),
    // In the order of the lines, so that an idea that overtakes another keeps its draws.
    simulation: isUnsure && ideas.length > 1 ? simulateRice(ideas, SEED, DRAWS) : undefined,
    notes: (fields['left-out'] ?? '').split('\n').flatMap((line) => line.trim() || []),
  };
  return {
    faults,
    results: resultsOf(sheet),
    remarks: remarksOf(sheet),
    tables: tablesOf(sheet),
    charts: chartsOf(sheet),
  };
}

const COLUMNS: NonNullable<Tool['list']>['columns'] = [
  { name: 'name', label: 'Idea', kind: 'text' },
  { name: 'reach', label: 'Reach', unit: 'people or events a quarter', kind: 'text' },
  { name: 'impact', label: 'Impact', unit: 'on each of them', kind: 'choice', options: IMPACTS },
  { name: 'confidence', label: 'Confidence', unit: '% sure', kind: 'text' },
  { name: 'effort', label: 'Effort', unit: 'person-months of everybody', kind: 'text' },
  {
    name: 'ice',
    label: 'ICE, if you use it',
    unit: 'impact/confidence/ease, 1 to 10',
    kind: 'text',
  },
  {
    name: 'wsjf',
    label: 'WSJF, if you use it',
    unit: 'value/urgency/risk reduced/job size',
    kind: 'text',
  },
];

/** RICE with ranges, how sure the order is and what to learn next; ICE and WSJF beside it. */
export const riceWorksheet: Tool = {
  id: 'rice-worksheet',
  groups: [
    {
      label: 'Before the score',
      fields: [
        {
          name: 'left-out',
          label: 'What the score leaves out',
          kind: 'lines',
          help: 'Promises, legal duties, dependencies, strategy. One on each line.',
        },
      ],
    },
  ],
  list: {
    item: 'idea',
    label: 'Ideas to rank, with a range like 2 to 4 where you are not sure',
    columns: COLUMNS,
    least: 2,
    most: 50,
  },
  read,
};
