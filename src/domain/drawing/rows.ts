/** Labeled rows with room for a bar in each: what bars and spans have in common. */
import type { Step } from './figure.ts';
import type { Shape } from './shape.ts';
import { isWide, LINE_HEIGHT, paragraph, placed, textSize } from './text.ts';

/** The thickness of a bar. */
export const BAR_HEIGHT = 22;

/** What a drawing may put above the upper edge of a bar, and beneath the lower one. */
export const OVERHANG = 4;

const LABEL_COLUMN = 216;
const COLUMN_GAP = 24;
const ROW_GAP = 18;

/** Rows that are labeled and wait for their bars. */
export interface Rows {
  /** Where a bar may begin, and where it must have ended. */
  left: number;
  right: number;
  /** The upper edge of the bar in each row. */
  tops: number[];
  bottom: number;
  shapes: Shape[];
}

/** Labels and notes: beside the bars on a wide drawing, above them on a narrow one. */
export function labelRows(steps: Step[], width: number): Rows {
  const size = textSize(width);
  const wide = isWide(width);
  const room = wide ? LABEL_COLUMN : width;
  const rows = steps.map(({ label, note }) => {
    const words = [paragraph(label, room, size, 'strong')];
    if (note !== undefined) words.push(paragraph(note, room, size));
    return { words, height: words.reduce((sum, { height }) => sum + height, 0) };
  });
  const column = Math.max(...rows.flatMap(({ words }) => words.map((one) => one.width)));
  const shapes: Shape[] = [];
  const tops: number[] = [];
  let bottom = OVERHANG + 1;
  rows.forEach(({ words, height }) => {
    let top = bottom;
    words.forEach((one) => {
      shapes.push(...placed(one, 0, top));
      top += one.height;
    });
    // Beside its label a bar stands level with the label's first line.
    tops.push(wide ? bottom + (LINE_HEIGHT - BAR_HEIGHT) / 2 + 1 : bottom + height + 5);
    bottom += (wide ? Math.max(height, BAR_HEIGHT) : height + 5 + BAR_HEIGHT) + ROW_GAP;
  });
  const left = wide ? Math.ceil(column) + COLUMN_GAP : 1;
  return { left, right: width - 1, tops, bottom: bottom - ROW_GAP, shapes };
}
