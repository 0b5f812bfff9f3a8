import { formatQuantity } from '../quantity.ts';
import { pooledRetention } from '../retention.ts';
import type { CohortsFigure } from './figure.ts';
import { tenth } from './shape.ts';
import type { Drawing, Point, Shape } from './shape.ts';
import { isWide, LINE_HEIGHT, paragraph, placed, textSize, textWidth } from './text.ts';

const COLUMN_GAP = 12;
const CELL_HEIGHT = 30;
const PLOT_HEIGHT = 150;
const MARK_RADIUS = 4;

/** In whole percent: the table beside the drawing has the digits. */
const percent = (share: number) =>
  formatQuantity({ value: Math.round(share * 100) / 100, unit: 'percent' });

/**
 * The shares of a triangle of cohorts: in each cohort by its own size, and of all that have reached a
 * period by the sum of their sizes (`pooledRetention`). Shares are fractions.
 */
export function sharesOf({ cohorts, x }: CohortsFigure): {
  shares: number[][];
  pooled: (number | null)[];
} {
  const sized = cohorts.map(({ values }) => ({ size: values[0]!, active: values }));
  return {
    shares: sized.map(({ size, active }) => active.map((count) => count / size)),
    pooled: x.ticks.map((_, period) => pooledRetention(sized, period)),
  };
}

/**
 * A triangle of cohorts, and beneath each of its columns the point of the curve that all cohorts in
 * the column have in common. `width` is in user units.
 */
export function drawCohorts(figure: CohortsFigure, width: number): Drawing {
  const size = textSize(width);
  const { shares, pooled } = sharesOf(figure);
  const labelWidth = Math.max(
    ...figure.cohorts.map(({ label }) => textWidth(label, size, 'strong')),
    textWidth(percent(1), size, 'plain'),
  );
  const left = Math.ceil(Math.min(labelWidth, isWide(width) ? 200 : 80)) + COLUMN_GAP;
  // Even, so that edges and centers lie on whole units, which are told in few letters.
  const cell = 2 * Math.floor((width - 1 - left) / figure.x.ticks.length / 2);
  const centerOf = (period: number) => left + cell * (period + 0.5);
  /** A narrow column has no room for the sign, which the axis beneath it has. */
  const inCell = (share: number) =>
    isWide(width) ? percent(share) : percent(share).replace('%', '');
  const shapes: Shape[] = [];

  const name = paragraph(figure.x.label, width, size);
  const nameHalf = name.width / 2;
  shapes.push(
    ...placed(
      name,
      Math.min(Math.max((left + width) / 2, nameHalf), width - nameHalf),
      0,
      'middle',
    ),
  );
  let top = name.height + 4;
  const ticks = figure.x.ticks.map((tick) => paragraph(tick, cell, size));
  ticks.forEach((tick, period) => shapes.push(...placed(tick, centerOf(period), top, 'middle')));
  top += Math.max(...ticks.map(({ height }) => height)) + 4;

  /** Where the column of each period ends. */
  const ends: number[] = [];
  figure.cohorts.forEach(({ label }, index) => {
    const words = paragraph(label, left - COLUMN_GAP, size, 'strong');
    const height = Math.max(CELL_HEIGHT, words.height + 6);
    shapes.push(...placed(words, 0, top + (height - words.height) / 2));
    shares[index]!.forEach((share, period) => {
      shapes.push(
        {
          kind: 'box',
          x: left + cell * period,
          y: top,
          width: cell,
          height,
          radius: 0,
          role: 'soft',
          fill: 'sheet',
        },
        ...placed(
          paragraph(inCell(share), cell, size),
          centerOf(period),
          top + (height - LINE_HEIGHT) / 2,
          'middle',
        ),
      );
      ends[period] = top + height;
    });
    top += height;
  });

  const title = paragraph(figure.pooled, width - left, size, 'strong', 'product');
  const plotTop = top + LINE_HEIGHT + 20;
  const plotBottom = plotTop + PLOT_HEIGHT;
  const yOf = (share: number) => tenth(plotBottom - PLOT_HEIGHT * share);
  for (const share of [0, 0.5, 1]) {
    shapes.push(
      {
        kind: 'line',
        from: { x: left, y: yOf(share) },
        to: { x: width - 1, y: yOf(share) },
        role: share === 0 ? 'soft' : 'line',
      },
      ...placed(
        paragraph(percent(share), left, size),
        left - COLUMN_GAP,
        yOf(share) - LINE_HEIGHT / 2,
        'end',
      ),
    );
  }
  const points = pooled.flatMap((share, period): Point[] =>
    share === null ? [] : [{ x: centerOf(period), y: yOf(share) }],
  );
  for (const [period, point] of points.entries()) {
    shapes.push({
      kind: 'path',
      points: [{ x: point.x, y: ends[period]! }, point],
      radius: 0,
      role: 'soft',
      dash: 'dotted',
    });
  }
  shapes.push({ kind: 'path', points, radius: 0, role: 'product', dash: 'solid' });
  points.forEach((center, period) => {
    shapes.push({ kind: 'circle', center, radius: MARK_RADIUS, role: 'product', fill: 'sheet' });
    if (period === 0) return; // It is all of them, and the curve falls through the place of its words.
    const words = paragraph(inCell(pooled[period]!), cell, size, 'strong', 'product');
    shapes.push(...placed(words, center.x, center.y + 8, 'middle'));
  });
  const titleTop = plotBottom + 8;
  shapes.push(...placed(title, left, titleTop));
  return { width, height: Math.ceil(titleTop + title.height) + 2, shapes };
}
