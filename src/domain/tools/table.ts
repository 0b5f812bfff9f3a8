/** Tables of results: how a phone shows them, and as what they leave the page. */
import type { ResultTable } from './tool.ts';

/** Letters of a cell from which on it is a sentence, for which a column beside others is too narrow. */
const SENTENCE = 40;

/**
 * What stands over each cell of a row where a phone shows the rows one by one, as cards: the first is for
 * the name of the row, which needs none unless it is a number. Undefined where the table fits as it is, or
 * is a matrix.
 */
export function cardLabels({ heads, rows, isMatrix }: ResultTable): string[] | undefined {
  const isWide = heads.length > 3 || rows.flat().some((cell) => cell.length > SENTENCE);
  if (isMatrix || !isWide || heads.length < 2) return undefined;
  const isNumbered = rows.every(([first = '']) => /^\d/.test(first));
  return [isNumbered ? heads[0]! : '', ...heads.slice(1)];
}

/**
 * A table in GitHub's Markdown, its caption before it. What was typed stays text: no sign of it formats, and
 * an address is left whole, since a chat makes a link of it as it stands.
 */
export function toMarkdown({ caption, heads, rows }: ResultTable): string {
  const cell = (text: string): string =>
    text
      .replace(
        /(https?:\/\/[^\s|<\\`]+)|[\\`*_[\]<|~&]/g,
        (sign, address?: string) => address ?? `\\${sign}`,
      )
      .replace(/\s+/g, ' ')
      .trim();
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [
    `**${cell(caption)}**`,
    '',
    line(heads),
    line(heads.map(() => '---')),
    ...rows.map(line),
  ].join('\n');
}

/**
 * A table as CSV (RFC 4180), without the spaces that only keep a line together. A cell that a spreadsheet
 * would take for a formula begins with an apostrophe, unless it is a plain number.
 */
export function toCsv({ heads, rows }: ResultTable): string {
  const cell = (shown: string): string => {
    const text = shown.replaceAll('\u00a0', ' ');
    const isFormula = /^[=+\-@＝＋－＠\t\r\n]/.test(text) && !/^[-+]?\$?\d[\d.,]*%?$/.test(text);
    const safe = isFormula ? `'${text}` : text;
    // Where decimals have a comma, spreadsheets divide at semicolons, and a formula may stand behind one.
    return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [heads, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}
