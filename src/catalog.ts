/**
 * The only reader of the content collections. It loads every entry once, refuses a course that
 * contradicts itself, and hands out entries, addresses and links. It renders only when a page asks
 * it to: a render() while it loads deadlocks the build.
 */
import { getCollection, getEntry, render } from 'astro:content';
import { placeOf, formatAddress, parseAddress } from './domain/course/address.ts';
import { cardsOf, standings } from './domain/course/card.ts';
import { citations, factsOf, type Fact } from './domain/course/citation.ts';
import {
  emptyEntries,
  larderOf,
  lessonOrder,
  unitsOf,
  type Collection,
  type Course,
  type Data,
  type Entry,
} from './domain/course/course.ts';
import { nearest } from './domain/nearest.ts';
import { addressesOf } from './domain/course/ledger.ts';
import { findMistakes } from './domain/course/mistakes.ts';
import { readProse } from './domain/course/prose.ts';
import { readingMinutes } from './domain/course/reading.ts';
import { leadsTo, successionsOf } from './domain/course/succession.ts';
import { spokenUnits, type SpokenUnit } from './domain/course/words.ts';
import type { ResolvedFigure } from './domain/drawing.ts';
import { parseQuantity } from './domain/quantity.ts';
import { fill, referencesIn, resolve } from './domain/reference.ts';
import { extendOrdinals, renamedTasks, taskId } from './domain/progress/tasks.ts';
import { smartQuotes } from './domain/typography.ts';
import ledger from './ledger.txt?raw';
import ordinalsText from './task-ordinals.txt?raw';
import { checkProps } from './schema.ts';
import { base, courseOrder } from './site.ts';

/** What an entry of any collection has, as Astro hands it over. */
interface Loaded {
  id: string;
  filePath?: string;
  body?: string;
  data: unknown;
}

/** The same data with curly quotation marks, as the Markdown processor gives them to prose. */
function curled(data: unknown): unknown {
  if (typeof data === 'string') return smartQuotes(data);
  if (Array.isArray(data)) return data.map(curled);
  if (data === null || typeof data !== 'object' || data instanceof Date) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, curled(value)]));
}

