import { describe, expect, it } from 'vitest';
import { createEngine, type SearchFile } from '#domain/search/engine.ts';

const KINDS = ['Lesson', 'Section', 'Term', 'Task'];
const FILE: SearchFile = {
  kinds: KINDS,
  same: [['resume', 'cv']],
  entries: [
    ['learn', 'product-analytics', 0, 3, 'Read who came back', '', [
      ['cohorts', 1, 'Who came back', 'leaky bucket churn'],
      ['sources', 1, 'Sources', ''],
    ]],
    ['glossary', 'retention', 2, 0, 'Retention', 'stickiness\nloyalty rate', []],
    ['glossary', 'retention-curve', 2, 0, 'Retention curve', '', []],
    ['glossary', 'onboarding', 2, 0, 'Onboarding', '', []],
    ['learn', 'resume-and-narrative', 0, 4, 'Translate your résumé', '', []],
    ['checklists', 'product-analytics', 3, 3, 'Retention tasks', '', []],
  ],
}; // prettier-ignore
const engine = createEngine(FILE);
const first = (query: string) => engine.find(query).sure[0]?.address;
const all = (query: string) => {
  const { sure, others } = engine.find(query);
  return [...sure, ...others].map(({ address }) => address);
};

describe('a query', () => {
  it('that is a whole title finds that unit first', () => {
    expect(first('retention')).toBe('/glossary/retention/');
    expect(first('Retention curve')).toBe('/glossary/retention-curve/');
  });

  it('that is another name finds the unit', () => {
    expect(first('loyalty rate')).toBe('/glossary/retention/');
  });

  it('finds a word that is still being typed', () => {
    expect(all('reten')).toContain('/glossary/retention-curve/');
  });

  it('finds what means the same', () => {
    expect(first('cv')).toBe('/learn/resume-and-narrative/');
  });

  it('finds words written apart', () => {
    expect(first('on boarding')).toBe('/glossary/onboarding/');
  });

  it.each(['retentoin', 'retetion', 'rettention', 'rezention'])(
    'with the typo %s finds the word, and says which it took',
    (typo) => {
      expect(first(typo)).toBe('/glossary/retention/');
      expect(engine.find(typo).meant).toBe('retention');
    },
  );

  it('without a typo is not corrected', () => {
    expect(engine.find('retention curve').meant).toBeUndefined();
  });

  it('that is a question is not spoiled by its small words', () => {
    expect(first('why is our bucket so leaky')).toBe('/learn/product-analytics/cohorts/');
  });

  it.each(['', ' ', '%%%', '<script>', '__proto__', 'constructor', 'a'.repeat(5000), '😀'])(
    'such as %j finds nothing and breaks nothing',
    (query) => {
      expect(all(query)).toEqual([]);
    },
  );
});

it('a part says where it belongs', () => {
  expect(engine.at('/learn/product-analytics/cohorts/')).toMatchObject({
    kind: 'Section',
    home: 'Read who came back',
    part: 3,
  });
});

it('where nothing fits, the terms that look most like the query are near', () => {
  expect(engine.nearestTerms('retention curves', 1).map(({ title }) => title)).toEqual([
    'Retention curve',
  ]);
  expect(engine.nearestTerms('qzxwvk', 3)).toEqual([]);
});

it('an empty index finds nothing', () => {
  expect(createEngine({ kinds: [], same: [], entries: [] }).find('retention').sure).toEqual([]);
});
