/**
 * The first tier of the search: a small index of all that can be sent, which answers within a keystroke.
 * An index of words (word-index.ts) finds them; which of the answers comes first is decided here.
 *
 * Each word of a query may stand for others: for what it begins, for its other forms, for what means the
 * same here, and, where nobody wrote it so, for the word that it is one letter away from.
 */
import { isOneEditAway } from '../nearest.ts';
import { WordIndex } from './word-index.ts';
import { contentWords, fold, saysLittle, stemOf, wordsOf } from './words.ts';

/** A unit that can be found. */
export interface Findable {
  address: string;
  kind: string;
  title: string;
  /** What it belongs to: a section's lesson, a row's table. */
  home: string;
  /** Number of the part of the course to which it belongs; 0 for none. */
  part: number;
}

/** A unit as the file of the index has it. */
export interface IndexedUnit extends Omit<Findable, 'home'> {
  /** What else it is called. */
  names: string[];
}

/** The content of the index. */
export interface SearchFile {
  /** Words that mean the same to a reader. */
  same: string[][];
  /** The parts of an entry follow it. */
  units: IndexedUnit[];
  /** For each unit, what people say who mean it, in words that neither its title nor its names have. */
  words: string[][];
}

/** A unit with the words of its title and of each of its names, a space between them. */
interface Document extends Findable {
  titleWords: string;
  names: string[];
}

/** What a word counts by where it stands, in the order of the index. */
const FIELDS = { title: 4, names: 3.5, id: 1.8, home: 0.5, later: 1 };
const FIELD_NAMES = Object.keys(FIELDS);

/** How likely a reader is to look for a unit of a kind. */
const KIND_WEIGHT: Record<string, number> = {
  Lesson: 1.25,
  Term: 1.5,
  Question: 1.2,
  Template: 1.1,
  Tool: 1.2,
  Table: 1.1,
  Rubric: 1,
  Part: 0.6,
  Section: 1,
  Row: 0.95,
  'Interview question': 0.9,
  Checklist: 0.4,
  'What is scored': 0.7,
  Quiz: 0.3,
  Task: 0.6,
  Source: 0.4,
};

/** Whoever asks in a sentence looks for an answer rather than for the name of a thing. */
const ASKED_WEIGHT: Record<string, number> = {
  Question: 1.5,
  'Interview question': 1.3,
  Section: 1.3,
  Lesson: 1.2,
  Term: 0.6,
};
/** Words of a sentence, and those among them that carry nothing. */
const SENTENCE = { words: 5, empty: 2 };
/** What a word of a sentence counts that could stand in any. */
const LITTLE = 0.7;

/** What a word counts that stands for another one. */
const WEIGHT = { itself: 1, form: 0.9, beginning: 0.75, same: 0.8, joined: 0.9, corrected: 0.8 };
/** A query that is a unit's whole name, or all that a name begins with. */
const WHOLE = { title: 6, name: 5, beginning: 1.8 };

/** What all words of a stem begin with, "buy" and "hour" too ("bui", "hor"), so that few are asked for theirs. */
const beginningOf = (stem: string): string => stem.slice(0, 2);

/** The share of a query's weight that a unit has if it is surely meant. */
const SURE = 0.25;

/** An answer, and the words that were taken for others in it. */
export interface Answer {
  /** Units that have most of what the query says, the best first. */
  sure: Findable[];
  /** Units that have some of it. */
  others: Findable[];
  /** The query as it was understood, where a word of it was corrected. */
  meant: string | undefined;
}

/** An index that was read from its file, and can be asked. */
export interface Engine {
  /** Takes up further words for each unit, none of which it has: what else it is called, or what comes with the full text. */
  learn: (field: 'names' | 'later', words: readonly string[][]) => void;
  find: (query: string) => Answer;
  /** The unit at an address. */
  at: (address: string) => Findable | undefined;
  /** Names of terms that are nearest to a query that finds nothing. */
  nearestTerms: (query: string, count: number) => Findable[];
}

/**
 * Makes an index that can be asked from what comes first in its file, so that it is made while the words come.
 */
