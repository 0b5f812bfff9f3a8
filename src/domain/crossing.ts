/** A station on the line that crosses from the market's side to the product's. */
export interface Station {
  /** How far it has crossed, from 0 to 1. */
  crossed: number;
  /** The same across the drawing, in percent of its width. */
  x: number;
  /** How fast it moves across there: percent of the width from one station to the next. */
  speed: number;
}

/** Room for a dot at either side of the drawing, in percent of its width. */
const MARGIN = 6;

/**
 * The stations of a crossing, evenly apart in time. They start and end slowly and cross quickly in
 * the middle (smoothstep: 3t² − 2t³), so that the line through them is the curve of the mark.
 * @param count at least two.
 */
export function stationsOf(count: number): Station[] {
  return Array.from({ length: count }, (_, index) => {
    const time = index / (count - 1);
    const crossed = time * time * (3 - 2 * time);
    const width = 100 - 2 * MARGIN;
    const speed = (width * 6 * time * (1 - time)) / (count - 1);
    return { crossed, x: MARGIN + width * crossed, speed };
  });
}

/**
 * The line from a station to the next, as an SVG path in a box of 100 by 100: a cubic curve with the
 * speeds of both, so that the lines of all stations make one without a corner.
 */
export function pathBetween(from: Station, to: Station): string {
  const round = (value: number): number => Math.round(value * 100) / 100;
  const leave = round(from.x + from.speed / 3);
  const arrive = round(to.x - to.speed / 3);
  return `M${round(from.x)} 0C${leave} 33.3 ${arrive} 66.7 ${round(to.x)} 100`;
}
