import { formatQuantity } from '../quantity.ts';
import { sharesOf } from './cohorts.ts';
import type { ResolvedFigure } from './figure.ts';

/** The values of a chart as a table: the first column names the row. */
export interface Numbers {
  columns: string[];
  rows: { name: string; cells: string[] }[];
}

/**
 * The same numbers that a chart shows, for readers of the table beside it; undefined for a figure
 * that shows none. A value that is not there yet says so.
 */
export function numbersOf(figure: ResolvedFigure): Numbers | undefined {
  if (figure.kind === 'bars') {
    return {
      columns: ['Bar', 'Value'],
      rows: figure.bars.map(({ label, value }) => ({
        name: label,
        cells: [formatQuantity({ value, unit: figure.unit })],
      })),
    };
  }
  if (figure.kind === 'areas') {
    const number = (value: number) => formatQuantity({ value, unit: 'number' });
    return {
      columns: ['Area', figure.x.label, figure.y.label, 'Product'],
      rows: figure.areas.map(({ label, across, up }) => ({
        name: label,
        cells: [number(across), number(up), number(across * up)],
      })),
    };
  }
  if (figure.kind === 'cohorts') {
    const { shares, pooled } = sharesOf(figure);
    const percent = (value: number | null | undefined) =>
      value === null || value === undefined
        ? 'not yet'
        : formatQuantity({ value, unit: 'percent' });
    return {
      columns: [figure.x.label, ...figure.cohorts.map(({ label }) => label), figure.pooled],
      rows: figure.x.ticks.map((tick, period) => ({
        name: tick,
        cells: [...shares.map((row) => percent(row[period])), percent(pooled[period])],
      })),
    };
  }
  if (figure.kind === 'lines') {
    const { x, y, series } = figure;
    return {
      columns: [x.label, ...series.map(({ label }) => label)],
      rows: x.ticks.map((tick, index) => ({
        name: tick,
        cells: series.map(({ values }) => {
          const value = values[index] ?? null;
          return value === null ? 'not yet' : formatQuantity({ value, unit: y.unit });
        }),
      })),
    };
  }
  return undefined;
}
