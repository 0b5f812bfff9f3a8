/** The content of the file from which the small index of the search is made. */
import { parseAddress } from '../course/address.ts';
import { KINDS, shorten } from '../course/card.ts';
import type { Course, Data } from '../course/course.ts';
import type { SpokenUnit } from '../course/words.ts';
import type { SearchEntry, SearchFile } from './engine.ts';
import { contentWords, stemOf, wordsOf } from './words.ts';

/** Bytes of a title that is a sentence: whoever looks for a task remembers how it begins. */
const LONG_TITLE = 30;

/** Kinds of units that few look for: the full text finds them, and the small index stays small. */
const LEFT_OUT = new Set(['question', 'source']);

/** Units of one title beyond which none of them is in the small index. */
const MOST_NAMESAKES = 20;

/** Lessons beyond which the index would be large, so that the full text answers alone. */
const MOST_LESSONS = 500;

/**
 * Makes the file. Phrases of the vocabulary come down to the words that a unit's own names lack.
 * @param partOf the number of the part of the course to which a unit belongs, 0 for none.
 */
export function searchFileOf(
  { entries }: Course,
  units: readonly SpokenUnit[],
  partOf: (unit: SpokenUnit) => number,
): SearchFile {
  if (entries.learn.length > MOST_LESSONS) return { kinds: [], same: [], entries: [] };
  const phrases = new Map<string, string[]>();
  for (const { data } of entries.vocabulary) {
    for (const { says, leads } of data.entries) {
      for (const address of leads) {
        phrases.set(address, [...(phrases.get(address) ?? []), ...says]);
      }
    }
  }
  const names = ({ address, entry, title, kind }: SpokenUnit): string => {
    const aka = kind === 'term' ? (entry.data as Data<'glossary'>).aka : [];
    const seen = new Set([title, ...aka].flatMap(wordsOf).map(stemOf));
    const extra: string[] = [];
    for (const word of (phrases.get(address) ?? []).flatMap((phrase) =>
      contentWords(wordsOf(phrase)),
    )) {
      const stem = stemOf(word);
      if (seen.has(stem)) continue;
      seen.add(stem);
      extra.push(word);
    }
    return [...aka, extra.join(' ')].filter(Boolean).join('\n');
  };
  const uses = new Map<string, number>();
  for (const { title } of units) uses.set(title, (uses.get(title) ?? 0) + 1);
  const kinds = Object.values(KINDS);
  const kindOf = ({ kind }: SpokenUnit): number => kinds.indexOf(KINDS[kind]);
  const found = new Map<string, SearchEntry>();
  for (const unit of units) {
    // Nobody means one of thirty sections called "Sources".
    if (LEFT_OUT.has(unit.kind) || uses.get(unit.title)! > MOST_NAMESAKES) continue;
    const { collection, entry, part } = parseAddress(unit.address)!;
    const title = shorten(unit.title, unit.kind === 'task' ? LONG_TITLE : 200);
    const whole = found.get(`${collection}/${entry}`);
    if (part !== undefined) whole?.[6].push([part, kindOf(unit), title, names(unit)]);
    else {
      found.set(`${collection}/${entry}`, [
        collection, entry, kindOf(unit), partOf(unit), title, names(unit), [],
      ]); // prettier-ignore
    }
  }
  return {
    kinds,
    same: entries.vocabulary.flatMap(({ data }) => data.same),
    entries: [...found.values()],
  };
}
