/**
 * The tasks of the course as progress knows them: by ids that stay when words, order and lessons change.
 */
import type { Course } from '../course/course.ts';
import { parseAddress } from '../course/address.ts';
import { successionsOf } from '../course/succession.ts';

/** The id of a task: "start-inside/manager-talk". */
export function taskId(checklist: string, task: string): string {
  return `${checklist}/${task}`;
}

/** Every task of the course, retired ones included. */
export function taskIds({ entries }: Pick<Course, 'entries'>): string[] {
  return entries.checklists.flatMap(({ id, data }) =>
    [...data.tasks, ...data.retired].map((task) => taskId(id, task.id)),
  );
}

/** The ids that tasks had before, with the ones that they have today. */
export function renamedTasks(course: Course): Map<string, string> {
  const renamed = new Map<string, string>();
  const successions = successionsOf(course).flatMap(({ old, successor }) => {
    const [before, now] = [parseAddress(old), parseAddress(successor)];
    return before?.collection === 'checklists' && now ? [{ before, now }] : [];
  });
  for (const { before, now } of successions) {
    if (before.part === undefined || now.part === undefined) continue;
    renamed.set(taskId(before.entry, before.part), taskId(now.entry, now.part));
  }
  // A checklist with another id: so have all its tasks, under whichever id each was known.
  for (const { before, now } of successions) {
    if (before.part !== undefined) continue;
    const tasks = [...taskIds(course).map((id) => [id, id] as const), ...renamed];
    for (const [id, today] of tasks) {
      const [checklist, task] = id.split('/') as [string, string];
      if (checklist === now.entry) renamed.set(taskId(before.entry, task), today);
    }
  }
  return renamed;
}

/**
 * What is wrong with the list of ordinals, each a sentence.
 * @param ordinals a line a task, from the oldest.
 * @param published the list as it was last published, of which the present one is the continuation.
 */
export function faultsOfOrdinals(
  ordinals: string[],
  course: Course,
  published: string[],
): string[] {
  const faults: string[] = [];
  published.forEach((id, place) => {
    if (ordinals[place] !== id) {
      faults.push(
        `line ${place + 1} was ${id} and is ${ordinals[place] ?? 'missing'}: links that were sent would show other tasks. Put the line back.`,
      );
    }
  });
  ordinals.forEach((id, place) => {
    if (ordinals.indexOf(id) < place) {
      faults.push(`line ${place + 1} has ${id} a second time. Take it out.`);
    }
  });
  const renamed = renamedTasks(course);
  const reached = new Set(ordinals.map((id) => renamed.get(id) ?? id));
  for (const id of taskIds(course)) {
    if (!reached.has(id)) faults.push(`${id} is not in the list. Run npm run ledger.`);
  }
  return faults.slice(0, 20);
}

/** The list of ordinals with the tasks that are new at its end. */
export function extendOrdinals(ordinals: string[], course: Course): string[] {
  const renamed = renamedTasks(course);
  const reached = new Set(ordinals.map((id) => renamed.get(id) ?? id));
  return [...ordinals, ...taskIds(course).filter((id) => !reached.has(id))];
}
