import type { Larder } from '../larder.ts';
import { fill, printComputed, printFigure } from '../reference.ts';
import { LEVELS } from '../rubric.ts';
import { shuffled } from '../shuffle.ts';
import { smartQuotes } from '../typography.ts';
import { parseAddress } from './address.ts';
import { citations } from './citation.ts';
import { unitsOf, type Course, type Data, type Entry, type Unit } from './course.ts';
import { GRADES } from './grades.ts';
import type { Block, ComponentUse, Heading, Prose, Run } from './prose.ts';

/** What the options of a quiz question are called, in the order in which it shows them. */
export const LETTERS = 'ABCDE';

/** A unit with what it says. */
export interface SpokenUnit extends Unit {
  /** The entry that it is, or of which it is a part. */
  entry: Entry;
  /** Its own words after its title, in the order in which a reader meets them: a paragraph or a cell each. */
  words: string[];
}

/** The ids of a section and of those inside it. */
function sectionAndInner(headings: Heading[], id: string): Set<string | undefined> {
  const start = headings.findIndex((heading) => heading.id === id);
  const after = headings.slice(start + 1);
  const length = after.findIndex(({ depth }) => depth <= headings[start]!.depth);
  const inner = length === -1 ? after : after.slice(0, length);
  return new Set([id, ...inner.map((heading) => heading.id)]);
}

/**
 * The words of every unit.
 * @throws BrokenReference when a line names a figure that does not exist.
 */
