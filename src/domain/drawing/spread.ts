/** The least distance between two labels of lines. */
export const LABEL_GAP = 4;

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
