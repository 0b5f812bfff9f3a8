import { compute, lookUp, BrokenReference, splitArguments } from './calculations.ts';
import type { Larder } from './larder.ts';
import { formatQuantity, wordQuantity, type Quantity } from './quantity.ts';

/**
 * A number that stands in a line of YAML by reference:
 * `{larder interviews/households}` a figure of Larder's, `{words interviews/households}` the same as
 * a word, `{share a b}` and the like a calculation, `{share (sum a b) c}` one inside another,
 * `{fact exp-01 | about one third}` a sourced one.
 */
export type Reference =
  | { kind: 'larder'; path: string; words: boolean }
  | { kind: 'computed'; name: string; from: string[] }
  | { kind: 'fact'; id: string; text: string };

const BRACES = /\{([^{}]*)\}/g;

function parseReference(inside: string): Reference {
  const [name = '', ...rest] = inside.trim().split(/\s+/);
  if (name === 'larder' || name === 'words') {
    return { kind: 'larder', path: rest.join(' '), words: name === 'words' };
  }
  if (name === 'fact') {
    const [id = '', text = ''] = rest.join(' ').split(' | ');
    return { kind: 'fact', id, text };
  }
  return { kind: 'computed', name, from: splitArguments(rest.join(' ')) };
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
    'is the words of a fact, not a quantity',
    'name a figure or a calculation',
  );
}

/** A change is told with its sign, since "a change of 2%" leaves the direction open. */
export function formatComputed(name: string, quantity: Quantity, digits?: number): string {
  const text = formatQuantity(quantity, digits).replace('-', '−');
  return name === 'change' && quantity.value > 0 ? `+${text}` : text;
}

/** A line with every reference replaced by what it stands for, ready to print. */
export function fill(larder: Larder, line: string): string {
  return line.replace(BRACES, (_, inside: string) => {
    const reference = parseReference(inside);
    if (reference.kind === 'fact') return reference.text;
    const quantity = resolve(larder, reference);
    if (reference.kind === 'larder') {
      return reference.words ? wordQuantity(quantity) : formatQuantity(quantity);
    }
    return formatComputed(reference.name, quantity);
  });
}
