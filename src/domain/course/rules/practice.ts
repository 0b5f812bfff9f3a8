import { levelOf } from '../../rubric.ts';
import { mistake, type Mistake, type Rule } from './rule.ts';

/** A sample answer is scored in every dimension of its rubric, and its level is what the scores say. */
export const samplesScored: Rule = ({ entries }) =>
  entries.questions.flatMap((question) => {
    const rubric = entries.rubrics.find(({ id }) => id === question.data.rubric);
    if (!rubric) return []; // knownReferences reports it.
    const dimensions = rubric.data.dimensions.map(({ id }) => id);
    return question.data.samples.flatMap(({ level, scores }, index): Mistake[] => {
      const path = ['samples', index, 'scores'];
      const scored = Object.keys(scores);
      const wrong = [
        ...dimensions.filter((id) => !scored.includes(id)),
        ...scored.filter((id) => !dimensions.includes(id)),
      ];
      if (wrong.length > 0) {
        const problem = `the scores do not fit the rubric ${rubric.id}: ${wrong.join(', ')}`;
        return [
          { ...mistake(question, path.join('.'), problem, `score ${dimensions.join(', ')}`), path },
        ];
      }
      const earned = levelOf(Object.values(scores));
      if (earned === level) return [];
      const problem = `the scores make level ${earned}, not ${level}`;
      return [
        { ...mistake(question, path.join('.'), problem, 'mend the level or the scores'), path },
      ];
    });
  });

const headings = (markdown: string): string[] => markdown.match(/^#+ .*$/gm) ?? [];

/** A filled template follows the empty one, and what is called wrong stands in the bad one. */
export const templatesFit: Rule = ({ entries }) =>
  entries.templates.flatMap((template): Mistake[] => {
    const { empty, filled, bad, wrong } = template.data;
    const present = headings(filled);
    return [
      ...headings(empty)
        .filter((heading) => !present.includes(heading))
        .map((heading) => ({
          ...mistake(
            template,
            'filled',
            `lacks the heading "${heading}" of the empty one`,
            'fill every heading',
          ),
          path: ['filled'],
        })),
      ...wrong.flatMap(({ quote }, index) =>
        bad.replace(/\s+/g, ' ').includes(quote.replace(/\s+/g, ' '))
          ? []
          : [
              {
                ...mistake(
                  template,
                  `wrong.${index}.quote`,
                  'is not in the bad example',
                  'quote it word by word',
                ),
                path: ['wrong', index, 'quote'],
              },
            ],
      ),
    ];
  });
