import { formatQuantity } from '../quantity.ts';
import type { BarsFigure } from './figure.ts';
import { BAR_HEIGHT, labelRows, OVERHANG } from './rows.ts';
import { fillOf, strokeOf, tenth } from './shape.ts';
import type { Drawing } from './shape.ts';
import { LINE_HEIGHT, paragraph, placed, textSize, textWidth } from './text.ts';

const VALUE_GAP = 8;

/**
 * Lengths compared: horizontal bars from one line, with their values at their ends. The longest
 * fills the room. Percentages are fractions, nothing is drawn for a value below zero but its
 * number, `width` is in user units.
 */
export function drawBars(figure: BarsFigure, width: number): Drawing {
  const size = textSize(width);
  const { left, right, tops, bottom, shapes } = labelRows(figure.bars, width);
  const words = figure.bars.map(({ value }) => formatQuantity({ value, unit: figure.unit }));
  const room = Math.max(...words.map((text) => textWidth(text, size, 'strong'))) + VALUE_GAP;
  const longest = Math.max(...figure.bars.map(({ value }) => value), Number.MIN_VALUE);
  figure.bars.forEach(({ value, voice }, index) => {
    const y = tops[index]!;
    const length = tenth((Math.max(0, value) / longest) * (right - room - left));
    if (length > 0) {
      shapes.push({
        kind: 'box',
        x: left,
        y,
        width: length,
        height: BAR_HEIGHT,
        radius: 0,
        role: strokeOf(voice),
        fill: fillOf(voice),
      });
    }
    shapes.push(
      {
        kind: 'line',
        from: { x: left, y: y - OVERHANG },
        to: { x: left, y: y + BAR_HEIGHT + OVERHANG },
        role: 'ink',
      },
      ...placed(
        paragraph(words[index]!, room, size, 'strong'),
        left + length + VALUE_GAP,
        y + (BAR_HEIGHT - LINE_HEIGHT) / 2,
      ),
    );
  });
  return { width, height: bottom + OVERHANG + 1, shapes };
}
