import { describe, expect, it } from 'vitest';
import type { IndexedUnit, SearchFile } from '#domain/search/engine.ts';
import { readSearchFile, readWords, writeSearchFile, writeWords } from '#domain/search/format.ts';

const unit = (address: string, title: string, more: Partial<IndexedUnit> = {}): IndexedUnit => ({
  address,
  kind: 'Section',
  part: 1,
  title,
  names: [],
  words: [],
  ...more,
});

const FILE: SearchFile = {
  same: [
    ['cv', 'resume'],
    ['kpi', 'metric'],
  ],
  units: [
    unit('/learn/start/', 'Begin, here', { kind: 'Lesson', names: ['first', 'day one'] }),
    unit('/learn/start/scene/', 'A “scene”', { words: ['seldom', 'said'] }),
    unit('/learn/start/api/', 'API', { words: ['common'] }),
    unit('/learn/start/in-small-letters/', 'in small letters'),
    unit('/parts/mindset/', 'Mindset', { kind: 'Part', part: 0, words: ['common'] }),
    ...Array.from({ length: 300 }, (_, place) => unit(`/faq/q${place}/`, `Question ${place}`)),
    unit('/glossary/api/', 'API', { kind: 'Term', part: 0, words: ['common'] }),
  ],
};

describe('the file of the index', () => {
  it('is read as it was written', () => {
    expect(readSearchFile(writeSearchFile(FILE))).toEqual(FILE);
  });

  it('without text is an index of nothing', () => {
    expect(readSearchFile('')).toEqual({ same: [], units: [] });
  });

  it('of nothing is read as it was written', () => {
    expect(readSearchFile(writeSearchFile({ same: [], units: [] })).units).toEqual([]);
  });

  it('cannot have a part away from its entry', () => {
    const units = [unit('/learn/start/', 'Start'), unit('/learn/other/scene/', 'Scene')];
    expect(() => writeSearchFile({ same: [], units })).toThrow(
      'The index of the search has /learn/other/scene/ after learn/start. Put it after its own.',
    );
  });

  it('cannot have a name with a sign that stands between names', () => {
    const units = [unit('/learn/start/', 'Start', { names: ['a|b'] })];
    expect(() => writeSearchFile({ same: [], units })).toThrow('/learn/start/ has a tab');
  });
});

describe('the file of words that come with the full text', () => {
  it('is read as it was written, however many units have a word', () => {
    const words = [['seldom'], [], ['common', 'said'], ['common'], ['common']];
    expect(readWords(writeWords(words)).map((each) => each.toSorted())).toEqual(words);
  });

  it('of nothing is read as it was written', () => {
    expect(readWords(writeWords([[], []]))).toEqual([[], []]);
  });
});
