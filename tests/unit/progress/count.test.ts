import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countStates, sayCount } from '#domain/progress/count.ts';
import type { State } from '#domain/progress/record.ts';
import { itHolds, stateLists } from './cases.ts';

const say = (...states: State[]): string => sayCount(countStates(states));

describe('a count', () => {
  it('is of each state', () => {
    expect(countStates(['done', 'done', 'doing', 'stuck', 'skipped', 'to do'])).toEqual({
      done: 2,
      doing: 1,
      stuck: 1,
      skipped: 1,
      total: 5,
    });
  });

  it('is of nothing where there are no tasks', () => {
    expect(countStates([])).toEqual({ done: 0, doing: 0, stuck: 0, skipped: 0, total: 0 });
  });

  it('takes the values of a map', () => {
    expect(countStates(new Map([['a/b', 'done' as const]]).values()).done).toBe(1);
  });

  it('leaves the skipped out of the total', () => {
    expect(countStates(['skipped', 'skipped', 'to do']).total).toBe(1);
  });

  itHolds(
    'adds up to the number of tasks',
    fc.property(stateLists(40), (states) => {
      const { done, doing, stuck, skipped, total } = countStates(states);
      const toDo = states.filter((state) => state === 'to do').length;
      return (
        total + skipped === states.length && done + doing + stuck + skipped + toDo === states.length
      );
    }),
  );

  itHolds(
    'does not depend on the order of the tasks',
    fc.property(stateLists(40), (states) => say(...states) === say(...states.toReversed())),
    5,
  );
});

describe('a count in words', () => {
  it('says what is done of how many', () => {
    expect(say('done', 'done', 'done', 'to do', 'to do', 'to do', 'to do')).toBe('3 of 7 done');
  });

  it('says what else there is, in the order of the course', () => {
    expect(say('stuck', 'skipped', 'done', 'doing')).toBe(
      '1 of 3 done, 1 doing, 1 stuck, 1 skipped',
    );
  });

  it('leaves out what there is none of', () => {
    expect(say('done', 'skipped')).toBe('1 of 1 done, 1 skipped');
  });

  it('says so where all is skipped', () => {
    expect(say('skipped', 'skipped')).toBe('0 of 0 done, 2 skipped');
  });
});
