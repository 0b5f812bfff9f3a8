/** A number and how it is written: a share of 0.45 is "45%", 6 dollars are "$6", 2000 is "2,000". */
export interface Quantity {
  value: number;
  unit: 'number' | 'percent' | 'dollar';
}

const WORDS = [
  'zero', 'one', 'two', 'three', 'four', 'five', 'six',
  'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve',
]; // prettier-ignore

/**
 * Reads a figure as content writes it: 2000, "2000", "45%" (a share of 0.45) or "$6".
 * Returns undefined for anything else.
 */
export function parseQuantity(text: string | number): Quantity | undefined {
  if (typeof text === 'number') return { value: text, unit: 'number' };
  const match = /^(\$)?(\d+(?:\.\d+)?)(%)?$/.exec(text);
  if (!match || (match[1] && match[3])) return undefined;
  const value = Number(match[2]);
  if (match[1]) return { value, unit: 'dollar' };
  // 12 decimals keep 0.45 from becoming 0.45000000000000001 on the way.
  if (match[3]) return { value: Number((value / 100).toFixed(12)), unit: 'percent' };
  return { value, unit: 'number' };
}

/**
 * Writes a quantity for readers in the United States: "2,000", "77.8%", "$1.50".
 * @param digits decimals; without it at most one for a share, at most two for a number, and none or
 *   two for dollars.
 */
export function formatQuantity({ value, unit }: Quantity, digits?: number): string {
  const wholeDollars = Number.isInteger(Number(value.toFixed(2)));
  const [minimum, maximum] = {
    percent: [0, 1],
    number: [0, 2],
    dollar: wholeDollars ? [0, 0] : [2, 2],
  }[unit] as [number, number];
  return formatOf(unit, digits ?? minimum, digits ?? maximum).format(value);
}

const formats = new Map<string, Intl.NumberFormat>();

/** One format for all quantities of a kind: to make it takes far longer than to write a number with it. */
function formatOf(unit: Quantity['unit'], minimum: number, maximum: number): Intl.NumberFormat {
  const key = `${unit} ${minimum} ${maximum}`;
  const known = formats.get(key);
  if (known) return known;
  const format = new Intl.NumberFormat('en-US', {
    style: { percent: 'percent', number: 'decimal', dollar: 'currency' }[unit] as 'percent',
    currency: 'USD',
    minimumFractionDigits: minimum,
    maximumFractionDigits: maximum,
  });
  formats.set(key, format);
  return format;
}

/**
 * Writes a whole number up to twelve as a word, "seven"; any other quantity as `formatQuantity` does.
 */
export function wordQuantity(quantity: Quantity): string {
  const word = quantity.unit === 'number' ? WORDS[quantity.value] : undefined;
  return word ?? formatQuantity(quantity);
}

/**
 * The numbers that a text states, each as a plain string: digits without thousands commas, number
 * words as digits, and the fractions "half", "third" and "quarter" as themselves.
 */
export function numbersIn(text: string): string[] {
  const tens = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
  const words = new Map<string, string>([
    ...WORDS.map((word, index): [string, string] => [word, String(index)]),
    ...tens.map((word, index): [string, string] => [word, String((index + 2) * 10)]),
    ...['half', 'third', 'quarter', 'thirds', 'quarters'].map((word): [string, string] => [
      word,
      word.replace(/s$/, ''),
    ]),
  ]);
  const tokens = text.toLowerCase().match(/\d[\d,]*(?:\.\d+)?|[a-z]+/g) ?? [];
  return tokens.flatMap((token) => {
    if (/^\d/.test(token)) return [String(Number(token.replaceAll(',', '')))];
    const number = words.get(token);
    return number === undefined ? [] : [number];
  });
}

const small = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });
const large = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

/** Writes a number of any size so that a small one keeps three digits: "7,200", "2.43", "0.0046". */
export function formatNumber(value: number): string {
  return (Math.abs(value) < 1 ? small : large).format(value);
}
