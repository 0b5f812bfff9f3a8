import type { LinesFigure, Series } from './figure.ts';
import { formatQuantity } from '../quantity.ts';
import { ticksTo } from './scale.ts';
import { DASHES, strokeOf, tenth } from './shape.ts';
import type { Dash, Drawing, Point, Role, Shape } from './shape.ts';
import { isWide, LINE_HEIGHT, paragraph, placed, textSize, textWidth, wordsFit } from './text.ts';

/** From the end of the plot to the labels of the series: room for the lines that lead there. */
const LEAD = 24;
/** Beside a name stands a piece of its line. */
const SAMPLE = 28;
const SAMPLE_GAP = 8;
const LABEL_WIDTH = 150;
const MARK_RADIUS = 3;
const LABEL_GAP = 4;
const TICK = 6;

/**
 * The tops of blocks that want their middles at `wanted`, moved as little as keeps them apart and
 * between `top` and `bottom`, in the order given.
 */
export function spread(
  blocks: { wanted: number; height: number }[],
  top: number,
  bottom: number,
): number[] {
  const order = blocks.map((_, index) => index);
  order.sort((left, right) => blocks[left]!.wanted - blocks[right]!.wanted || left - right);
  const tops: number[] = [];
  let free = top;
  for (const index of order) {
    const { wanted, height } = blocks[index]!;
    tops[index] = Math.max(free, wanted - height / 2);
    free = tops[index] + height + LABEL_GAP;
  }
  let limit = bottom;
  for (const index of order.toReversed()) {
    const { height } = blocks[index]!;
    tops[index] = Math.min(tops[index]!, limit - height);
    limit = tops[index] - LABEL_GAP;
  }
  return tops;
}

/** The stretches of a series between values that are not there. */
function stretches(
  values: (number | null)[],
  at: (value: number, index: number) => Point,
): Point[][] {
  const found: Point[][] = [[]];
  values.forEach((value, index) => {
    if (value === null) found.push([]);
    else found.at(-1)!.push(at(value, index));
  });
  return found.filter((points) => points.length > 0);
}

/** Tick labels under the axis: as many as stand apart, beginning with the first. */
function tickLabels(
  ticks: string[],
  xOf: (index: number) => number,
  top: number,
  width: number,
  size: number,
): { shapes: Shape[]; height: number } {
  const gap = 10;
  const pitch = xOf(1) - xOf(0);
  for (let stride = 1; ; stride++) {
    const room = Math.min(stride * pitch, width) - gap;
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
      const free = before === undefined || before.x + before.half + gap <= x - half;
      return free && words.lines.length <= (Math.min(ticks.length - 2, shown.length) > 2 ? 1 : 2);
    });
    if (!apart && !last) continue;
    return {
      shapes: blocks.flatMap(({ words, x }) => placed(words, x, top, 'middle')),
      height: Math.max(...blocks.map(({ words }) => words.height)),
    };
  }
}

/** A dash pattern for each series, in the order of the figure. */
function dashOf(index: number): Dash {
  return DASHES[index % DASHES.length]!;
}

function inkOf({ voice }: Series): Role {
  return strokeOf(voice, 'ink');
}

/** A piece of a series' line, for the eye to compare. */
function sample({ x, y }: Point, role: Role, index: number): Shape {
  const points = [
    { x, y },
    { x: tenth(x + SAMPLE), y },
  ];
  return { kind: 'path', points, radius: 0, role, dash: dashOf(index) };
}

/**
 * A chart of values over time. Every series has a dash pattern and its name at its end; a narrow
 * drawing, which has no room for names, has numbers there and a key beneath the chart.
 * Percentages are fractions, `width` is in user units.
 */
