/** A North Star Metric in one sentence, with its inputs: the arithmetic is in domain/north-star.ts. */
import type { TreeFigure } from '../drawing/figure.ts';
import { drawTree } from '../drawing/tree.ts';
import { changeByInput, northStar } from '../north-star.ts';
import { formatNumber } from '../quantity.ts';
import { readNumber, type Limits } from './number.ts';
import {
  keyOf,
  type Chart,
  type Reading,
  type Result,
  type ResultTable,
  type Tool,
  type Typed,
} from './tool.ts';

/** Fewer inputs explain too little, more of them nobody keeps in view. */
const LEAST_INPUTS = 3;
const MOST_INPUTS = 5;
/** A metric outside of these comes from a mistaken unit. */
const LARGEST_METRIC = 1e12;
const SMALLEST_METRIC = 1e-6;
/** Letters of a name or a unit in a box of the tree. */
const LONGEST_WORDS = 60;
const MOST_GUARDRAILS = 4;

const PERIODS = ['day', 'week', 'month', 'quarter', 'year'] as const;

/** What was typed, in one line, without what would double the punctuation of a sentence. */
const inline = (text: string | undefined): string =>
  (text ?? '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[.,;:]+$/, '');
const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
const small = (text: string): string =>
  /^[A-Z][a-z]/.test(text) ? text.slice(0, 1).toLowerCase() + text.slice(1) : text;
const percent = (share: number): string => `${formatNumber(share * 100)}%`;

/** The sentence in parts, empty where nothing was typed. */
interface Sentence {
  who: string;
  does: string;
  counted: string;
  period: string;
}

/** What one calls the product itself; of anything else, an act on it may well be the value. */
const PRODUCT =
  '(?:(?:the|our|its|your|their|a|each|every) )?(?:\\w+ )?(?:app|product|(?:web)?site|(?:web |home ?)?page|store|platform|service|tool|software|newsletter|button|ad|banner|feature)s?\\b';
/** What does not say more closely which visits or sessions are meant. */
const VAGUE =
  '(?:number of|new|unique|total|all|repeat|daily|weekly|monthly|average|app|web|(?:web)?site|page|product|store|user|member|customer|video|profile|button|banner|ad)';

/** These nouns alone, or of the product: "sessions per day", "visits to the site", but not "yoga sessions". */
const bare = (nouns: string): string =>
  `^(?:${VAGUE} )*(?:${nouns})(?: (?:of|to|on|in|from|for|at) ${PRODUCT}.*| (?:per|each|every|by) .*| a (?:day|week|month|quarter|year)\\b.*)?$`;
const anyOf = (...words: string[]): RegExp => new RegExp(words.join('|'), 'i');

/** A trap: the words that give it away, where they count, and what is wrong, with an example. */
interface Trap {
  words: RegExp;
  within: readonly (keyof Sentence)[];
  remark: (found: string) => string;
}

const addsUp = (found: string): string =>
  `Vanity: “${found}” adds up all that ever happened, and what cannot fall cannot warn. Households that ever signed up to Larder only grow in number. Households that cooked this week can be fewer than last week.`;
const presence = (found: string): string =>
  `No value in it yet: “${found}” says that somebody was there, and not what they got. “Households that open the plan” is presence, “households that cook a planned dinner” is value.`;

/** Of those with the same remark the first that is found tells it. */
const TRAPS: readonly Trap[] = [
  {
    words: anyOf(
      '^registers?$|\\bregister(?:s|ed)? (?:for|with|on|users?|members?|customers?|people|accounts?|households?|teams?)\\b',
      '\\bsign(?:ed)?-ups?\\b|\\bsign(?:s|ed)? ?ups?\\b(?! (?:an?|their|new|other) )',
      '\\baccounts? created\\b|\\bcreates? an account\\b|\\bwait(?:ing)? ?list\\b',
      `\\b(?:downloads?|installs?) ${PRODUCT}|\\bapps? (?:downloaded|installed)\\b`,
      '\\b(?:cumulative|all[- ]time|ever|so far|to date|in total)\\b|\\bsince (?:the |our )?(?:launch|start|beginning)\\b',
    ),
    within: ['who', 'does', 'counted'],
    remark: addsUp,
  },
  {
    words: anyOf('^total\\b', bare('registrations?|downloads?|installs?|installations')),
    within: ['who', 'counted'],
    remark: addsUp,
  },
  {
    words: anyOf(
      '\\b(?:page ?views?|impressions?|followers?|likes)\\b|\\bfollows? us\\b',
      `\\b(?:views?|visits?|clicks?(?: on)?|sees?|looks? at) ${PRODUCT}`,
      bare('views?|clicks?|visits?|visitors?|plays'),
    ),
    within: ['who', 'does', 'counted'],
    remark: (found) =>
      `Vanity: “${found}” counts looks, and a page on which nobody finds the answer gets more of them. Count what people came for: dinners cooked instead of recipes viewed.`,
  },
  {
    words: anyOf(
      '\\b(?:revenue|profits?|MRR|ARR|GMV|LTV|lifetime value|merchandise value|order value|market share|churn(?:ed)?)\\b',
      bare('sales|cancellations?|renewals?'),
      '\\b(?:cancel\\w*|renew\\w*) (?:(?:the|their|an?|our|its|your) )?(?:\\w+ )?(?:subscription|plan|membership|account|contract)s?\\b',
      '\\b(?:subscription|plan|membership|account|contract)s? (?:renewed|cancell?ed)\\b|^(?:cancel|renew)(?:s|l?ed)?$',
      '\\b(?:customers?|members?|users?|subscribers?|households?|people) (?:that|who) (?:cancel|renew)\\w*',
      '\\b(?:annual|yearly) (?:plan|subscription|membership|contract|member|customer|value|recurring)s?\\b',
    ),
    within: ['does', 'counted'],
    remark: (found) =>
      `Lagging: “${found}” follows the value, so it tells too late what to mend. A household cooks from the plan first and pays or cancels weeks later. Dinners cooked run ahead of both.`,
  },
  {
    words: /^(?:quarter|year)$/,
    within: ['period'],
    remark: (found) =>
      `Lagging: a figure per ${found} arrives when the work that moved it is long done. Take the rhythm in which people need the product: Larder plans by the week, so it counts by the week.`,
  },
  {
    words: anyOf(
      '\\b(?:messages?|e-?mails?|invitations?|invites|notifications?|reminders?|posts?) (?:sent|written|delivered|received|opened)\\b',
      '\\bsends? (?:\\w+ ){0,2}?(?:messages?|e-?mails?|invitations?|invites|notifications?|reminders?)\\b',
      `\\b(?:time|minutes|hours) (?:spent|(?:in|on) ${PRODUCT})`,
      `\\bspends? (?:\\w+ ){0,2}(?:time|minutes|hours)\\b(?! with )|\\bscreen time\\b`,
      bare('sessions?|log-?ins|taps|swipes'),
    ),
    within: ['does', 'counted'],
    remark: (found) =>
      `Gameable: “${found}” can be raised without helping anybody. One more reminder makes more sessions and messages, a slower screen makes more minutes, and no more dinners are cooked. Count what it was for.`,
  },
  {
    // "Use the map to find a seat" says what it is for. "Use a new word" is an act on something else.
    words: anyOf(
      '^(?:opens?|uses?|browses?|scrolls?(?: through)?|(?:engage|interact)s? with|visits?)(?: it| (?:the|our|its|their|your) (?!.* to (?!the |our |look|see|check|browse)\\w+ ).*)?$',
      '^(?:logs?|signs?) ?in(?:to)?\\b.*|^(?:is|are) active\\b.*|^(?:starts?|launch(?:es)?) (?:the|our) (?:app|product|site)\\b.*',
      '^(?:comes? back|returns?)(?: (?:to (?:the|our|it|us)|every|each|again|daily|weekly|within|after|next)\\b.*)?$',
    ),
    within: ['does'],
    remark: presence,
  },
  {
    words: /\b(?:daily|weekly|monthly) active \w+|\b[DWM]AUs?\b/i,
    within: ['who', 'counted'],
    remark: presence,
  },
];

/** Whether an input is counted per head: "dinners per active household", but not "dinners per week". */
function isPerHead(text: string): boolean {
  const bare = text.replace(/\b(?:per|each|every) (?:day|week|month|quarter|year)\b/gi, '');
  return /\b(?:per|each|every|average|mean)\b/i.test(bare);
}

/** An input as it was typed. Values of a share are fractions: 62.5% is 0.625. */
interface Input {
  name: string;
  unit: string;
  share: boolean;
  now: number | undefined;
  next: number | undefined;
}

function readInput(
  item: Typed['items'][number],
  line: number,
  faults: Record<string, string>,
): Input {
  const name = inline(item['name']);
  const unit = inline(item['unit']);
  const typedNext = (item['next'] ?? '').trim();
  const share =
    /^(?:%|percent)/i.test(unit) ||
    [item['now'], typedNext].some((text) => /%\s*$/.test(text ?? ''));
  const limits: Limits = share ? { min: 0, max: 100 } : { min: 0 };
  const read = (column: string): number | undefined => {
    const found = readNumber(item[column] ?? '', limits);
    if (found.fault !== undefined) faults[keyOf(column, line)] = found.fault;
    return found.value === undefined || !share ? found.value : found.value / 100;
  };
  if (name === '') faults[keyOf('name', line)] = 'This is empty. Name the input.';
  const now = read('now');
  return {
    name: name === '' ? `Input ${line + 1}` : name,
    unit: share ? unit.replace(/^(?:%|percent)\s*/i, '') : unit,
    share,
    now,
    next: typedNext === '' ? now : read('next'),
  };
}

/** Three inputs that are filled in, with the metric that they multiply to. */
interface Metric {
  title: string;
  period: string;
  inputs: readonly (Input & { now: number; next: number })[];
  now: number;
  next: number;
  /** Whether an input has another value next. */
  moved: boolean;
}

const worth = (value: number, { share }: { share: boolean }): string =>
  share ? percent(value) : formatNumber(value);
const signed = (value: number): string => `${value > 0 ? '+' : ''}${formatNumber(value)}`;

/** A tenth more of one input; a share ends at 100%. */
function tenthMore({ inputs }: Metric, raised: number): { possible: boolean; metric: number } {
  const { share, now } = inputs[raised]!;
  const possible = !share || now * 1.1 <= 1;
  const then = possible ? now * 1.1 : 1;
  return {
    possible,
    metric: northStar(inputs.map((input, at) => (at === raised ? then : input.now))),
  };
}

/** The part of each input in the change; undefined where nothing can be divided. */
function partsOf({ inputs, now, next }: Metric): number[] | undefined {
  // A change in the last binary digits is none.
  if (Math.abs(next - now) <= 1e-9 * Math.max(now, next)) return undefined;
  if (inputs.some((input) => input.now === 0 || input.next === 0)) return undefined;
  return changeByInput(
    inputs.map((input) => input.now),
    inputs.map((input) => input.next),
  );
}

function tablesOf(metric: Metric, parts: number[] | undefined): ResultTable[] {
  const { title, period, inputs, now, next, moved } = metric;
  const columns = (first: string, then: string): string[] => (moved ? [first, then] : [first]);
  const tables: ResultTable[] = [
    {
      caption: 'The metric and its inputs',
      heads: ['Part', 'Unit', ...columns('Now', 'Next')],
      rows: [
        [title, `per ${period}`, ...columns(formatNumber(now), formatNumber(next))],
        ...inputs.map((input) => [
          input.name,
          input.share ? `% ${input.unit}`.trim() : input.unit,
          ...columns(worth(input.now, input), worth(input.next, input)),
        ]),
      ],
    },
    {
      caption: 'A tenth more of one input',
      heads: ['Input', 'A tenth more of it', 'Metric then'],
      rows: inputs.map((input, at) => {
        const { possible, metric: then } = tenthMore(metric, at);
        return [
          input.name,
          possible
            ? `${worth(input.now, input)} to ${worth(input.now * 1.1, input)}`
            : `${worth(input.now, input)} to 100%, there is no more`,
          formatNumber(then),
        ];
      }),
    },
  ];
  if (parts !== undefined)
    tables.push({
      caption: 'The change by input',
      heads: ['Input', 'Next / now', 'Part in the change'],
      rows: [
        ...inputs.map((input, at) => [
          input.name,
          formatNumber(input.next / input.now),
          formatNumber(parts[at]!),
        ]),
        [title, formatNumber(next / now), formatNumber(next - now)],
      ],
    });
  return tables;
}

const shortened = (text: string): string =>
  text.length > LONGEST_WORDS ? `${text.slice(0, LONGEST_WORDS)}…` : text;

function chartOf({ title, period, inputs, now, next, moved }: Metric): Chart {
  const note = (first: string, then: string, unit: string): string =>
    `${first}${unit === '' ? '' : ` ${unit}`}${moved ? `, next ${then}` : ''}`;
  const children = inputs.map((input) => ({
    label: shortened(input.name),
    note: note(worth(input.now, input), worth(input.next, input), shortened(input.unit)),
  }));
  const root = {
    label: shortened(title),
    note: note(formatNumber(now), formatNumber(next), `per ${period}`),
    voice: 'product' as const,
  };
  const figure: TreeFigure = {
    kind: 'tree',
    title: 'The metric and its inputs',
    description: `A tree. At the top ${root.label}, ${root.note}. Beneath it the inputs that multiply to it: ${children.map(({ label, note: words }) => `${label}, ${words}`).join('; ')}.`,
    caption: '',
    root: { ...root, children },
  };
  const { description } = figure;
  return { title: figure.title, description, draw: (width) => drawTree(figure, width) };
}

/** What the numbers say beside themselves. */
function judgeNumbers(metric: Metric, parts: number[] | undefined): string[] {
  const { inputs, now, next, moved } = metric;
  const remarks: string[] = [];
  if (now === 0)
    remarks.push('An input is zero, and it makes the whole zero, whatever the others do.');
  for (const { name, share, now: value } of inputs) {
    if (share && value > 0 && value < 0.01)
      remarks.push(
        `${name} reads as ${percent(value)}, which is less than one in a hundred. If you meant a fraction such as 0.6, write 60.`,
      );
    else if (share && value * 1.1 > 1)
      remarks.push(
        `${name} has no tenth left: it stands at ${percent(value)} and ends at 100%. Look to the other inputs.`,
      );
  }
  if (!moved) return remarks;
  const against = inputs.filter((input) =>
    next > now ? input.next < input.now : next < now && input.next > input.now,
  );
  if (against.length > 0) {
    const names = against.map(({ name }) => name).join(' and ');
    remarks.push(
      `The total ${next > now ? 'rises' : 'falls'} although this went the other way: ${names}. The total alone would have hidden it.`,
    );
  }
  if (parts === undefined)
    remarks.push(
      next === 0 || now === 0
        ? 'With a zero in it the change cannot be divided among the inputs.'
        : 'The total did not change, so there is nothing to divide among the inputs. Look at each of them: they moved against each other.',
    );
  return remarks;
}

/** The traps in the words, and in what the inputs leave out. */
function judgeWords(sentence: Sentence, inputs: readonly Input[]): string[] {
  const told = new Map<Trap['remark'], string>();
  for (const { words, within, remark } of TRAPS) {
    const found = within.map((part) => words.exec(sentence[part])?.[0]).find(Boolean);
    if (found !== undefined && !told.has(remark)) told.set(remark, remark(shortened(found)));
  }
  const remarks = [...told.values()];
  if (
    inputs.length >= LEAST_INPUTS &&
    !inputs.some(({ name, unit }) => isPerHead(`${name} ${unit}`))
  )
    remarks.push(
      `Not per active user: no input is counted for each of those who take part, so the total can grow with the marketing budget alone. Larder sets dinners per active household beside all dinners.`,
    );
  if (remarks.length > 0) return remarks;
  const { who, does, counted } = sentence;
  if (who === '' || does === '' || counted === '') return remarks;
  return [
    'None of the known traps is in the words, which is no promise. Ask a product manager to raise this number without helping a single person.',
  ];
}

function judgeGuardrails(guardrails: readonly string[]): string[] {
  if (guardrails.length === 0)
    return [
      'A guardrail is missing. Ask what would get worse if somebody raised the metric by any means. For dinners cooked it is dinners thrown out.',
    ];
  const open = guardrails.filter((line) => !/\d/.test(line));
  const remarks = open.map(
    (line) =>
      `The guardrail “${shortened(line)}” has no number. Write at which value you would stop.`,
  );
  if (guardrails.length > MOST_GUARDRAILS)
    remarks.push(
      `With ${guardrails.length} guardrails one of them always moves by chance. Keep those for which you would really stop.`,
    );
  return remarks;
}

function readSentence(fields: Typed['fields'], faults: Record<string, string>): Sentence {
  const sentence = {
    who: inline(fields['who']),
    does: inline(fields['does']).replace(/^(?:that|who) /i, ''),
    counted: inline(fields['counted']),
    period: fields['period'] ?? '',
  };
  if (sentence.who === '')
    faults['who'] = 'This is empty. Write who gets the value, like households.';
  if (sentence.does === '')
    faults['does'] =
      'This is empty. Write what they do that is of value to them, like cook a planned dinner.';
  if (sentence.counted === '')
    faults['counted'] =
      'This is empty. Write what is counted when they do it, like dinners cooked.';
  if (!(PERIODS as readonly string[]).includes(sentence.period)) {
    faults['period'] = 'This is no period of the list. Choose one.';
    sentence.period = '';
  }
  return sentence;
}

const isBlank = (item: Typed['items'][number]): boolean =>
  Object.values(item).every((text) => text.trim() === '');

/** The inputs of the list. A line that is blank counts only while there are too few. */
function readInputs(items: Typed['items'], faults: Record<string, string>): Input[] {
  const filled = items.filter((item) => !isBlank(item)).length;
  return items.flatMap((item, line) =>
    isBlank(item) && filled >= LEAST_INPUTS ? [] : [readInput(item, line, faults)],
  );
}

/** The metric, once all its inputs are numbers and their product is one that a product can have. */
function metricOf(sentence: Sentence, inputs: readonly Input[]): Metric | undefined {
  const known = inputs.flatMap((input) =>
    input.now === undefined || input.next === undefined
      ? []
      : [{ ...input, now: input.now, next: input.next }],
  );
  if (known.length < inputs.length || known.length < LEAST_INPUTS) return undefined;
  return {
    title: sentence.counted === '' ? 'The metric' : capital(sentence.counted),
    period: sentence.period === '' ? 'period' : sentence.period,
    inputs: known,
    now: northStar(known.map(({ now }) => now)),
    next: northStar(known.map(({ next }) => next)),
    moved: known.some(({ now, next }) => now !== next),
  };
}

const isPlausible = (metric: number): boolean =>
  metric === 0 || (metric >= SMALLEST_METRIC && metric <= LARGEST_METRIC);

function resultsOf(metric: Metric, parts: number[] | undefined): Result[] {
  const { inputs, now, next, period, moved } = metric;
  const product = (column: 'now' | 'next'): string =>
    inputs.map((input) => worth(input[column], input)).join(' × ');
  const results: Result[] = [
    {
      label: 'Now',
      value: `${formatNumber(now)} per ${period}`,
      sentence: `${inputs.map(({ name }) => name).join(' × ')}: ${product('now')}.`,
    },
    {
      label: 'With a tenth more of any one input',
      value: `${formatNumber(now * 1.1)} per ${period}`,
      sentence: `${formatNumber(now)} × 1.1, whichever input it is, because they multiply. So the arithmetic does not choose for you: take the tenth that costs least and lasts longest.`,
    },
  ];
  if (!moved) return results;
  results.push(
    {
      label: 'Next',
      value: `${formatNumber(next)} per ${period}`,
      sentence: `The same inputs next: ${product('next')}.`,
    },
    {
      label: 'Change',
      value: `${signed(next - now)} per ${period}`,
      sentence:
        parts === undefined
          ? `Next − now: ${formatNumber(next)} − ${formatNumber(now)}.`
          : `Next − now: ${inputs.map(({ name }, at) => `${signed(parts[at]!)} by ${small(name)}`).join(', ')}. Each part is change × ln(next / now of the input) / the sum of these logarithms, so that the parts add up.`,
    },
  );
  return results;
}

function read({ fields, items }: Typed): Reading {
  const faults: Record<string, string> = {};
  const sentence = readSentence(fields, faults);
  const inputs = readInputs(items, faults);
  const guardrails = (fields['guardrails'] ?? '').split(/\r?\n/).map(inline).filter(Boolean);
  const metric = metricOf(sentence, inputs);
  const results: Result[] = [];
  const { who, does, counted, period } = sentence;
  if (who !== '' && does !== '' && period !== '')
    results.push({
      label: 'The sentence',
      value: `${capital(who)} that ${does}, per ${period}`,
      sentence: `Who gets the value, the act that is of value to them, and the rhythm in which they need it.${counted === '' ? '' : ` It is counted in ${small(counted)}.`}`,
    });
  const remarks = judgeWords(sentence, inputs);
  const reading: Reading = { faults, results, remarks, tables: [], charts: [] };
  const plausible = metric !== undefined && isPlausible(metric.now) && isPlausible(metric.next);
  const parts = plausible ? partsOf(metric) : undefined;
  if (plausible) {
    results.push(...resultsOf(metric, parts));
    remarks.push(...judgeNumbers(metric, parts));
  } else if (metric !== undefined) {
    remarks.push(
      'The inputs multiply to a number that no product has. Check their units: a share is written in %, and each input is counted for one of the input before it.',
    );
  } else if (items.length < LEAST_INPUTS) {
    remarks.push('A North Star has three to five inputs. Add those that are missing.');
  }
  if (guardrails.length > 0)
    results.push({
      label: 'Guardrails',
      value: `${guardrails.length}`,
      sentence: `${guardrails.join('; ')}. None of them may get worse while the metric rises.`,
    });
  remarks.push(...judgeGuardrails(guardrails));
  if (!plausible) return reading;
  return { ...reading, tables: tablesOf(metric, parts), charts: [chartOf(metric)] };
}

/** A guided sentence, inputs that multiply, guardrails, and what is known to go wrong with such a number. */
export const northStarBuilder: Tool = {
  id: 'north-star-builder',
  groups: [
    {
      label: 'The sentence',
      fields: [
        {
          name: 'who',
          label: 'Who gets the value',
          kind: 'text',
          help: 'People, households or teams, in the plural.',
        },
        {
          name: 'does',
          label: 'What they do that is of value to them',
          kind: 'text',
          help: 'A verb and what it is done to. Opening the product is no value yet.',
        },
        {
          name: 'counted',
          label: 'What is counted',
          kind: 'text',
          help: 'The unit of the metric: each time they do it counts one.',
        },
        {
          name: 'period',
          label: 'Period',
          kind: 'choice',
          options: PERIODS.map((period) => ({ value: period, label: `per ${period}` })),
          help: 'The rhythm in which people need the product.',
        },
      ],
    },
    {
      label: 'What must not get worse',
      fields: [
        {
          name: 'guardrails',
          label: 'Guardrails',
          kind: 'lines',
          help: 'One a line, each with the value at which you would stop.',
        },
      ],
    },
  ],
  list: {
    item: 'input',
    label: 'Inputs that multiply to the metric',
    least: LEAST_INPUTS,
    most: MOST_INPUTS,
    columns: [
      { name: 'name', label: 'Input', kind: 'text' },
      {
        name: 'unit',
        label: 'Unit',
        kind: 'text',
        help: 'Of a share it begins with %, like % of households.',
      },
      { name: 'now', label: 'Now' },
      { name: 'next', label: 'Next, or empty if it stays' },
    ],
  },
  read,
};
