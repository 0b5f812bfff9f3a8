import { referencesIn } from '../reference.ts';
import type { Course, Data, Entry } from './course.ts';
import type { ComponentUse } from './prose.ts';

/** A checked claim. */
export type Fact = Data<'facts'>['facts'][number];

/** Every checked claim by its id. */
export function factsOf({ entries }: Course): Map<string, Fact> {
  return new Map(
    entries.facts.flatMap((entry) =>
      entry.data.facts.map((fact): [string, Fact] => [fact.id, fact]),
    ),
  );
}

/** The facts that YAML data names, whatever the depth. */
function factsInData(data: unknown): string[] {
  if (typeof data === 'string') {
    return referencesIn(data).flatMap((reference) =>
      reference.kind === 'fact' ? reference.id : [],
    );
  }
  return typeof data === 'object' && data !== null ? Object.values(data).flatMap(factsInData) : [];
}

/**
 * For a course, a function that gives the sources on which an entry rests, in the order of their
 * first mention. It throws an Error for a fact or a source that does not exist.
 */
export function citations(course: Course): (entry: Entry) => Entry<'sources'>[] {
  const { entries } = course;
  const facts = factsOf(course);
  const sources = new Map(entries.sources.map((source) => [source.id, source]));
  const quizzes = new Map(entries.quizzes.map(({ id, data }) => [id, data]));
  const figures = new Map(entries.figures.map(({ id, data }) => [id, data]));
  const tables = new Map(entries.tables.map(({ id, data }) => [id, data]));

  /** What a component of a lesson shows beside its own words: a table or some of its rows, a quiz, a figure. */
  const shownBy = ({ name, props }: ComponentUse): unknown => {
    const id = String(props['id']);
    if (name === 'Quiz') return quizzes.get(id);
    if (name === 'Figure') return figures.get(id);
    if (name !== 'Table') return undefined;
    const rows = typeof props['rows'] === 'string' ? props['rows'].split(' ') : undefined;
    return tables.get(id)?.rows.filter((row) => !rows || rows.includes(row.id));
  };
  const found = <T>(map: Map<string, T>, id: string): T => {
    const value = map.get(id);
    if (value === undefined) throw new Error(`There is no fact or source ${id}. Mend the id.`);
    return value;
  };
  return (entry) => {
    const cited = [
      ...(entry.prose?.components ?? []).flatMap((component) =>
        component.name === 'Fact' ? String(component.props['id']) : factsInData(shownBy(component)),
      ),
      ...factsInData(entry.data),
    ].flatMap((id) => found(facts, id).sources);
    const named = 'sources' in entry.data ? entry.data.sources : [];
    return [...new Set([...cited, ...named])].map((id) => found(sources, id));
  };
}
