import fc from 'fast-check';
import { markdownToHtml } from 'satteri';
import { parseFragment } from 'parse5';
import { describe, expect, it } from 'vitest';
import { cardLabels, toCsv, toMarkdown } from '#domain/tools/table.ts';
import type { ResultTable } from '#domain/tools/tool.ts';
import { itHolds } from '../progress/cases.ts';

const tableOf = (...rows: string[][]): ResultTable => ({
  caption: 'Costs',
  heads: rows[0]!,
  rows: rows.slice(1),
});

/** Reads CSV as RFC 4180 has it, into rows of cells. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  const cells = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy;
  for (const [, quoted, plain, end] of text.matchAll(cells)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain!);
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

interface Node {
  nodeName: string;
  value?: string;
  childNodes?: Node[];
}
const all = (node: Node, name: string): Node[] => [
  ...(node.nodeName === name ? [node] : []),
  ...(node.childNodes ?? []).flatMap((child) => all(child, name)),
];
const textOf = (node: Node): string =>
  all(node, '#text')
    .map(({ value }) => value ?? '')
    .join('');

/** The elements of a cell as a Markdown reader shows it, and its text. */
function shownCells(table: ResultTable): { text: string; elements: string[] }[] {
  const { html } = markdownToHtml(toMarkdown(table)) as { html: string };
  const root = parseFragment(html) as unknown as Node;
  return [...all(root, 'th'), ...all(root, 'td')].map((cell) => ({
    text: textOf(cell),
    elements: (cell.childNodes ?? []).map(({ nodeName }) => nodeName),
  }));
}

describe('a table on a phone', () => {
  const of = (heads: string[], row: string[], more: Partial<ResultTable> = {}) =>
    cardLabels({ caption: 'Ideas', heads, rows: [row], ...more });

  it('is cards where it has four columns, the name of a row without a label', () => {
    expect(of(['Idea', 'Rank', 'Score', 'Sum'], ['List', '1', '9', '3 × 3'])).toEqual([
      '',
      'Rank',
      'Score',
      'Sum',
    ]);
  });

  it('is cards where a cell is a sentence', () => {
    expect(
      of(['Figure', 'How'], ['CAC', 'Everything that was spent to win them.']),
    ).toBeUndefined();
    expect(
      of(['Figure', 'How'], ['CAC', 'Everything that was spent to win them, divided by them.']),
    ).toEqual(['', 'How']);
  });

  it('says what a row is called by a number', () => {
    expect(of(['Cycle', 'Week', 'New', 'Loop'], ['0', '0', '5', '5'])?.[0]).toBe('Cycle');
  });

  it('stays a table where it fits', () => {
    expect(of(['Looks', 'False alarms', 'More'], ['1', '5%', '0'])).toBeUndefined();
  });

  it('stays a table where it is read down as well', () => {
    const cells = ['Feb 16', '200', '120, 60%', '90, 45%'];
    expect(of(['Cohort', 'People', '1', '2'], cells, { isMatrix: true })).toBeUndefined();
  });
});

