import { describe, expect, it } from 'vitest';
import { shuffled } from '#domain/shuffle.ts';

const items = ['a', 'b', 'c', 'd'];

describe('a shuffled list', () => {
  it('holds the same items', () => {
    expect(shuffled(items, 'seed').toSorted()).toEqual(items);
  });

  it('has the same order for the same seed', () => {
    expect(shuffled(items, 'quiz/one')).toEqual(shuffled(items, 'quiz/one'));
  });

  it('puts no item first more often than chance does', () => {
    const first = Array.from({ length: 4000 }, (_, seed) => shuffled(items, `s${seed}`)[0]);
    for (const item of items) {
      const count = first.filter((each) => each === item).length;
      expect(Math.abs(count - 1000)).toBeLessThan(120); // four standard deviations
    }
  });

  it('leaves the list it was given alone', () => {
    shuffled(items, 'seed');
    expect(items).toEqual(['a', 'b', 'c', 'd']);
  });
});
