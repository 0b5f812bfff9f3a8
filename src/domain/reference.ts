import { compute, lookUp, BrokenReference, splitArguments } from './calculations.ts';
import type { Larder } from './larder.ts';
import { formatQuantity, wordQuantity, type Quantity } from './quantity.ts';

/**
 * A number that stands in a line of YAML by reference:
 * `{larder interviews/households}` a figure of Larder's, `{words interviews/households}` the same as
 * a word, `{share a b}` and the like a calculation, `{share (sum a b) c}` one inside another,
 * `{share a b | digits 1}` with as many decimals, `{quotient a b | words}` as a word,
 * `{fact exp-01 | about one third}` a sourced one, `{given 15%}` an input that an option of a quiz sets.
 */
export type Reference =
  | { kind: 'larder'; path: string; words: boolean }
  | { kind: 'computed'; name: string; from: string[]; form?: string | undefined }
  | { kind: 'fact'; id: string; text: string }
  | { kind: 'given'; text: string };

/** A reference in a line, what is inside its braces as the first group. */
export const BRACES = /\{([^{}]*)\}/g;

function parseReference(inside: string): Reference {
  const [name = '', ...rest] = inside.trim().split(/\s+/);
  if (name === 'larder' || name === 'words') {
    return { kind: 'larder', path: rest.join(' '), words: name === 'words' };
  }
  if (name === 'fact') {
    const [id = '', text = ''] = rest.join(' ').split(' | ');
    return { kind: 'fact', id, text };
  }
  if (name === 'given') return { kind: 'given', text: rest.join(' ') };
  const [from = '', form] = rest.join(' ').split(' | ');
  return { kind: 'computed', name, from: splitArguments(from), form };
}

/** The references in a line, in order. */
export function referencesIn(line: string): Reference[] {
  return [...line.matchAll(BRACES)].map((match) => parseReference(match[1]!));
}

/**
 * The quantity that a reference stands for.
 * @throws BrokenReference when it names something that does not exist, or is a fact's words.
 */
export function resolve(larder: Larder, reference: Reference): Quantity {
  if (reference.kind === 'larder') return lookUp(larder, reference.path);
  if (reference.kind === 'computed') return compute(larder, reference.name, reference.from);
  throw new BrokenReference(
    reference.kind === 'fact'
      ? 'is the words of a fact, not a quantity'
      : 'is the input of a quiz, not a quantity',
    'name a figure or a calculation',
  );
}

/** How the result of a calculation is to be written. */
function readForm(form: string | undefined): { words: boolean; digits?: number } {
  if (form === undefined) return { words: false };
  if (form === 'words') return { words: true };
  const digits = /^digits ([0-4])$/.exec(form)?.[1];
  if (digits !== undefined) return { words: false, digits: Number(digits) };
  throw new BrokenReference(
    `asks for the form "${form}", which numbers lack`,
    'write "| words", or "| digits 1" with 0 to 4 decimals',
  );
}

/** A change is told with its sign, since "a change of 2%" leaves the direction open. */
export function formatComputed(name: string, quantity: Quantity, digits?: number): string {
  const text = formatQuantity(quantity, digits).replace('-', '−');
  return name === 'change' && quantity.value > 0 ? `+${text}` : text;
}

/**
 * What `<Larder at="interviews/households" words />` prints.
 * @throws BrokenReference when there is no such figure.
 */
export function printFigure(larder: Larder, at: string, words = false): string {
  const quantity = lookUp(larder, at);
  return words ? wordQuantity(quantity) : formatQuantity(quantity);
}

/**
 * What `<Computed is="share" from="a b" digits="1" />` prints.
 * @param digits decimal places as the component takes them.
 * @throws BrokenReference when the calculation or one of its arguments does not exist.
 */
export function printComputed(
  larder: Larder,
  {
    is,
    from,
    digits,
    words = false,
  }: { is: string; from: string; digits?: string | undefined; words?: boolean | undefined },
): string {
  const quantity = compute(larder, is, splitArguments(from));
  if (words) return wordQuantity(quantity);
  return formatComputed(is, quantity, digits === undefined ? undefined : Number(digits));
}

/**
 * What a reference in a line prints.
 * @throws BrokenReference when it names something that does not exist, or a form that numbers lack.
 */
export function printReference(larder: Larder, reference: Reference): string {
  if (reference.kind === 'fact' || reference.kind === 'given') return reference.text;
  const quantity = resolve(larder, reference);
  if (reference.kind === 'larder') {
    return reference.words ? wordQuantity(quantity) : formatQuantity(quantity);
  }
  const { words, digits } = readForm(reference.form);
  return words ? wordQuantity(quantity) : formatComputed(reference.name, quantity, digits);
}

/** Words of a line, and the fact that they rest on if they rest on one. */
export interface Piece {
  text: string;
  fact?: string;
}

/** A line with every reference replaced by what it stands for, cut where a fact begins and ends. */
export function piecesOf(larder: Larder, line: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of line.matchAll(BRACES)) {
    pieces.push({ text: line.slice(end, match.index) });
    end = match.index + match[0].length;
    const reference = parseReference(match[1]!);
    const text = printReference(larder, reference);
    pieces.push(reference.kind === 'fact' ? { text, fact: reference.id } : { text });
  }
  return [...pieces, { text: line.slice(end) }].filter(({ text }) => text !== '');
}

/** A line with every reference replaced by what it stands for, ready to print. */
export function fill(larder: Larder, line: string): string {
  return piecesOf(larder, line)
    .map(({ text }) => text)
    .join('');
}
