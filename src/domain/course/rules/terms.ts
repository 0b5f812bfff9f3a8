import { unlinkedFirstUses, wordingsOf } from '../first-uses.ts';
import { mistake, type Rule } from './rule.ts';

/** Every lesson leads to the glossary where it first uses a term. */
export const termsLinked: Rule = ({ entries }) => {
  const wordings = wordingsOf(
    entries.glossary.map(({ id, data: { term, aka, everyday } }) => ({
      id,
      names: [term, ...aka],
      everyday,
    })),
  );
  return entries.learn.flatMap((lesson) =>
    unlinkedFirstUses(lesson.prose?.blocks ?? [], wordings).map(({ term, words, at }) => ({
      ...mistake(
        lesson,
        'term',
        `"${words}" stands here first and leads nowhere`,
        `write <Term id="${term}">${words}</Term>, or say it in other words`,
      ),
      at,
    })),
  );
};

/** No two terms go by one name, so that a name leads to one place. */
export const namesOnce: Rule = ({ entries }) => {
  const owners = new Map<string, string>();
  return entries.glossary.flatMap((term) =>
    [term.data.term, ...term.data.aka].flatMap((name, index) => {
      const owner = owners.get(name.toLowerCase());
      owners.set(name.toLowerCase(), term.id);
      if (owner === undefined) return [];
      const path = index === 0 ? ['term'] : ['aka', index - 1];
      const problem = `"${name}" is a name of glossary/${owner} already`;
      return [{ ...mistake(term, path.join('.'), problem, 'leave it to one of them'), path }];
    }),
  );
};
