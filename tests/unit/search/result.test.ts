import { expect, it } from 'vitest';
import { addressIn, excerptPieces } from '#domain/search/result.ts';

it.each([
  ['/learn/start/', '/', '/learn/start/'],
  ['/learn/start/#scene', '/', '/learn/start/scene/'],
  ['/guide/learn/start/#scene', '/guide/', '/learn/start/scene/'],
  ['/learn/start/#_top', '/', '/learn/start/'],
])('the place %s under %s is the address %s', (place, root, address) => {
  expect(addressIn(place, root)).toBe(address);
});

it('an excerpt is text, its matches apart, whatever it looks like', () => {
  expect(excerptPieces('a <mark>b</mark> &lt;img onerror&gt; <i>')).toEqual([
    { text: 'a ', isMatch: false },
    { text: 'b', isMatch: true },
    { text: ' <img onerror> <i>', isMatch: false },
  ]);
});