export function drawLines(figure: LinesFigure, width: number): Drawing {
  const size = textSize(width);
  const { x, y, series } = figure;
  const values = series.flatMap((one) => one.values.filter((value) => value !== null));
  const most = Math.max(y.max, ...values);
  const scaleTicks = ticksTo(most, 5);
  const scaleWords = scaleTicks.map((tick) => formatQuantity({ value: tick, unit: y.unit }));

  const keyed = !isWide(width);
  // A line alone needs no number to be found in the key.
  const names = series.map((one, index) =>
    keyed ? (series.length === 1 ? '' : `${index + 1}`) : one.label,
  );
  const labels = series.map((one, index) =>
    paragraph(names[index]!, LABEL_WIDTH, size, 'strong', inkOf(one)),
  );
  const lead = keyed ? LEAD : LEAD + SAMPLE + SAMPLE_GAP;

  const title = paragraph(y.label, width, size);
  const left = Math.max(...scaleWords.map((words) => textWidth(words, size, 'plain'))) + 10;
  const labelWidth = Math.max(...labels.map((label) => label.width));
  const right = width - (labelWidth === 0 ? 1 : lead + labelWidth);
  const labelHeight = labels.reduce((sum, { height }) => sum + height + LABEL_GAP, 0);
  const plotHeight = Math.max(isWide(width) ? 240 : 210, labelHeight);
  const top = title.height + 16;
  const bottom = top + plotHeight;

  const count = Math.max(x.ticks.length, ...series.map((one) => one.values.length));
  const inset = 6;
  const xOf = (index: number): number =>
    tenth(left + inset + ((right - left - 2 * inset) * index) / (count - 1));
  const yOf = (value: number): number => tenth(bottom - (plotHeight * value) / most);

  const shapes: Shape[] = [...placed(title, 0, 0)];
  scaleTicks.forEach((tick, index) => {
    const level = yOf(tick);
    shapes.push(
      {
        kind: 'line',
        from: { x: tenth(left), y: level },
        to: { x: tenth(right), y: level },
        role: tick === 0 ? 'soft' : 'line',
      },
      ...placed(
        paragraph(scaleWords[index]!, left, size),
        left - 10,
        level - LINE_HEIGHT / 2,
        'end',
      ),
    );
  });
  x.ticks.forEach((_, index) => {
    const from = { x: xOf(index), y: bottom };
    shapes.push({ kind: 'line', from, to: { ...from, y: bottom + TICK }, role: 'soft' });
  });
  const ticks = tickLabels(x.ticks, xOf, bottom + TICK + 4, width, size);
  shapes.push(...ticks.shapes);
  let end = bottom + TICK + 4 + ticks.height + 4;
  const axis = paragraph(x.label, width, size);
  const axisX = Math.min(Math.max((left + right) / 2, axis.width / 2), width - axis.width / 2);
  shapes.push(...placed(axis, axisX, end, 'middle'));
  end += axis.height;

  const drawn = series.map((one) =>
    stretches(one.values, (value, index) => ({ x: xOf(index), y: yOf(value) })),
  );
  const ends = drawn.map((points) => points.at(-1)?.at(-1));
  const labelTops = spread(
    labels.map(({ height }, index) => ({ wanted: ends[index]?.y ?? bottom, height })),
    top - LINE_HEIGHT / 2,
    bottom + LINE_HEIGHT / 2,
  );
  series.forEach((one, index) => {
    const role = inkOf(one);
    const last = ends[index];
    const label = labels[index]!;
    const labelTop = labelTops[index]!;
    if (last !== undefined && label.lines.length > 0) {
      const knee = { x: tenth(right + 4), y: last.y };
      const end = { x: tenth(right + LEAD - 5), y: tenth(labelTop + label.height / 2) };
      // Inside the plot a lead is as faint as the grid, or it would pass for values.
      shapes.push({ kind: 'line', from: last, to: knee, role: 'line' });
      shapes.push({ kind: 'line', from: knee, to: end, role: 'soft' });
      if (!keyed) shapes.push(sample(end, role, index));
    }
    shapes.push(...placed(label, right + lead, labelTop));
    drawn[index]!.forEach((points) => {
      shapes.push({ kind: 'path', points, radius: 0, role, dash: dashOf(index) });
    });
    // A value between two gaps has no line: its mark is all that shows it.
    drawn[index]!.flat().forEach((center) => {
      shapes.push({ kind: 'circle', center, radius: MARK_RADIUS, role, fill: 'sheet' });
    });
  });
  if (keyed) {
    end += 12;
    series.forEach((one, index) => {
      const role = inkOf(one);
      const number = labels[index]!;
      const start = number.width === 0 ? 1 : number.width + SAMPLE_GAP;
      const left = start + SAMPLE + SAMPLE_GAP + 2;
      const words = paragraph(one.label, width - left, size, 'strong', role);
      shapes.push(...placed(number, 0, end));
      shapes.push(sample({ x: tenth(start), y: end + LINE_HEIGHT / 2 }, role, index));
      shapes.push(...placed(words, left, end));
      end += words.height + LABEL_GAP;
    });
  }
  return { width, height: Math.ceil(end) + 2, shapes };
}
