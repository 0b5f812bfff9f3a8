import { BRACES } from '../reference.ts';
import { pointAt, type Block, type Point } from './prose.ts';

const SMALL =
  'two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen';
const TENS = 'twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety';
const BIG = 'hundred|thousand|million|billion|dozen';
const WORD = `(?:(?:${TENS})[- ](?:one|${SMALL})|${SMALL}|${TENS}|(?:(?:one|a|${SMALL}|${TENS}) )?(?:${BIG}))`;

/** What can be measured, owed or counted in a study: with one of these a number word is a number. */
const UNIT =
  '(?:seconds?|minutes?|hours?|days?|nights?|weeks?|weekends?|months?|quarters?|years?|percent|percentage|points?|dollars?|cents?|euros?|times' +
  '|people|persons|users?|customers?|members?|households?|engineers?|designers?|colleagues?|interviews?|replies|sign-ups|subscribers|visitors|clicks|sessions?|sprints?)';

const MONTH =
  '(?:January|February|March|April|May|June|July|August|September|October|November|December)';

/**
 * What may stand as it is: dates and years, clock times, ordinals, names with a number in them
 * ("B2B", "household 4", "a 95% interval") and the 1 of a formula.
 */
const EXEMPT = new RegExp(
  [
    `\\b${MONTH} \\d{1,2}(?: (?:to|or|and) \\d{1,2}\\b)?(?:, \\d{4})?\\b`,
    '\\b(?:19|20)\\d\\d\\b(?!%)',
    '\\b\\d{1,2}:\\d\\d\\b',
    '\\b\\d+(?:st|nd|rd|th)\\b',
    '\\b[A-Za-z]+-?\\d+[A-Za-z]*\\b',
    '\\b\\d[A-Za-z]{1,3}\\b',
    '\\b[Hh]ousehold \\d+\\b',
    '\\b95% (?:confidence )?interval\\b',
    '\\b1(?= ?[/−])',
  ].join('|'),
  'g',
);

const BARE = new RegExp(
  [
    '[$€£]?\\d[\\d,]*(?:\\.\\d+)?(?: ?%)?',
    `\\b${WORD}(?:[- ](?:\\w+[- ])?)${UNIT}\\b`,
    `\\b(?:one|two|three) (?:half|halves|thirds?|quarters?|fifths?) of\\b`,
  ].join('|'),
  'gi',
);

/** A number in the words of a text that nothing stands behind. */
export interface BareNumber {
  text: string;
  at: Point;
}

/** Where the numbers of a run come from: a source, Larder, a calculation, or code. */
const BACKED = ['Fact', 'Larder', 'Computed', 'code'];

/**
 * The numbers in a paragraph that are neither sourced nor computed nor Larder's: digits, and number
 * words with a unit.
 */
export function bareNumbers(block: Block): BareNumber[] {
  const joined = block.runs
    .map(({ text, within }) => (within.some((name) => BACKED.includes(name)) ? blot(text) : text))
    .join('');
  return bareNumbersIn(joined).map(({ text, index }) => ({ text, at: pointAt(block, index) }));
}

/** The same in a line of YAML, whose numbers stand in it by reference. */
export function bareNumbersInLine(line: string): string[] {
  return bareNumbersIn(line.replace(BRACES, blot)).map(({ text }) => text);
}

// Backed words and exempt ones are blotted out at their length, so that places stay.
const blot = (text: string): string => text.replace(/[^\n]/g, '\ufffc');

function bareNumbersIn(words: string): { text: string; index: number }[] {
  const open = words.replace(/\n/g, ' ').replace(EXEMPT, blot);
  return [...open.matchAll(BARE)].map((match) => ({ text: match[0], index: match.index }));
}

const VALUES = new Map<string, number>([
  ...['one', ...SMALL.split('|')].map((word, index): [string, number] => [word, index + 1]),
  ...TENS.split('|').map((word, index): [string, number] => [word, (index + 2) * 10]),
  ['dozen', 12],
  ['hundred', 100],
  ['thousand', 1_000],
  ['million', 1_000_000],
  ['billion', 1_000_000_000],
]);

/**
 * The values of all figures in a text, whatever they count: 1200 for "1,200", 26 for "twenty-six". A
 * share counts as itself and in points, 0.15 and 15 for "15%".
 */
export function figuresIn(text: string): number[] {
  const tokens = text
    .toLowerCase()
    .match(/\d[\d,]*(?:\.\d+)?(?: ?%| percent)?|[a-z]+(?:-[a-z]+)?/g);
  return (tokens ?? []).flatMap((token) => {
    if (/^\d/.test(token)) {
      const number = Number.parseFloat(token.replaceAll(',', ''));
      return /%|percent/.test(token) ? [number / 100, number] : [number];
    }
    const parts = token.split('-').map((word) => VALUES.get(word));
    if (parts.length === 2 && parts[0]! >= 20 && parts[1]! < 10) return [parts[0]! + parts[1]!];
    return parts.filter((value) => value !== undefined);
  });
}
