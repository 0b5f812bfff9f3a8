import { expect, it } from 'vitest';
import { levelOf } from '#domain/rubric.ts';

it('the level of an answer is the mean of its scores, rounded', () => {
  expect(levelOf([4, 4, 3, 4, 4])).toBe(4);
  expect(levelOf([2, 2, 2, 1, 1])).toBe(2);
});

it('a mean of three and a half is level 4', () => {
  expect(levelOf([3, 4, 3, 4])).toBe(4);
});
