/** The frame of a chart of lines: where values stand, its grid, its ticks and their words. */
import { formatQuantity } from '../quantity.ts';
import type { LinesFigure } from './figure.ts';
import { ticksTo } from './scale.ts';
import { tenth } from './shape.ts';
import type { Shape } from './shape.ts';
import { isWide, LINE_HEIGHT, paragraph, placed, textSize, textWidth, wordsFit } from './text.ts';

const TICK = 6;
const WORD_GAP = 10;
/** Marks at the first and the last tick stand clear of the ends of the grid. */
const INSET = 6;

/** The room in which values are drawn, in user units. */
export interface Plot {
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** Where the value with this index, and a value of this size, stand. */
  xOf(index: number): number;
  yOf(value: number): number;
}

/** Words whose first line and whose end are known. */
interface Block {
  shapes: Shape[];
  bottom: number;
}

function scaleOf({ y, series }: LinesFigure): { most: number; ticks: number[]; words: string[] } {
  const values = series.flatMap((one) => one.values.filter((value) => value !== null));
  const most = Math.max(y.max, ...values);
  const ticks = ticksTo(most, 5);
  return { most, ticks, words: ticks.map((value) => formatQuantity({ value, unit: y.unit })) };
}

/** The plot of a chart that ends at `right` and is at least `leastHeight` high. */
export function plotOf(
  figure: LinesFigure,
  width: number,
  right: number,
  leastHeight: number,
): Plot {
  const size = textSize(width);
  const { most, words } = scaleOf(figure);
  const left = Math.max(...words.map((text) => textWidth(text, size, 'plain'))) + WORD_GAP;
  const top = paragraph(figure.y.label, width, size).height + 16;
  const height = Math.max(isWide(width) ? 240 : 210, leastHeight);
  const bottom = top + height;
  const count = Math.max(figure.x.ticks.length, ...figure.series.map((one) => one.values.length));
  const pitch = (right - left - 2 * INSET) / (count - 1);
  return {
    left,
    right,
    top,
    bottom,
    xOf: (index) => tenth(left + INSET + pitch * index),
    yOf: (value) => tenth(bottom - (height * value) / most),
  };
}

/** The name of the vertical axis, its grid lines and their quantities. */
export function drawVerticalAxis(figure: LinesFigure, plot: Plot, width: number): Shape[] {
  const size = textSize(width);
  const { ticks, words } = scaleOf(figure);
  const grid = ticks.flatMap((tick, index): Shape[] => {
    const y = plot.yOf(tick);
    const quantity = paragraph(words[index]!, plot.left, size);
    return [
      {
        kind: 'line',
        from: { x: tenth(plot.left), y },
        to: { x: tenth(plot.right), y },
        role: tick === 0 ? 'soft' : 'line',
      },
      ...placed(quantity, plot.left - WORD_GAP, y - LINE_HEIGHT / 2, 'end'),
    ];
  });
  return [...placed(paragraph(figure.y.label, width, size), 0, 0), ...grid];
}

/** Tick labels under the axis: as many as stand apart, beginning with the first. */
function tickLabels(ticks: string[], xOf: Plot['xOf'], top: number, width: number): Block {
  const size = textSize(width);
  // A few long labels may take two lines; many stand better in one, with some left out.
  const mostLines = (shown: number): number => (Math.min(ticks.length - 2, shown) > 2 ? 1 : 2);
  const pitch = xOf(1) - xOf(0);
  for (let stride = 1; ; stride++) {
    const room = Math.min(stride * pitch, width) - WORD_GAP;
    const shown = ticks
      .map((text, index) => ({ text, index }))
      .filter(({ index }) => index % stride === 0);
    const last = stride >= ticks.length;
    if (!last && !shown.every(({ text }) => wordsFit(text, room, size, 'plain'))) continue;
    const blocks = shown.map(({ text, index }) => {
      const words = paragraph(text, Math.max(room, pitch), size);
      // The first and the last label may not leave the drawing.
      const half = words.width / 2;
      return { words, x: Math.min(Math.max(xOf(index), half), width - half), half };
    });
    const apart = blocks.every(({ words, x, half }, index) => {
      const before = blocks[index - 1];
      const free = before === undefined || before.x + before.half + WORD_GAP <= x - half;
      return free && words.lines.length <= mostLines(shown.length);
    });
    if (!apart && !last) continue;
    return {
      shapes: blocks.flatMap(({ words, x }) => placed(words, x, top, 'middle')),
      bottom: top + Math.max(...blocks.map(({ words }) => words.height)),
    };
  }
}

/** Ticks, their labels and the name of the horizontal axis. */
export function drawHorizontalAxis(
  { x: { ticks, label } }: LinesFigure,
  { left, right, bottom, xOf }: Plot,
  width: number,
): Block {
  const marks = ticks.map((_, index): Shape => {
    const from = { x: xOf(index), y: bottom };
    return { kind: 'line', from, to: { ...from, y: bottom + TICK }, role: 'soft' };
  });
  const labels = tickLabels(ticks, xOf, bottom + TICK + 4, width);
  const name = paragraph(label, width, textSize(width));
  const half = name.width / 2;
  const center = Math.min(Math.max((left + right) / 2, half), width - half);
  const top = labels.bottom + 4;
  return {
    shapes: [...marks, ...labels.shapes, ...placed(name, center, top, 'middle')],
    bottom: top + name.height,
  };
}
