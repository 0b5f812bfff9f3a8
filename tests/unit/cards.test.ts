import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { MeasuredNode } from '@takumi-rs/core';
import { expect, it } from 'vitest';
import { cardRenderer, measurePicture } from '../../build/cards.ts';
import { readCourse } from '../../build/check-content.ts';
import { cardsOf, type Card } from '#domain/course/card.ts';
import { PICTURE_SIZE } from '#domain/course/card-picture.ts';
import { larderOf } from '#domain/course/course.ts';

const course = readCourse('src/content');
const cards = cardsOf(course, larderOf(course));
const renderer = await cardRenderer();

const lengthOf = ({ picture }: Card): number =>
  [picture.place, picture.heading, picture.words, ...picture.cells.map(({ text }) => text)].join('')
    .length;
const longest = cards.toSorted((a, b) => lengthOf(b) - lengthOf(a)).slice(0, 60);
const headings = cards
  .toSorted((a, b) => b.picture.heading.length - a.picture.heading.length)
  .slice(0, 60);

/** Every line of text with its box in the picture, and the box that holds it. */
function linesOf(
  node: MeasuredNode,
): { text: string; right: number; bottom: number; end: number }[] {
  const [left, top] = [node.transform[4], node.transform[5]];
  return [
    ...node.runs.map(({ text, x, y, width, height }) => ({
      text,
      right: left + x + width,
      bottom: top + y + height,
      end: top + node.height,
    })),
    ...node.children.flatMap(linesOf),
  ];
}

it.each([...new Set([...longest, ...headings])])(
  'the words of $address stay on their card',
  async ({ picture }) => {
    const measured = await measurePicture(renderer, picture);
    const lines = linesOf(measured);
    expect(lines.length).toBeGreaterThan(3);
    const footer = lines.find(({ text }) => text === 'Crossover')!;
    const footerTop = footer.bottom - 45;
    for (const { text, right, bottom, end } of lines) {
      // The space at the end of a line hangs over the margin.
      const hanging = text.endsWith(' ') ? 20 : 0;
      expect(right, text).toBeLessThanOrEqual(PICTURE_SIZE.width - 64 + hanging);
      // A line may lean out of its box by what its letters have below the line.
      expect(bottom, text).toBeLessThanOrEqual(end + 8);
      if (text !== 'Crossover') expect(bottom, text).toBeLessThanOrEqual(footerTop);
    }
  },
);

it('the face of the cards has every letter that they need', () => {
  const file = createRequire(import.meta.url).resolve('@fontsource/fraunces/unicode.json');
  const { latin } = JSON.parse(readFileSync(file, 'utf8')) as { latin: string };
  const ranges = latin.split(',').map((range) => {
    const [from, to = from] = range.replace('U+', '').split('-');
    return [parseInt(from!, 16), parseInt(to!, 16)] as const;
  });
  const used = new Set(cards.flatMap(({ picture }) => [...JSON.stringify(picture)]));
  const missing = [...used].filter((letter) => {
    const code = letter.codePointAt(0)!;
    return !ranges.some(([from, to]) => code >= from && code <= to);
  });
  expect(missing).toEqual([]);
});
