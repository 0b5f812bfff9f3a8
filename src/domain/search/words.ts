/** Words as the search compares them. */
import { stemmer } from 'stemmer';

/** Words that carry nothing in a question: "how do I know that …". */
const STOP_WORDS = new Set(
  (
    'a about all also am an and any anybody anyone are as at be because been being but by can ' +
    'cannot could did do does doing every for from get gets getting give go goes going had has have ' +
    'having he her here him his how i if im in into is it its ive just know let like made make makes many ' +
    'may me mean means might more most much must my need needs no not of on one or our over please ' +
    'said says she should so some somebody someone something than that the their them then there ' +
    'these they this those through to too up us use used using very want was way we well were ' +
    'what whats when where which while who whom whose why will with would you your'
  ).split(' '),
);

/** Words that say little in a question, though they may be the name of something. */
const WEAK_WORDS = new Set(
  (
    'ask asked asking tell told say think thought want wanted keep put show start started stop work works ' +
    'working people person team product thing things stuff new whole first long still enough really ' +
    'actually only even good bad best better right wrong time day week month year find look see try ' +
    'anything nothing everything everyone everybody job company always never again back take come big ' +
    'small lot last next same different hard easy sure ok happen real pm manager answer question worth ' +
    'help change call set turn run leave left pick choose'
  ).split(' '),
);

/** Whether a word could stand in a question about anything. */
export const saysLittle = (word: string): boolean => WEAK_WORDS.has(word);

/** A text in the letters that words are compared by: small, without accents and apostrophes. */
export function fold(text: string): string {
  const short = text.slice(0, 500);
  // Most texts have no accents, and the first search waits for all of them.
  const plain = /[\u00c0-\u1fff]/.test(short)
    ? short.normalize('NFD').replace(/\p{M}/gu, '')
    : short;
  return plain
    .toLowerCase()
    .replace(/['’‘`]/g, '')
    .replace(/\ba\s*[/&+]\s*b\b/g, 'ab')
    .replace(/&/g, ' and ');
}

/** The words of a text, folded. */
export function wordsOf(text: string): string[] {
  return fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The words that a query is about; all of them where it has no other. */
export function contentWords(words: readonly string[]): string[] {
  const content = words.filter((word) => !STOP_WORDS.has(word));
  return content.length > 0 ? content : [...words];
}

/** Beginnings that Porter's algorithm would take for forms of another word: "experience" of "experiment". */
const APART =
  /^(experiment|experienc|conversation|executive|organic|customer|objection|likely|authority|communit|politic|responsib|positiv|critical|universal)/;

/** What the forms of a word share: Porter's algorithm (1980). British endings become American ones first. */
export function stemOf(word: string): string {
  const [apart] = APART.exec(word) ?? [];
  if (apart) return apart;
  const american = word
    .replace(/is(e|es|ed|ing|ation|ations|er|ers)$/, 'iz$1')
    .replace(/ys(e|es|ed|ing)$/, 'yz$1')
    .replace(/our(s|ed|ing|al|ally|able|ite|ites)?$/, 'or$1')
    .replace(/ll(ed|ing|er|ers)$/, 'l$1');
  return stemmer(american);
}