describe('a table as Markdown', () => {
  it('has its caption, its heads and its rows', () => {
    expect(toMarkdown(tableOf(['Figure', 'Value'], ['CAC', '$30'], ['LTV', '$120']))).toBe(
      '**Costs**\n\n| Figure | Value |\n| --- | --- |\n| CAC | $30 |\n| LTV | $120 |',
    );
  });

  it.each([
    ...['a|b', 'a\\|b', 'a\\\\|b', '\\', '*a*', '**', '_a_', '`a|b`', '~~a~~', '<b>a</b>', '&lt;'],
    ...['[a](b)', '![a](b)', '# a', '- a', '> a', '\\*', '<!-- a', '(1 − 4%)^12', '$1 × $2'],
  ])('shows “%s” as it was typed', (text) => {
    expect(shownCells(tableOf(['Name', 'Value'], [text, '1'])).slice(2)).toEqual([
      { text, elements: ['#text'] },
      { text: '1', elements: ['#text'] },
    ]);
  });

  it.each([
    'https://example.org/a_b_c?d=e&f=*~',
    '[a](https://example.org/_b_)',
    '<https://a.org>',
  ])('shows an address as it was typed, as a link: “%s”', (text) => {
    const [shown] = shownCells(tableOf(['Name'], [text])).slice(1);
    expect(shown!.text).toBe(text);
    expect(shown!.elements).toContain('a');
  });

  it('has a cell of several lines in one', () => {
    expect(toMarkdown(tableOf(['Name'], ['a\r\n\tb\n\nc']))).toMatch(/\| a b c \|$/);
  });

  it('keeps an empty cell', () => {
    expect(shownCells(tableOf(['A', 'B'], ['', 'b'])).map(({ text }) => text)).toEqual([
      ...['A', 'B', '', 'b'],
    ]);
  });

  itHolds(
    'has as many cells as it should, with the words that were typed',
    fc.property(
      fc.array(
        fc
          .array(fc.constantFrom(...'ab|\\`*_[]()<>~&"!#\n '), { maxLength: 8 })
          .map((signs) => `a${signs.join('')}a`),
        { minLength: 3, maxLength: 3 },
      ),
      (cells) => {
        const shown = shownCells(tableOf(['A', 'B', 'C'], cells)).slice(3);
        expect(shown.map(({ text }) => text)).toEqual(
          cells.map((text) => text.replace(/\s+/g, ' ').trim()),
        );
        return true;
      },
    ),
    50,
  );
});

describe('a table as CSV', () => {
  it('ends each row with a carriage return and a line feed', () => {
    expect(toCsv(tableOf(['Figure', 'Value'], ['CAC', '30']))).toBe('Figure,Value\r\nCAC,30\r\n');
  });

  it.each([
    ['a,b', '"a,b"'],
    ['a"b', '"a""b"'],
    ['"', '""""'],
    ['a\nb', '"a\nb"'],
    ['a\rb', '"a\rb"'],
    ['a;=1+1', '"a;=1+1"'],
    ['$1,200', '"$1,200"'],
    [' a ', ' a '],
  ])('puts “%s” in quotation marks where it needs them', (text, written) => {
    expect(toCsv(tableOf([text]))).toBe(`${written}\r\n`);
  });

  it.each([
    ...[
      '=1+1',
      '+1+1',
      '-1-1',
      '@SUM(A1)',
      '\t=1',
      '\r=1',
      '\n=1',
      '＝1',
      '＋1',
      '－1',
      '＠A',
      '-a',
    ],
    ...['=HYPERLINK("https://example.org")', '+', '-', '-1;=1', '-$', '--1', "=cmd|' /C calc'!A0"],
  ])('takes no cell for a formula: “%s”', (text) => {
    expect(readCsv(toCsv(tableOf([text])))).toEqual([[`'${text}`]]);
  });

  it.each(['-5', '-1,200.5', '+3', '-$5', '-40%', '−5', '$5', '40%', 'a=b', "'a"])(
    'leaves a number and a word as they are: “%s”',
    (text) => {
      expect(readCsv(toCsv(tableOf([text])))).toEqual([[text]]);
    },
  );

  itHolds(
    'reads back as it was, but for formulas and the spaces that keep a line together',
    fc.property(
      fc.array(
        fc.array(
          fc.oneof(
            fc.string({ unit: 'binary', maxLength: 8 }),
            fc
              .array(fc.constantFrom(...'a1,";=+-@\r\n\t \u00a0\u202e👩'), { maxLength: 6 })
              .map((signs) => signs.join('')),
          ),
          { minLength: 2, maxLength: 2 },
        ),
        { minLength: 1, maxLength: 4 },
      ),
      (rows) => {
        const read = readCsv(toCsv(tableOf(...rows)));
        return rows.every((row, at) =>
          row.every((typed, place) => {
            const text = typed.replaceAll('\u00a0', ' ');
            return [text, `'${text}`].includes(read[at]![place]!);
          }),
        );
      },
    ),
    50,
  );
});
