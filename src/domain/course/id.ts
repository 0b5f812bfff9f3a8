/** Lower-case words joined by hyphens; begins with a letter, ends in a letter or digit. */
export const ID_PATTERN = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Ids that Starlight or the browser uses itself, and the names of collections. */
const RESERVED_IDS = new Set(['top', 'index', 'null', 'undefined', 'constructor']);

/** Whether `text` may be the id of a unit. */
export function isId(text: string): boolean {
  return ID_PATTERN.test(text) && !RESERVED_IDS.has(text);
}

/** The number of single-letter edits between two words (Levenshtein, 1965). */
function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const substitution = row[j - 1]! + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, substitution));
    }
    row = next;
  }
  return row[right.length]!;
}

/** The known words that look most like `word`, the nearest first, at most `count` of them. */
export function nearestOf(word: string, known: Iterable<string>, count: number): string[] {
  return [...known]
    .map((candidate) => ({ candidate, distance: editDistance(word, candidate) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

/** The known word that looks most like `word`, or undefined where nothing is known. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  return nearestOf(word, known, 1)[0];
}
