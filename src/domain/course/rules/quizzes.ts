import { parseQuantity } from '../../quantity.ts';
import { BRACES, referencesIn } from '../../reference.ts';
import { bareNumbersInLine, figuresIn } from '../bare-numbers.ts';
import { all, mistake, type Mistake, type Rule } from './rule.ts';
import { strings } from './numbers.ts';

/** What an answer may bring along: the whole, also in percent, and hours of a day, minutes of an hour. */
const CONSTANTS = [1, 100, 24, 60];

/** A number word with nothing behind it that it could count, "three weeks, then two." */
const ENDING_WORD =
  /\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b(?=[.,;:?!"”)]|$)/gi;

/** A typed number behind an equals sign, or behind a formula and "is": "12 / 4 is 3". U+FFFC is a reference. */
const TYPED_RESULT =
  /(?:=|[+×/−-] ?[$\d\ufffc][^=;.]*? (?:is|are|makes?|leaves|gives)) (?:about )?\$?\d[\d,.]*%?/g;

/** The inputs that an option sets: `{given 15%}`. */
const given = (line: string): number[] =>
  referencesIn(line).flatMap((reference) =>
    reference.kind === 'given' ? figuresIn(reference.text) : [],
  );

/** The numbers that stand in a calculation themselves: the 4 in `{quotient (sum 8 4) larder/path}`. */
const literals = (line: string): { text: string; value: number }[] =>
  referencesIn(line).flatMap((reference) =>
    reference.kind !== 'computed'
      ? []
      : reference.from
          .flatMap((argument) => argument.split(/[\s()]+/))
          .flatMap((text) => {
            const quantity = text === '' ? undefined : parseQuantity(text);
            return quantity ? [{ text, value: quantity.value }] : [];
          }),
  );

const round = (value: number): number => Number(value.toPrecision(12));

/**
 * In the options of a quiz and their reasons every number is an input of the case, sourced, Larder's or
 * computed. Inputs are what the question says, and what an option sets by `{given 15%}`; a calculation
 * takes no number but these, so that a question cannot change without its answers.
 */
export const quizNumbersBacked: Rule = (course) => [
  ...course.entries.quizzes.flatMap((entry) =>
    entry.data.questions.flatMap(({ question, options }, at) =>
      options.flatMap(({ text, why }, index): Mistake[] => {
        const inputs = new Set([...CONSTANTS, ...figuresIn(question), ...given(text)].map(round));
        const isInput = (value: number): boolean => inputs.has(round(value));
        return [
          { field: 'text', line: text },
          { field: 'why', line: why },
        ].flatMap(({ field, line }) => {
          const path = ['questions', at, 'options', index, field];
          const say = (problem: string, mend: string): Mistake => ({
            ...mistake(entry, path.join('.'), problem, mend),
            path,
          });
          const endings = referencesIn(line).some(({ kind }) => kind === 'computed')
            ? [...line.matchAll(ENDING_WORD)].map((match) => match[0])
            : [];
          const blotted = line.replace(BRACES, (reference) => '\ufffc'.repeat(reference.length));
          return [
            ...[...bareNumbersInLine(line), ...endings]
              .filter((number) => !figuresIn(number).every(isInput))
              .map((number) =>
                say(
                  `"${number.replace(/,$/, '')}" is neither in the question nor computed`,
                  'compute it, as in {share 5 80 | digits 1}, name {fact …} or {larder …}, or mark it as an input of this option: {given 15%}',
                ),
              ),
            ...[...blotted.matchAll(TYPED_RESULT)].map((match) =>
              say(
                `"${match[0].replaceAll('\ufffc', '…')}" states a result by hand`,
                'compute it, as in {quotient 12 4}',
              ),
            ),
            ...literals(line)
              .filter(({ value }) => !isInput(value))
              .map((literal) =>
                say(
                  `computes with ${literal.text}, which the question does not give`,
                  'compute with the numbers of the question, or mark it in this option: {given 15%}',
                ),
              ),
          ];
        });
      }),
    ),
  ),
  ...all(course).flatMap((entry) =>
    strings(entry.data)
      .filter(
        ([line, path]) =>
          referencesIn(line).some(({ kind }) => kind === 'given') &&
          !(entry.collection === 'quizzes' && path.at(-1) === 'text'),
      )
      .map(([, path]) => ({
        ...mistake(
          entry,
          path.join('.'),
          'sets an input by {given …}, which only an option of a quiz may',
          'write the number itself in a question; elsewhere compute it or name its source',
        ),
        path,
      })),
  ),
];
