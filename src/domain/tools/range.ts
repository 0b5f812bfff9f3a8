/** Estimates as people type them: a number, or a range of two. */
import type { Range } from '../estimate.ts';
import { readNumber, type Limits } from './number.ts';

/** A range, or a sentence that says what is wrong and how to mend it. */
export type ReadRange = { value: Range; fault?: never } | { value?: never; fault: string };

/** Every hyphen, dash and minus sign that a keyboard or a spreadsheet puts between two numbers, and "to". */
const TWO_NUMBERS = /^(.*?[\d.%])\s*(?:[-\u2010-\u2015\u2212]|to)\s*(\S.*)$/i;
/** No two numbers are longer, and a search for them in a pasted page would take long. */
const LONGEST = 100;

/** Reads "2000", "1500-2500", "1500 to 2500" or "1500–2500". Each number is one for `readNumber`. */
export function readRange(text: string, limits: Limits = {}): ReadRange {
  const typed = text.trim();
  const two = typed.length > LONGEST ? null : TWO_NUMBERS.exec(typed);
  const low = readNumber(two?.[1] ?? text, limits);
  if (low.fault !== undefined) return low;
  const high = two ? readNumber(two[2]!, limits) : low;
  if (high.fault !== undefined) return high;
  if (low.value > high.value)
    return { fault: 'This range runs backward. Write the smaller number first, like 1500-2500.' };
  return { value: { low: low.value, high: high.value } };
}
