import type { Larder } from '../larder.ts';
import { placeOf } from './address.ts';
import { KINDS, standings } from './card.ts';
import type { Course, Unit } from './course.ts';
import { spokenUnits } from './words.ts';

/** A unit that the full-text index holds beside the pages. */
export interface SearchRecord {
  /** Its place from the root of the site; Pagefind puts the base path before it. */
  url: string;
  title: string;
  /** What the unit is and where it stands: "Row · What moves with you". */
  kind: string;
  content: string;
}

/** Parts of entries whose pages stay out of the index. Sections are found as parts of their lesson. */
const RECORDED = new Set<Unit['kind']>(['row', 'dimension', 'task', 'question']);

/** One record for each row, task, question of a quiz and dimension of a rubric. */
export function searchRecords(course: Course, larder: Larder): SearchRecord[] {
  const placeIn = standings(course);
  return spokenUnits(course, larder)
    .filter(({ kind }) => RECORDED.has(kind))
    .map((unit) => ({
      url: placeOf(unit.address, '/'),
      title: unit.title,
      kind: `${KINDS[unit.kind]} · ${placeIn(unit)}`,
      // Whoever searches is not to read the answer to a question before answering it.
      content: [unit.title, ...(unit.kind === 'question' ? [] : unit.words)]
        .join('. ')
        .replaceAll('..', '.'),
    }));
}
