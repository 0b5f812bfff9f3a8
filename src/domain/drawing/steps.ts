import { anchorOf, card, cardsFit, drawCard } from './card.ts';
import type { StepsFigure } from './figure.ts';
import { arrow } from './shape.ts';
import type { Box, Drawing, Point, Shape } from './shape.ts';
import { isWide, paragraph, placed, textSize } from './text.ts';

/** Between two boxes there is room for an arrow and air at both its ends. */
const GAP = 36;
const AIR = 5;
/** How far the line that returns runs beneath the boxes, and beside them. */
const DETOUR = 28;
const COLUMN_GAP = 48;
const MOST_IN_ROW = 4;
/** Six lines of text. Higher boxes are columns of single words: two wide ones read better. */
const HIGHEST_IN_ROW = 144;

type Place = Pick<Box, 'x' | 'y' | 'width' | 'height'>;

const middle = ({ y, height }: Place): number => y + height / 2;
const center = ({ x, width }: Place): number => x + width / 2;

/** The label of the line that returns, beneath that line and between its ends. */
function drawReturn(
  figure: StepsFigure,
  points: Point[],
  bottom: number,
  [left, right]: [number, number],
  size: number,
): { shapes: Shape[]; bottom: number } {
  const words = paragraph(figure.returns ?? '', right - left, size);
  const top = bottom + DETOUR + 6;
  return {
    shapes: [...arrow(points), ...placed(words, (left + right) / 2, top, 'middle')],
    bottom: top + words.height,
  };
}

/** All steps side by side, the return beneath them. */
function drawRow(figure: StepsFigure, width: number, size: number): Drawing {
  const count = figure.steps.length;
  const boxWidth = (width - 2 - GAP * (count - 1)) / count;
  const cards = figure.steps.map((step) => card(step, boxWidth, size));
  const height = Math.max(...cards.map((one) => one.height));
  const places = cards.map((_, index) => ({
    x: 1 + index * (boxWidth + GAP),
    y: 1,
    width: boxWidth,
    height,
  }));
  const shapes: Shape[] = cards.flatMap((one, index) =>
    drawCard(one, places[index]!, anchorOf(figure.steps)),
  );
  places.slice(1).forEach((place) => {
    const y = middle(place);
    shapes.push(
      ...arrow([
        { x: place.x - GAP + AIR, y },
        { x: place.x - AIR, y },
      ]),
    );
  });
  let bottom = height + 1;
  if (figure.returns !== undefined) {
    const [first, last] = [center(places[0]!), center(places.at(-1)!)];
    const points = [
      { x: last, y: bottom + AIR },
      { x: last, y: bottom + DETOUR },
      { x: first, y: bottom + DETOUR },
      { x: first, y: bottom + AIR },
    ];
    const back = drawReturn(figure, points, bottom, [first, last], size);
    shapes.push(...back.shapes);
    bottom = back.bottom;
  }
  return { width, height: bottom + 1, shapes };
}

/** One column, or two that are read one after the other like the columns of a newspaper. */
function drawColumns(figure: StepsFigure, width: number, size: number, columns: 1 | 2): Drawing {
  const left = figure.returns === undefined ? 1 : DETOUR;
  const boxWidth = (width - left - 1 - COLUMN_GAP * (columns - 1)) / columns;
  const rows = Math.ceil(figure.steps.length / columns);
  const cards = figure.steps.map((step) => card(step, boxWidth, size));
  const tops: number[] = [];
  const heights: number[] = [];
  let top = 1;
  for (let row = 0; row < rows; row++) {
    const height = Math.max(cards[row]!.height, cards[row + rows]?.height ?? 0);
    tops.push(top);
    heights.push(height);
    top += height + GAP;
  }
  const places = cards.map((_, index) => ({
    x: left + Math.floor(index / rows) * (boxWidth + COLUMN_GAP),
    y: tops[index % rows]!,
    width: boxWidth,
    height: heights[index % rows]!,
  }));
  const shapes: Shape[] = cards.flatMap((one, index) =>
    drawCard(one, places[index]!, anchorOf(figure.steps)),
  );
  places.slice(1).forEach((place, index) => {
    const before = places[index]!;
    if (before.x === place.x) {
      const x = center(place);
      shapes.push(
        ...arrow([
          { x, y: place.y - GAP + AIR },
          { x, y: place.y - AIR },
        ]),
      );
      return;
    }
    const gutter = place.x - COLUMN_GAP / 2;
    shapes.push(
      ...arrow([
        { x: before.x + before.width + AIR, y: middle(before) },
        { x: gutter, y: middle(before) },
        { x: gutter, y: middle(place) },
        { x: place.x - AIR, y: middle(place) },
      ]),
    );
  });
  let bottom = top - GAP;
  if (figure.returns !== undefined) {
    const [first, last] = [places[0]!, places.at(-1)!];
    const points = [
      { x: center(last), y: last.y + last.height + AIR },
      { x: center(last), y: bottom + DETOUR },
      { x: 6, y: bottom + DETOUR },
      { x: 6, y: middle(first) },
      { x: first.x - AIR, y: middle(first) },
    ];
    const back = drawReturn(figure, points, bottom, [left, width], size);
    shapes.push(...back.shapes);
    bottom = back.bottom;
  }
  return { width, height: bottom + 1, shapes };
}

/**
 * Boxes one after the other with arrows between them. A narrow drawing runs from top to bottom; a
 * wide one has up to four steps in a row, more in two columns. `width` is in user units.
 */
export function drawSteps(figure: StepsFigure, width: number): Drawing {
  const size = textSize(width);
  if (!isWide(width)) return drawColumns(figure, width, size, 1);
  const count = figure.steps.length;
  const boxWidth = (width - 2 - GAP * (count - 1)) / count;
  const low = figure.steps.every((step) => card(step, boxWidth, size).height <= HIGHEST_IN_ROW);
  return count <= MOST_IN_ROW && low && cardsFit(figure.steps, boxWidth, size)
    ? drawRow(figure, width, size)
    : drawColumns(figure, width, size, 2);
}
