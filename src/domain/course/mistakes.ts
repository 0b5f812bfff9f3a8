import type { Course } from './course.ts';
import { componentsKnown, componentTargets, inlineInLines } from './rules/components.ts';
import { columnsOnce, factsOnce, starlightIdsFree, unitsOnce, wellFormedIds } from './rules/ids.ts';
import { larderWhole, numbersBacked, numbersStand } from './rules/numbers.ts';
import { knownReferences, lessonsInOrder, prerequisitesEnd } from './rules/order.ts';
import { samplesScored, templatesFit } from './rules/practice.ts';
import { headingsInSteps, imagesThere, linksAlive } from './rules/prose.ts';
import { quizNumbersBacked } from './rules/quizzes.ts';
import type { Mistake, Rule, Surroundings } from './rules/rule.ts';
import { oldIdsHaveSuccessors, oldSectionsHaveSuccessors } from './rules/successors.ts';
import { namesOnce, termsLinked } from './rules/terms.ts';

export type { Mistake, Surroundings };

const RULES: Rule[] = [
  wellFormedIds,
  unitsOnce,
  factsOnce,
  columnsOnce,
  knownReferences,
  prerequisitesEnd,
  lessonsInOrder,
  headingsInSteps,
  starlightIdsFree,
  imagesThere,
  linksAlive,
  componentsKnown,
  inlineInLines,
  componentTargets,
  numbersStand,
  numbersBacked,
  quizNumbersBacked,
  larderWhole,
  namesOnce,
  termsLinked,
  samplesScored,
  templatesFit,
  oldIdsHaveSuccessors,
  oldSectionsHaveSuccessors,
];

/** Everything that contradicts itself across the entries of a course, each of the right shape. */
export function findMistakes(course: Course, surroundings: Surroundings): Mistake[] {
  return RULES.flatMap((rule) => rule(course, surroundings)).map((found) => ({
    ...found,
    field: found.field || 'file name',
  }));
}
