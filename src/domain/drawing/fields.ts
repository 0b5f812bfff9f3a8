import { card, drawCard } from './card.ts';
import type { Axis, FieldsFigure } from './figure.ts';
import { arrow } from './shape.ts';
import type { Drawing, Shape } from './shape.ts';
import { isWide, paragraph, placed, textSize } from './text.ts';
import type { Paragraph } from './text.ts';

const GAP = 10;
/** From the fields to an axis. */
const AXIS_GAP = 14;
const WORD_GAP = 8;
/** The room for the words of the vertical axis. */
const GUTTER = 116;
const LEAST_HEIGHT = 84;

interface AxisWords {
  low: Paragraph;
  label: Paragraph;
  high: Paragraph;
}

/** The words at the left of a wide drawing. */
function verticalWords({ low, label, high }: Axis, size: number): AxisWords {
  return {
    low: paragraph(low, GUTTER, size),
    label: paragraph(label, GUTTER, size, 'strong'),
    high: paragraph(high, GUTTER, size),
  };
}

/** An arrow upward between `top` and `bottom`, its words at its left. */
function drawVertical(words: AxisWords, x: number, top: number, bottom: number): Shape[] {
  const { low, label, high } = words;
  const end = x - AXIS_GAP;
  const axis = [
    { x, y: bottom },
    { x, y: top },
  ];
  return [
    ...arrow(axis),
    ...placed(high, end, top, 'end'),
    ...placed(label, end, (top + bottom - label.height) / 2, 'end'),
    ...placed(low, end, bottom - low.height, 'end'),
  ];
}

/** An arrow to the right between `left` and `right`, its words beneath it. */
function drawHorizontal(
  { low, label, high }: Axis,
  [left, right]: [number, number],
  y: number,
  width: number,
): { shapes: Shape[]; bottom: number } {
  const size = textSize(width);
  const wide = isWide(width);
  const room = wide ? (right - left - 2 * GAP) / 3 : (right - left - GAP) / 2;
  const [first, last] = [paragraph(low, room, size), paragraph(high, room, size)];
  const beside = 2 * Math.max(first.width, last.width) + 2 * GAP;
  const name = paragraph(label, wide ? right - left - beside : width, size, 'strong');
  const top = y + WORD_GAP;
  const answers = Math.max(first.height, last.height);
  // A narrow drawing has no room for the name between the answers.
  const nameTop = wide ? top : top + answers;
  const axis = [
    { x: left, y },
    { x: right, y },
  ];
  return {
    shapes: [
      ...arrow(axis),
      ...placed(first, left, top),
      ...placed(last, right, top, 'end'),
      ...placed(name, (left + right) / 2, nameTop, 'middle'),
    ],
    bottom: Math.max(top + answers, nameTop + name.height),
  };
}

/**
 * Two questions crossed. The vertical axis stands at the left of a wide drawing; on a narrow one
 * its words stand above each row, so that the fields keep the whole width. `width` is in user units.
 */
export function drawFields(figure: FieldsFigure, width: number): Drawing {
  const size = textSize(width);
  const wide = isWide(width);
  const left = wide ? GUTTER + 2 * AXIS_GAP : 1;
  const right = width - 1;
  const boxWidth = (right - left - GAP) / 2;
  const cards = figure.fields.map((field) => card(field, boxWidth, size));
  const beside = verticalWords(figure.y, size);
  const stack = beside.low.height + beside.label.height + beside.high.height;
  // The stack is symmetric about its middle only if both ends take the room of the higher one.
  const uneven = Math.abs(beside.low.height - beside.high.height);
  const leastHeight = wide ? (stack + uneven + 2 * WORD_GAP - GAP) / 2 : 0;
  const height = Math.max(LEAST_HEIGHT, leastHeight, ...cards.map((one) => one.height));
  const columns = [left, left + boxWidth + GAP];
  const shapes: Shape[] = [];

  let top = 1;
  const tops = [figure.y.high, figure.y.low].map((answer) => {
    if (!wide) {
      const words = paragraph(`${figure.y.label}: ${answer}`, width, size);
      shapes.push(...placed(words, 0, top));
      top += words.height + 4;
    }
    const rowTop = top;
    top += height + (wide ? GAP : AXIS_GAP);
    return rowTop;
  });
  cards.forEach((one, index) => {
    const [x, y] = [columns[index % 2]!, tops[Math.floor(index / 2)]!];
    shapes.push(...drawCard(one, { x, y, width: boxWidth, height }, 'start'));
  });
  const bottom = tops[1]! + height;
  if (wide) shapes.push(...drawVertical(beside, left - AXIS_GAP, tops[0]!, bottom));
  const across = drawHorizontal(figure.x, [left, right], bottom + AXIS_GAP, width);
  shapes.push(...across.shapes);
  return { width, height: Math.ceil(across.bottom) + 1, shapes };
}
