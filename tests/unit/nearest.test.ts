import { expect, it } from 'vitest';
import { isOneEditAway } from '#domain/nearest.ts';

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
