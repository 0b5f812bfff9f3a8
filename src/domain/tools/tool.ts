/**
 * What a tool is: fields that a reader fills in, and a pure function that reads them. One component prints
 * any tool with the example of content/tools/<id>.mdx filled in, so that it is a worked example on paper and
 * without JavaScript; one island reads it anew with each key. A tool holds texts as they were typed, so that
 * nothing typed is lost.
 */
import type { Drawing } from '../drawing/shape.ts';

/** A field of a form. */
export interface Field {
  /** Permanent: it is the field's place in a link that matters, and this name in the page. */
  name: string;
  label: string;
  /** What stands behind the number: "dollars a month", "% of the gross margin". */
  unit?: string;
  /** A sentence for those who do not know the word. */
  help?: string;
  /** `text` is anything, `lines` is text of several lines, `choice` one of the options; every other is a number. */
  kind?: 'number' | 'text' | 'lines' | 'choice';
  options?: readonly { value: string; label: string }[];
}

/** Lines of fields that a reader adds and takes away: ideas, inputs, steps. A tool has one list at most. */
export interface FieldList {
  /** What one line is called: "idea". */
  item: string;
  /** What the lines are: "Ideas to rank". */
  label: string;
  columns: readonly Field[];
  least: number;
  most: number;
}

/** What a reader has typed. */
export interface Typed {
  /** By the name of the field. */
  fields: Readonly<Record<string, string>>;
  /** The lines of the list, by the name of the column. */
  items: readonly Readonly<Record<string, string>>[];
}

/** A figure that a tool comes to. */
export interface Result {
  label: string;
  /** With its unit: "$250", "6.3 months". */
  value: string;
  /** One sentence that explains it, with the formula. */
  sentence: string;
}

/** A table, which is also what is exported and copied. The first cell of each row names it. */
export interface ResultTable {
  caption: string;
  heads: readonly string[];
  rows: readonly (readonly string[])[];
  /** Whether it stands behind a click, because it only repeats the results. */
  isFolded?: true;
  /** Whether it is read down as well as across, so that it stays whole and scrolls on a phone. */
  isMatrix?: true;
}

/** A chart and what it says, in words. */
export interface Chart {
  title: string;
  description: string;
  draw: (width: number) => Drawing;
}

/** What a tool makes of what was typed. What cannot be computed for a fault is left out. */
export interface Reading {
  /** A sentence for each field with a fault: what is wrong and how to mend it. Keys as `keyOf` makes them. */
  faults: Readonly<Record<string, string>>;
  results: readonly Result[];
  /** Sentences that judge, warn or ask: what the numbers leave out. */
  remarks: readonly string[];
  tables: readonly ResultTable[];
  charts: readonly Chart[];
}

/** A tool. Its id is that of its page and of its words: content/tools/<id>.mdx. */
export interface Tool {
  id: string;
  /** Groups of fields under a heading of their own. */
  groups: readonly { label: string; fields: readonly Field[] }[];
  list?: FieldList;
  read: (typed: Typed) => Reading;
}

/** The key of a field: its name, or for a line of the list "2/reach", lines counted from 0. */
export function keyOf(name: string, line?: number): string {
  return line === undefined ? name : `${line}/${name}`;
}

/** Whether what a browser kept is what a reader typed: texts by name, and no more lines than the tool has. */
export function isTyped(kept: unknown, { list }: Tool): kept is Typed {
  const areTexts = (value: unknown): boolean =>
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((text) => typeof text === 'string');
  if (typeof kept !== 'object' || kept === null) return false;
  const { fields, items } = kept as Partial<Typed>;
  return (
    areTexts(fields) &&
    Array.isArray(items) &&
    items.length <= (list?.most ?? 0) &&
    items.every(areTexts)
  );
}
