/** The small index of the search. Where the course outgrows it, the full-text search answers alone. */
import { course, lessonOf, partOf, parts, spoken } from '#catalog.ts';
import { writeSearchFile } from '#domain/search/format.ts';
import { searchFileOf } from '#domain/search/search-file.ts';
import type { SpokenUnit } from '#domain/course/words.ts';

const numberOf = (unit: SpokenUnit): number => {
  const own = parts.find(({ entry }) => entry === unit.entry);
  const lesson = lessonOf(unit);
  return own?.number ?? (lesson && partOf(lesson.id)?.number) ?? 0;
};

export const GET = () => new Response(writeSearchFile(searchFileOf(course, spoken, numberOf)));
