import type { Larder } from '../larder.ts';
import { fill } from '../reference.ts';
import { formatAddress, placeOf } from './address.ts';
import type { Course } from './course.ts';

/** A unit that the full-text index holds beside the pages. */
export interface SearchRecord {
  /** Its place from the root of the site; Pagefind puts the base path before it. */
  url: string;
  title: string;
  /** What the unit is and where it stands: "Row in the table What carries over". */
  kind: string;
  content: string;
}

/** One record for each row of each table, its cells behind the names of their columns, and for each dimension of a rubric. */
export function searchRecords({ entries }: Course, larder: Larder): SearchRecord[] {
  const rows = entries.tables.flatMap((table) =>
    table.data.rows.map((row) => ({
      address: formatAddress({ collection: 'tables', entry: table.id, part: row.id }),
      title: row.cells[0] ?? row.id,
      kind: `Row in the table “${table.data.title}”`,
      content: row.cells.map((cell, index) => `${table.data.columns[index]?.label}: ${cell}.`),
    })),
  );
  const dimensions = entries.rubrics.flatMap((rubric) =>
    rubric.data.dimensions.map(({ id, dimension, levels }) => ({
      address: formatAddress({ collection: 'rubrics', entry: rubric.id, part: id }),
      title: dimension,
      kind: `Scored in the round “${rubric.data.title}”`,
      content: levels,
    })),
  );
  return [...rows, ...dimensions].map(({ address, title, kind, content }) => ({
    url: placeOf(address, '/'),
    title: fill(larder, title),
    kind,
    content: fill(larder, content.join(' ')),
  }));
}
