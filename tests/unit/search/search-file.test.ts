import { describe, expect, it } from 'vitest';
import { type Course, emptyEntries } from '#domain/course/course.ts';
import type { SearchFile } from '#domain/search/engine.ts';
import { laterWordsOf } from '#domain/search/search-file.ts';

/** A course of two topics of words: one of the small index, one that comes with the full text. */
function courseWith(leads: string, now: string[], later: string[]): Course {
  const topic = (id: string, says: string[], withFullText: boolean) => ({
    id,
    data: { topic: id, withFullText, same: [], entries: [{ says, leads: [leads] }] },
  });
  const vocabulary = [topic('now', now, false), topic('later', later, true)];
  return { entries: { ...emptyEntries(), vocabulary } } as unknown as Course;
}

describe('the words that come with the full text', () => {
  const file: SearchFile = {
    same: [],
    units: ['/glossary/churn/', '/glossary/retention/'].map((address) => ({
      address,
      kind: 'Term',
      part: 0,
      title: address.includes('churn') ? 'Churn' : 'Retention',
      names: address.includes('churn') ? ['attrition'] : [],
    })),
    words: [['leaving'], []],
  };
  const words = (...later: string[]) =>
    laterWordsOf(courseWith('/glossary/churn/', ['leaving us'], later), file);

  it('are those of phrases, each once, without what says nothing', () => {
    expect(words('the leaky bucket', 'is the bucket leaky')).toEqual([['leaky', 'bucket'], []]);
  });

  it('are none that the unit has already, in any of its forms', () => {
    expect(words('churning customers leave', 'attrition')).toEqual([['customers'], []]);
  });
});
