/** What the rules share: a mistake, what a rule may ask, and the sentences that they form alike. */
import type { checkProps } from '../../../schema.ts';
import type { Collection, Course, Entry } from '../course.ts';
import { nearest } from '../../nearest.ts';
import type { Point } from '../prose.ts';

/** One mistake in the content, with all that its author needs to mend it. */
export interface Mistake {
  /** Path from the project's folder. */
  file: string;
  /** The unit or entry that holds it: "tables/skill-transfer". */
  unit: string;
  /** The field, heading or component. */
  field: string;
  problem: string;
  mend: string;
  /** Where in YAML or front matter. */
  path?: (string | number)[];
  /** Where in MDX. */
  at?: Point;
}

/** What a rule may ask beside the course itself. */
export interface Surroundings {
  /** Whether a file beside the entry exists: an image. */
  exists: (file: string) => boolean;
  /** What is wrong with the props of a component that exists. */
  checkProps: typeof checkProps;
  /** Entries that are there but could not be read, "tables/transfer": whoever names one is right. */
  unread: Set<string>;
}

/** A fact about a whole course that must hold; it gives the mistakes where it does not. */
export type Rule = (course: Course, surroundings: Surroundings) => Mistake[];

const unitName = (entry: Entry): string => `${entry.collection}/${entry.id}`;

export const all = (course: Course): Entry[] => Object.values(course.entries).flat();

export function mistake(entry: Entry, field: string, problem: string, mend: string): Mistake {
  return { file: entry.file, unit: unitName(entry), field, problem, mend };
}

/** "the nearest is x" among the known, or how to add the first one. */
export function suggest(word: string, known: Iterable<string>, otherwise: string): string {
  const best = nearest(word, known);
  return best === undefined ? otherwise : `the nearest that exists is ${best}`;
}

/** All facts with the file that holds them. */
export function factsOf({ entries }: Course) {
  return entries.facts.flatMap((entry) => entry.data.facts.map((fact) => ({ entry, fact })));
}

export function idsOf(course: Course, collection: Collection): string[] {
  if (collection === 'facts') return factsOf(course).map(({ fact }) => fact.id);
  return course.entries[collection].map((entry) => entry.id);
}

/** Whether an id may be that of an entry which is there but could not be read. */
export function mayBeUnread(unread: Set<string>, collection: Collection, id: string): boolean {
  // A fact's id does not tell its file, so any unread file of facts may hold it.
  if (collection === 'facts') return [...unread].some((name) => name.startsWith('facts/'));
  return unread.has(`${collection}/${id}`);
}
