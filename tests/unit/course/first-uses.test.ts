import { describe, expect, it } from 'vitest';
import { unlinkedFirstUses, wordingsOf } from '#domain/course/first-uses.ts';
import { readProse } from '#domain/course/prose.ts';

const wordings = wordingsOf([
  { id: 'activation', names: ['Activation'], everyday: [] },
  { id: 'activation-rate', names: ['Activation rate'], everyday: [] },
  { id: 'api', names: ['API'], everyday: [] },
  { id: 'release', names: ['Release'], everyday: ['press release'] },
  { id: 'story', names: ['User story', 'story'], everyday: ['story'] },
  { id: 'ranking', names: ['Ranking', 'what comes first'], everyday: [] },
]);

const found = (text: string) =>
  unlinkedFirstUses(readProse(text).blocks, wordings).map(({ term, words }) => `${term}: ${words}`);

describe('a first use that leads nowhere is found', () => {
  it.each([
    ['in any case', 'A release, a Release.', ['release: release']],
    ['as a plural', 'Two user stories and releases.', ['story: user stories', 'release: releases']],
    ['under another name', 'They ask what comes first.', ['ranking: what comes first']],
    ['across the end of a line', 'What comes\nfirst?', ['ranking: What comes first']],
    ['as an acronym', 'It has APIs.', ['api: APIs']],
    ['inside a fact', '<Fact id="a">A release is seen</Fact>.', ['release: release']],
    ['inside emphasis', 'The *release*.', ['release: release']],
    [
      'before a link to it',
      'A release. A <Term id="release">release</Term>.',
      ['release: release'],
    ],
    ['as the longest of its names', 'The activation rate.', ['activation-rate: activation rate']],
  ])('%s', (_, text, uses) => {
    expect(found(text)).toEqual(uses);
  });

  it('with its line and column', () => {
    const [use] = unlinkedFirstUses(readProse('Words.\n\nThe release.').blocks, wordings);
    expect(use!.at).toEqual({ line: 3, column: 5 });
  });
});

describe('a use passes that', () => {
  it.each([
    ['leads to the glossary', 'A <Term id="release">release</Term>, then a release.'],
    ['follows the term under another name', '<Term id="release">Shipping</Term> a release.'],
    ['is part of another word', 'Released, a release-like thing, prereleased.'],
    ['is everyday language', 'A story in a press release.'],
    ['is no acronym', 'The api of bees.'],
    ['is code', 'Call `release`.'],
    ['leads to another place', 'See [the release](/learn/start/).'],
    ['is a heading', '## Release {#release}'],
    ['is told in a scene', '<Scene>\n\nThe release.\n\n</Scene>'],
    ['stands in a document', '<Document title="Plan" of="Mara">\n\nThe release.\n\n</Document>'],
  ])('%s', (_, text) => {
    expect(found(text)).toEqual([]);
  });
});
