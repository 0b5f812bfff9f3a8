import { BrokenReference, compute, lookUp } from '../calculations.ts';
import type { checkProps, componentProps } from '../../schema.ts';
import { larderPaths, type Larder } from '../larder.ts';
import { numbersIn } from '../quantity.ts';
import { referencesIn, type Reference } from '../reference.ts';
import { formatAddress, parseAddress } from './address.ts';
import {
  lessonOrder,
  unitsOf,
  type Collection,
  type Course,
  type Entry,
  type Unit,
} from './course.ts';
import { isId, nearest } from './id.ts';
import type { Point } from './prose.ts';

/** One mistake in the content, with all that its author needs to mend it. */
export interface Mistake {
  /** Path from the project's folder. */
  file: string;
  /** The unit or entry that holds it: "tables/skill-transfer". */
  unit: string;
  /** The field, heading or component. */
  field: string;
  problem: string;
  mend: string;
  /** Where in YAML or front matter. */
  path?: (string | number)[];
  /** Where in MDX. */
  at?: Point;
}

/** What a rule may ask beside the course itself. */
export interface Surroundings {
  /** Whether a file beside the entry exists: an image. */
  exists: (file: string) => boolean;
  /** What is wrong with the props of a component that exists. */
  checkProps: typeof checkProps;
  /** Entries that are there but could not be read, "tables/transfer": whoever names one is right. */
  unread: Set<string>;
}

type ComponentName = keyof typeof componentProps;

type Rule = (course: Course, surroundings: Surroundings) => Mistake[];

/** The components that MDX may use. */
const COMPONENT_NAMES = [
  'Scene', 'Fact', 'Larder', 'Computed', 'Term', 'Table', 'Figure', 'Document', 'Mistakes',
  'Checklist', 'Quiz', 'ShowIt', 'Sources',
] as const satisfies ComponentName[]; // prettier-ignore

/** Which collection the `id` of a component names. */
const COMPONENT_TARGETS: Record<string, Collection> = {
  Fact: 'facts',
  Term: 'glossary',
  Table: 'tables',
  Figure: 'figures',
  Checklist: 'checklists',
  Quiz: 'quizzes',
};

/** Ids in a lesson's page that are Starlight's own. */
const STARLIGHT_IDS = ['_top', 'starlight__sidebar', 'starlight__on-this-page'];

const unitName = (entry: Entry): string => `${entry.collection}/${entry.id}`;

const all = (course: Course): Entry[] => Object.values(course.entries).flat();

function mistake(entry: Entry, field: string, problem: string, mend: string): Mistake {
  return { file: entry.file, unit: unitName(entry), field, problem, mend };
}

/** "the nearest is x" among the known, or how to add the first one. */
function suggest(word: string, known: Iterable<string>, otherwise: string): string {
  const best = nearest(word, known);
  return best === undefined ? otherwise : `the nearest that exists is ${best}`;
}

/** All facts with the file that holds them. */
function factsOf({ entries }: Course) {
  return entries.facts.flatMap((entry) => entry.data.facts.map((fact) => ({ entry, fact })));
}

function idsOf(course: Course, collection: Collection): string[] {
  if (collection === 'facts') return factsOf(course).map(({ fact }) => fact.id);
  return course.entries[collection].map((entry) => entry.id);
}

/** Whether an id may be that of an entry which is there but could not be read. */
function mayBeUnread(unread: Set<string>, collection: Collection, id: string): boolean {
  // A fact's id does not tell its file, so any unread file of facts may hold it.
  if (collection === 'facts') return [...unread].some((name) => name.startsWith('facts/'));
  return unread.has(`${collection}/${id}`);
}

/** Larder's figures as the calculations take them. */
export function larderOf({ entries }: Pick<Course, 'entries'>): Larder {
  return Object.fromEntries(entries.larder.map((entry) => [entry.id, entry.data.figures]));
}

