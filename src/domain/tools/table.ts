/** Tables that leave the page: as Markdown for a chat, as CSV for a spreadsheet. */
import type { ResultTable } from './tool.ts';

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
