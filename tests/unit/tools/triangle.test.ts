import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeTriangle } from '#domain/retention-csv.ts';
import { MOST, readTriangle } from '#domain/tools/triangle.ts';
import { itHolds } from '../progress/cases.ts';

const read = (text: string) =>
  readTriangle(text).cohorts?.map(({ name, active }) => [name, ...active]);
const faultOf = (text: string) => readTriangle(text).fault;

describe('a triangle as text', () => {
  it('has one cohort a line: its name, its size, then the periods that it has reached', () => {
    expect(read('Jan 200 120 90 76\nFeb 250 160')).toEqual([
      ['Jan', 200, 120, 90, 76],
      ['Feb', 250, 160],
    ]);
  });

  it('takes a name that ends in a number with a colon behind it', () => {
    expect(read('Feb 16: 200 120')).toEqual([['Feb 16', 200, 120]]);
    expect(read('2026-02-16 200 120')).toEqual([['2026-02-16', 200, 120]]);
  });

  it('takes commas with a space and semicolons between counts, and empty lines between cohorts', () => {
    expect(read('Jan: 200, 120, 90\r\n\r\n  Feb;250;160\n')).toEqual([
      ['Jan', 200, 120, 90],
      ['Feb', 250, 160],
    ]);
  });

  it('takes a table with tabs, thousands and shares, as a spreadsheet or this site has it', () => {
    expect(
      read('February 16\t1,200\t720, 60%\t540 (45%)\nFebruary 23\t250\t160, 64%\tnot yet'),
    ).toEqual([
      ['February 16', 1200, 720, 540],
      ['February 23', 250, 160],
    ]);
  });

  it('has cells that are not yet, which are no zeros', () => {
    expect(read('Jan: 200 120 not yet not yet\nFeb: 250 160 - –\nMar: 150 75 0')).toEqual([
      ['Jan', 200, 120],
      ['Feb', 250, 160],
      ['Mar', 150, 75, 0],
    ]);
  });

  it.each([
    ['', /^This is empty\. Write one cohort a line/],
    ['Jan 200 120\nFeb', /^Line 2: There is no size after the name\./],
    ['Jan 200\nFeb 100', /^No line has a count after the size\./],
    ['Feb 16 200 120', /^Line 1: 200 active are more than the 16 who began\..* colon/],
    ['Jan 200 60% 45%', /^Line 1: “60%” is not a count\./],
    ['Jan: 200,120,90', /^Line 1: “200,120,90” can be read in two ways\./],
    ['Jan: 200 many', /^Line 1: “many” is not a number\./],
    ['Jan: 200 -5', /^Line 1: This must be at least 0\./],
    ['Jan: 200 12.5', /^Line 1: This must be a whole number\./],
    ['Jan: 1e308 5', /^Line 1: This must be at most 1,000,000,000\./],
    ['Jan: 0 0', /^Line 1: The size is 0\./],
    ['Jan: 200 - 90', /^Line 1: A count follows a cell without one\./],
    [`Jan: ${'9 '.repeat(MOST.periods + 2)}`, /^Line 1: There are more than 31 periods\./],
    ['Jan: 9 1\n'.repeat(MOST.cohorts + 1), /^Line 61: There are more than 60 cohorts\./],
  ])('%j gets a sentence', (text, sentence) => {
    expect(faultOf(text)).toMatch(sentence);
  });

  itHolds(
    'is read as it was written',
    fc.property(
      fc.array(
        fc.tuple(
          fc.constantFrom('Jan', 'Feb 16', '2026-02', 'Week of “A”: B', '7'),
          fc.integer({ min: 1, max: 1e9 }),
          fc.array(fc.nat(1000), { minLength: 1, maxLength: MOST.periods }),
        ),
        { minLength: 1, maxLength: MOST.cohorts },
      ),
      (lines) => {
        const cohorts = lines.map(([name, size, thousandths]) => ({
          name,
          size,
          active: [size, ...thousandths.map((each) => Math.floor((size * each) / 1000))],
        }));
        expect(readTriangle(writeTriangle(cohorts)).cohorts).toEqual(cohorts);
      },
    ),
    100,
  );

  itHolds(
    'is, whatever is typed, cohorts or one sentence',
    fc.property(
      fc.oneof(
        fc.string({ unit: 'grapheme', maxLength: 80 }),
        fc.stringMatching(/^[\dA-z:;,.%$ \t\n-]{0,80}$/),
      ),
      (text) => {
        const { cohorts, fault } = readTriangle(text);
        if (fault !== undefined) {
          expect(fault).toMatch(/^(Line \d+: |This |No ).+[.”]$/s);
          return;
        }
        for (const { size, active } of cohorts!) {
          expect(active[0]).toBe(size);
          for (const count of active) expect(count).toSatisfy((n) => n >= 0 && n <= size);
        }
      },
    ),
    50,
  );
});
