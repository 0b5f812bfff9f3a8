/**
 * Where each word stands, and how much it says of the documents that have it. The words are in MiniSearch's
 * radix tree, which finds beginnings at once. Its whole engine would be 3.5 kB more on the first search,
 * which hold 1,500 words of readers instead, and most of it (removal, queries as trees, suggestions) is not
 * needed where the engine of the site weighs the words itself.
 */
import SearchableMap from 'minisearch/SearchableMap';
import { wordsOf } from './words.ts';

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
  /** Distinct words in the field of each document. */
  lengths: number[];
  averageLength: number;
}

/** Of a word, for each field that has it, how often it stands in which document. */
type Places = (Map<number, number> | undefined)[];

export class WordIndex {
  readonly #words = new SearchableMap<Places>();
  readonly #fields: FieldIndex[];
  readonly #count: number;
  /** All words, each with how often it stands anywhere. */
  readonly counts = new Map<string, number>();

  /**
   * @param documents the texts of each document, a text a field.
   * @param weights what a find in each field counts.
   */
  constructor(documents: readonly (readonly string[])[], weights: readonly number[]) {
    this.#count = documents.length;
    const places = new Map<string, Places>();
    const known = new Map<string, string[]>();
    this.#fields = weights.map((weight, field) => {
      const lengths = documents.map((texts, document) => {
        const text = texts[field]!;
        let words = known.get(text);
        if (!words) known.set(text, (words = wordsOf(text)));
        for (const word of words) {
          let fields = places.get(word);
          if (!fields) places.set(word, (fields = []));
          const holders = (fields[field] ??= new Map<number, number>());
          holders.set(document, (holders.get(document) ?? 0) + 1);
          this.counts.set(word, (this.counts.get(word) ?? 0) + 1);
        }
        return new Set(words).size;
      });
      const averageLength = lengths.reduce((sum, length) => sum + length, 0) / this.#count;
      return { weight, lengths, averageLength };
    });
    for (const [word, fields] of places) this.#words.set(word, fields);
  }

  /** The documents that have a word, by their place, each with its score by BM25+ over the fields. */
  find(word: string): Map<number, number> {
    const scores = new Map<number, number>();
    this.#add(scores, this.#words.get(word), 1);
    return scores;
  }

  /** The documents that have a word or one that begins so. */
  findBeginning(beginning: string): Map<number, number> {
    const scores = this.find(beginning);
    for (const [word, places] of this.#words.atPrefix(beginning)) {
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
      const rarity = Math.log(1 + (this.#count - holders.size + 0.5) / (holders.size + 0.5));
      for (const [document, times] of holders) {
        const length = field.lengths[document]! / field.averageLength;
        const saturation = (times * (K + 1)) / (times + K * (1 - B + B * length));
        const score = weight * field.weight * rarity * (DELTA + saturation);
        scores.set(document, (scores.get(document) ?? 0) + score);
      }
    });
  }
}
