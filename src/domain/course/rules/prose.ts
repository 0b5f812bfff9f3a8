import { formatAddress, parseAddress, STANDING_PAGES } from '../address.ts';
import { unitsOf, type Entry } from '../course.ts';
import { all, mistake, suggest, type Mistake, type Rule } from './rule.ts';

export const headingsInSteps: Rule = (course) =>
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

export const imagesThere: Rule = (course, { exists }) =>
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
  ...STANDING_PAGES,
  ...[
    'parts', 'learn', 'tables', 'checklists', 'quizzes', 'glossary', 'faq', 'rubrics', 'questions',
    'templates', 'tools', 'sources',
  ].map((collection) => `/${collection}/`), // prettier-ignore
];

export const linksAlive: Rule = (course, { unread }) => {
  const addresses = unitsOf(course).map((unit) => unit.address);
  const units = new Set(addresses);
  const pages = new Set([...addresses, ...WHOLE_PAGES]);
  // A link in a list of links is called by the title of its unit, which a whole page lacks.
  const check = (
    entry: Entry,
    field: string,
    url: string,
    where: Partial<Mistake>,
    known = units,
  ): Mistake[] => {
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
      (entry.prose?.links ?? []).flatMap(({ url, at }) => check(entry, 'link', url, { at }, pages)),
    ),
    ...course.entries.questions.flatMap((question) =>
      question.data.read.flatMap((section, index) =>
        check(question, `read ${index + 1}`, section, { path: ['read', index] }),
      ),
    ),
    ...course.entries.changes.flatMap((change) =>
      change.data.changes.flatMap(({ at }, index) =>
        at.flatMap((url, place) =>
          check(change, 'at', url, { path: ['changes', index, 'at', place] }),
        ),
      ),
    ),
    ...course.entries.vocabulary.flatMap((topic) =>
      topic.data.entries.flatMap(({ leads }, index) =>
        leads.flatMap((url, place) =>
          check(topic, 'leads', url, { path: ['entries', index, 'leads', place] }),
        ),
      ),
    ),
    ...course.entries.quizzes.flatMap((quiz) =>
      quiz.data.questions.flatMap(({ id, section }, index) =>
        check(quiz, `${id} section`, section, { path: ['questions', index, 'section'] }),
      ),
    ),
  ];
};
