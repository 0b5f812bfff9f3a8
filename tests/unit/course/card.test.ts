import { expect, it } from 'vitest';
import { byteLength, shorten } from '#domain/course/card.ts';

it('a text that fits stays as it is', () => {
  expect(shorten('résumé', byteLength('résumé'))).toBe('résumé');
});

it('a text is cut behind a word, its ellipsis counted', () => {
  expect(shorten('one two three', 10)).toBe('one two…');
  expect(byteLength(shorten('one two three', 10))).toBe(10);
});

it('no comma stands before the ellipsis', () => {
  expect(shorten('one, two three', 10)).toBe('one…');
});

it('bytes are counted as UTF-8 has them', () => {
  for (const text of ['a', 'é', '…', '“x”', '😀']) {
    expect(byteLength(text)).toBe(Buffer.byteLength(text));
  }
});