export function createEngine({ same, units }: Pick<SearchFile, 'same' | 'units'>): Engine {
  const index = new WordIndex(Object.values(FIELDS));
  let entryTitle = { title: '', words: [] as string[] };
  const documents = units.map(({ address, kind, title, part, names }): Document => {
    // The first search waits for this, and an address of the index needs no check.
    const [, , entry, inside] = address.split('/') as [string, string, string, string];
    const words = wordsOf(title);
    const home = inside === '' ? { title: '', words: [] } : entryTitle;
    if (inside === '') entryTitle = { title, words };
    const nameWords = names.map(wordsOf);
    index.add([words, nameWords.flat(), (inside || entry).split('-'), home.words]);
    return {
      address,
      kind,
      title,
      home: home.title,
      part,
      titleWords: words.join(' '),
      names: nameWords.map((each) => each.join(' ')),
    };
  });

  const formsOf = (word: string): string[] => {
    const stem = stemOf(word);
    return [...index.wordsFrom(beginningOf(stem))].filter((other) => stemOf(other) === stem);
  };
  // Looked up when it is asked for: the first search would wait for the stems of all these words.
  const sameAs = (word: string): string[] => {
    const stem = stemOf(word);
    const beginning = beginningOf(stem);
    const isForm = (other: string) => other.startsWith(beginning) && stemOf(other) === stem;
    return same.findLast((group) => group.some(isForm)) ?? [];
  };
  const isPrefix = (word: string): boolean => word.length > 1 && index.findBeginning(word).size > 0;

  /** Known words one letter away, the most used first. */
  const corrections = (word: string): string[] =>
    word.length < 5
      ? []
      : [...index.words()]
          .filter((other) => isOneEditAway(word, other))
          .sort((a, b) => index.count(b) - index.count(a))
          .slice(0, 3);

  /** The words for which a word of a query stands, with what each counts. */
  function meanings(word: string, isLast: boolean, neighbors: string[]): Map<string, number> {
    const found = new Map<string, number>();
    const add = (words: Iterable<string>, weight: number): void => {
      for (const each of words) found.set(each, Math.max(found.get(each) ?? 0, weight));
    };
    if (index.has(word)) add([word], WEIGHT.itself);
    add(formsOf(word), WEIGHT.form);
    for (const other of sameAs(word)) {
      add([other, ...formsOf(other)], WEIGHT.same);
    }
    add(
      neighbors.filter((joined) => index.has(joined)),
      WEIGHT.joined,
    );
    if (found.size === 0 && !(isLast && isPrefix(word))) {
      for (const other of corrections(word)) add([other, ...formsOf(other)], WEIGHT.corrected);
    }
    return found;
  }

  function find(query: string): Answer {
    const written = wordsOf(query).slice(0, 24);
    const words = contentWords(written);
    const isSentence =
      written.length >= SENTENCE.words && written.length - words.length >= SENTENCE.empty;
    const scores = new Map<number, { score: number; weight: number }>();
    const meant: string[] = [];
    let allWeight = 0;
    words.forEach((word) => {
      const isLast = word === written.at(-1);
      const place = written.indexOf(word);
      // "on boarding" is "onboarding", also where one half is a word that says nothing.
      const [before, after] = [written[place - 1], written[place + 1]];
      const joined = [...(before ? [before + word] : []), ...(after ? [word + after] : [])];
      const stands = meanings(word, isLast, joined);
      const ofWord = new Map<number, number>();
      const take = (found: Map<number, number>, weight: number): void => {
        for (const [place, score] of found) {
          ofWord.set(place, Math.max(ofWord.get(place) ?? 0, score * weight));
        }
      };
      for (const [other, weight] of stands) take(index.find(other), weight);
      if (isLast && word.length > 1) take(index.findBeginning(word), WEIGHT.beginning);
      const isCorrected =
        !index.has(word) &&
        stands.size > 0 &&
        [...stands.values()].every((weight) => weight === WEIGHT.corrected);
      meant.push(isCorrected ? stands.keys().next().value! : word);
      if (ofWord.size === 0) return;
      // A rare word says more of what is looked for than one that stands everywhere.
      const share = isSentence && saysLittle(word) ? LITTLE : 1;
      const weight = share * Math.log(1 + documents.length / ofWord.size);
      allWeight += weight;
      for (const [place, score] of ofWord) {
        const sum = scores.get(place) ?? { score: 0, weight: 0 };
        scores.set(place, { score: sum.score + share * score, weight: sum.weight + weight });
      }
    });
    const whole = written.join(' ');
    const content = words.join(' ');
    const found = [...scores]
      .map(([place, sum]) => {
        const document = documents[place]!;
        const covered = sum.weight / allWeight;
        return {
          document,
          covered,
          score:
            sum.score *
            covered *
            covered *
            (KIND_WEIGHT[document.kind] ?? 1) *
            ((isSentence && ASKED_WEIGHT[document.kind]) || 1) *
            wholeness(document, whole, content),
        };
      })
      .sort((a, b) => b.score - a.score || (a.document.address < b.document.address ? -1 : 1));
    const part = (isSure: boolean) =>
      found.filter((each) => each.covered >= SURE === isSure).map(({ document }) => document);
    return {
      sure: part(true),
      others: part(false),
      meant: meant.join(' ') === content ? undefined : meant.join(' '),
    };
  }

  function wholeness({ titleWords, names }: Document, whole: string, content: string): number {
    if (titleWords === whole || titleWords === content) return WHOLE.title;
    if (names.includes(whole) || names.includes(content)) return WHOLE.name;
    return titleWords.startsWith(whole) && whole.length > 3 ? WHOLE.beginning : 1;
  }

  return {
    learn: (field, words) => {
      const place = FIELD_NAMES.indexOf(field);
      words.forEach((each, document) => index.addWords(document, place, each));
    },
    find,
    at: (address) => documents.find((each) => each.address === address),
    nearestTerms: (query, count) => {
      const letters = (text: string): Set<string> => {
        const folded = fold(text);
        return new Set(
          Array.from({ length: Math.max(0, folded.length - 1) }, (_, i) => folded.slice(i, i + 2)),
        );
      };
      const own = letters(query);
      return documents
        .filter(({ kind }) => kind === 'Term')
        .map((document) => {
          const other = letters(document.title);
          const shared = [...other].filter((pair) => own.has(pair)).length;
          return { document, likeness: (2 * shared) / (own.size + other.size || 1) };
        })
        .filter(({ likeness }) => likeness > 0.2)
        .sort((a, b) => b.likeness - a.likeness)
        .slice(0, count)
        .map(({ document }) => document);
    },
  };
}
