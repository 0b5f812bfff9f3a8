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

/**
 * The known paths that may be meant by a path that leads nowhere, the likeliest first, at most `count` of them.
 * First those that it is the beginning of, since chats cut links off; then those whose last step looks like its
 * last one, since people remember what a page is about and not where it stands. Among equals, the more alike
 * whole. What differs in more than a third of its last step is not offered.
 */
export function nearestPathsOf(path: string, known: Iterable<string>, count: number): string[] {
  const beginning = path.replace(/\/$/, '');
  const lastOf = (whole: string): string => whole.split('/').findLast(Boolean) ?? '';
  const last = lastOf(path);
  const unlikeness = (candidate: string): number =>
    candidate.startsWith(beginning) ? -1 : editDistance(last, lastOf(candidate));
  return [...known]
    .map((candidate) => ({ candidate, unlikeness: unlikeness(candidate) }))
    .filter((each) => each.unlikeness <= last.length / 3)
    .map((each) => ({ ...each, distance: editDistance(path, each.candidate) }))
    .sort((a, b) => a.unlikeness - b.unlikeness || a.distance - b.distance)
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

/** Whether two words differ by one letter that is wrong, missing, added or swapped with the next. */
export function isOneEditAway(left: string, right: string): boolean {
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  if (long.length - short.length > 1 || left === right) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1);
  if (short.slice(at + 1) === long.slice(at + 1)) return true;
  return (
    short[at] === long[at + 1] &&
    short[at + 1] === long[at] &&
    short.slice(at + 2) === long.slice(at + 2)
  );
}
