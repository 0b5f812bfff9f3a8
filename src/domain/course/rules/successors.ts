import { unitsOf } from '../course.ts';
import { successionsOf } from '../succession.ts';
import { all, mistake, suggest, type Rule } from './rule.ts';

export const oldIdsHaveSuccessors: Rule = (course) => {
  const live = new Set(unitsOf(course).map((unit) => unit.address));
  const claimed = new Map<string, string>();
  return successionsOf(course).flatMap(({ old, successor, entry, path }) => {
    if (live.has(old)) {
      const problem = `${old} still exists, so ${successor} cannot have been it`;
      const mend = 'retire the old one or take it out of "was"';
      return [{ ...mistake(entry, 'was', problem, mend), path }];
    }
    const other = claimed.get(old);
    claimed.set(old, successor);
    if (other === undefined) return [];
    const problem = `${old} has two successors: ${other} and ${successor}`;
    return [{ ...mistake(entry, 'was', problem, 'leave it with one of them'), path }];
  });
};

export const oldSectionsHaveSuccessors: Rule = (course) =>
  all(course).flatMap((entry) => {
    if (!('sections' in entry.data)) return [];
    const headings = (entry.prose?.headings ?? []).flatMap(({ id }) => id ?? []);
    return Object.keys(entry.data.sections).flatMap((section) => {
      if (headings.includes(section)) return [];
      const problem = `"was" has no successor: the lesson has no section ${section}`;
      const mend = suggest(section, headings, 'name a section that exists');
      return [{ ...mistake(entry, 'sections', problem, mend), path: ['sections', section] }];
    });
  });
