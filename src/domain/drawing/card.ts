/** A box with a label and a note: what steps, trees and fields are made of. */
import type { Step } from './figure.ts';
import { fillOf, strokeOf } from './shape.ts';
import type { Box, Shape } from './shape.ts';
import { paragraph, placed, wordsFit } from './text.ts';
import type { Paragraph } from './text.ts';

const PADDING = 12;

/** The corners of every box that holds words. */
export const CORNER = 6;

/** A step whose words are wrapped for a box of one width. */
export interface Card {
  step: Step;
  paragraphs: Paragraph[];
  /** The least height of its box. */
  height: number;
}

/** Wraps the words of `step` for a box `width` units wide. */
export function card(step: Step, width: number, size: number): Card {
  const inside = width - 2 * PADDING;
  const paragraphs = [paragraph(step.label, inside, size, 'strong')];
  if (step.note !== undefined) paragraphs.push(paragraph(step.note, inside, size));
  const words = paragraphs.reduce((sum, { height }) => sum + height, 0);
  return { step, paragraphs, height: words + 2 * PADDING };
}

/** Whether boxes of this width hold every word uncut. */
export function cardsFit(steps: Step[], width: number, size: number): boolean {
  const inside = width - 2 * PADDING;
  return steps.every(
    ({ label, note }) =>
      wordsFit(label, inside, size, 'strong') && wordsFit(note ?? '', inside, size, 'plain'),
  );
}

/**
 * The box and its words. Bare labels stand in the middle of their box; where notes explain them,
 * words begin at the upper left, so pass one `anchor` for all cards of a figure.
 */
export function drawCard(
  { step, paragraphs, height }: Card,
  place: Pick<Box, 'x' | 'y' | 'width' | 'height'>,
  anchor: 'start' | 'middle',
): Shape[] {
  const box: Box = {
    kind: 'box',
    ...place,
    radius: CORNER,
    role: strokeOf(step.voice),
    fill: fillOf(step.voice),
  };
  const x = anchor === 'start' ? place.x + PADDING : place.x + place.width / 2;
  let top = place.y + PADDING + (anchor === 'start' ? 0 : (place.height - height) / 2);
  const words = paragraphs.flatMap((words) => {
    const lines = placed(words, x, top, anchor);
    top += words.height;
    return lines;
  });
  return [box, ...words];
}

/** Where the words of these cards stand in their boxes. */
export function anchorOf(steps: Step[]): 'start' | 'middle' {
  return steps.some(({ note }) => note !== undefined) ? 'start' : 'middle';
}
