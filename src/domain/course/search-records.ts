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

/** One record for each row of each table: its cells, each behind the name of its column. */
export function searchRecords({ entries }: Course, larder: Larder): SearchRecord[] {
  return entries.tables.flatMap((table) =>
    table.data.rows.map((row) => {
      const address = formatAddress({ collection: 'tables', entry: table.id, part: row.id });
      const cells = row.cells.map((cell, index) => {
        const label = table.data.columns[index]?.label ?? '';
        return `${fill(larder, label)}: ${fill(larder, cell)}.`;
      });
      return {
        url: placeOf(address, '/'),
        title: fill(larder, row.cells[0] ?? row.id),
        kind: `Row in the table “${table.data.title}”`,
        content: cells.join(' '),
      };
    }),
  );
}
