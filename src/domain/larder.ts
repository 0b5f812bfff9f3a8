import { parseQuantity, type Quantity } from './quantity.ts';

type Figure = number | string;

/** The figures of one file of Larder's, by key; a group holds figures that belong together. */
export type LarderFigures = Record<string, Figure | Record<string, Figure>>;

/** All of Larder's figures, by file name. */
export type Larder = Record<string, LarderFigures>;

/**
 * The paths of every figure, such as `interviews/households` and `rice/first-plan/reach`, and of
 * every group, such as `rice/first-plan`.
 */
export function larderPaths(larder: Larder): { figures: string[]; groups: string[] } {
  const figures: string[] = [];
  const groups: string[] = [];
  for (const [file, entries] of Object.entries(larder)) {
    for (const [key, value] of Object.entries(entries)) {
      if (typeof value !== 'object') {
        figures.push(`${file}/${key}`);
        continue;
      }
      groups.push(`${file}/${key}`);
      figures.push(...Object.keys(value).map((inner) => `${file}/${key}/${inner}`));
    }
  }
  return { figures, groups };
}

function follow(larder: Larder, path: string): unknown {
  return path
    .split('/')
    .reduce<unknown>(
      (at, key) =>
        at !== null && typeof at === 'object' && Object.hasOwn(at, key)
          ? (at as Record<string, unknown>)[key]
          : undefined,
      larder,
    );
}

/** The figure at a path, or undefined where there is none. */
export function larderFigure(larder: Larder, path: string): Quantity | undefined {
  const found = follow(larder, path);
  return typeof found === 'number' || typeof found === 'string' ? parseQuantity(found) : undefined;
}

/** The group of figures at a path, in the order of the file, or undefined where there is none. */
export function larderGroup(larder: Larder, path: string): [string, Quantity][] | undefined {
  if (path.split('/').length !== 2) return undefined;
  const found = follow(larder, path);
  if (found === null || typeof found !== 'object') return undefined;
  return Object.entries(found).flatMap(([key, value]) => {
    const figure = parseQuantity(value as Figure);
    return figure ? [[key, figure] satisfies [string, Quantity]] : [];
  });
}
