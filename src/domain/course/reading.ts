import type { Prose } from './prose.ts';

/** A slow, thorough reader of explanatory text on a screen (Brysbaert, 2019: 238 for nonfiction). */
const WORDS_PER_MINUTE = 200;

/** Words in a text. */
export function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** Whole minutes that a text takes to read, one at the least. */
export function readingMinutes(text: string): number {
  return Math.max(1, Math.round(countWords(text) / WORDS_PER_MINUTE));
}

/**
 * The sentences of a text, block by block, headings left out. A number that is printed by reference
 * counts as one word. A colon ends no sentence; the end of a paragraph or of a list item does.
 */
export function sentencesOf({ blocks }: Pick<Prose, 'blocks'>): string[] {
  return blocks
    .filter(({ isHeading }) => !isHeading)
    .flatMap(({ runs }) =>
      runs
        .map(({ text }) => (text === '\ufffc' ? '7' : text))
        .join('')
        .replace(/\s+/g, ' ')
        // A sentence ends at a stop, with its closing quotation mark, before a space and a capital.
        .split(/(?<=[.?!]["”’')]?) (?=["“‘'(]?[\p{Lu}\d])/u),
    )
    .map((sentence) => sentence.trim())
    .filter(Boolean);
}
