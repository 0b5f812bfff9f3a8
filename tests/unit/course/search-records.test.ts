import { expect, it } from 'vitest';
import { emptyEntries } from '#domain/course/course.ts';
import { searchRecords } from '#domain/course/search-records.ts';
import { schemas } from '#schema.ts';

const order = { opening: 'start', parts: [], closing: 'end' };
const larder = { interviews: { households: 9 } };

it('a row is found by its cells, each behind its column, at its own place', () => {
  const entries = emptyEntries();
  entries.tables.push({
    collection: 'tables',
    id: 'transfer',
    file: 'tables/transfer.yaml',
    data: schemas.tables.parse({
      title: 'Transfer',
      caption: 'What carries over.',
      columns: [
        { id: 'area', label: 'Area' },
        { id: 'today', label: 'Today' },
      ],
      rows: [{ id: 'empathy', cells: ['Empathy', '{larder interviews/households} talks'] }],
    }),
  });
  expect(searchRecords({ entries, order }, larder)).toEqual([
    {
      url: '/tables/transfer/#empathy',
      title: 'Empathy',
      kind: 'Row · Transfer',
      content: 'Empathy. Today: 9 talks',
    },
  ]);
});

it('a dimension of a rubric is found by its levels', () => {
  const entries = emptyEntries();
  entries.rubrics.push({
    collection: 'rubrics',
    id: 'technical',
    file: 'rubrics/technical.yaml',
    data: schemas.rubrics.parse({
      title: 'Technical interview',
      description: 'What is scored.',
      about: 'It shows how you work with engineers.',
      lesson: 'technical-interview',
      dimensions: ['system', 'trade-offs', 'engineers', 'limits', 'care'].map((id) => ({
        id,
        dimension: `The ${id}`,
        levels: ['Bluffs.', 'Guesses.', 'Asks.', 'Owns a gap.'],
      })),
    }),
  });
  expect(searchRecords({ entries, order }, larder)[3]).toEqual({
    url: '/rubrics/technical/#limits',
    title: 'The limits',
    kind: 'What is scored · Technical interview',
    content:
      'The limits. 1 Not yet: Bluffs. 2 Developing: Guesses. 3 Ready: Asks. 4 Strong: Owns a gap.',
  });
});