const wellFormedIds: Rule = (course) => [
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

const unitsOnce: Rule = (course) => {
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

const factsOnce: Rule = (course) => {
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

const columnsOnce: Rule = ({ entries }) =>
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

/** References from front matter and YAML to other entries. */
const knownReferences: Rule = (course, { unread }) => {
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

const prerequisitesEnd: Rule = ({ entries }) => {
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

const lessonsInOrder: Rule = ({ entries, order }, { unread }) => {
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

const headingsInSteps: Rule = (course) =>
  all(course).flatMap((entry) => {
    let depth = 1;
    return (entry.prose?.headings ?? []).flatMap((heading) => {
      const field = `heading "${heading.text}"`;
      const found: Mistake[] = [];
      if (heading.id === undefined) {
        found.push({
          ...mistake(entry, field, 'has no id', 'write one behind it: ## Words {#short-noun}'),
          at: heading.at,
        });
      }
      if (heading.depth === 1 || heading.depth > depth + 1) {
        found.push({
          ...mistake(
            entry,
            field,
            `is a heading of level ${heading.depth} after one of level ${depth}`,
            `use level ${heading.depth === 1 ? 2 : depth + 1}`,
          ),
          at: heading.at,
        });
      }
      depth = Math.max(heading.depth, 2);
      return found;
    });
  });

const idsOncePerPage: Rule = (course) =>
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

const imagesThere: Rule = (course, { exists }) =>
  all(course).flatMap((entry) =>
    (entry.prose?.images ?? []).flatMap(({ url, alt, at }) => {
      const found: Mistake[] = [];
      const file = url.startsWith('/')
        ? `public${url}`
        : `${entry.file.replace(/[^/]*$/, '')}${url.replace(/^\.\//, '')}`;
      if (!exists(file)) {
        found.push({
          ...mistake(entry, 'image', `there is no ${file}`, 'add the file or mend the path'),
          at,
        });
      }
      if (!alt.trim()) {
        found.push({
          ...mistake(
            entry,
            'image',
            `${url} has no text alternative`,
            'say in the brackets what it shows',
          ),
          at,
        });
      }
      return found;
    }),
  );

/** Roots of collections and pages of their own that a link may name. */
const WHOLE_PAGES = [
  '/', '/parts/', '/learn/', '/tables/', '/checklists/', '/quizzes/', '/glossary/', '/faq/', '/sources/',
]; // prettier-ignore

const linksAlive: Rule = (course, { unread }) => {
  const addresses = unitsOf(course).map((unit) => unit.address);
  const known = new Set([...addresses, ...WHOLE_PAGES]);
  const check = (entry: Entry, field: string, url: string, where: Partial<Mistake>): Mistake[] => {
    if (/^(https?:|mailto:)/.test(url)) {
      return [
        {
          ...mistake(entry, field, `${url} leads out of the site`, 'cite it as a source instead'),
          ...where,
        },
      ];
    }
    const [path = '', fragment] = url.split('#');
    const target = parseAddress(path);
    if (target && unread.has(`${target.collection}/${target.entry}`)) return [];
    if (fragment !== undefined) {
      const page =
        path === '' ? formatAddress({ collection: entry.collection, entry: entry.id }) : path;
      const address = `${page}${fragment}/`;
      const mend = known.has(address)
        ? `write its address: ${address}`
        : suggest(address, addresses, 'name a section');
      const problem = known.has(address)
        ? `${url} is a place`
        : `${url} leads to no part of a page`;
      return [{ ...mistake(entry, field, problem, mend), ...where }];
    }
    if (known.has(url)) return [];
    const mend = suggest(url, known, 'add the page or take the link out');
    return [{ ...mistake(entry, field, `${url} leads nowhere`, mend), ...where }];
  };
  return [
    ...all(course).flatMap((entry) =>
      (entry.prose?.links ?? []).flatMap(({ url, at }) => check(entry, 'link', url, { at })),
    ),
    ...course.entries.quizzes.flatMap((quiz) =>
      quiz.data.questions.flatMap(({ id, section }, index) =>
        check(quiz, `${id} section`, section, { path: ['questions', index, 'section'] }),
      ),
    ),
  ];
};

const isComponent = (name: string): name is ComponentName =>
  (COMPONENT_NAMES as readonly string[]).includes(name);

const componentsKnown: Rule = (course, surroundings) =>
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

const inlineInLines: Rule = (course) =>
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

const componentTargets: Rule = (course, { unread }) =>
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

/** A reference to a number, wherever it stands. */
interface Mention {
  entry: Entry;
  field: string;
  reference: Reference;
  where: Partial<Mistake>;
}

function strings(value: unknown, path: (string | number)[] = []): [string, (string | number)[]][] {
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
        const from = word('from').split(/\s+/).filter(Boolean);
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

const numbersStand: Rule = (course, { unread }) => {
  const isUnread = (path: string): boolean => unread.has(`larder/${path.split('/')[0]}`);
  const larder = larderOf(course);
  const facts = new Map(factsOf(course).map(({ fact }) => [fact.id, fact]));
  return mentionsOf(course).flatMap(({ entry, field, reference, where }): Mistake[] => {
    if (reference.kind !== 'fact') {
      const paths = reference.kind === 'larder' ? [reference.path] : reference.from;
      if (paths.some(isUnread)) return [];
      try {
        if (reference.kind === 'larder') lookUp(larder, reference.path);
        else compute(larder, reference.name, reference.from);
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

/** Larder's figures that nothing mentions would rot unseen; files of figures are read as a whole. */
const larderWhole: Rule = (course) =>
  course.entries.larder
    .filter((entry) => larderPaths({ [entry.id]: entry.data.figures }).figures.length === 0)
    .map((entry) => mistake(entry, 'figures', 'holds no figure', 'add one or delete the file'));

const oldIdsHaveSuccessors: Rule = (course) => {
  const live = new Set(unitsOf(course).map((unit) => unit.address));
  const claimed = new Map<string, string>();
  const claim = (
    entry: Entry,
    old: string,
    successor: string,
    path: (string | number)[],
  ): Mistake[] => {
    if (live.has(old)) {
      const problem = `${old} still exists, so ${successor} cannot have been it`;
      return [
        { ...mistake(entry, 'was', problem, 'retire the old one or take it out of "was"'), path },
      ];
    }
    const other = claimed.get(old);
    claimed.set(old, successor);
    if (other === undefined) return [];
    const problem = `${old} has two successors: ${other} and ${successor}`;
    return [{ ...mistake(entry, 'was', problem, 'leave it with one of them'), path }];
  };
  const inside = (entry: Entry, parts: { id: string; was: string[] }[], field: string): Mistake[] =>
    parts.flatMap(({ id, was }, index) =>
      was.flatMap((old, place) => {
        const base = { collection: entry.collection, entry: entry.id };
        return claim(
          entry,
          formatAddress({ ...base, part: old }),
          formatAddress({ ...base, part: id }),
          [field, index, 'was', place],
        );
      }),
    );
  return all(course).flatMap((entry) => {
    const data: { was?: string[] } = 'was' in entry.data ? entry.data : {};
    const own = (data.was ?? []).flatMap((old, place) =>
      claim(
        entry,
        formatAddress({ collection: entry.collection, entry: old }),
        formatAddress({ collection: entry.collection, entry: entry.id }),
        ['was', place],
      ),
    );
    return [...own, ...oldPartsOf(entry, inside, claim)];
  });
};

/** The old ids of an entry's rows, tasks, questions and sections. */
function oldPartsOf(
  entry: Entry,
  inside: (entry: Entry, parts: { id: string; was: string[] }[], field: string) => Mistake[],
  claim: (entry: Entry, old: string, successor: string, path: (string | number)[]) => Mistake[],
): Mistake[] {
  const data = entry.data;
  if ('rows' in data) return inside(entry, data.rows, 'rows');
  if ('tasks' in data) return inside(entry, data.tasks, 'tasks');
  if ('questions' in data) return inside(entry, data.questions, 'questions');
  if (!('sections' in data)) return [];
  const headings = (entry.prose?.headings ?? []).flatMap(({ id }) => id ?? []);
  return Object.entries(data.sections).flatMap(([section, { was }]) => {
    const path = ['sections', section];
    if (!headings.includes(section)) {
      const problem = `"was" has no successor: the lesson has no section ${section}`;
      const mend = suggest(section, headings, 'name a section that exists');
      return [{ ...mistake(entry, 'sections', problem, mend), path }];
    }
    return was.flatMap((old) => {
      const base = { collection: entry.collection, entry: entry.id };
      return claim(
        entry,
        formatAddress({ ...base, part: old }),
        formatAddress({ ...base, part: section }),
        path,
      );
    });
  });
}

const RULES: Rule[] = [
  wellFormedIds,
  unitsOnce,
  factsOnce,
  columnsOnce,
  knownReferences,
  prerequisitesEnd,
  lessonsInOrder,
  headingsInSteps,
  idsOncePerPage,
  imagesThere,
  linksAlive,
  componentsKnown,
  inlineInLines,
  componentTargets,
  numbersStand,
  larderWhole,
  oldIdsHaveSuccessors,
];

/** Everything that contradicts itself across the entries of a course, each of the right shape. */
export function findMistakes(course: Course, surroundings: Surroundings): Mistake[] {
  return RULES.flatMap((rule) => rule(course, surroundings)).map((found) => ({
    ...found,
    field: found.field || 'file name',
  }));
}
