import { formatAddress, parseAddress } from './address.ts';
import type { Course, Entry } from './course.ts';

/** An address that a unit had before, and the one it has now. */
export interface Succession {
  old: string;
  successor: string;
  entry: Entry;
  /** Where the entry says so. */
  path: (string | number)[];
}

/** Parts of an entry with the ids that each had before, and where the entry says so. */
function oldPartsOf({ data }: Entry): { id: string; was: string[]; path: (string | number)[] }[] {
  const inField = (field: string, parts: { id: string; was: string[] }[]) =>
    parts.map(({ id, was }, index) => ({ id, was, path: [field, index, 'was'] }));
  if ('rows' in data) return inField('rows', data.rows);
  if ('tasks' in data)
    return [...inField('tasks', data.tasks), ...inField('retired', data.retired)];
  if ('dimensions' in data) return inField('dimensions', data.dimensions);
  if ('questions' in data) return inField('questions', data.questions);
  if (!('sections' in data)) return [];
  return Object.entries(data.sections).map(([id, { was }]) => ({
    id,
    was,
    path: ['sections', id, 'was'],
  }));
}

/** Every old address that an entry lists as `was`, for itself or for one of its parts. */
export function successionsOf({ entries }: Course): Succession[] {
  return Object.values(entries)
    .flat()
    .flatMap((entry: Entry) => {
      const { collection, id } = entry;
      const own = 'was' in entry.data ? entry.data.was : [];
      return [
        ...own.map((old, place) => ({
          old: formatAddress({ collection, entry: old }),
          successor: formatAddress({ collection, entry: id }),
          entry,
          path: ['was', place],
        })),
        ...oldPartsOf(entry).flatMap((part) =>
          part.was.map((old, place) => ({
            old: formatAddress({ collection, entry: id, part: old }),
            successor: formatAddress({ collection, entry: id, part: part.id }),
            entry,
            path: [...part.path, place],
          })),
        ),
      ];
    });
}

/**
 * Where an address leads today: to itself, to what took its place, or, for a part of an entry that
 * has another id now, to the same part there. Undefined if nothing took its place.
 */
export function leadsTo(
  address: string,
  live: Set<string>,
  successors: Map<string, string>,
): string | undefined {
  const now = live.has(address) ? address : successors.get(address);
  if (now !== undefined) return now;
  const parsed = parseAddress(address);
  if (parsed?.part === undefined) return undefined;
  const { collection, entry, part } = parsed;
  const whole = formatAddress({ collection, entry });
  if (live.has(whole)) return undefined;
  const moved = parseAddress(successors.get(whole) ?? '');
  return moved && leadsTo(formatAddress({ ...moved, part }), live, successors);
}
