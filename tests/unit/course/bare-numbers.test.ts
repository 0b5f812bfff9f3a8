import { describe, expect, it } from 'vitest';
import { bareNumbers, bareNumbersInLine, figuresIn } from '#domain/course/bare-numbers.ts';
import { readProse } from '#domain/course/prose.ts';

const found = (text: string) =>
  readProse(text)
    .blocks.flatMap(bareNumbers)
    .map((number) => number.text.trim());

describe('a number with nothing behind it is found', () => {
  it.each([
    ['digits', 'It took 40 tries.', ['40']],
    ['money', 'It costs $6 a month.', ['$6']],
    ['a share', 'Only 12.5% stayed.', ['12.5%']],
    ['a number word with a unit of time', 'It takes three weeks.', ['three weeks']],
    [
      'a number word joined to its unit',
      'A twenty-minute talk takes twenty minutes.',
      ['twenty-minute', 'twenty minutes'],
    ],
    ['a number word with people', 'We asked forty-one new users.', ['forty-one new users']],
    ['a large number word', 'Some thousand people came.', ['thousand people']],
    ['a fraction of something', 'Nearly two thirds of them left.', ['two thirds of']],
  ])('%s', (_, text, numbers) => {
    expect(found(text)).toEqual(numbers);
  });

  it('across the end of a line', () => {
    expect(found('It takes three\nweeks.')).toEqual(['three weeks']);
  });

  it('inside emphasis and terms', () => {
    expect(found('A *three* <Term id="week">weeks</Term> wait.')).toEqual(['three weeks']);
  });

  it('with its line and column', () => {
    const [number] = readProse('Words\nand 12 more.').blocks.flatMap(bareNumbers);
    expect(number!.at).toEqual({ line: 2, column: 5 });
  });
});

describe('a number passes that', () => {
  it.each([
    ['a fact states', '<Fact id="a">about 40 of 100</Fact> did.'],
    ['Larder has', 'It took <Larder at="a/b" /> weeks.'],
    ['is computed', 'It took <Computed is="sum" from="1 2" /> weeks.'],
    ['is code', 'The answer is `404`.'],
    ['is a date', 'On March 16, 2026, and from June 8 to 19.'],
    ['is a year', 'It began in 2026.'],
    ['is a clock time', 'At 9:30 she opened the sheet, at ten past four she closed it.'],
    ['is an ordinal', 'The 2nd try and the third.'],
    ['is part of a name', 'B2B firms and household 4 and Q3.'],
    ['names an interval', 'Its 95% interval is wide.'],
    ['is the 1 of a formula', 'It is 1 / (1 − K).'],
    ['counts what has no unit', 'There are two reasons and three columns.'],
  ])('%s', (_, text) => {
    expect(found(text)).toEqual([]);
  });
});

it('a number in a line of YAML is bare unless it stands by reference', () => {
  expect(bareNumbersInLine('{share 5 80} of 40 and {given 15%}')).toEqual(['40']);
});

describe('the figures of a text are', () => {
  it.each([
    ['digits with commas and decimals', 'of 1,200 and 0.5', [1200, 0.5]],
    ['a share, also in points', 'about 15%', [0.15, 15]],
    ['number words, joined ones as one', 'twelve, twenty-six and forty', [12, 26, 40]],
    ['money', 'at $7.50', [7.5]],
  ])('%s', (_, text, figures) => {
    expect(figuresIn(text)).toEqual(figures);
  });
});
