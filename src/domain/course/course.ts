import type { z } from 'astro/zod';
import type { schemas } from '../../schema.ts';
import type { Larder } from '../larder.ts';
import { formatAddress } from './address.ts';
import type { Point, Prose } from './prose.ts';

/** The folders of src/content; lessons are `learn`. */
export type Collection = keyof typeof schemas;

export type Data<C extends Collection> = z.infer<(typeof schemas)[C]>;

/** A file of src/content, read and of the right shape. */
export interface Entry<C extends Collection = Collection> {
  collection: C;
  /** The file name without its ending. */
  id: string;
  /** Path from the project's folder, for messages. */
  file: string;
  data: Data<C>;
  /** What the text holds, for MDX. */
  prose?: Prose;
}

/** Which lessons stand where. */
export interface Order {
  /** The lesson before the first part. */
  opening: string;
  parts: { id: string; lessons: string[] }[];
  /** The lesson after the last part. */
  closing: string;
}

/** All entries, by collection. */
export type Entries = { [C in Collection]: Entry<C>[] };

/** The whole of the content. */
export interface Course {
  entries: Entries;
  order: Order;
}

/** A unit: anything that has an address of its own. */
export interface Unit {
  address: string;
  kind:
    | 'part'
    | 'lesson'
    | 'section'
    | 'table'
    | 'row'
    | 'checklist'
    | 'task'
    | 'quiz'
    | 'question'
    | 'term'
    | 'answer'
    | 'rubric'
    | 'dimension'
    | 'interview question'
    | 'template'
    | 'tool'
    | 'source';
  title: string;
  /** The file it comes from. */
  file: string;
  /** Its place in that file, where it is not the whole file: a path into YAML or a point in MDX. */
  path?: (string | number)[];
  at?: Point;
}

/** No entries at all, to be filled. */
export function emptyEntries(): Entries {
  return {
    learn: [],
    parts: [],
    tables: [],
    checklists: [],
    quizzes: [],
    glossary: [],
    faq: [],
    rubrics: [],
    questions: [],
    templates: [],
    tools: [],
    changes: [],
    sources: [],
    facts: [],
    larder: [],
    figures: [],
    vocabulary: [],
  };
}

/** The ids of all lessons in the order of the course. */
export function lessonOrder(order: Order): string[] {
  return [order.opening, ...order.parts.flatMap((part) => part.lessons), order.closing];
}

/**
 * Every unit of the course, in the order of the files. An id that is written twice gives two units
 * with one address; `findMistakes` reports it.
 */
export function unitsOf({ entries }: Course): Unit[] {
  const units: Unit[] = [];
  const add = (
    kind: Unit['kind'],
    entry: Entry,
    title: string,
    inside?: { part: string; path?: (string | number)[]; at?: Point },
  ): void => {
    const address = formatAddress({
      collection: entry.collection,
      entry: entry.id,
      ...(inside && { part: inside.part }),
    });
    units.push({
      address,
      kind,
      title,
      file: entry.file,
      ...(inside?.path && { path: inside.path }),
      ...(inside?.at && { at: inside.at }),
    });
  };
  for (const part of entries.parts) add('part', part, part.data.title);
  for (const lesson of entries.learn) {
    add('lesson', lesson, lesson.data.title);
    for (const { id, text, at } of lesson.prose?.headings ?? []) {
      if (id !== undefined) add('section', lesson, text, { part: id, at });
    }
  }
  for (const table of entries.tables) {
    add('table', table, table.data.title);
    table.data.rows.forEach((row, index) =>
      add('row', table, row.cells[0] ?? row.id, { part: row.id, path: ['rows', index, 'id'] }),
    );
  }
  for (const checklist of entries.checklists) {
    add('checklist', checklist, checklist.data.title);
    for (const list of ['tasks', 'retired'] as const) {
      checklist.data[list].forEach(({ id, task }, index) =>
        add('task', checklist, task, { part: id, path: [list, index, 'id'] }),
      );
    }
  }
  for (const quiz of entries.quizzes) {
    add('quiz', quiz, quiz.data.title);
    quiz.data.questions.forEach(({ id, question }, index) =>
      add('question', quiz, question, { part: id, path: ['questions', index, 'id'] }),
    );
  }
  for (const term of entries.glossary) add('term', term, term.data.term);
  for (const answer of entries.faq) add('answer', answer, answer.data.question);
  for (const rubric of entries.rubrics) {
    add('rubric', rubric, rubric.data.title);
    rubric.data.dimensions.forEach(({ id, dimension }, index) =>
      add('dimension', rubric, dimension, { part: id, path: ['dimensions', index, 'id'] }),
    );
  }
  for (const question of entries.questions) {
    add('interview question', question, question.data.question);
  }
  for (const template of entries.templates) add('template', template, template.data.title);
  for (const tool of entries.tools) add('tool', tool, tool.data.title);
  for (const source of entries.sources) add('source', source, source.data.title);
  return units;
}

/** What an entry is called in a list. */
export function entryTitle({ data, id }: Entry): string {
  if ('title' in data) return data.title;
  if ('term' in data) return data.term;
  if ('question' in data) return data.question;
  return id;
}

/** Larder's figures as the calculations take them. */
export function larderOf({ entries }: Pick<Course, 'entries'>): Larder {
  return Object.fromEntries(entries.larder.map((entry) => [entry.id, entry.data.figures]));
}