function toEntry<C extends Collection>(
  collection: C,
  { id, filePath, body, data }: Loaded,
): Entry<C> {
  const isText = filePath?.endsWith('.mdx') ?? false;
  return {
    collection,
    id: id.replace(/^learn\//, ''),
    file: filePath ?? id,
    data: curled(data) as Data<C>,
    ...(isText && { prose: readProse(body ?? '') }),
  };
}

async function load(): Promise<Course> {
  const entries = emptyEntries();
  await Promise.all(
    Object.keys(entries).map(async (name) => {
      const collection = name as Collection;
      const loaded: Loaded[] = await getCollection(collection === 'learn' ? 'docs' : collection);
      const sorted = loaded.map((entry) => toEntry(collection, entry) as Entry);
      (entries[collection] as Entry[]) = sorted.sort((a, b) => (a.id < b.id ? -1 : 1));
    }),
  );
  const course = { entries, order: courseOrder };
  const mistakes = findMistakes(course, {
    exists: () => true,
    checkProps,
    unread: new Set(),
  });
  if (mistakes.length > 0) {
    const list = mistakes.map(
      ({ file, field, problem, mend }) => `${file}  ${field}  ${problem}  ${mend}`,
    );
    throw new Error(
      `The content contradicts itself; npm run check:content says where.\n${list.join('\n')}`,
    );
  }
  return course;
}

/** The whole course, whole and without contradictions. */
export const course = await load();

const larder = larderOf(course);
const byId = Object.fromEntries(
  Object.entries(course.entries).map(([collection, entries]) => [
    collection,
    new Map(entries.map((entry) => [entry.id, entry])),
  ]),
) as { [C in Collection]: Map<string, Entry<C>> };

/**
 * The entry of a collection with this id.
 * @throws Error that names the nearest id there is.
 */
export function entryOf<C extends Collection>(collection: C, id: string): Entry<C> {
  const entry = byId[collection].get(id);
  if (entry) return entry;
  const best = nearest(id, byId[collection].keys());
  throw new Error(`There is no ${collection}/${id}; the nearest is ${best}. Mend the id.`);
}

/** Where a link to an address leads, with the base path: `/guide/learn/start/#scene`. */
export function linkTo(address: string): string {
  return placeOf(address, base);
}

/** A link to the page at an address, which for a part of an entry is a page of its own. */
export function linkToPage(address: string): string {
  return base.replace(/\/$/, '') + address;
}

/** A link to the page of an entry. */
export function linkToEntry(entry: Entry): string {
  return linkTo(formatAddress({ collection: entry.collection, entry: entry.id }));
}

const titles = new Map(unitsOf(course).map((unit) => [unit.address, unit.title]));

/** What a link to a unit says: its title, and for a section its lesson's before it. */
export function labelOf(address: string): string {
  const own = titles.get(address);
  if (own === undefined) throw new Error(`There is no unit ${address}. Mend the address.`);
  const parsed = parseAddress(address);
  if (parsed?.part === undefined) return own;
  const whole = formatAddress({ collection: parsed.collection, entry: parsed.entry });
  return `${titles.get(whole)}: ${own}`;
}

/** A line of YAML as readers see it, its references to numbers filled in. */
export function print(line: string): string {
  return fill(larder, line);
}

/** Larder's figures, for components that name one of them. */
export { larder };

/** The lessons in the order of the course. */
export const lessons: Entry<'learn'>[] = lessonOrder(course.order).map((id) =>
  entryOf('learn', id),
);

/** A part with its lessons, and its number from 1. */
export interface PartOfCourse {
  number: number;
  entry: Entry<'parts'>;
  lessons: Entry<'learn'>[];
}

/** The parts in the order of the course. */
export const parts: PartOfCourse[] = course.order.parts.map((part, index) => ({
  number: index + 1,
  entry: entryOf('parts', part.id),
  lessons: part.lessons.map((id) => entryOf('learn', id)),
}));

/** The kinds of interview round, in the order in which the course takes them. */
export const rubrics: Entry<'rubrics'>[] = lessons.flatMap((lesson) =>
  course.entries.rubrics.filter((rubric) => rubric.data.lesson === lesson.id),
);

/** What changed on the site, the newest day first. */
export const changes = course.entries.changes
  .map(({ data }) => data)
  .toSorted((a, b) => (a.day < b.day ? 1 : -1));

/** The interview questions that a rubric scores. */
export function questionsOf(rubricId: string): Entry<'questions'>[] {
  return course.entries.questions.filter((question) => question.data.rubric === rubricId);
}

const partByLesson = new Map(
  parts.flatMap((part) => part.lessons.map((lesson): [string, PartOfCourse] => [lesson.id, part])),
);

/** The part in which a lesson stands; undefined for the first and the last lesson of the course. */
export function partOf(lessonId: string): PartOfCourse | undefined {
  return partByLesson.get(lessonId);
}

/** Minutes that a lesson takes to read, its checklist and quiz not counted. */
export function minutesOf(lesson: Entry<'learn'>): number {
  return readingMinutes(lesson.prose?.text ?? '');
}

const facts = factsOf(course);

/** A checked claim by its id. */
export function factOf(id: string): Fact {
  const fact = facts.get(id);
  if (!fact)
    throw new Error(`There is no fact ${id}; the nearest is ${nearest(id, facts.keys())}.`);
  return fact;
}

/** The sources that an entry rests on, in the order of their first mention. */
export const sourcesOf = citations(course);

/** Sources by what rests on them. */
interface Reliance {
  /** The checked claims that name the source. */
  claims: string[];
  /** Lessons, parts, tables, terms and answers that cite one of those claims, or the source itself. */
  entries: Entry[];
}

const reliance = new Map<string, Reliance>(
  course.entries.sources.map(({ id }) => [id, { claims: [], entries: [] }]),
);
for (const fact of facts.values()) {
  for (const source of fact.sources) reliance.get(source)?.claims.push(fact.claim);
}
for (const entry of [
  ...lessons,
  ...course.entries.parts,
  ...course.entries.tables,
  ...course.entries.glossary,
  ...course.entries.faq,
  ...course.entries.tools,
]) {
  for (const source of sourcesOf(entry)) reliance.get(source.id)?.entries.push(entry);
}

/** What rests on a source. */
export function relianceOn(sourceId: string): Reliance {
  return reliance.get(sourceId) ?? { claims: [], entries: [] };
}

const lessonsByTerm = new Map<string, Entry<'learn'>[]>();
for (const lesson of lessons) {
  for (const { name, props } of lesson.prose?.components ?? []) {
    const id = props['id'];
    if (name !== 'Term' || typeof id !== 'string') continue;
    const known = lessonsByTerm.get(id) ?? [];
    if (!known.includes(lesson)) lessonsByTerm.set(id, [...known, lesson]);
  }
}

/** The lessons that use a term, in the order of the course. */
export function lessonsWith(termId: string): Entry<'learn'>[] {
  return lessonsByTerm.get(termId) ?? [];
}

/** Every unit with its words, in the order of the files. */
export const spoken = spokenUnits(course, larder);
const units = new Map(spoken.map((unit) => [unit.address, unit]));
const live = addressesOf(course);
const successions = successionsOf(course);
const successors = new Map(successions.map(({ old, successor }) => [old, successor]));

/** The address of the page at a path of the site, base path included. */
export function addressAt(pathname: string): string {
  const root = base.replace(/\/$/, '');
  return pathname.startsWith(`${root}/`) ? pathname.slice(root.length) : pathname;
}

/** The unit to which an address leads, be it its own or one that it had before. */
export function unitAt(address: string): SpokenUnit | undefined {
  const now = leadsTo(address, live, successors);
  return now === undefined ? undefined : units.get(now);
}

/** The entry whose page, or the page of whose part, is at a path of the site, base path included. */
export function entryAt(pathname: string): Entry | undefined {
  return unitAt(addressAt(pathname))?.entry;
}

/** The ids that the parts of an entry had before, by their ids. */
export function oldIdsOf(entry: Entry): Map<string, string[]> {
  const ids = new Map<string, string[]>();
  for (const { old, successor } of successions.filter((each) => each.entry === entry)) {
    const [before, now] = [parseAddress(old)?.part, parseAddress(successor)?.part];
    if (before && now) ids.set(now, [...(ids.get(now) ?? []), before]);
  }
  return ids;
}

/** Addresses of a collection that were published and are another unit's by now. */
const oldAddresses = ledger
  .split('\n')
  .filter((address) => address && !live.has(address) && unitAt(address));

/** The paths of the pages of a collection's entries; an entry that had another id has a page there too. */
export function entryPaths<C extends Collection>(
  collection: C,
): { params: { id: string }; props: { entry: Entry<C> } }[] {
  return [...live, ...oldAddresses].flatMap((address) => {
    const parsed = parseAddress(address);
    if (parsed?.collection !== collection || parsed.part !== undefined) return [];
    return { params: { id: parsed.entry }, props: { entry: unitAt(address)!.entry as Entry<C> } };
  });
}

/** The paths of the pages of the parts of a collection's entries, under their old ids too. */
export function partPaths<C extends Collection>(
  collection: C,
): {
  params: { id: string; part: string };
  props: { unit: SpokenUnit; entry: Entry<C>; part: string };
}[] {
  return [...live, ...oldAddresses].flatMap((address) => {
    const parsed = parseAddress(address);
    if (parsed?.collection !== collection || parsed.part === undefined) return [];
    const unit = unitAt(address)!;
    return {
      params: { id: parsed.entry, part: parsed.part },
      props: { unit, entry: unit.entry as Entry<C>, part: parseAddress(unit.address)!.part! },
    };
  });
}

/** The lesson to which a unit belongs, if it belongs to one. */
export function lessonOf({ entry, address }: SpokenUnit): Entry<'learn'> | undefined {
  const { data, id } = entry;
  const { part } = parseAddress(address)!;
  if (['learn', 'checklists', 'quizzes'].includes(entry.collection)) return entryOf('learn', id);
  if ('lesson' in data) return entryOf('learn', data.lesson);
  if ('rubric' in data) return entryOf('learn', entryOf('rubrics', data.rubric).data.lesson);
  const row = 'rows' in data ? data.rows.find((each) => each.id === part) : undefined;
  return row?.lesson === undefined ? undefined : entryOf('learn', row.lesson);
}

/** The units above one, from the top down: the part and the lesson of a section, the table of a row. */
export function above(unit: SpokenUnit): SpokenUnit[] {
  const part = unit.entry.collection === 'learn' ? partOf(unit.entry.id)?.entry : undefined;
  const { collection, entry, part: own } = parseAddress(unit.address)!;
  const whole = own === undefined ? undefined : formatAddress({ collection, entry });
  return [part && formatAddress({ collection: 'parts', entry: part.id }), whole].flatMap(
    (address) => units.get(address ?? '') ?? [],
  );
}

/** What a chat shows of each unit, by its address. */
export const cards = new Map(cardsOf(course, larder).map((card) => [card.address, card]));

/** Where a unit stands: "Part 2, Campaigns to lifecycles". */
export const standingOf = standings(course);

/** The units before and after a part of an entry, on its level. */
export function neighborsOf(unit: SpokenUnit): { before?: SpokenUnit; after?: SpokenUnit } {
  const { entry } = unit;
  const siblings = [...units.values()].filter(
    (other) => other.entry === entry && other.kind === unit.kind,
  );
  const index = siblings.indexOf(unit);
  const isInner = (other: SpokenUnit): boolean => depthOf(other) > depthOf(unit);
  const before = siblings.slice(0, index).findLast((other) => !isInner(other));
  const after = siblings.slice(index + 1).find((other) => !isInner(other));
  return { ...(before && { before }), ...(after && { after }) };
}

/** How deep a section stands in its lesson; other parts of entries are all on one level. */
function depthOf({ entry, address }: SpokenUnit): number {
  const { part } = parseAddress(address)!;
  return entry.prose?.headings.find(({ id }) => id === part)?.depth ?? 0;
}

/** The tasks of a checklist, each with the ids under which progress may know it, today's first. */
export function tasksOf(
  checklistId: string,
): { task: Data<'checklists'>['tasks'][number]; ids: string[] }[] {
  return entryOf('checklists', checklistId).data.tasks.map((task) => {
    const id = taskId(checklistId, task.id);
    const old = [...renamed].filter(([, now]) => now === id).map(([before]) => before);
    return { task, ids: [id, ...old] };
  });
}

/** The ids under which answers to a question of a quiz may be known, today's first. */
export function questionIds(quizId: string, questionId: string): string[] {
  const address = formatAddress({ collection: 'quizzes', entry: quizId, part: questionId });
  return [address, ...oldAddresses.filter((old) => unitAt(old)?.address === address)].flatMap(
    (each) => {
      const { entry, part } = parseAddress(each)!;
      return part === undefined ? [] : [`${entry}/${part}`];
    },
  );
}

/** The ids of tasks in the order in which links of progress name them. */
export const ordinals = extendOrdinals(ordinalsText.split('\n').filter(Boolean), course);

/** The ids that tasks had before, with the ones that they have today. */
export const renamed = renamedTasks(course);

/** A value in a figure: a number as it stands, or what a reference stands for. */
function toNumber(value: number | string): number {
  const plain = parseQuantity(value);
  const [reference] = typeof value === 'string' ? referencesIn(value) : [];
  if (reference) return resolve(larder, reference).value;
  if (!plain) throw new Error(`"${value}" in a figure is neither a number nor a reference.`);
  return plain.value;
}

/** The fields of figures that hold a quantity. */
const QUANTITIES = new Set(['value', 'across', 'up']);

/** Every line printed and every quantity a number, whatever the depth. */
function resolveFigure(value: unknown, key = ''): unknown {
  if (QUANTITIES.has(key) && (typeof value === 'string' || typeof value === 'number')) {
    return toNumber(value);
  }
  if (key === 'values' && Array.isArray(value)) {
    return value.map((item: string | number | null) => (item === null ? null : toNumber(item)));
  }
  if (typeof value === 'string') return print(value);
  if (Array.isArray(value)) return value.map((item) => resolveFigure(item));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([inner, item]) => [inner, resolveFigure(item, inner)]),
    );
  }
  return value;
}

/** A figure with all its words and numbers in place, ready to draw. */
export function figureOf(id: string): ResolvedFigure {
  return resolveFigure(entryOf('figures', id).data) as ResolvedFigure;
}

/** Collections whose entries have a text. */
export type Told = 'learn' | 'parts' | 'glossary' | 'faq' | 'tools';

/** The text of an entry, as a component. */
export async function textOf(collection: Told, id: string) {
  const entry =
    collection === 'learn' ? await getEntry('docs', `learn/${id}`) : await getEntry(collection, id);
  if (!entry) throw new Error(`There is no ${collection}/${id} to print. Mend the page that asks.`);
  return (await render(entry)).Content;
}
