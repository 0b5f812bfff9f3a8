import { expect, it } from 'vitest';
import { readProse } from '#domain/course/prose.ts';
import { countWords, readingMinutes, sentencesOf } from '#domain/course/reading.ts';

const sentences = (text: string) => sentencesOf(readProse(text));

it('a word is what has a letter or a digit', () => {
  expect(countWords('One – two, 3 …')).toBe(3);
});

it('a text takes a minute at least', () => {
  expect(readingMinutes('Short.')).toBe(1);
  expect(readingMinutes('word '.repeat(1000))).toBe(5);
});

it('a sentence ends at a stop before a capital', () => {
  expect(sentences('She asks. He answers, e.g. twice. "Done." They go.')).toEqual([
    'She asks.',
    'He answers, e.g. twice.',
    '"Done."',
    'They go.',
  ]);
});

it('a sentence ends with its paragraph or list item', () => {
  expect(sentences('The first\n\n- the second\n- the third')).toEqual([
    'The first',
    'the second',
    'the third',
  ]);
});

it('a heading is no sentence', () => {
  expect(sentences('## A heading\n\nA line.')).toEqual(['A line.']);
});

it('a number printed by reference counts as a word', () => {
  expect(sentences('It took <Larder at="a/b" /> weeks.').map(countWords)).toEqual([4]);
});
