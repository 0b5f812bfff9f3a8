import { formatAddress } from '../address.ts';
import { unitsOf, type Entry } from '../course.ts';
import { all, mistake, suggest, type Mistake, type Rule } from './rule.ts';

export const oldIdsHaveSuccessors: Rule = (course) => {
  const live = new Set(unitsOf(course).map((unit) => unit.address));
  const claimed = new Map<string, string>();
  const claim = (
    entry: Entry,
    old: string,
    successor: string,
    path: (string | number)[],
  ): Mistake[] => {
    if (live.has(old)) {
      const problem = `${old} still exists, so ${successor} cannot have been it`;
      return [
        { ...mistake(entry, 'was', problem, 'retire the old one or take it out of "was"'), path },
      ];
    }
    const other = claimed.get(old);
    claimed.set(old, successor);
    if (other === undefined) return [];
    const problem = `${old} has two successors: ${other} and ${successor}`;
    return [{ ...mistake(entry, 'was', problem, 'leave it with one of them'), path }];
  };
  const inside = (entry: Entry, parts: { id: string; was: string[] }[], field: string): Mistake[] =>
    parts.flatMap(({ id, was }, index) =>
      was.flatMap((old, place) => {
        const base = { collection: entry.collection, entry: entry.id };
        return claim(
          entry,
          formatAddress({ ...base, part: old }),
          formatAddress({ ...base, part: id }),
          [field, index, 'was', place],
        );
      }),
    );
  return all(course).flatMap((entry) => {
    const data: { was?: string[] } = 'was' in entry.data ? entry.data : {};
    const own = (data.was ?? []).flatMap((old, place) =>
      claim(
        entry,
        formatAddress({ collection: entry.collection, entry: old }),
        formatAddress({ collection: entry.collection, entry: entry.id }),
        ['was', place],
      ),
    );
    return [...own, ...oldPartsOf(entry, inside, claim)];
  });
};

/** The old ids of an entry's rows, tasks, questions and sections. */
function oldPartsOf(
  entry: Entry,
  inside: (entry: Entry, parts: { id: string; was: string[] }[], field: string) => Mistake[],
  claim: (entry: Entry, old: string, successor: string, path: (string | number)[]) => Mistake[],
): Mistake[] {
  const data = entry.data;
  if ('rows' in data) return inside(entry, data.rows, 'rows');
  if ('tasks' in data) return inside(entry, data.tasks, 'tasks');
  if ('dimensions' in data) return inside(entry, data.dimensions, 'dimensions');
  if ('questions' in data) return inside(entry, data.questions, 'questions');
  if (!('sections' in data)) return [];
  const headings = (entry.prose?.headings ?? []).flatMap(({ id }) => id ?? []);
  return Object.entries(data.sections).flatMap(([section, { was }]) => {
    const path = ['sections', section];
    if (!headings.includes(section)) {
      const problem = `"was" has no successor: the lesson has no section ${section}`;
      const mend = suggest(section, headings, 'name a section that exists');
      return [{ ...mistake(entry, 'sections', problem, mend), path }];
    }
    return was.flatMap((old) => {
      const base = { collection: entry.collection, entry: entry.id };
      return claim(
        entry,
        formatAddress({ ...base, part: old }),
        formatAddress({ ...base, part: section }),
        path,
      );
    });
  });
}
