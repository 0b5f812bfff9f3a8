import { describe, expect, it } from 'vitest';
import { createEngine, type Engine, type IndexedUnit } from '#domain/search/engine.ts';

const unit = (address: string, kind: string, title: string, more: Partial<IndexedUnit> = {}) => ({
  address,
  kind,
  part: 0,
  title,
  names: [],
  ...more,
});
const FILE = {
  same: [['resume', 'cv']],
  units: [
    unit('/learn/product-analytics/', 'Lesson', 'Read who came back', { part: 3 }),
    unit('/learn/product-analytics/cohorts/', 'Section', 'Who came back', {
      part: 3,
    }),
    unit('/learn/product-analytics/sources/', 'Section', 'Sources', { part: 3 }),
    unit('/glossary/retention/', 'Term', 'Retention', { names: ['stickiness', 'loyalty rate'] }),
    unit('/glossary/retention-curve/', 'Term', 'Retention curve'),
    unit('/glossary/onboarding/', 'Term', 'Onboarding'),
    unit('/glossary/last-hour/', 'Term', 'Last hour'),
    unit('/faq/buy-or-build/', 'Question', 'Buy or build?'),
    unit('/learn/resume-and-narrative/', 'Lesson', 'Translate your résumé', { part: 4 }),
    unit('/checklists/product-analytics/', 'Task', 'Retention tasks', { part: 3 }),
  ],
};
/** Words for the units whose addresses end so. */
const wordsFor = (end: string, words: string[]): string[][] =>
  FILE.units.map(({ address }) => (address.endsWith(end) ? words : []));
function makeEngine(later: string[][] = []): Engine {
  const made = createEngine(FILE);
  made.learn('names', wordsFor('/cohorts/', ['leaky', 'bucket', 'churn']));
  made.learn('later', later);
  return made;
}
const engine = makeEngine();
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

  it.each([
    ['buying', '/faq/buy-or-build/'],
    ['hours', '/glossary/last-hour/'],
  ])('of the word %s finds its other forms, whose third letter differs', (word, address) => {
    expect(first(word)).toBe(address);
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
  expect(createEngine({ same: [], units: [] }).find('retention').sure).toEqual([]);
});

describe('words that come with the full text', () => {
  const fuller = makeEngine(wordsFor('/cohorts/', ['sticks', 'registrations']));
  const places = (query: string) => fuller.find(query).sure.map(({ address }) => address);

  it('find their unit', () => {
    expect(all('registrations')).toEqual([]);
    expect(places('who sticks after registrations')[0]).toBe('/learn/product-analytics/cohorts/');
  });

  it('count less than a title', () => {
    const both = makeEngine(wordsFor('/product-analytics/', ['onboarding']));
    expect(both.find('onboarding').sure[0]?.address).toBe('/glossary/onboarding/');
  });
});
