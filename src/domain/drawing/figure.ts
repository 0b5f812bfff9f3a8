/**
 * The nine kinds of figures with their references resolved: the shape of the `figure` schema, with
 * a number wherever an author may write a reference. Percentages are fractions: 0.45 is 45%.
 */

import type { Quantity } from '../quantity.ts';

/** Warm for the market's side, cool for the product's side. */
export type Voice = 'market' | 'product';

/** The unit in which a quantity is printed. */
export type Unit = Quantity['unit'];

/** A box with a label and, in a softer voice, a note. */
export interface Step {
  label: string;
  note?: string | undefined;
  voice?: Voice | undefined;
}

export interface Branch extends Step {
  children?: Branch[] | undefined;
}

interface FigureFields {
  title: string;
  description: string;
  caption: string;
}

export interface StepsFigure extends FigureFields {
  kind: 'steps';
  steps: Step[];
  returns?: string | undefined;
}

export interface TreeFigure extends FigureFields {
  kind: 'tree';
  root: Branch;
}

/** One line of a chart: a value for each tick, null where there is none yet. */
export interface Series {
  label: string;
  voice?: Voice | undefined;
  values: (number | null)[];
}

export interface LinesFigure extends FigureFields {
  kind: 'lines';
  x: { label: string; ticks: string[] };
  /** `max` is in the unit of the values: 1 is 100%. */
  y: { label: string; unit: 'percent' | 'number'; max: number };
  series: Series[];
}

export interface Bar extends Step {
  value: number;
}

export interface BarsFigure extends FigureFields {
  kind: 'bars';
  unit: Unit;
  bars: Bar[];
}

/** A product of two factors: `across` times `up`. */
export interface Area extends Step {
  across: number;
  up: number;
}

export interface AreasFigure extends FigureFields {
  kind: 'areas';
  /** What the two sides stand for. */
  x: { label: string };
  y: { label: string };
  areas: Area[];
}

export interface CohortsFigure extends FigureFields {
  kind: 'cohorts';
  x: { label: string; ticks: string[] };
  pooled: string;
  /** Counts of people or households; the first value of a cohort is its size. */
  cohorts: { label: string; values: number[] }[];
}

/** One question of a two-by-two, and its two answers. */
export interface Axis {
  label: string;
  low: string;
  high: string;
}

export interface FieldsFigure extends FigureFields {
  kind: 'fields';
  x: Axis;
  y: Axis;
  /** From the upper left, row by row. */
  fields: Step[];
}

export interface Actor {
  id: string;
  label: string;
  voice?: Voice | undefined;
}

export interface Message {
  from: string;
  to: string;
  label: string;
}

export interface MessagesFigure extends FigureFields {
  kind: 'messages';
  actors: Actor[];
  messages: Message[];
}

export interface Span extends Step {
  from: number;
  to: number;
}

export interface SpansFigure extends FigureFields {
  kind: 'spans';
  unit: string;
  end: number;
  spans: Span[];
}

/** What `figureOf` in the catalog hands to the components. */
export type ResolvedFigure =
  | StepsFigure
  | TreeFigure
  | LinesFigure
  | BarsFigure
  | AreasFigure
  | CohortsFigure
  | FieldsFigure
  | MessagesFigure
  | SpansFigure;
