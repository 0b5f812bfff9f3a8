/**
 * Where each word stands, and how much it says of the documents that have it. The words are in MiniSearch's
 * radix tree, which finds beginnings at once. Its whole engine would be 3.5 kB more on the first search,
 * which hold 1,500 words of readers instead, and most of it (removal, queries as trees, suggestions) is not
 * needed where the engine of the site weighs the words itself.
 */
import SearchableMap from 'minisearch/SearchableMap';

/** Robertson and Zaragoza's constants, and the lower bound of BM25+ (Lv and Zhai, 2011). */
const K = 1.2;
const B = 0.7;
const DELTA = 0.5;
/** What a word counts that only begins as asked, less the longer it goes on. */
const BEGINNING = 0.375;
const GOING_ON = 0.3;

/** What is known of a field over all documents. */
interface FieldIndex {
  weight: number;
  /** Distinct words in the field of each document, and of all together. */
  lengths: number[];
  length: number;
}

/** Of a word, for each field that has it: a document, how often the word stands in it, and so on. */
type Places = (number[] | undefined)[];

export class WordIndex {
  readonly #places = new Map<string, Places>();
  readonly #tree = new SearchableMap<Places>();
  readonly #fields: FieldIndex[];
  #count = 0;

  /** @param weights what a find in each field counts. */
  constructor(weights: readonly number[]) {
    this.#fields = weights.map((weight) => ({ weight, lengths: [], length: 0 }));
  }

  /** Adds the next document: its words, a list a field. */
  add(fields: readonly (readonly string[])[]): void {
    const document = this.#count++;
    fields.forEach((words, field) => this.addWords(document, field, words));
  }

  /** Adds words to a field of a document; those that come later than the document are none that it has there. */
  addWords(document: number, field: number, words: readonly string[]): void {
    let distinct = 0;
    for (const word of words) {
      let places = this.#places.get(word);
      if (!places) {
        places = this.#fields.map(() => undefined);
        this.#places.set(word, places);
        this.#tree.set(word, places);
      }
      const holders = places[field];
      if (holders?.at(-2) === document) {
        holders[holders.length - 1]!++;
        continue;
      }
      distinct++;
      // Most words stand once. An array that is pushed to has room for sixteen more, and is cleared away
      // while the first search waits.
      if (holders) holders.push(document, 1);
      else places[field] = [document, 1];
    }
    const known = this.#fields[field]!;
    known.lengths[document] = (known.lengths[document] ?? 0) + distinct;
    known.length += distinct;
  }

  has(word: string): boolean {
    return this.#places.has(word);
  }

  /** All words. */
  words(): Iterable<string> {
    return this.#places.keys();
  }

  /** All words that begin so. */
  wordsFrom(beginning: string): Iterable<string> {
    return this.#tree.atPrefix(beginning).keys();
  }

  /** How often a word stands anywhere. */
  count(word: string): number {
    let count = 0;
    for (const holders of this.#places.get(word) ?? []) {
      for (let at = 1; at < (holders?.length ?? 0); at += 2) count += holders![at]!;
    }
    return count;
  }

  /** The documents that have a word, by their place, each with its score by BM25+ over the fields. */
  find(word: string): Map<number, number> {
    const scores = new Map<number, number>();
    this.#add(scores, this.#places.get(word), 1);
    return scores;
  }

  /** The documents that have a word or one that begins so. */
  findBeginning(beginning: string): Map<number, number> {
    const scores = this.find(beginning);
    for (const [word, places] of this.#tree.atPrefix(beginning)) {
      const more = word.length - beginning.length;
      if (more > 0)
        this.#add(scores, places, (BEGINNING * word.length) / (word.length + GOING_ON * more));
    }
    return scores;
  }

  #add(scores: Map<number, number>, places: Places | undefined, weight: number): void {
    places?.forEach((holders, at) => {
      if (!holders) return;
      const field = this.#fields[at]!;
      const size = holders.length / 2;
      const rarity = Math.log(1 + (this.#count - size + 0.5) / (size + 0.5));
      const averageLength = field.length / this.#count;
      for (let each = 0; each < holders.length; each += 2) {
        const [document, times] = [holders[each]!, holders[each + 1]!];
        const length = field.lengths[document]! / averageLength;
        const saturation = (times * (K + 1)) / (times + K * (1 - B + B * length));
        const score = weight * field.weight * rarity * (DELTA + saturation);
        scores.set(document, (scores.get(document) ?? 0) + score);
      }
    });
  }
}
