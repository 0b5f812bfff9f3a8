/**
 * The file of the small index as text, which compresses better than JSON does:
 *
 *   Lesson,Section,Term             the kinds
 *   cv resume,kpi metric            words that mean the same, a group between commas
 *   learn  start  0  0  title  names    an entry: collection, id, kind, part of the course, title, names
 *          scene  1  title  names       a part of it: id, kind, title, names
 *
 * with tabs between the fields and a bar between names.
 */
import type { SearchEntry, SearchFile } from './engine.ts';

const joinNames = (names: string): string => names.replaceAll('\n', '|');
const splitNames = (names: string | undefined): string => (names ?? '').replaceAll('|', '\n');

/** Writes the content of the index as the text of its file. */
export function writeSearchFile({ kinds, same, entries }: SearchFile): string {
  const lines = entries.flatMap(([collection, id, kind, part, title, names, parts]) => [
    [collection, id, kind, part, title, joinNames(names)].join('\t'),
    ...parts.map((each) => ['', each[0], each[1], each[2], joinNames(each[3])].join('\t')),
  ]);
  const groups = same.map((group) => group.join(' ')).join(',');
  return [kinds.join(','), groups, ...lines].join('\n');
}

/** Reads the text of the file. */
export function readSearchFile(text: string): SearchFile {
  const [kinds = '', same = '', ...lines] = text.split('\n');
  const entries: SearchEntry[] = [];
  for (const line of lines) {
    const [collection, id = '', ...rest] = line.split('\t');
    if (collection) {
      const [kind, part, title = '', names] = rest;
      entries.push([collection, id, Number(kind), Number(part), title, splitNames(names), []]);
    } else if (id) {
      const [kind, title = '', names] = rest;
      entries.at(-1)?.[6].push([id, Number(kind), title, splitNames(names)]);
    }
  }
  return {
    kinds: kinds.split(','),
    same: same.split(',').map((group) => group.split(' ')),
    entries,
  };
}
