import { describe, expect, it } from 'vitest';
import type { IndexedUnit, SearchFile } from '#domain/search/engine.ts';
import { readUnits, readWords, writeSearchFile, writeWords } from '#domain/search/format.ts';

const unit = (address: string, title: string, more: Partial<IndexedUnit> = {}): IndexedUnit => ({
  address,
  kind: 'Section',
  part: 1,
  title,
  names: [],
  ...more,
});

const FILE: SearchFile = {
  same: [
    ['cv', 'resume'],
    ['kpi', 'metric'],
  ],
  units: [
    unit('/learn/start/', 'Begin, here', { kind: 'Lesson', names: ['first', 'day one'] }),
    unit('/learn/start/scene/', 'A “scene”'),
    unit('/learn/start/api/', 'API'),
    unit('/learn/start/in-small-letters/', 'in small letters'),
    unit('/parts/mindset/', 'Mindset', { kind: 'Part', part: 0 }),
    ...Array.from({ length: 300 }, (_, place) => unit(`/faq/q${place}/`, `Question ${place}`)),
    unit('/glossary/api/', 'API', { kind: 'Term', part: 0 }),
  ],
  words: [
    ...[[], ['seldom', 'said'], ['common'], [], ['common']],
    ...Array.from({ length: 300 }, () => []),
    ['common'],
  ],
};

describe('the file of the index', () => {
  it('is read as it was written', () => {
    const text = writeSearchFile(FILE);
    expect({ ...readUnits(text), words: readWords(text) }).toEqual(FILE);
  });

  it('has its units as soon as the first of its words has come, and not before', () => {
    const text = writeSearchFile(FILE);
    const end = text.indexOf('\t\nseldom') + 1;
    expect(readUnits(text.slice(0, end))).toEqual({ same: FILE.same, units: FILE.units });
    expect(readUnits(text.slice(0, end - 1))).toBeUndefined();
  });

  it('of nothing is read as it was written', () => {
    const text = writeSearchFile({ same: [], units: [], words: [] });
    expect(readUnits(text)).toEqual({ same: [], units: [] });
  });

  it('cannot have a part away from its entry', () => {
    const units = [unit('/learn/start/', 'Start'), unit('/learn/other/scene/', 'Scene')];
    expect(() => writeSearchFile({ same: [], units, words: units.map(() => []) })).toThrow(
      'The index of the search has /learn/other/scene/ after learn/start. Put it after its own.',
    );
  });

  it('cannot have a name with a sign that stands between names', () => {
    const units = [unit('/learn/start/', 'Start', { names: ['a|b'] })];
    expect(() => writeSearchFile({ same: [], units, words: units.map(() => []) })).toThrow(
      '/learn/start/ has a tab',
    );
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
