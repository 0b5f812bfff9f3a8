/**
 * A triangle of cohorts as text, which a form and a link can hold: one cohort a line, oldest first, with its
 * name, its size, and how many were active in period 1, 2 …
 *
 *   Feb 16: 200 120 90 76
 *   Feb 23: 250 160 125
 *
 * A shorter line is a cohort that has not reached the later periods. What it lacks is never zero.
 */
import type { Cohort } from '../retention.ts';
import { readNumber } from './number.ts';

/** A cohort and what it is called. Its counts begin with period 0, which is its size. */
export interface NamedCohort extends Cohort {
  name: string;
}

/** What a triangle may have, at most. `writeTriangle` in domain/retention-csv.ts writes one. */
export const MOST = { cohorts: 60, periods: 31 };

const EXAMPLE = 'like “Jan: 200 120 90”';
const NOT_YET = /^(?:not\syet|[-–—.…?])?$/i;

/** Cuts a line into a name and its cells. */
function cut(line: string): { name: string; cells: string[] } {
  const tabs = line.split('\t').map((cell) => cell.trim());
  if (tabs.length > 1) {
    const [name = '', ...cells] = tabs;
    // Cells of a table that shows both, "120, 60%", are taken by their count.
    return {
      name,
      cells: cells.map((cell) => cell.replace(/^([\d,]*\d),?\s\(?[\d.]+%\)?$/, '$1')),
    };
  }
  const colon = line.lastIndexOf(':');
  const words = line
    .slice(colon + 1)
    .replace(/not\syet/gi, '–')
    .split(/[\s;]+|,(?=\s|$)/)
    .filter((word) => word !== '');
  if (colon >= 0) return { name: line.slice(0, colon).trim(), cells: words };
  const first = words.findIndex((word) => /^[-+]?\d[\d,.]*%?$/.test(word));
  const start = first < 0 ? words.length : first;
  return { name: words.slice(0, start).join(' '), cells: words.slice(start) };
}

/** A count, or a sentence that says what is wrong with it. */
function readCount(cell: string, isTabbed: boolean): number | string {
  if (/[%$]/.test(cell))
    return `“${cell.slice(0, 20)}” is not a count. Write how many people, since shares cannot be pooled.`;
  if (!isTabbed && /\d,\d/.test(cell))
    return `“${cell.slice(0, 20)}” can be read in two ways. Put a space between counts, and no comma into them.`;
  const { value, fault } = readNumber(cell, { min: 0, max: 1e9, whole: true });
  return fault === undefined ? value : fault;
}

function readLine(line: string): NamedCohort | string {
  const { name, cells } = cut(line);
  const isTabbed = line.includes('\t');
  while (NOT_YET.test(cells.at(-1) ?? 'no cell')) cells.pop();
  if (cells.length === 0)
    return `There is no size after the name. Write the number of people, ${EXAMPLE}.`;
  if (cells.length > MOST.periods + 1)
    return `There are more than ${MOST.periods} periods. Leave the last ones out, or count in longer periods.`;
  const active: number[] = [];
  for (const cell of cells) {
    if (NOT_YET.test(cell))
      return 'A count follows a cell without one. Only the last may be missing.';
    const count = readCount(cell, isTabbed);
    if (typeof count === 'string') return count;
    const size = active[0] ?? count;
    if (size < 1) return 'The size is 0. Leave out a cohort in which nobody began.';
    if (count > size)
      return `${count} active are more than the ${size} who began. If the name ends in a number, put a colon behind it, ${EXAMPLE}.`;
    active.push(count);
  }
  return { name: name === '' ? 'Cohort' : name, size: active[0]!, active };
}

/** Reads a triangle; the fault is a sentence with the number of its line. */
export function readTriangle(
  text: string,
): { cohorts: NamedCohort[]; fault?: never } | { cohorts?: never; fault: string } {
  const cohorts: NamedCohort[] = [];
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    if (line.trim() === '') continue;
    const cohort = readLine(line);
    if (typeof cohort === 'string') return { fault: `Line ${index + 1}: ${cohort}` };
    if (cohorts.push(cohort) > MOST.cohorts)
      return {
        fault: `Line ${index + 1}: There are more than ${MOST.cohorts} cohorts. Leave the oldest out, or gather them into longer periods.`,
      };
  }
  if (cohorts.length === 0) return { fault: `This is empty. Write one cohort a line, ${EXAMPLE}.` };
  if (cohorts.every(({ active }) => active.length === 1))
    return { fault: `No line has a count after the size. Write who came back, ${EXAMPLE}.` };
  return { cohorts };
}
