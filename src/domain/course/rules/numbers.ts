import { BrokenReference, splitArguments } from '../../calculations.ts';
import { larderPaths } from '../../larder.ts';
import { numbersIn } from '../../quantity.ts';
import { printReference, referencesIn, type Reference } from '../../reference.ts';
import { bareNumbers } from '../bare-numbers.ts';
import { larderOf, type Course, type Entry } from '../course.ts';
import { all, factsOf, mayBeUnread, mistake, suggest, type Mistake, type Rule } from './rule.ts';

/** A reference to a number, wherever it stands. */
interface Mention {
  entry: Entry;
  field: string;
  reference: Reference;
  where: Partial<Mistake>;
}

/** Every line of an entry's data with its path. */
export function strings(
  value: unknown,
  path: (string | number)[] = [],
): [string, (string | number)[]][] {
  if (typeof value === 'string') return [[value, path]];
  if (Array.isArray(value)) return value.flatMap((item, index) => strings(item, [...path, index]));
  if (value !== null && typeof value === 'object') {
    return Object.entries(value).flatMap(([key, inner]) => strings(inner, [...path, key]));
  }
  return [];
}

function mentionsOf(course: Course): Mention[] {
  return all(course).flatMap((entry) => [
    ...strings(entry.data).flatMap(([line, path]) =>
      referencesIn(line).map((reference) => ({
        entry,
        field: path.join('.'),
        reference,
        where: { path },
      })),
    ),
    ...(entry.prose?.components ?? []).flatMap(({ name, props, text, at }): Mention[] => {
      const word = (prop: string): string => (typeof props[prop] === 'string' ? props[prop] : '');
      const where = { at };
      if (name === 'Larder') {
        const reference = { kind: 'larder' as const, path: word('at'), words: false };
        return [{ entry, field: '<Larder> at', reference, where }];
      }
      if (name === 'Computed') {
        const from = splitArguments(word('from'));
        const reference = { kind: 'computed' as const, name: word('is'), from };
        return [{ entry, field: '<Computed>', reference, where }];
      }
      if (name === 'Fact') {
        return [
          { entry, field: '<Fact>', reference: { kind: 'fact', id: word('id'), text }, where },
        ];
      }
      return [];
    }),
  ]);
}

export const numbersStand: Rule = (course, { unread }) => {
  const isUnread = (path: string): boolean => unread.has(`larder/${path.split('/')[0]}`);
  const larder = larderOf(course);
  const facts = new Map(factsOf(course).map(({ fact }) => [fact.id, fact]));
  return mentionsOf(course).flatMap(({ entry, field, reference, where }): Mistake[] => {
    if (reference.kind === 'given') return []; // quizNumbersBacked says where it may stand.
    if (reference.kind !== 'fact') {
      const paths = reference.kind === 'larder' ? [reference.path] : reference.from;
      if (paths.some(isUnread)) return [];
      try {
        printReference(larder, reference);
        return [];
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        const mend = error instanceof BrokenReference ? error.mend : 'give it other numbers';
        return [{ ...mistake(entry, field, error.message, mend), ...where }];
      }
    }
    const fact = facts.get(reference.id);
    if (!fact) {
      const mend = suggest(reference.id, facts.keys(), 'add it to src/content/facts');
      return field === '<Fact>' || mayBeUnread(unread, 'facts', reference.id)
        ? [] // componentTargets reports the first.
        : [{ ...mistake(entry, field, `there is no facts/${reference.id}`, mend), ...where }];
    }
    const stated = new Set(numbersIn(fact.claim));
    return numbersIn(reference.text)
      .filter((number) => number !== '1' && !stated.has(number))
      .map((number) => ({
        ...mistake(
          entry,
          `${field} ${reference.id}`,
          `says ${number}, which the fact does not state`,
          'use the number of the fact, or another fact',
        ),
        ...where,
      }));
  });
};

/** A file of Larder's that holds no figure says nothing. */
export const larderWhole: Rule = (course) =>
  course.entries.larder
    .filter((entry) => larderPaths({ [entry.id]: entry.data.figures }).figures.length === 0)
    .map((entry) => mistake(entry, 'figures', 'holds no figure', 'add one or delete the file'));

/** In the text of a lesson, a part, an answer or a tool every number is sourced, computed or Larder's. */
export const numbersBacked: Rule = ({ entries }) =>
  [...entries.learn, ...entries.parts, ...entries.faq, ...entries.tools].flatMap((entry) =>
    (entry.prose?.blocks ?? [])
      .filter(({ isHeading }) => !isHeading)
      .flatMap(bareNumbers)
      .map(({ text, at }) => ({
        ...mistake(
          entry,
          'number',
          `"${text}" stands in the text with nothing behind it`,
          'write it by <Fact>, <Larder> or <Computed>, or say it without a number',
        ),
        at,
      })),
  );
