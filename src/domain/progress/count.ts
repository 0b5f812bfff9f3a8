import type { State } from './record.ts';

/** How many of some tasks are in which state. Skipped ones leave the total. */
export interface Count {
  done: number;
  doing: number;
  stuck: number;
  skipped: number;
  /** All that are not skipped. */
  total: number;
}

/** Counts the states of some tasks. */
export function countStates(states: Iterable<State>): Count {
  const count = { done: 0, doing: 0, stuck: 0, skipped: 0, total: 0 };
  for (const state of states) {
    if (state !== 'skipped') count.total++;
    if (state !== 'to do') count[state]++;
  }
  return count;
}

/** The count in words: "3 of 7 done, 1 stuck, 1 skipped". */
export function sayCount({ done, doing, stuck, skipped, total }: Count): string {
  const others = Object.entries({ doing, stuck, skipped }).filter(([, number]) => number > 0);
  return [
    `${done} of ${total} done`,
    ...others.map(([state, number]) => `${number} ${state}`),
  ].join(', ');
}
