import { expect, it } from 'vitest';
import { emptyEntries, type Course } from '#domain/course/course.ts';
import { lostAddresses, newAddresses } from '#domain/course/ledger.ts';
import { schemas } from '#schema.ts';

/** A course with one table: its id, its old ids, and for its row the same. */
function courseWith(
  table: { id: string; was?: string[] },
  row: { id: string; was?: string[] },
): Course {
  const entries = emptyEntries();
  entries.tables.push({
    collection: 'tables',
    id: table.id,
    file: `tables/${table.id}.yaml`,
    data: schemas.tables.parse({
      title: 'Transfer',
      caption: 'What carries over.',
      columns: [
        { id: 'area', label: 'Area' },
        { id: 'today', label: 'Today' },
      ],
      rows: [{ ...row, cells: ['Empathy', 'Talks'] }],
      was: table.was ?? [],
    }),
  });
  return { entries, order: { opening: 'start', parts: [], closing: 'end' } };
}
const LEDGER = ['/tables/transfer/', '/tables/transfer/empathy/'];

it('an address that exists is not lost', () => {
  expect(lostAddresses(LEDGER, courseWith({ id: 'transfer' }, { id: 'empathy' }))).toEqual([]);
});

it('an address without a successor is lost, and the nearest part is named', () => {
  expect(lostAddresses(LEDGER, courseWith({ id: 'transfer' }, { id: 'empathic' }))).toEqual([
    { address: '/tables/transfer/empathy/', line: 2, nearest: '/tables/transfer/empathic/' },
  ]);
});

it('an old id of a row leads on', () => {
  const course = courseWith({ id: 'transfer' }, { id: 'listening', was: ['empathy'] });
  expect(lostAddresses(LEDGER, course)).toEqual([]);
});

it('an old id of a table takes its rows along', () => {
  const course = courseWith({ id: 'skills', was: ['transfer'] }, { id: 'empathy' });
  expect(lostAddresses(LEDGER, course)).toEqual([]);
});

it('an old row of an old table leads on too', () => {
  const course = courseWith(
    { id: 'skills', was: ['transfer'] },
    { id: 'listening', was: ['empathy'] },
  );
  expect(lostAddresses(LEDGER, course)).toEqual([]);
});

it('an address that no ledger holds is new', () => {
  expect(newAddresses(LEDGER, courseWith({ id: 'transfer' }, { id: 'data' }))).toContain(
    '/tables/transfer/data/',
  );
});

it('a row of a table that says it was itself is lost rather than looked for without end', () => {
  const course = courseWith({ id: 'transfer', was: ['transfer'] }, { id: 'data' });
  expect(lostAddresses(LEDGER, course)).toHaveLength(1);
});
