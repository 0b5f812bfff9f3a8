import { describe, expect, it } from 'vitest';
import { isOneEditAway, nearestPathsOf } from '#domain/nearest.ts';

it.each([
  ['retention', 'retenton'],
  ['retention', 'rettention'],
  ['retention', 'retemtion'],
  ['retention', 'retentoin'],
  ['retention', 'retentions'],
  ['retention', 'etention'],
])('%s and %s are one edit apart, either way', (left, right) => {
  expect(isOneEditAway(left, right)).toBe(true);
  expect(isOneEditAway(right, left)).toBe(true);
});

it.each([
  ['retention', 'retention'],
  ['retention', 'retenotin'],
  ['retention', 'retnetoin'],
  ['retention', 'retent'],
  ['ab', 'cd'],
])('%s and %s are not', (left, right) => {
  expect(isOneEditAway(left, right)).toBe(false);
});

describe('of a path that leads nowhere', () => {
  const known = [
    '/faq/age/',
    '/glossary/cohort/',
    '/learn/product-analytics/',
    '/learn/product-analytics/cohorts/',
    '/learn/product-sense/',
    '/tables/costs/',
  ];

  it.each([
    [
      'cut off in its last step',
      '/learn/product-analytics/coh',
      '/learn/product-analytics/cohorts/',
    ],
    ['cut off before a part', '/learn/product-an/', '/learn/product-analytics/'],
    ['with a wrong letter', '/glossary/cohrt/', '/glossary/cohort/'],
    ['without the place where it stands', '/cohorts/', '/learn/product-analytics/cohorts/'],
    ['in another place than its own', '/learn/cohort/', '/glossary/cohort/'],
  ])('%s the first offered is the one that was meant', (_, path, meant) => {
    expect(nearestPathsOf(path, known, 2)[0]).toBe(meant);
    const under = known.map((each) => `/guide${each}`);
    expect(nearestPathsOf(`/guide${path}`, under, 2)[0]).toBe(`/guide${meant}`);
  });

  it('and is like nothing, nothing is offered', () => {
    expect(nearestPathsOf('/offline/', known, 3)).toEqual([]);
  });
});
