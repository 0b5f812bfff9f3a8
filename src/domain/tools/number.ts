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
/** No number that anybody types is longer, and no pattern takes long over so little. */
const LONGEST = 400;

const write = (value: number): string => value.toLocaleString('en-US');

/**
 * Reads a number: "1,200.5", "1 200", "$50", "40%" (as 40), "−5" and "1e3" alike. A comma or a space between
 * digits is for thousands only where groups of three follow all along; "1,5" and "1.200,50" are refused
 * rather than guessed at. Signs that nobody sees, which come with a copy, are ignored.
 */
export function readNumber(text: string, limits: Limits = {}): ReadNumber {
  const typed = text.replace(/\p{Cf}/gu, '').trim();
  if (typed === '') return { fault: 'This is empty. Write a number.' };
  const notANumber = `“${shown(typed)}” is not a number. Write digits, like 1200 or 0.5.`;
  if (typed.length > LONGEST) return { fault: notANumber };
  const bare = typed
    .replace('−', '-')
    .replace(/^([-+]?)\$\s*/, '$1')
    .replace(/\s*%$/, '');
  const inThousands = /^[-+]?[1-9]\d{0,2}(?:(?:,\d{3})+|(?:\s\d{3})+)(?:\.\d+)?$/.test(bare);
  const plain = inThousands ? bare.replace(/[,\s]/g, '') : bare;
  if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain)) {
    const value = Number(plain);
    return faultOf(value, limits) ?? { value };
  }
  if (!/^[-+]?[.,\s]*\d[\d.,\s]*$/.test(plain)) return { fault: notANumber };
  return {
    fault: `“${shown(typed)}” can be read in two ways. Write decimals with a point.`,
  };
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

/** What was typed, short enough for a sentence, no character of it cut in half. */
function shown(text: string): string {
  const start = [...text.slice(0, 50)];
  return start.length > 20 ? `${start.slice(0, 20).join('')}…` : text;
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