export function spokenUnits(course: Course, larder: Larder): SpokenUnit[] {
  const { entries } = course;
  const print = (line: string): string => smartQuotes(fill(larder, line));
  const entryAt = new Map(
    Object.values(entries)
      .flat()
      .map((entry: Entry): [string, Entry] => [`/${entry.collection}/${entry.id}/`, entry]),
  );
  const sourcesOf = citations(course);
  const claims = entries.facts.flatMap(({ data }) => data.facts);

  const printRun = ({ text, printed, within }: Run): string => {
    if (!printed) return text;
    const prop = (name: string): string | undefined =>
      typeof printed[name] === 'string' ? printed[name] : undefined;
    if (within.at(-1) === 'Larder')
      return printFigure(larder, prop('at') ?? '', !!printed['words']);
    return printComputed(larder, {
      is: prop('is') ?? '',
      from: prop('from') ?? '',
      digits: prop('digits'),
      words: !!printed['words'],
    });
  };
  const printBlock = ({ runs }: Block): string =>
    smartQuotes(runs.map(printRun).join('').replace(/\s+/g, ' ').trim());

  /** What a component says that stands in a text as a block of its own. */
  const printComponent = ({ name, props }: ComponentUse, entry: Entry): string[] => {
    const id = String(props['id']);
    if (name === 'Table') return tableWords(entryAt.get(`/tables/${id}/`) as Entry<'tables'>);
    if (name === 'Quiz') return quizWords(entryAt.get(`/quizzes/${id}/`) as Entry<'quizzes'>);
    if (name === 'Checklist') {
      return checklistWords(entryAt.get(`/checklists/${id}/`) as Entry<'checklists'>);
    }
    if (name === 'Sources') return sourcesOf(entry).map(({ data }) => print(data.title));
    if (name !== 'Figure') return [];
    const { title, caption } = (entryAt.get(`/figures/${id}/`) as Entry<'figures'>).data;
    return [print(title), print(caption)];
  };
  const proseWords = (entry: Entry, prose: Prose, sections?: Set<string | undefined>): string[] => {
    const isIn = ({ section }: { section: string | undefined }): boolean =>
      !sections || sections.has(section);
    const blocks = prose.blocks
      .filter((block) => isIn(block) && !(block.isHeading && sections?.has(block.section)))
      .map((block) => ({ at: block.runs[0]?.at, words: [printBlock(block)] }));
    const components = prose.components
      .filter((component) => component.isBlock && isIn(component))
      .map((component) => ({ at: component.at, words: printComponent(component, entry) }));
    return [...blocks, ...components]
      .toSorted((a, b) => (a.at?.line ?? 0) - (b.at?.line ?? 0))
      .flatMap(({ words }) => words)
      .filter(Boolean);
  };

  const tableWords = ({ data }: Entry<'tables'>): string[] => [
    print(data.caption),
    ...(data.use ? [print(data.use)] : []),
    ...data.rows.map((row) => print(row.cells[0] ?? '')),
  ];
  const checklistWords = ({ data }: Entry<'checklists'>): string[] =>
    data.tasks.map(({ task }) => print(task));
  const quizWords = ({ data }: Entry<'quizzes'>): string[] =>
    data.questions.map(({ question }) => print(question));

  const entryWords = (entry: Entry): string[] => {
    const own = entry.prose ? proseWords(entry, entry.prose) : [];
    switch (entry.collection) {
      case 'learn':
        return [print((entry.data as Data<'learn'>).description), ...own];
      case 'parts': {
        const { description, promise } = entry.data as Data<'parts'>;
        return [print(description), print(promise), ...own];
      }
      case 'tables':
        return tableWords(entry as Entry<'tables'>);
      case 'checklists':
        return checklistWords(entry as Entry<'checklists'>);
      case 'quizzes':
        return quizWords(entry as Entry<'quizzes'>);
      case 'glossary': {
        const { short, marketers } = entry.data as Data<'glossary'>;
        const cousin = marketers ? [`In marketing: ${print(marketers)}`] : [];
        return [print(short), ...cousin, ...own];
      }
      case 'faq':
        return [print((entry.data as Data<'faq'>).short), ...own];
      case 'rubrics': {
        const { description, about, dimensions } = entry.data as Data<'rubrics'>;
        return [description, about, ...dimensions.map(({ dimension }) => dimension)].map(print);
      }
      case 'questions': {
        const { tests, outline } = entry.data as Data<'questions'>;
        return [tests, ...outline.map(({ step, says }) => `${step}: ${says}`)].map(print);
      }
      case 'templates': {
        const { description, use } = entry.data as Data<'templates'>;
        return [print(description), print(use)];
      }
      case 'tools':
        return [print((entry.data as Data<'tools'>).description), ...own];
      case 'sources': {
        const { grade, note } = entry.data as Data<'sources'>;
        return [
          ...claims
            .filter(({ sources }) => sources.includes(entry.id))
            .map(({ claim }) => print(claim)),
          ...(note ? [print(note)] : []),
          `${GRADES[grade]}.`,
        ];
      }
      default:
        return [];
    }
  };
  const partWords = (entry: Entry, part: string): string[] => {
    const { data } = entry;
    if ('rows' in data) {
      const row = data.rows.find(({ id }) => id === part)!;
      return row.cells
        .slice(1)
        .map((cell, index) => `${print(data.columns[index + 1]!.label)}: ${print(cell)}`);
    }
    if ('tasks' in data) {
      const tasks = [...data.tasks, ...data.retired];
      return [`Done when: ${print(tasks.find(({ id }) => id === part)!.done)}`];
    }
    if ('dimensions' in data) {
      const { levels } = data.dimensions.find(({ id }) => id === part)!;
      return levels.map((says, index) => `${index + 1} ${LEVELS[index]}: ${print(says)}`);
    }
    if ('questions' in data) {
      const { options } = data.questions.find(({ id }) => id === part)!;
      return shuffled(options, `${entry.id}/${part}`).map(
        ({ text }, index) => `${LETTERS[index]}: ${print(text)}`,
      );
    }
    if (!entry.prose) return [];
    return proseWords(entry, entry.prose, sectionAndInner(entry.prose.headings, part));
  };

  return unitsOf(course).map((unit) => {
    const { collection, entry: id, part } = parseAddress(unit.address)!;
    const entry = entryAt.get(`/${collection}/${id}/`)!;
    return {
      ...unit,
      title: print(unit.title),
      entry,
      words: part === undefined ? entryWords(entry) : partWords(entry, part),
    };
  });
}
