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
