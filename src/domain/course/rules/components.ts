import type { componentProps } from '../../../schema.ts';
import type { Collection } from '../course.ts';
import { all, idsOf, mayBeUnread, mistake, suggest, type Mistake, type Rule } from './rule.ts';

type ComponentName = keyof typeof componentProps;

/** The components that MDX may use. */
const COMPONENT_NAMES = [
  'Scene', 'Fact', 'Larder', 'Computed', 'Term', 'Table', 'Figure', 'Document', 'Mistakes',
  'Checklist', 'Quiz', 'Tool', 'CohortImport', 'ShowIt', 'Sources',
] as const satisfies ComponentName[]; // prettier-ignore

/** Which collection the `id` of a component names. */
const COMPONENT_TARGETS: Record<string, Collection> = {
  Fact: 'facts',
  Term: 'glossary',
  Table: 'tables',
  Figure: 'figures',
  Checklist: 'checklists',
  Quiz: 'quizzes',
  Tool: 'tools',
};

const isComponent = (name: string): name is ComponentName =>
  (COMPONENT_NAMES as readonly string[]).includes(name);

export const componentsKnown: Rule = (course, surroundings) =>
  all(course).flatMap((entry) =>
    (entry.prose?.components ?? []).flatMap((use): Mistake[] => {
      const field = `<${use.name}>`;
      if (!isComponent(use.name)) {
        const problem = 'there is no such component';
        const mend = suggest(use.name, COMPONENT_NAMES, 'write it in words');
        return [{ ...mistake(entry, field, problem, mend), at: use.at }];
      }
      const wrong = surroundings.checkProps(use.name, use.props).map(({ prop, problem }) => ({
        ...mistake(entry, `${field} ${prop}`, problem, 'see componentProps in src/schema.ts'),
        at: use.at,
      }));
      if (entry.collection === 'learn' && !entry.prose?.imports.includes(use.name)) {
        wrong.push({
          ...mistake(
            entry,
            field,
            'is not imported',
            `add ${use.name} to the import from #components/lesson`,
          ),
          at: use.at,
        });
      }
      return wrong;
    }),
  );

/** Components that belong inside a line; alone on one they split the paragraph in two. */
const INLINE = new Set(['Fact', 'Larder', 'Computed', 'Term']);

export const inlineInLines: Rule = (course) =>
  all(course).flatMap((entry) =>
    (entry.prose?.components ?? [])
      .filter(({ name, isBlock }) => isBlock && INLINE.has(name))
      .map(({ name, at }) => ({
        ...mistake(
          entry,
          `<${name}>`,
          'stands alone on its line, which splits the paragraph',
          'join it with the words before or after it',
        ),
        at,
      })),
  );

export const componentTargets: Rule = (course, { unread }) =>
  all(course).flatMap((entry) =>
    (entry.prose?.components ?? []).flatMap(({ name, props, at }): Mistake[] => {
      const target = COMPONENT_TARGETS[name];
      const id = props['id'];
      if (!target || typeof id !== 'string') return [];
      const known = idsOf(course, target);
      if (!known.includes(id)) {
        if (mayBeUnread(unread, target, id)) return [];
        const mend = suggest(id, known, `add src/content/${target}/${id}`);
        return [{ ...mistake(entry, `<${name}> id`, `there is no ${target}/${id}`, mend), at }];
      }
      const rows = props['rows'];
      if (name !== 'Table' || typeof rows !== 'string') return [];
      const table = course.entries.tables.find((candidate) => candidate.id === id)!;
      const rowIds = table.data.rows.map((row) => row.id);
      return rows
        .split(' ')
        .filter((row) => !rowIds.includes(row))
        .map((row) => ({
          ...mistake(
            entry,
            '<Table> rows',
            `the table ${id} has no row ${row}`,
            suggest(row, rowIds, 'add it'),
          ),
          at,
        }));
    }),
  );
