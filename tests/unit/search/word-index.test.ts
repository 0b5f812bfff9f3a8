import MiniSearch from 'minisearch';
import { expect, it } from 'vitest';
import { WordIndex } from '#domain/search/word-index.ts';
import { wordsOf } from '#domain/search/words.ts';

const DOCUMENTS = [
  ['Retention', 'stickiness loyalty loyalty'],
  ['Retention curve', ''],
  ['Read who came back', 'returning retention bucket'],
  ['Return on ad spend', 'roas'],
];
const WEIGHTS = [4, 3.5];
const index = new WordIndex(WEIGHTS);
for (const texts of DOCUMENTS) index.add(texts.map(wordsOf));

/** The same documents in MiniSearch's own engine, by which the formula is checked. */
const mini = new MiniSearch({ fields: ['first', 'second'], tokenize: wordsOf });
mini.addAll(DOCUMENTS.map(([first, second], id) => ({ id, first, second })));
const miniScores = (word: string, prefix: boolean): Map<number, number> => {
  const found = mini.search(word, { prefix, boost: { first: WEIGHTS[0]!, second: WEIGHTS[1]! } });
  return new Map(found.map(({ id, score }) => [id as number, score]));
};
const rounded = (scores: Map<number, number>) =>
  [...scores].map(([place, score]) => [place, score.toFixed(9)]).sort();

it.each(['retention', 'loyalty', 'curve', 'nothing'])('%s scores as MiniSearch has it', (word) => {
  expect(rounded(index.find(word))).toEqual(rounded(miniScores(word, false)));
});

it.each(['ret', 'retention', 'r', 'loy', 'x'])(
  'words from %s on score as MiniSearch has them',
  (word) => {
    expect(rounded(index.findBeginning(word))).toEqual(rounded(miniScores(word, true)));
  },
);

it('words that come later score as if they had come with the document', () => {
  const later = new WordIndex(WEIGHTS);
  for (const [first] of DOCUMENTS) later.add([wordsOf(first!), []]);
  DOCUMENTS.forEach(([, second], document) => later.addWords(document, 1, wordsOf(second!)));
  for (const word of ['retention', 'loyalty', 'roas'])
    expect(rounded(later.findBeginning(word))).toEqual(rounded(miniScores(word, true)));
});

it('a word is counted wherever it stands', () => {
  expect(index.count('retention')).toBe(3);
});
