import { expect, it } from 'vitest';
import { smartQuotes } from '#domain/typography.ts';

it('quotation marks curl toward the words they hold', () => {
  expect(smartQuotes('She said "yes" (and "no").')).toBe('She said “yes” (and “no”).');
});

it('an apostrophe inside a word curls to the left', () => {
  expect(smartQuotes("Larder's figures aren't real")).toBe('Larder’s figures aren’t real');
});

it('a single mark at the start of a word opens', () => {
  expect(smartQuotes("asked 'why'")).toBe('asked ‘why’');
});
