/** The content of the file from which the small index of the search is made. */
import { parseAddress } from '../course/address.ts';
import { KINDS, shorten } from '../course/card.ts';
import type { Course, Data } from '../course/course.ts';
import type { SpokenUnit } from '../course/words.ts';
import type { SearchFile } from './engine.ts';
import { contentWords, stemOf, wordsOf } from './words.ts';

/** Bytes of a title that is a sentence: whoever looks for a task remembers how it begins. */
const LONG_TITLE = 30;

/** Kinds of units that few look for: the full text finds them, and the small index stays small. */
const LEFT_OUT = new Set(['question', 'source']);

/** Units of one title beyond which none of them is in the small index. */
const MOST_NAMESAKES = 20;

/** Lessons beyond which the index would be large, so that the full text answers alone. */
const MOST_LESSONS = 500;

/** Of words in their order those whose stem none of the known ones has, each once. */
function newWords(words: readonly string[], known: readonly string[]): string[] {
  const seen = new Set(known.map(stemOf));
  return words.filter((word) => {
    const stem = stemOf(word);
    const isNew = !seen.has(stem);
    seen.add(stem);
    return isNew;
  });
}

/** The words of all phrases that lead to an address, by the address. */
function phraseWords(topics: readonly Data<'vocabulary'>[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { says, leads } of topics.flatMap(({ entries }) => entries)) {
    const words = says.flatMap((phrase) => contentWords(wordsOf(phrase)));
    for (const address of leads) found.set(address, [...(found.get(address) ?? []), ...words]);
  }
  return found;
}

const ownWords = (address: string, title: string, names: readonly string[]): string[] => {
  const { entry, part = entry } = parseAddress(address)!;
  return [title, ...names, part].flatMap(wordsOf);
};

/**
 * Makes the file. Phrases of the vocabulary come down to the words that a unit's own names lack.
 * @param partOf the number of the part of the course to which a unit belongs, 0 for none.
 */
export function searchFileOf(
  { entries }: Course,
  units: readonly SpokenUnit[],
  partOf: (unit: SpokenUnit) => number,
): SearchFile {
  if (entries.learn.length > MOST_LESSONS) return { same: [], units: [], words: [] };
  const topics = entries.vocabulary.map(({ data }) => data);
  const phrases = phraseWords(topics.filter(({ withFullText }) => !withFullText));
  const uses = new Map<string, number>();
  for (const { title } of units) uses.set(title, (uses.get(title) ?? 0) + 1);
  const indexed = units
    // Nobody means one of thirty sections called "Sources".
    .filter(({ kind, title }) => !LEFT_OUT.has(kind) && uses.get(title)! <= MOST_NAMESAKES)
    .map((unit) => ({
      address: unit.address,
      kind: KINDS[unit.kind],
      part: partOf(unit),
      title: shorten(unit.title, unit.kind === 'task' ? LONG_TITLE : 200),
      names: unit.kind === 'term' ? (unit.entry.data as Data<'glossary'>).aka : [],
    }));
  return {
    same: topics.flatMap(({ same }) => same),
    units: indexed,
    words: indexed.map(({ address, title, names }) =>
      newWords(phrases.get(address) ?? [], ownWords(address, title, names)),
    ),
  };
}

/** What comes with the full text, for each unit of the file: words that neither its names nor its words have. */
export function laterWordsOf({ entries }: Course, { units, words }: SearchFile): string[][] {
  const topics = entries.vocabulary.map(({ data }) => data);
  const phrases = phraseWords(topics.filter(({ withFullText }) => withFullText));
  return units.map(({ address, title, names }, place) =>
    newWords(phrases.get(address) ?? [], [...ownWords(address, title, names), ...words[place]!]),
  );
}
