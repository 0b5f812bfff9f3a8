/** Numbers as people type them, and the sentence for what is none. */

/** What a number may be. */
export interface Limits {
  /** At least this. */
  min?: number;
  /** More than this. */
  above?: number;
  max?: number;
  whole?: boolean;
}

/** A number, or a sentence that says what is wrong and how to mend it. */
export type ReadNumber = { value: number; fault?: never } | { value?: never; fault: string };

/** No quantity of a product is larger, and sums of such numbers stay exact enough. */
const LARGEST = 1e12;
/** No number is longer. */
const LONGEST = 100;

const write = (value: number): string => value.toLocaleString('en-US');

/**
 * Reads a number: "1,200.5", "1 200", "$50", "40%" (as 40) and "1200" alike. A comma between digits is for
 * thousands only where three digits follow it; "1,5" is refused rather than guessed at.
 */
export function readNumber(text: string, limits: Limits = {}): ReadNumber {
  const typed = text.trim();
  if (typed === '') return { fault: 'This is empty. Write a number.' };
  const isNone = `“${shown(typed)}” is not a number. Write digits, like 1200 or 0.5.`;
  // A pasted page would keep the patterns below busy for seconds.
  if (typed.length > LONGEST) return { fault: isNone };
  const bare = typed.replace(/^\$\s*|\s*%$/g, '').replace(/[\u00a0\u202f ](?=\d{3}(?!\d))/g, '');
  const plain = /^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare) ? bare.replaceAll(',', '') : bare;
  if (/^[-+]?\d+,\d+$/.test(plain))
    return { fault: `“${shown(typed)}” can be read in two ways. Write decimals with a point.` };
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain)) return { fault: isNone };
  const value = Number(plain);
  return faultOf(value, limits) ?? { value };
}

function faultOf(
  value: number,
  { min, above, max = LARGEST, whole }: Limits,
): ReadNumber | undefined {
  if (above !== undefined && !(value > above))
    return { fault: `This must be more than ${write(above)}.` };
  if (min !== undefined && value < min) return { fault: `This must be at least ${write(min)}.` };
  if (value > max) return { fault: `This must be at most ${write(max)}.` };
  if (value < -LARGEST) return { fault: `This must be at least ${write(-LARGEST)}.` };
  if (whole && !Number.isInteger(value)) return { fault: 'This must be a whole number.' };
  return undefined;
}

/** What was typed, short enough for a sentence. */
function shown(text: string): string {
  return text.length > 20 ? `${text.slice(0, 20)}…` : text;
}

/**
 * Reads several fields at once.
 * @returns the numbers of those without a fault, and the faults by field.
 */
export function readNumbers<Name extends string>(
  typed: Readonly<Record<string, string>>,
  limits: Readonly<Record<Name, Limits>>,
): { values: Partial<Record<Name, number>>; faults: Record<string, string> } {
  const values: Partial<Record<Name, number>> = {};
  const faults: Record<string, string> = {};
  for (const name of Object.keys(limits) as Name[]) {
    const read = readNumber(typed[name] ?? '', limits[name]);
    if (read.fault === undefined) values[name] = read.value;
    else faults[name] = read.fault;
  }
  return { values, faults };
}
