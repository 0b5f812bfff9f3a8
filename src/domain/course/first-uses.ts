import { pointAt, type Block, type Point, type Run } from './prose.ts';

/** A term and the words for it. */
export interface NamedTerm {
  id: string;
  names: string[];
  /** Wordings that hold one of its names, or are one, and mean other things too. */
  everyday: string[];
}

/** A term that a text uses before it links it, or without ever linking it. */
export interface UnlinkedUse {
  /** The id of the term. */
  term: string;
  /** The words as they stand. */
  words: string;
  at: Point;
}

const escape = (words: string): string => words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The beginning of a word, up to its first hyphen. */
const WORD = /(?<![\p{L}\d-])[\p{L}\d]+/gu;

/** A name as a pattern that matches where it is told to: an acronym in its own letters, other words in any case, each also as a plural. */
function patternOf(name: string): RegExp {
  const end = '(?![\\p{L}\\d]|-\\p{L})';
  if (/^[^a-z]+s?$/.test(name)) return new RegExp(`${escape(name)}s?${end}`, 'uy');
  const endsInY = /[^aeiou]y$/i.test(name);
  const stem = escape(endsInY ? name.slice(0, -1) : name).replace(/\s+/g, '\\s+');
  return new RegExp(`${stem}${endsInY ? '(?:y|ies)' : '(?:s|es)?'}${end}`, 'iuy');
}

/** A way to write a term, or words that only look like one. */
interface Wording {
  pattern: RegExp;
  length: number;
  /** The term; none for everyday words. */
  term: string | undefined;
}

/** All wordings by the first word of each, so that a text is read once, however many terms there are. */
export type Wordings = Map<string, Wording[]>;

/** The wordings of a glossary, the longest first. */
export function wordingsOf(terms: NamedTerm[]): Wordings {
  const wordings: Wordings = new Map();
  const add = (name: string, term: string | undefined): void => {
    const wording = { pattern: patternOf(name), length: name.length, term };
    const [first = ''] = name.toLowerCase().match(WORD) ?? [];
    const isOneWord = first.length === name.length;
    const plurals = isOneWord ? [`${first}s`, `${first}es`, first.replace(/y$/, 'ies')] : [];
    for (const key of new Set([first, ...plurals])) {
      wordings.set(key, [...(wordings.get(key) ?? []), wording]);
    }
  };
  for (const { id, names, everyday } of terms) {
    for (const name of names) if (!everyday.includes(name)) add(name, id);
    for (const name of everyday) add(name, undefined);
  }
  for (const list of wordings.values()) list.sort((one, other) => other.length - one.length);
  return wordings;
}

/** Where a text uses which term, in its order. */
function usesIn(
  text: string,
  wordings: Wordings,
): { term: string; words: string; index: number }[] {
  const uses = [];
  const word = new RegExp(WORD);
  for (let start = word.exec(text); start !== null; start = word.exec(text)) {
    for (const { pattern, term } of wordings.get(start[0].toLowerCase()) ?? []) {
      pattern.lastIndex = start.index;
      const [words] = pattern.exec(text) ?? [];
      if (words === undefined) continue;
      if (term !== undefined) uses.push({ term, words, index: start.index });
      word.lastIndex = start.index + words.length;
      break;
    }
  }
  return uses;
}

/**
 * The first uses of terms in a text that do not lead to the glossary. Of wordings within each other
 * the longest counts: "activation rate" is no use of "activation". Headings, scenes and documents
 * are passed over, and so are words set as code or linked to another place.
 */
export function unlinkedFirstUses(blocks: Block[], wordings: Wordings): UnlinkedUse[] {
  const met = new Set<string>();
  const unlinked: UnlinkedUse[] = [];
  for (const block of blocks) {
    if (block.isHeading || block.within.some((name) => /^(Scene|Document)$/.test(name))) continue;
    const uses = usesIn(block.runs.map((run) => run.text).join(''), wordings);
    let start = 0;
    for (const run of block.runs) {
      const end = start + run.text.length;
      if (run.term !== undefined) met.add(run.term);
      for (const { term, words, index } of uses) {
        if (index < start || index >= end || met.has(term) || isSetApart(run)) continue;
        met.add(term);
        unlinked.push({ term, words: words.replace(/\s+/g, ' '), at: pointAt(block, index) });
      }
      start = end;
    }
  }
  return unlinked;
}

/** Whether words lead elsewhere already, or are no words of the text. */
function isSetApart({ term, within }: Run): boolean {
  return term !== undefined || within.includes('code') || within.includes('link');
}
