import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPacked, makePack, PACK_COUNT, packOf, textIn } from '#domain/offline/pack.ts';

describe('a pack', () => {
  it('gives back every text as it was', () => {
    const word = fc.constantFrom('<style>', '</style>', 'a{}', '$&', '$1', '<p>', 'x', '\n');
    const text = fc.array(word, { maxLength: 8 }).map((words) => words.join(''));
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.string(), text), { selector: ([path]) => path }),
        (texts) => {
          const pack = makePack(texts);
          for (const [path, each] of texts) expect(textIn(pack, path)).toBe(each);
        },
      ),
    );
  });

  it('holds styles that pages share once', () => {
    const pack = makePack([
      ['a/', '<style>p{}</style>A'],
      ['b/', '<style>p{}</style>B'],
      ['c/', '<style>q{}</style>C'],
    ]);
    expect(pack.styles).toEqual(['p{}', 'q{}']);
  });

  it('has nothing for a path that it does not hold', () => {
    expect(textIn(makePack([['a/', 'A']]), '__proto__')).toBeUndefined();
  });
});

it('a path is always in the same pack', () => {
  // From these on, browsers look for them there.
  expect(['', 'learn/start/', 'glossary/rice/'].map(packOf)).toEqual([13, 19, 4]);
});

it('packs are about equally full', () => {
  const counts = new Array<number>(PACK_COUNT).fill(0);
  for (let page = 0; page < 2400; page++) counts[packOf(`glossary/term-${page}/`)]!++;
  expect(Math.max(...counts)).toBeLessThan(150);
});

it.each([
  ['', true],
  ['learn/start/', true],
  ['quizzes/start/questions.json', true],
  ['pagefind/fragment/en_1.pf_fragment', true],
  ['_astro/search-panel.js', false],
  ['pagefind/index/en_1.pf_index', false],
])('whether %j is packed: %s', (path, expected) => {
  expect(isPacked(path)).toBe(expected);
});
