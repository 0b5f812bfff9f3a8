/**
 * The file of the small index as text. It is written in columns, which compress better than rows do, with
 * a tab between them and a line for each unit:
 *
 *   same      cv resume,kpi metric     words that mean the same, a group between commas
 *   place     learn                    the collection of an entry; nothing for its parts, which follow it
 *   id        start                    nothing where it is the title in other letters
 *   kind      Lesson                   nothing where it is that of the unit before
 *   part      1                        part of the course
 *   title     the first week           "^" before one that begins in no capital followed by small letters
 *   names     first|begin              a bar between them
 *   words     seldom said words        a space between them
 *   common    job                      words that several units have, a line each
 *   gaps                               for each of those, how many units on the next one is that has it
 *
 * A gap is a character, so that the usual ones are a byte: 1 is a space. The last three columns stand last, since an
 * index of the others is made while they come, and are a file of their own for the words that come later.
 */
import { parseAddress } from '../course/address.ts';
import type { IndexedUnit, SearchFile } from './engine.ts';
import { wordsOf } from './words.ts';

/** Units from which a word is common. */
const COMMON = 3;
/** The character before that of the first gap. */
const NO_GAP = 31;

const slugOf = (title: string): string => wordsOf(title).join('-');

const lower = (title: string): string =>
  /^[A-Z](?![A-Z])/.test(title) ? title[0]!.toLowerCase() + title.slice(1) : `^${title}`;

const raise = (title: string): string =>
  title.startsWith('^') ? title.slice(1) : title.slice(0, 1).toUpperCase() + title.slice(1);

/**
 * Writes the content of the index as the text of its file.
 * @throws Error where a part does not follow its entry, or a text has a sign that stands between texts.
 */
export function writeSearchFile({ same, units, words }: SearchFile): string {
  const addresses = units.map(({ address }) => parseAddress(address)!);
  let owner = '';
  units.forEach(({ address, title, names }, place) => {
    const { collection, entry, part } = addresses[place]!;
    if (part === undefined) owner = `${collection}/${entry}`;
    if (owner !== `${collection}/${entry}`)
      throw new Error(
        `The index of the search has ${address} after ${owner}. Put it after its own.`,
      );
    if (/[\t\n|]/.test([title, ...names, ...words[place]!].join('')))
      throw new Error(`${address} has a tab, a line break or a bar in a name. Write it without.`);
  });
  const columns = [
    [same.map((group) => group.join(' ')).join(',')],
    addresses.map(({ collection, part }) => (part === undefined ? collection : '')),
    addresses.map(({ entry, part = entry }, place) =>
      part === slugOf(units[place]!.title) ? '' : part,
    ),
    units.map(({ kind }, place) => (kind === units[place - 1]?.kind ? '' : kind)),
    units.map(({ part }, place) => (part === units[place - 1]?.part ? '' : part)),
    units.map(({ title }) => lower(title)),
    units.map(({ names }) => names.join('|')),
  ];
  const written = columns.map((column) => column.join('\n'));
  return [...written, writeWords(words)].join('\t');
}

/** Writes words for each unit as the last three columns. */
export function writeWords(wordsOfUnits: readonly string[][]): string {
  const holders = new Map<string, number[]>();
  wordsOfUnits.forEach((words, place) => {
    for (const word of words) holders.set(word, [...(holders.get(word) ?? []), place]);
  });
  const isCommon = (word: string): boolean => holders.get(word)!.length >= COMMON;
  const common = [...holders.keys()].filter(isCommon).sort();
  const columns = [
    wordsOfUnits.map((words) => words.filter((word) => !isCommon(word)).join(' ')),
    common,
    common.map((word) =>
      holders
        .get(word)!
        .map((place, at, places) => String.fromCharCode(NO_GAP + place - (places[at - 1] ?? -1)))
        .join(''),
    ),
  ];
  return columns.map((column) => column.join('\n')).join('\t');
}

/** Reads the words for each unit from the last three columns of a text. */
export function readWords(text: string): string[][] {
  const [rare, common, gaps] = text
    .split('\t')
    .slice(-3)
    .map((column) => column.split('\n'));
  const found = rare!.map((words) => split(words, ' '));
  if (!gaps) return found;
  common!.forEach((word, line) => {
    let place = -1;
    for (const gap of gaps[line]!) {
      place += gap.charCodeAt(0) - NO_GAP;
      found[place]!.push(word);
    }
  });
  return found;
}

/** Reads all but the words from the text of the file, or from what has come of it; undefined where that is too little. */
export function readUnits(text: string): Pick<SearchFile, 'same' | 'units'> | undefined {
  const columns = text.split('\t', 8);
  if (columns.length < 8) return undefined;
  const [same, places, ids, kinds, parts, titles, names] = columns.map((column) =>
    column.split('\n'),
  );
  const units: IndexedUnit[] = [];
  let [collection, entry, kind, part] = ['', '', '', 0];
  titles!.forEach((written, place) => {
    if (written === '') return;
    const title = raise(written);
    const id = ids![place] || slugOf(title);
    const isEntry = places![place] !== '';
    if (isEntry) [collection, entry] = [places![place]!, id];
    kind = kinds![place] || kind;
    part = Number(parts![place] || part);
    units.push({
      address: `/${collection}/${entry}/${isEntry ? '' : `${id}/`}`,
      kind,
      part,
      title,
      names: split(names![place]!, '|'),
    });
  });
  return { same: split(same![0]!, ',').map((group) => group.split(' ')), units };
}

/** The pieces of a text; none where it is empty. */
function split(text: string, separator: string): string[] {
  return text === '' ? [] : text.split(separator);
}
