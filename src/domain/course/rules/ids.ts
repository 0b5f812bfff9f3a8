import { unitsOf, type Unit } from '../course.ts';
import { isId } from '../id.ts';
import { all, mistake, type Rule } from './rule.ts';

/** Ids in a lesson's page that are Starlight's own. */
const STARLIGHT_IDS = ['_top', 'starlight__sidebar', 'starlight__on-this-page'];

export const wellFormedIds: Rule = (course) => [
  ...all(course)
    .filter((entry) => !isId(entry.id))
    .map((entry) =>
      mistake(entry, 'file name', `${entry.id} is not an id`, 'name the file in short kebab-case'),
    ),
  ...all(course).flatMap((entry) =>
    (entry.prose?.headings ?? [])
      .filter(({ id }) => id !== undefined && !isId(id))
      .map(({ id, at }) => ({
        ...mistake(
          entry,
          'heading id',
          `${id} is not an id`,
          'write short kebab-case: {#root-cause}',
        ),
        at,
      })),
  ),
];

export const unitsOnce: Rule = (course) => {
  const seen = new Map<string, Unit>();
  return unitsOf(course).flatMap((unit) => {
    const first = seen.get(unit.address);
    seen.set(unit.address, first ?? unit);
    if (!first) return [];
    const problem =
      first.file === unit.file
        ? `${unit.address} is there twice in this file`
        : `${unit.address} is there already, in ${first.file}`;
    return [
      {
        file: unit.file,
        unit: unit.address.slice(1, -1),
        field: unit.at ? 'heading id' : 'id',
        problem,
        mend: 'choose another id for the newer of the two',
        ...(unit.path && { path: unit.path }),
        ...(unit.at && { at: unit.at }),
      },
    ];
  });
};

export const factsOnce: Rule = (course) => {
  const seen = new Map<string, string>();
  return course.entries.facts.flatMap((entry) =>
    entry.data.facts.flatMap(({ id }, index) => {
      const first = seen.get(id);
      seen.set(id, first ?? entry.file);
      if (!first) return [];
      return [
        {
          ...mistake(
            entry,
            'id',
            `the fact ${id} is there already, in ${first}`,
            'give it the next free number',
          ),
          path: ['facts', index, 'id'],
        },
      ];
    }),
  );
};

export const columnsOnce: Rule = ({ entries }) =>
  entries.tables.flatMap((table) =>
    table.data.columns.flatMap(({ id }, index, columns) =>
      columns.findIndex((column) => column.id === id) === index
        ? []
        : [
            {
              ...mistake(
                table,
                'columns',
                `two columns have the id ${id}`,
                'choose another id for one of them',
              ),
              path: ['columns', index, 'id'],
            },
          ],
    ),
  );

export const starlightIdsFree: Rule = (course) =>
  course.entries.learn.flatMap((lesson) =>
    (lesson.prose?.headings ?? []).flatMap(({ id, text, at }) =>
      id !== undefined && STARLIGHT_IDS.includes(id)
        ? [
            {
              ...mistake(
                lesson,
                `heading "${text}"`,
                `${id} is an id of Starlight's own`,
                'choose another',
              ),
              at,
            },
          ]
        : [],
    ),
  );
