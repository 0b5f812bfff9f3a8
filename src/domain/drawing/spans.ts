import { formatQuantity } from '../quantity.ts';
import { CORNER } from './card.ts';
import type { SpansFigure } from './figure.ts';
import { BAR_HEIGHT, labelRows } from './rows.ts';
import { ticksTo } from './scale.ts';
import { fillOf, strokeOf, tenth } from './shape.ts';
import type { Drawing, Shape } from './shape.ts';
import { isWide, paragraph, placed, textSize, textWidth } from './text.ts';

const TICK = 6;
const AXIS_GAP = 12;
const MOMENT_RADIUS = 7;

const tickText = (value: number): string => formatQuantity({ value, unit: 'number' });

/**
 * Spans of time above one axis from 0 to `end`. A span that ends where it begins is a moment and
 * drawn as a dot. Times are in the figure's unit, `width` in user units.
 */
export function drawSpans(figure: SpansFigure, width: number): Drawing {
  const size = textSize(width);
  const wide = isWide(width);
  const rows = labelRows(figure.spans, width);
  // A span beyond the end of the axis makes the axis longer: it may not leave the drawing.
  const end = Math.max(figure.end, ...figure.spans.map(({ to }) => to));
  const ticks = ticksTo(end, wide ? 8 : 6);
  const halfTick = (tick: number): number => textWidth(tickText(tick), size, 'plain') / 2;
  // The first and the last tick's number stand in the middle of their ticks, inside the drawing.
  const left = Math.max(rows.left, halfTick(0), MOMENT_RADIUS + 1);
  const right = Math.min(rows.right, width - Math.max(...ticks.map(halfTick)));
  const xOf = (time: number): number => tenth(left + ((right - left) * time) / end);
  const axis = rows.bottom + AXIS_GAP;

  const grid: Shape[] = [];
  const numbers: Shape[] = [];
  ticks.forEach((tick) => {
    const x = xOf(tick);
    // Beside the labels a grid line runs through all rows; beneath them it would strike words out.
    const stretches = wide
      ? [[0, axis] as const]
      : rows.tops.map((top) => [top - 2, top + BAR_HEIGHT + 2] as const);
    stretches.forEach(([from, to]) => {
      grid.push({ kind: 'line', from: { x, y: from }, to: { x, y: to }, role: 'line' });
    });
    numbers.push(
      { kind: 'line', from: { x, y: axis }, to: { x, y: axis + TICK }, role: 'soft' },
      ...placed(paragraph(tickText(tick), width, size), x, axis + TICK + 3, 'middle'),
    );
  });
  numbers.push({
    kind: 'line',
    from: { x: xOf(0), y: axis },
    to: { x: xOf(end), y: axis },
    role: 'soft',
  });
  const spans = figure.spans.map(({ from, to, voice }, index): Shape => {
    const y = rows.tops[index]!;
    const colors = { role: strokeOf(voice), fill: fillOf(voice) };
    if (from === to) {
      const center = { x: xOf(from), y: y + BAR_HEIGHT / 2 };
      return { kind: 'circle', center, radius: MOMENT_RADIUS, ...colors };
    }
    const box = { x: xOf(from), y, width: tenth(xOf(to) - xOf(from)), height: BAR_HEIGHT };
    return { kind: 'box', ...box, radius: CORNER, ...colors };
  });
  const unit = paragraph(figure.unit, right - left, size);
  const unitTop = axis + TICK + 24;
  const shapes = [
    ...grid,
    ...rows.shapes,
    ...spans,
    ...numbers,
    ...placed(unit, (left + right) / 2, unitTop, 'middle'),
  ];
  return { width, height: Math.ceil(unitTop + unit.height) + 1, shapes };
}
