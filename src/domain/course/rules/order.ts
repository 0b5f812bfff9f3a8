import { lessonOrder, type Collection, type Entry } from '../course.ts';
import { idsOf, mayBeUnread, mistake, suggest, type Mistake, type Rule } from './rule.ts';

/** References from front matter and YAML to other entries. */
export const knownReferences: Rule = (course, { unread }) => {
  const { entries } = course;
  const missing = (
    entry: Entry,
    target: Collection,
    id: string,
    path: (string | number)[],
  ): Mistake[] => {
    const known = idsOf(course, target);
    if (known.includes(id) || mayBeUnread(unread, target, id)) return [];
    return [
      {
        ...mistake(
          entry,
          path.join('.'),
          `there is no ${target}/${id}`,
          suggest(id, known, `add src/content/${target}/${id} or take the reference out`),
        ),
        path,
      },
    ];
  };
  return [
    ...entries.tables.flatMap((table) =>
      table.data.rows.flatMap(({ lesson }, index) =>
        lesson === undefined ? [] : missing(table, 'learn', lesson, ['rows', index, 'lesson']),
      ),
    ),
    ...entries.learn.flatMap((lesson) =>
      lesson.data.after.flatMap((id, index) => missing(lesson, 'learn', id, ['after', index])),
    ),
    ...entries.glossary.flatMap((term) => [
      ...term.data.see.flatMap((id, index) => missing(term, 'glossary', id, ['see', index])),
      ...term.data.sources.flatMap((id, index) => missing(term, 'sources', id, ['sources', index])),
    ]),
    ...entries.rubrics.flatMap((rubric) =>
      missing(rubric, 'learn', rubric.data.lesson, ['lesson']),
    ),
    ...entries.questions.flatMap((question) =>
      missing(question, 'rubrics', question.data.rubric, ['rubric']),
    ),
    ...entries.templates.flatMap((template) =>
      missing(template, 'learn', template.data.lesson, ['lesson']),
    ),
    ...entries.tools.flatMap((tool) => missing(tool, 'learn', tool.data.lesson, ['lesson'])),
    ...entries.facts.flatMap((file) =>
      file.data.facts.flatMap((fact, index) =>
        fact.sources.flatMap((id, place) =>
          missing(file, 'sources', id, ['facts', index, 'sources', place]),
        ),
      ),
    ),
    ...entries.checklists.flatMap((checklist) => missing(checklist, 'learn', checklist.id, [])),
    ...entries.quizzes.flatMap((quiz) => missing(quiz, 'learn', quiz.id, [])),
    ...entries.learn.flatMap((lesson) => [
      ...missing(lesson, 'checklists', lesson.id, []),
      ...missing(lesson, 'quizzes', lesson.id, []),
    ]),
  ];
};

/** A chain of prerequisites that comes back to where it began, as ids, or undefined. */
function cycleFrom(start: string, after: Map<string, string[]>): string[] | undefined {
  const trail: string[] = [];
  const done = new Set<string>();
  const walk = (id: string): string[] | undefined => {
    if (trail.includes(id)) return [...trail.slice(trail.indexOf(id)), id];
    if (done.has(id)) return undefined;
    trail.push(id);
    for (const next of after.get(id) ?? []) {
      const found = walk(next);
      if (found) return found;
    }
    trail.pop();
    done.add(id);
    return undefined;
  };
  return walk(start);
}

export const prerequisitesEnd: Rule = ({ entries }) => {
  const after = new Map(entries.learn.map(({ id, data }) => [id, data.after]));
  const reported = new Set<string>();
  return entries.learn.flatMap((lesson) => {
    const cycle = cycleFrom(lesson.id, after);
    const key = cycle && [...new Set(cycle)].sort().join();
    if (!cycle || !key || reported.has(key)) return [];
    reported.add(key);
    return [
      {
        ...mistake(
          lesson,
          'after',
          `the prerequisites go in a circle: ${cycle.join(' → ')}`,
          'take one of these out of "after"',
        ),
        path: ['after'],
      },
    ];
  });
};

export const lessonsInOrder: Rule = ({ entries, order }, { unread }) => {
  const ordered = lessonOrder(order);
  const lessons = new Map(entries.learn.map((lesson) => [lesson.id, lesson]));
  const parts = new Map(entries.parts.map((part) => [part.id, part]));
  const inSite = (field: string, problem: string, mend: string): Mistake => ({
    file: 'src/site.ts',
    unit: 'course',
    field,
    problem,
    mend,
  });
  return [
    ...entries.learn
      .filter(({ id }) => !ordered.includes(id))
      .map((lesson) =>
        mistake(
          lesson,
          'file',
          'the lesson stands in no part',
          'name it in the order of src/site.ts',
        ),
      ),
    ...entries.parts
      .filter(({ id }) => !order.parts.some((part) => part.id === id))
      .map((part) =>
        mistake(
          part,
          'file',
          'the part stands nowhere in the course',
          'name it in the order of src/site.ts',
        ),
      ),
    ...ordered
      .filter((id) => !lessons.has(id) && !unread.has(`learn/${id}`))
      .map((id) => inSite(id, `there is no lesson ${id}`, suggest(id, lessons.keys(), 'add it'))),
    ...order.parts
      .filter(({ id }) => !parts.has(id) && !unread.has(`parts/${id}`))
      .map(({ id }) => inSite(id, `there is no part ${id}`, suggest(id, parts.keys(), 'add it'))),
    ...ordered
      .filter((id, index) => ordered.indexOf(id) !== index)
      .map((id) => inSite(id, `the lesson ${id} stands in two places`, 'leave one of them')),
  ];
};
