/**
 * Lines of text that stay within a width, without a browser to measure them. The widths are the
 * widest that the usual system sans faces have (DejaVu Sans, which Linux takes for system-ui, is
 * about an eighth wider than Segoe UI, San Francisco and Roboto), so that a line which fits here
 * fits for every reader.
 */
import type { Role, Text } from './shape.ts';

/** `strong` is the weight of labels, `plain` that of notes. */
export type Weight = 'plain' | 'strong';

/** From this width on a drawing has room for columns side by side. */
const WIDE_FROM = 480;

/** The distance between two baselines, at either text size. */
export const LINE_HEIGHT = 20;

/** How far the baseline lies beneath the top of its line. */
const BASELINE = 15;

/** Whether a drawing of this width has room for columns side by side. */
export function isWide(width: number): boolean {
  return width >= WIDE_FROM;
}

/** The text size of a drawing, in user units. The narrow one is shown smaller than it is drawn. */
export function textSize(width: number): number {
  return isWide(width) ? 15 : 16;
}

/** Characters of about the same width, and that width in em, plain and strong. */
const WIDTHS: [string, number, number][] = [
  ["ijlI'|", 0.29, 0.37],
  [' .,/\\’‘', 0.34, 0.39],
  ['!()[]-:;"', 0.4, 0.47],
  ['frt', 0.42, 0.5],
  ['cszJ?_`*–“”', 0.56, 0.62],
  ['kvxyL', 0.59, 0.67],
  ['w', 0.82, 0.92],
  ['ABEFKPRSTVXYZ', 0.69, 0.77],
  ['CDGHNOQU&', 0.79, 0.87],
  ['M+<=>~×→', 0.87, 1],
  ['Wm%@—…', 1.03, 1.11],
];
const WIDTH_OF = new Map(
  WIDTHS.flatMap(([characters, plain, strong]) =>
    Array.from(characters, (character) => [character, { plain, strong }] as const),
  ),
);
/** Small letters and digits. */
const LATIN = { plain: 0.64, strong: 0.73 };
/** Ideographs, emoji and whatever else the table does not know. */
const OTHER = { plain: 1.1, strong: 1.2 };

/** The width of one line of text in user units, rather too wide than too narrow. */
export function textWidth(text: string, size: number, weight: Weight): number {
  let em = 0;
  // Without its accents a letter is as wide as with them.
  for (const character of text.normalize('NFD').replace(/\p{M}/gu, '')) {
    const known = WIDTH_OF.get(character) ?? (/[!-ɏ]/.test(character) ? LATIN : OTHER);
    em += known[weight];
  }
  return em * size;
}

/** Whether every word of `text` fits on a line of `maximum` units. */
export function wordsFit(text: string, maximum: number, size: number, weight: Weight): boolean {
  return text.split(/\s+/).every((word) => textWidth(word, size, weight) <= maximum);
}

/** A word that no line holds, cut into pieces that each fit. */
function cut(word: string, maximum: number, size: number, weight: Weight): string[] {
  if (textWidth(word, size, weight) <= maximum) return [word];
  const pieces: string[] = [];
  let piece = '';
  for (const character of word) {
    if (piece !== '' && textWidth(`${piece}${character}-`, size, weight) > maximum) {
      pieces.push(/[-/]$/.test(piece) ? piece : `${piece}-`);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece];
}

function greedyLines(text: string, maximum: number, size: number, weight: Weight): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (textWidth(longer, size, weight) <= maximum) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = cut(word, maximum, size, weight);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  return [...lines, line];
}

/**
 * `text` in as few lines as fit `maximum` units, the lines about equally long. A word that is wider
 * than a line is cut with a hyphen, so no line is ever wider than `maximum`.
 */
export function wrap(text: string, maximum: number, size: number, weight: Weight): string[] {
  if (text === '') return [];
  let lines = greedyLines(text, maximum, size, weight);
  if (!wordsFit(text, maximum, size, weight)) return lines;
  for (let narrower = maximum - 4; wordsFit(text, narrower, size, weight); narrower -= 4) {
    const balanced = greedyLines(text, narrower, size, weight);
    if (balanced.length > lines.length) break;
    lines = balanced;
  }
  return lines;
}

/** Wrapped text that has a size and no place yet. */
export interface Paragraph {
  lines: string[];
  width: number;
  height: number;
  weight: Weight;
  role: Role;
}

/** Wraps `text` into a paragraph of at most `maximum` units. */
export function paragraph(
  text: string,
  maximum: number,
  size: number,
  weight: Weight = 'plain',
  role: Role = weight === 'strong' ? 'ink' : 'soft',
): Paragraph {
  const lines = wrap(text, maximum, size, weight);
  const width = Math.max(0, ...lines.map((line) => textWidth(line, size, weight)));
  return { lines, width, height: lines.length * LINE_HEIGHT, weight, role };
}

/** The text shapes of a paragraph whose first line begins at `top` and whose anchor stands at `x`. */
export function placed(
  { lines, weight, role }: Paragraph,
  x: number,
  top: number,
  anchor: Text['anchor'] = 'start',
): Text[] {
  return lines.map((text, index) => ({
    kind: 'text',
    x: Math.round(x * 10) / 10,
    y: Math.round(top) + index * LINE_HEIGHT + BASELINE,
    text,
    anchor,
    weight,
    role,
  }));
}

/** The space that one line of text takes, in user units. */
export function boundsOf(
  text: Text,
  size: number,
): { left: number; right: number; top: number; bottom: number } {
  const width = textWidth(text.text, size, text.weight);
  const left = text.x - { start: 0, middle: width / 2, end: width }[text.anchor];
  const top = text.y - BASELINE;
  return { left, right: left + width, top, bottom: top + LINE_HEIGHT };
}
