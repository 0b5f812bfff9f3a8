import { anchorOf, card, cardsFit, drawCard } from './card.ts';
import type { Branch, TreeFigure } from './figure.ts';
import type { Drawing, Point, Shape } from './shape.ts';
import { isWide, textSize } from './text.ts';

const INDENT = 24;
const GAP = 12;
/** Between a level and the next there is room for the lines that join them. */
const LEVEL_GAP = 40;
const MOST_LEAVES_IN_ROW = 4;
/** A box wider than this would leave its words alone in it. */
const WIDEST_BOX = 300;

const childrenOf = (branch: Branch): Branch[] => branch.children ?? [];
const all = (branch: Branch): Branch[] => [branch, ...childrenOf(branch).flatMap(all)];
const leaves = (branch: Branch): number =>
  Math.max(
    1,
    childrenOf(branch).reduce((sum, child) => sum + leaves(child), 0),
  );
const depth = (branch: Branch): number => 1 + Math.max(0, ...childrenOf(branch).map(depth));

/** The lines that join things lie beneath their boxes. */
const join = (points: Point[]): Shape => ({
  kind: 'path',
  points,
  radius: 6,
  role: 'soft',
  dash: 'solid',
});

/** An indented list: every branch on a line of its own beneath the one it belongs to. */
function drawIndented(root: Branch, width: number, size: number): Drawing {
  const shapes: Shape[] = [];
  const anchor = 'start';
  let top = 1;
  const add = (branch: Branch, level: number, parent: Point | undefined): void => {
    const x = 1 + level * INDENT;
    const one = card(branch, width - 1 - x, size);
    const middle = top + one.height / 2;
    if (parent !== undefined) {
      shapes.push(join([parent, { x: parent.x, y: middle }, { x, y: middle }]));
    }
    shapes.push(...drawCard(one, { x, y: top, width: width - 1 - x, height: one.height }, anchor));
    const foot = { x: x + INDENT / 2, y: top + one.height };
    top += one.height + GAP;
    childrenOf(branch).forEach((child) => add(child, level + 1, foot));
  };
  add(root, 0, undefined);
  return { width, height: top - GAP + 1, shapes };
}

/** Levels from top to bottom, every branch above the middle of what it is made of. */
function drawDownward(root: Branch, width: number, size: number): Drawing {
  const anchor = anchorOf(all(root));
  const column = (width - 2 + GAP) / leaves(root);
  const boxWidth = (branch: Branch): number =>
    Math.min(Math.max(WIDEST_BOX, column - GAP), leaves(branch) * column - GAP);
  const heights: number[] = [];
  const measure = (branch: Branch, level: number): void => {
    const { height } = card(branch, boxWidth(branch), size);
    heights[level] = Math.max(heights[level] ?? 0, height);
    childrenOf(branch).forEach((child) => measure(child, level + 1));
  };
  measure(root, 0);
  const tops = heights.map((_, level) =>
    heights.slice(0, level).reduce((sum, height) => sum + height + LEVEL_GAP, 1),
  );
  const shapes: Shape[] = [];
  const add = (branch: Branch, level: number, firstLeaf: number): Point => {
    const own = boxWidth(branch);
    const center = 1 + (firstLeaf + leaves(branch) / 2) * column - GAP / 2;
    const y = tops[level]!;
    const height = heights[level]!;
    let leaf = firstLeaf;
    childrenOf(branch).forEach((child) => {
      const head = add(child, level + 1, leaf);
      leaf += leaves(child);
      const foot = { x: center, y: y + height };
      const between = foot.y + LEVEL_GAP / 2;
      shapes.push(
        join(
          head.x === foot.x
            ? [foot, head]
            : [foot, { x: foot.x, y: between }, { x: head.x, y: between }, head],
        ),
      );
    });
    const one = card(branch, own, size);
    shapes.push(...drawCard(one, { x: center - own / 2, y, width: own, height }, anchor));
    return { x: center, y };
  };
  add(root, 0, 0);
  return { width, height: tops.at(-1)! + heights.at(-1)! + 1, shapes };
}

/** Levels from left to right, every branch beside the middle of what it is made of. */
function drawAcross(root: Branch, width: number, size: number): Drawing {
  const anchor = anchorOf(all(root));
  const own = levelWidth(root, width);
  const shapes: Shape[] = [];
  const heightOf = (branch: Branch): number => card(branch, own, size).height;
  const extent = (branch: Branch): number => {
    const inner = childrenOf(branch).reduce((sum, child) => sum + extent(child) + GAP, -GAP);
    return Math.max(heightOf(branch), inner);
  };
  const add = (branch: Branch, level: number, top: number): Point => {
    const x = 1 + level * (own + LEVEL_GAP);
    const middle = top + extent(branch) / 2;
    const inner = childrenOf(branch).reduce((sum, child) => sum + extent(child) + GAP, -GAP);
    let childTop = middle - inner / 2;
    childrenOf(branch).forEach((child) => {
      const head = add(child, level + 1, childTop);
      childTop += extent(child) + GAP;
      const foot = { x: x + own, y: middle };
      const between = foot.x + LEVEL_GAP / 2;
      shapes.push(
        join(
          Math.abs(head.y - foot.y) < 1
            ? [foot, { x: head.x, y: foot.y }]
            : [foot, { x: between, y: foot.y }, { x: between, y: head.y }, head],
        ),
      );
    });
    const one = card(branch, own, size);
    const place = { x, y: middle - one.height / 2, width: own, height: one.height };
    shapes.push(...drawCard(one, place, anchor));
    return { x, y: middle };
  };
  add(root, 0, 1);
  return { width, height: extent(root) + 2, shapes };
}

/** The width of a box when all levels stand side by side. */
function levelWidth(root: Branch, width: number): number {
  const levels = depth(root);
  return (width - 2 - LEVEL_GAP * (levels - 1)) / levels;
}

/**
 * A whole and its parts. A narrow drawing is an indented list; a wide one has its root at the top
 * where the leaves fit side by side, else at the left. `width` is in user units.
 */
export function drawTree({ root }: TreeFigure, width: number): Drawing {
  const size = textSize(width);
  if (isWide(width)) {
    const leafWidth = (width - 2 + GAP) / leaves(root) - GAP;
    if (leaves(root) <= MOST_LEAVES_IN_ROW && cardsFit(all(root), leafWidth, size)) {
      return drawDownward(root, width, size);
    }
    if (cardsFit(all(root), levelWidth(root, width), size)) return drawAcross(root, width, size);
  }
  return drawIndented(root, width, size);
}
