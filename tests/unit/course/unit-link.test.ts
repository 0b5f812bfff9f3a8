import { expect, it } from 'vitest';
import { markdownLink, quotation, richLink } from '#domain/course/unit-link.ts';

const ADDRESS = 'https://example.org/faq/pmm-vs-pm/';

it('brackets in a title do not end a Markdown link', () => {
  expect(markdownLink('A [sic] b', ADDRESS).text).toBe(String.raw`[A \[sic\] b](${ADDRESS})`);
});

it('a formatted link gives a plain field title and address', () => {
  expect(richLink('A < b', ADDRESS)).toEqual({
    text: `A < b\n${ADDRESS}`,
    html: `<a href="${ADDRESS}">A &lt; b</a>`,
  });
});

it('a quotation ends behind a word', () => {
  const { text } = quotation('long '.repeat(100), 'Title', ADDRESS);
  expect(text).toMatch(/^> (long )*long…\n\nTitle\nhttps/);
  expect(text.split('\n')[0]!.length).toBeLessThanOrEqual(303);
});

it('a quotation that begins with its title, a sentence, does not say it twice', () => {
  const { text } = quotation('Ask her. Done when: she said yes.', 'Ask her.', ADDRESS);
  expect(text).toBe(`> Ask her. Done when: she said yes.\n\n${ADDRESS}`);
  expect(quotation('Retention falls.', 'Retention', ADDRESS).text).toContain('\n\nRetention\n');
});

it('the words of a quotation are no markup', () => {
  expect(quotation('<b>x</b>', 'T', ADDRESS).html).toContain('&lt;b&gt;x&lt;/b&gt;');
});
