import { expect, it } from 'vitest';
import { isTyped, type Tool } from '#domain/tools/tool.ts';

const tool: Tool = {
  id: 'listed',
  groups: [],
  list: { item: 'idea', label: 'Ideas', columns: [], least: 0, most: 2 },
  read: () => ({ faults: {}, results: [], remarks: [], tables: [], charts: [] }),
};

it.each([
  { fields: {}, items: [] },
  { fields: { a: '', b: 'x'.repeat(100_000) }, items: [{ c: '1' }, {}] },
])('what was typed is what a browser kept of it', (kept) => {
  expect(isTyped(kept, tool)).toBe(true);
});

it.each([
  ...[null, 5, 'x', [], {}, { fields: {} }, { items: [] }, { fields: null, items: [] }],
  ...[
    { fields: { a: 1 }, items: [] },
    { fields: {}, items: [null] },
    { fields: {}, items: 'x' },
  ],
  ...[
    { fields: {}, items: [{ a: {} }] },
    { fields: {}, items: [{}, {}, {}] },
  ],
])('anything else is not: %j', (kept) => {
  expect(isTyped(kept, tool)).toBe(false);
});
