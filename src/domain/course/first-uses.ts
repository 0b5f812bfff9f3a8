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

/** A name as a pattern: an acronym in its own letters, other words in any case, each also as a plural. */
function patternOf(name: string): string {
  if (/^[^a-z]+s?$/.test(name)) return `${escape(name)}s?`;
  const endsInY = /[^aeiou]y$/i.test(name);
  const stem = [...(endsInY ? name.slice(0, -1) : name)].map((letter) => {
    if (/\s/.test(letter)) return '\\s+';
    // Both cases are spelled out, since the flag would take the acronyms with it.
    if (/\p{L}/u.test(letter)) return `[${letter.toLowerCase()}${letter.toUpperCase()}]`;
    return escape(letter);
  });
  return `${stem.join('')}${endsInY ? '(?:y|ies)' : '(?:s|es)?'}`;
}

/** One pattern for all wordings, the longest first, and the term to which a match of it belongs. */
function wordingsOf(terms: NamedTerm[]): {
  pattern: RegExp;
  termOf: (match: RegExpExecArray) => string | undefined;
} {
  const everyday = new Set(terms.flatMap((term) => term.everyday));
  const wordings = terms
    .flatMap(({ id, names, everyday }) => [...names, ...everyday].map((name) => ({ id, name })))
    .sort((a, b) => b.name.length - a.name.length);
  const choices = wordings.map(({ name }) => `(${patternOf(name)})`).join('|');
  return {
    pattern: new RegExp(`(?<![\\p{L}\\d-])(?:${choices})(?![\\p{L}\\d]|-\\p{L})`, 'gu'),
    termOf: (match) => {
      const { id, name } = wordings[match.slice(1).findIndex((words) => words !== undefined)]!;
      return everyday.has(name) ? undefined : id;
    },
  };
}

/**
 * The first uses of terms in a text that do not lead to the glossary. Of wordings within each other
 * the longest counts: "activation rate" is no use of "activation". Headings, scenes and documents
 * are passed over, and so are words set as code or linked to another place.
 */
export function unlinkedFirstUses(blocks: Block[], terms: NamedTerm[]): UnlinkedUse[] {
  const { pattern, termOf } = wordingsOf(terms);
  const met = new Set<string>();
  const unlinked: UnlinkedUse[] = [];
  for (const block of blocks) {
    if (block.isHeading || block.within.some((name) => /^(Scene|Document)$/.test(name))) continue;
    const text = block.runs.map((run) => run.text).join('');
    const uses = [...text.matchAll(pattern)];
    let start = 0;
    for (const run of block.runs) {
      const end = start + run.text.length;
      if (run.term !== undefined) met.add(run.term);
      for (const use of uses.filter(({ index }) => index >= start && index < end)) {
        const term = termOf(use);
        if (term === undefined || met.has(term) || isSetApart(run)) continue;
        met.add(term);
        unlinked.push({ term, words: use[0].replace(/\s+/g, ' '), at: pointAt(block, use.index) });
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
