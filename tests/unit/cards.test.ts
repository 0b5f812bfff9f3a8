import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { MeasuredNode } from '@takumi-rs/core';
import { expect, it } from 'vitest';
import { cardRenderer, measurePicture } from '../../build/cards.ts';
import { readCourse } from '../../build/check-content.ts';
import { cardsOf } from '#domain/course/card.ts';
import { PICTURE_SIZE } from '#domain/course/card-picture.ts';
import { larderOf } from '#domain/course/course.ts';

const course = readCourse('src/content');
const cards = cardsOf(course, larderOf(course));
const renderer = await cardRenderer();

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

it('no word of any card runs over another or beyond its edge', async () => {
  const astray: string[] = [];
  for (const { address, picture } of cards) {
    const lines = linesOf(await measurePicture(renderer, picture));
    const footer = lines.find(({ text }) => text === 'Crossover')!;
    for (const { text, right, bottom, end } of lines) {
      // The space at the end of a line hangs over the margin.
      const hanging = text.endsWith(' ') ? 20 : 0;
      const isInside =
        right <= PICTURE_SIZE.width - 64 + hanging &&
        // A line may lean out of its box by what its letters have below the line.
        bottom <= end + 8 &&
        (text === 'Crossover' || bottom <= footer.bottom - 45);
      if (!isInside) astray.push(`${address}: ${text}`);
    }
  }
  expect(cards.length).toBeGreaterThan(1000);
  expect(astray).toEqual([]);
});

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
