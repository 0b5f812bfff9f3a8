import { describe, expect, it } from 'vitest';
import { contentWords, stemOf, wordsOf } from '#domain/search/words.ts';

describe('words', () => {
  it('are folded: small, without accents and apostrophes', () => {
    expect(wordsOf('Résumé: don’t PANIC')).toEqual(['resume', 'dont', 'panic']);
  });

  it('keep A/B together', () => {
    expect(wordsOf('an A/B test')).toEqual(['an', 'ab', 'test']);
  });

  it('are found in any script, and in none where there is none', () => {
    expect(wordsOf('مرحبا 42')).toEqual(['مرحبا', '42']);
    expect(wordsOf('%%% <>')).toEqual([]);
  });
});

it('a question comes down to what it is about', () => {
  expect(contentWords(wordsOf('How do I know that my metric is good?'))).toEqual([
    'metric',
    'good',
  ]);
});

it('a query of stop words alone keeps them', () => {
  expect(contentWords(['how', 'to'])).toEqual(['how', 'to']);
});

it.each([
  ['prioritisation', 'prioritization'],
  ['behaviour', 'behaviors'],
  ['cancelled', 'canceling'],
  ['analyse', 'analyzing'],
  ['interviews', 'interviewing'],
])('%s and %s have one stem', (british, american) => {
  expect(stemOf(british)).toBe(stemOf(american));
});

it.each([
  ['experience', 'experiment'],
  ['conversation', 'conversion'],
  ['executive', 'execution'],
  ['organic', 'organize'],
  ['customer', 'customize'],
  ['objection', 'objective'],
])('%s and %s are two words', (one, other) => {
  expect(stemOf(one)).not.toBe(stemOf(other));
});

it('the forms of a word that stands apart are one', () => {
  expect(stemOf('experiences')).toBe(stemOf('experienced'));
  expect(stemOf('customers')).toBe(stemOf('customer'));
});
