/**
 * What a drawing is made of. All lengths are user units of the SVG; y grows downward. A `role` is a
 * word for CSS, never a color, so that themes, print and forced colors need nothing from here.
 */
import type { Voice } from './figure.ts';
import type { Weight } from './text.ts';

/** Strokes and letters. `line` is too faint to carry meaning: it is for grid lines only. */
export type Role = 'ink' | 'soft' | 'line' | Voice;

export type Fill = 'sheet' | 'market-wash' | 'product-wash';

/** Patterns that tell lines apart without color. */
export const DASHES = ['solid', 'dashed', 'dotted', 'mixed'] as const;
export type Dash = (typeof DASHES)[number];

export interface Point {
  x: number;
  y: number;
}

export type Direction = 'up' | 'down' | 'left' | 'right';

export interface Box {
  kind: 'box';
  x: number;
  y: number;
  width: number;
  height: number;
  radius: number;
  role: Role;
  fill: Fill;
}

export interface Line {
  kind: 'line';
  from: Point;
  to: Point;
  role: Role;
}

export interface Path {
  kind: 'path';
  points: Point[];
  /** How much of each corner is rounded off. */
  radius: number;
  role: Role;
  dash: Dash;
}

export interface Head {
  kind: 'head';
  tip: Point;
  toward: Direction;
  role: Role;
}

export interface Text {
  kind: 'text';
  /** Where `anchor` stands on the baseline. */
  x: number;
  y: number;
  text: string;
  anchor: 'start' | 'middle' | 'end';
  weight: Weight;
  role: Role;
}

export interface Circle {
  kind: 'circle';
  center: Point;
  radius: number;
  role: Role;
  fill: Fill;
}

export type Shape = Box | Line | Path | Head | Text | Circle;

export interface Drawing {
  width: number;
  height: number;
  shapes: Shape[];
}

/** The stroke of a thing with a voice, else `role`. */
export function strokeOf(voice: Voice | undefined, role: Role = 'soft'): Role {
  return voice ?? role;
}

/** The fill of a thing with a voice, else the sheet. */
export function fillOf(voice: Voice | undefined): Fill {
  return voice === undefined ? 'sheet' : `${voice}-wash`;
}

/** A length rounded to a tenth of a unit, which is finer than any screen shows. */
export function tenth(length: number): number {
  return Math.round(length * 10) / 10;
}

function directionOf(from: Point, to: Point): Direction {
  if (Math.abs(to.x - from.x) > Math.abs(to.y - from.y)) return to.x > from.x ? 'right' : 'left';
  return to.y > from.y ? 'down' : 'up';
}

/** A path through right angles with an open arrow head at its last point. Needs two points. */
export function arrow(points: Point[], role: Role = 'soft'): [Path, Head] {
  const [before, tip] = points.slice(-2);
  if (before === undefined || tip === undefined) throw new Error('An arrow needs two points.');
  return [
    { kind: 'path', points, radius: 8, role, dash: 'solid' },
    { kind: 'head', tip, toward: directionOf(before, tip), role },
  ];
}

function toward(from: Point, to: Point, length: number): Point {
  const whole = Math.hypot(to.x - from.x, to.y - from.y);
  const share = whole === 0 ? 0 : Math.min(length, whole / 2) / whole;
  return { x: tenth(from.x + (to.x - from.x) * share), y: tenth(from.y + (to.y - from.y) * share) };
}

/** The `d` attribute of a path: straight lines, corners rounded by `radius`. */
export function pathData({ points, radius }: Pick<Path, 'points' | 'radius'>): string {
  return points
    .map((point, index) => {
      const before = points[index - 1];
      const after = points[index + 1];
      if (before === undefined) return `M${point.x} ${point.y}`;
      if (after === undefined || radius === 0) return `L${point.x} ${point.y}`;
      const start = toward(point, before, radius);
      const end = toward(point, after, radius);
      return `L${start.x} ${start.y}Q${point.x} ${point.y} ${end.x} ${end.y}`;
    })
    .join('');
}

const HEAD_LENGTH = 7;
const HEAD_HALF = 5;

/** The `d` attribute of an open arrow head. */
export function headData({ tip, toward: direction }: Pick<Head, 'tip' | 'toward'>): string {
  const forward = direction === 'right' || direction === 'down' ? 1 : -1;
  const back = -forward * HEAD_LENGTH;
  const [first, second] =
    direction === 'left' || direction === 'right'
      ? [
          { x: tip.x + back, y: tip.y - HEAD_HALF },
          { x: tip.x + back, y: tip.y + HEAD_HALF },
        ]
      : [
          { x: tip.x - HEAD_HALF, y: tip.y + back },
          { x: tip.x + HEAD_HALF, y: tip.y + back },
        ];
  return pathData({ points: [first, tip, second], radius: 0 });
}
