/**
 * The small index of the search, and the words that come to it with the full text. Where the course outgrows
 * it, the full-text search answers alone.
 */
import type { APIRoute, GetStaticPaths } from 'astro';
import { course, lessonOf, partOf, parts, spoken } from '#catalog.ts';
import { writeSearchFile, writeWords } from '#domain/search/format.ts';
import { laterWordsOf, searchFileOf } from '#domain/search/search-file.ts';
import type { SpokenUnit } from '#domain/course/words.ts';

const numberOf = (unit: SpokenUnit): number => {
  const own = parts.find(({ entry }) => entry === unit.entry);
  const lesson = lessonOf(unit);
  return own?.number ?? (lesson && partOf(lesson.id)?.number) ?? 0;
};

export const getStaticPaths = (() => {
  const index = searchFileOf(course, spoken, numberOf);
  return [
    { params: { file: 'index' }, props: { text: writeSearchFile(index) } },
    { params: { file: 'words' }, props: { text: writeWords(laterWordsOf(course, index)) } },
  ];
}) satisfies GetStaticPaths;

export const GET: APIRoute<{ text: string }> = ({ props }) => new Response(props.text);
