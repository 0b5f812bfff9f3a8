import { drawHorizontalAxis, drawVerticalAxis, plotOf } from './axes.ts';
import type { Plot } from './axes.ts';
import type { LinesFigure, Series } from './figure.ts';
import { DASHES, strokeOf, tenth } from './shape.ts';
import type { Dash, Drawing, Point, Role, Shape } from './shape.ts';
import { LABEL_GAP, spread } from './spread.ts';
import { isWide, LINE_HEIGHT, paragraph, placed, textSize } from './text.ts';
import type { Paragraph } from './text.ts';

/** From the end of the plot to the labels of the series: room for the lines that lead there. */
const LEAD = 24;
/** Beside a name stands a piece of its line. */
const SAMPLE = 28;
const SAMPLE_GAP = 8;
const LABEL_WIDTH = 150;
const MARK_RADIUS = 3;
const KEY_GAP = 12;

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

/** The lines of a series with a mark at every value. */
function drawSeries(one: Series, index: number, { xOf, yOf }: Plot): Shape[] {
  const role = inkOf(one);
  const found = stretches(one.values, (value, at) => ({ x: xOf(at), y: yOf(value) }));
  const lines = found.map((points): Shape => ({
    kind: 'path',
    points,
    radius: 0,
    role,
    dash: dashOf(index),
  }));
  // A value between two gaps has no line: its mark is all that shows it.
  const marks = found
    .flat()
    .map((center): Shape => ({ kind: 'circle', center, radius: MARK_RADIUS, role, fill: 'sheet' }));
  return [...lines, ...marks];
}

/** Where the last value of a series stands. */
function endOf({ values }: Series, { xOf, yOf }: Plot): Point | undefined {
  const index = values.findLastIndex((value) => value !== null);
  const value = values[index] ?? null;
  return value === null ? undefined : { x: xOf(index), y: yOf(value) };
}

/** Labels at the right of the plot, each with a line that leads from the last value to it. */
function drawLabels(series: Series[], labels: Paragraph[], plot: Plot, lead: number): Shape[] {
  const ends = series.map((one) => endOf(one, plot));
  const tops = spread(
    labels.map(({ height }, index) => ({ wanted: ends[index]?.y ?? plot.bottom, height })),
    plot.top - LINE_HEIGHT / 2,
    plot.bottom + LINE_HEIGHT / 2,
  );
  return series.flatMap((one, index): Shape[] => {
    const label = labels[index]!;
    const words = placed(label, plot.right + lead, tops[index]!);
    const last = ends[index];
    if (last === undefined || words.length === 0) return words;
    const knee = { x: tenth(plot.right + 4), y: last.y };
    const end = { x: tenth(plot.right + LEAD - 5), y: tenth(tops[index]! + label.height / 2) };
    return [
      // Inside the plot a lead is as faint as the grid, or it would pass for values.
      { kind: 'line', from: last, to: knee, role: 'line' },
      { kind: 'line', from: knee, to: end, role: 'soft' },
      ...(lead > LEAD ? [sample(end, inkOf(one), index)] : []),
      ...words,
    ];
  });
}

/** The numbers of the series, pieces of their lines and their names, one beneath the other. */
function drawKey(
  series: Series[],
  numbers: Paragraph[],
  top: number,
  width: number,
): { shapes: Shape[]; bottom: number } {
  let bottom = top;
  const shapes = series.flatMap((one, index): Shape[] => {
    const role = inkOf(one);
    const number = numbers[index]!;
    const start = number.width === 0 ? 1 : number.width + SAMPLE_GAP;
    const left = start + SAMPLE + SAMPLE_GAP + 2;
    const name = paragraph(one.label, width - left, textSize(width), 'strong', role);
    const line = bottom;
    bottom += name.height + LABEL_GAP;
    return [
      ...placed(number, 0, line),
      sample({ x: tenth(start), y: line + LINE_HEIGHT / 2 }, role, index),
      ...placed(name, left, line),
    ];
  });
  return { shapes, bottom };
}

/**
 * A chart of values over time. Every series has a dash pattern and its name at its end; a narrow
 * drawing, which has no room for names, has numbers there and a key beneath the chart.
 * Percentages are fractions, `width` is in user units.
 */
export function drawLines(figure: LinesFigure, width: number): Drawing {
  const { series } = figure;
  const keyed = !isWide(width);
  // A line alone needs no number to be found in the key.
  const number = (index: number): string => (series.length === 1 ? '' : `${index + 1}`);
  const labels = series.map((one, index) => {
    const text = keyed ? number(index) : one.label;
    return paragraph(text, LABEL_WIDTH, textSize(width), 'strong', inkOf(one));
  });
  const lead = keyed ? LEAD : LEAD + SAMPLE + SAMPLE_GAP;
  const labelWidth = Math.max(...labels.map((label) => label.width));
  const right = width - (labelWidth === 0 ? 1 : lead + labelWidth);
  const labelHeight = labels.reduce((sum, { height }) => sum + height + LABEL_GAP, 0);
  const plot = plotOf(figure, width, right, labelHeight);
  const horizontal = drawHorizontalAxis(figure, plot, width);
  const key = keyed
    ? drawKey(series, labels, horizontal.bottom + KEY_GAP, width)
    : { shapes: [], bottom: horizontal.bottom };
  return {
    width,
    height: Math.ceil(key.bottom) + 2,
    shapes: [
      ...drawVerticalAxis(figure, plot, width),
      ...horizontal.shapes,
      ...drawLabels(series, labels, plot, lead),
      ...series.flatMap((one, index) => drawSeries(one, index, plot)),
      ...key.shapes,
    ],
  };
}
