import { CORNER } from './card.ts';
import type { Actor, MessagesFigure } from './figure.ts';
import { arrow, fillOf, strokeOf, tenth } from './shape.ts';
import type { Circle, Drawing, Shape, Text } from './shape.ts';
import { boundsOf, isWide, LINE_HEIGHT, paragraph, placed, textSize, wordsFit } from './text.ts';

const NUMBER_RADIUS = 12;
const HEAD_PADDING = 8;
const HEAD_GAP = 12;
/** From a label to its arrow, and from an arrow to the next label. */
const LABEL_GAP = 8;
const MESSAGE_GAP = 14;
/** How far a message to oneself leaves the lifeline. */
const LOOP = 34;
const LOOP_HEIGHT = 26;
/** A label may be wider than its arrow, up to this. */
const LABEL_WIDTH = 270;

/** A circle with a few characters in its middle. */
function badge(x: number, y: number, text: string, actor?: Actor): Shape[] {
  const circle: Circle = {
    kind: 'circle',
    center: { x, y },
    radius: NUMBER_RADIUS,
    role: strokeOf(actor?.voice, 'ink'),
    fill: fillOf(actor?.voice),
  };
  const letters: Text = {
    kind: 'text',
    x,
    y: y + 5.5,
    text,
    anchor: 'middle',
    weight: 'strong',
    role: 'ink',
  };
  return [circle, letters];
}

/** The heads of the lifelines: boxes with names, or letters and a key where names do not fit. */
function drawHeads(
  actors: Actor[],
  xOf: (index: number) => number,
  width: number,
  size: number,
): { shapes: Shape[]; bottom: number } {
  const boxWidth = width / actors.length - HEAD_GAP;
  const inside = boxWidth - 2 * HEAD_PADDING;
  if (actors.every(({ label }) => wordsFit(label, inside, size, 'strong'))) {
    const names = actors.map(({ label }) => paragraph(label, inside, size, 'strong'));
    const height = Math.max(...names.map((name) => name.height)) + 2 * HEAD_PADDING;
    const shapes = actors.flatMap(({ voice }, index): Shape[] => {
      const name = names[index]!;
      const place = { x: tenth(xOf(index) - boxWidth / 2), y: 1, width: tenth(boxWidth), height };
      return [
        { kind: 'box', ...place, radius: CORNER, role: strokeOf(voice), fill: fillOf(voice) },
        ...placed(name, xOf(index), 1 + (height - name.height) / 2, 'middle'),
      ];
    });
    return { shapes, bottom: 1 + height };
  }
  const shapes: Shape[] = [];
  const indent = 2 * NUMBER_RADIUS + 12;
  let top = 1;
  const letter = (index: number): string => String.fromCharCode('A'.charCodeAt(0) + index);
  actors.forEach((actor, index) => {
    const name = paragraph(actor.label, width - indent, size, 'strong');
    shapes.push(...badge(NUMBER_RADIUS + 1, top + NUMBER_RADIUS, letter(index), actor));
    shapes.push(...placed(name, indent, top + NUMBER_RADIUS - LINE_HEIGHT / 2));
    top += Math.max(name.height, 2 * NUMBER_RADIUS) + 6;
  });
  top += 10;
  actors.forEach((actor, index) => {
    shapes.push(...badge(xOf(index), top + NUMBER_RADIUS, letter(index), actor));
  });
  return { shapes, bottom: top + 2 * NUMBER_RADIUS };
}

/**
 * Who says what to whom, from top to bottom: a lifeline for each actor, numbered arrows between
 * them, each with its label above it. Lifelines stop where a label crosses them. Throws for a
 * message from or to nobody. `width` is in user units.
 */
export function drawMessages({ actors, messages }: MessagesFigure, width: number): Drawing {
  const size = textSize(width);
  const pitch = width / actors.length;
  const xOf = (index: number): number => tenth(pitch * (index + 0.5));
  const lifelineOf = (id: string): number => {
    const index = actors.findIndex((actor) => actor.id === id);
    if (index >= 0) return xOf(index);
    throw new Error(`No actor ${id}. There is: ${actors.map((actor) => actor.id).join(', ')}`);
  };

  const heads = drawHeads(actors, xOf, width, size);
  const arrows: Shape[] = [];
  const labels: Text[] = [];
  let bottom = heads.bottom + MESSAGE_GAP;
  messages.forEach(({ from, to, label }, index) => {
    const [start, end] = [lifelineOf(from), lifelineOf(to)];
    const room = isWide(width) ? Math.max(LABEL_WIDTH, Math.abs(end - start) - 40) : width;
    const words = paragraph(label, room, size, 'plain', 'ink');
    const half = words.width / 2;
    const x = Math.min(Math.max((start + end) / 2, half), width - half);
    labels.push(...placed(words, x, bottom, 'middle'));
    const y = bottom + words.height + LABEL_GAP + NUMBER_RADIUS;
    bottom = y + NUMBER_RADIUS + MESSAGE_GAP;
    if (start === end) {
      // The last lifeline has no room at its right.
      const aside = start + LOOP > width - 1 ? start - LOOP : start + LOOP;
      const side = Math.sign(aside - start);
      const back = y + LOOP_HEIGHT;
      arrows.push(
        ...arrow(
          [
            { x: start + side * NUMBER_RADIUS, y },
            { x: aside, y },
            { x: aside, y: back },
            { x: start + side * 2, y: back },
          ],
          'ink',
        ),
      );
      bottom = back + MESSAGE_GAP;
    } else {
      const side = Math.sign(end - start);
      arrows.push(
        ...arrow(
          [
            { x: start + side * NUMBER_RADIUS, y },
            { x: end - side * 2, y },
          ],
          'ink',
        ),
      );
    }
    arrows.push(...badge(start, y, `${index + 1}`));
  });

  const lifelines = actors.flatMap((_, index): Shape[] => {
    const x = xOf(index);
    const crossings = labels
      .map((label) => boundsOf(label, size))
      .filter(({ left, right }) => left - 6 < x && x < right + 6);
    const stops = [...crossings, { top: bottom, bottom }];
    let free = heads.bottom;
    return stops.flatMap(({ top, bottom: under }): Shape[] => {
      const from = { x, y: free };
      free = under + 2;
      return top - 2 > from.y ? [{ kind: 'line', from, to: { x, y: top - 2 }, role: 'soft' }] : [];
    });
  });
  return {
    width,
    height: Math.ceil(bottom),
    shapes: [...lifelines, ...heads.shapes, ...labels, ...arrows],
  };
}
