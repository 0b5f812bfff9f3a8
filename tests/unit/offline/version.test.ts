import { expect, it } from 'vitest';
import { hasPart, partAsked } from '#domain/offline/version.ts';

it.each([
  ['', undefined],
  ['#', undefined],
  ['#root-cause', 'root-cause'],
  ['#na%C3%AFve', 'naïve'],
  ['#%', '%'],
  ['#p=1abc', undefined],
  ['#t=1abc', undefined],
  ['#:~:text=words', undefined],
])('the fragment %j asks for the part %j', (fragment, part) => {
  expect(partAsked(fragment)).toBe(part);
});

it('a page has a part whose id stands in it', () => {
  expect(hasPart('<h2 id="root-cause">', 'root-cause')).toBe(true);
});

it('a page has no part whose id only begins like one in it', () => {
  expect(hasPart('<h2 id="root-cause">', 'root')).toBe(false);
});
