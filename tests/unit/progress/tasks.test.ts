import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyEntries, type Course } from '#domain/course/course.ts';
import {
  extendOrdinals,
  faultsOfOrdinals,
  renamedTasks,
  taskId,
  taskIds,
} from '#domain/progress/tasks.ts';
import { schemas } from '#schema.ts';
import { itHolds } from './cases.ts';

interface Part {
  id: string;
  was?: string[];
}

/** A checklist: its id, its old ids, its first task, and its retired tasks. It has four tasks more. */
interface List extends Part {
  task?: Part;
  retired?: Part[];
}

const words = ({ id, was = [] }: Part) => ({
  id,
  was,
  task: 'Call six people',
  done: 'they spoke.',
});

/** A course with some checklists. */
function courseOf(...lists: List[]): Course {
  const entries = emptyEntries();
  for (const { id, was = [], task = { id: 'call' }, retired = [] } of lists) {
    entries.checklists.push({
      collection: 'checklists',
      id,
      file: `checklists/${id}.yaml`,
      data: schemas.checklists.parse({
        title: 'Start',
        tasks: [task, { id: 'two' }, { id: 'three' }, { id: 'four' }, { id: 'five' }].map(words),
        retired: retired.map(words),
        was,
      }),
    });
  }
  return { entries, order: { opening: 'start', parts: [], closing: 'end' } };
}

/** The ids of the four tasks that every checklist has. */
const others = (list: string): string[] =>
  ['two', 'three', 'four', 'five'].map((task) => taskId(list, task));
const START = ['start/call', ...others('start')];

describe('the tasks of a course', () => {
  it('are those of all its checklists', () => {
    expect(taskIds(courseOf({ id: 'start' }, { id: 'end' }))).toEqual([
      ...START,
      'end/call',
      ...others('end'),
    ]);
  });

  it('are the retired ones too', () => {
    expect(taskIds(courseOf({ id: 'start', retired: [{ id: 'fax' }] }))).toEqual([
      ...START,
      'start/fax',
    ]);
  });
});

describe('the ids that tasks had before', () => {
  const renamed = (...lists: List[]) => Object.fromEntries(renamedTasks(courseOf(...lists)));

  it('are none where nothing was renamed', () => {
    expect(renamed({ id: 'start' })).toEqual({});
  });

  it('lead from a task to the task', () => {
    expect(renamed({ id: 'start', task: { id: 'call', was: ['ring', 'fax'] } })).toEqual({
      'start/ring': 'start/call',
      'start/fax': 'start/call',
    });
  });

  it('lead from a retired task to the task', () => {
    expect(renamed({ id: 'start', retired: [{ id: 'fax', was: ['telex'] }] })).toEqual({
      'start/telex': 'start/fax',
    });
  });

  it('lead from the tasks of a checklist to the same tasks of the one that it became', () => {
    expect(renamed({ id: 'start', was: ['begin'], retired: [{ id: 'fax' }] })).toEqual({
      'begin/call': 'start/call',
      'begin/two': 'start/two',
      'begin/three': 'start/three',
      'begin/four': 'start/four',
      'begin/five': 'start/five',
      'begin/fax': 'start/fax',
    });
  });

  it('lead on from each checklist that one was', () => {
    expect(renamed({ id: 'start', was: ['begin', 'outset'] })).toMatchObject({
      'begin/call': 'start/call',
      'outset/call': 'start/call',
    });
  });

  it('lead from an old task of an old checklist to the task', () => {
    expect(
      renamed({ id: 'start', was: ['begin'], task: { id: 'call', was: ['ring'] } }),
    ).toMatchObject({
      'start/ring': 'start/call',
      'begin/call': 'start/call',
      'begin/ring': 'start/call',
    });
  });

  it('lead from each old task of each old checklist to the task', () => {
    const list = {
      id: 'start',
      was: ['begin', 'outset'],
      task: { id: 'call', was: ['ring', 'fax'] },
      retired: [{ id: 'mail', was: ['letter'] }],
    };
    expect(renamed(list)).toMatchObject(
      Object.fromEntries(
        ['start', 'begin', 'outset'].flatMap((id) => [
          [`${id}/ring`, 'start/call'],
          [`${id}/fax`, 'start/call'],
          [`${id}/letter`, 'start/mail'],
        ]),
      ),
    );
  });

  it('leave the tasks of other checklists alone', () => {
    const ids = Object.keys(renamed({ id: 'start', was: ['begin'] }, { id: 'end' }));
    expect(ids.filter((id) => !id.startsWith('begin/'))).toEqual([]);
  });

  it('are of checklists alone, and not of tables', () => {
    const course = courseOf({ id: 'start' });
    course.entries.tables.push({
      collection: 'tables',
      id: 'transfer',
      file: 'tables/transfer.yaml',
      data: schemas.tables.parse({
        title: 'Transfer',
        caption: 'What carries over.',
        columns: [
          { id: 'area', label: 'Area' },
          { id: 'today', label: 'Today' },
        ],
        rows: [{ id: 'call', was: ['ring'], cells: ['Empathy', 'Talks'] }],
        was: ['skills'],
      }),
    });
    expect(renamedTasks(course).size).toBe(0);
  });
});

describe('the list of ordinals', () => {
  it('begins with the tasks of the course', () => {
    expect(extendOrdinals([], courseOf({ id: 'start' }))).toEqual(START);
  });

  it('grows at its end, wherever in the course the new tasks are', () => {
    expect(extendOrdinals(START, courseOf({ id: 'before' }, { id: 'start' }))).toEqual([
      ...START,
      'before/call',
      ...others('before'),
    ]);
  });

  it('keeps its order when that of the course changes', () => {
    const order = START.toReversed();
    expect(extendOrdinals(order, courseOf({ id: 'start' }))).toEqual(order);
  });

  it('keeps the line of a task that is gone', () => {
    const ordinals = ['start/gone', ...START];
    expect(extendOrdinals(ordinals, courseOf({ id: 'start' }))).toEqual(ordinals);
  });

  it('keeps the old line of a task that was renamed, and has no new one', () => {
    const course = courseOf({ id: 'start', task: { id: 'ring', was: ['call'] } });
    expect(extendOrdinals(START, course)).toEqual(START);
  });

  it('keeps the old lines of a checklist that was renamed, and has no new ones', () => {
    expect(extendOrdinals(START, courseOf({ id: 'begin', was: ['start'] }))).toEqual(START);
  });

  it('keeps the old line of a task that was renamed with its checklist, and has no new one', () => {
    const course = courseOf({
      id: 'begin',
      was: ['start'],
      task: { id: 'ring', was: ['call'] },
    });
    expect(extendOrdinals(START, course)).toEqual(START);
  });

  it('keeps the line of a task that was retired', () => {
    const course = courseOf({ id: 'start', task: { id: 'mail' }, retired: [{ id: 'call' }] });
    expect(extendOrdinals(START, course)).toEqual([...START, 'start/mail']);
  });

  const parts = fc.record({
    id: fc.constantFrom('call', 'ring'),
    was: fc.subarray(['fax', 'telex']),
  });
  const courses = fc
    .array(
      fc.record({
        id: fc.constantFrom('start', 'end', 'a'),
        was: fc.subarray(['begin', 'b']),
        task: parts,
        retired: fc.subarray([{ id: 'mail' }, { id: 'post', was: ['letter'] }]),
      }),
      { maxLength: 3 },
    )
    .map((lists) =>
      // No id twice, and no old id of two checklists: the content check sees to that.
      courseOf(
        ...lists.filter(
          ({ id, was }, place) =>
            !lists
              .slice(0, place)
              .some((list) => list.id === id || list.was.some((old) => was.includes(old))),
        ),
      ),
    );
  const lists = fc.uniqueArray(
    fc.constantFrom(...START, 'start/ring', 'begin/call', 'b/two', 'a/post', 'x/gone', 'end/mail'),
    { maxLength: 8 },
  );

  itHolds(
    'has old ids that lead to tasks of today, and no id of today among them',
    fc.property(courses, (course) => {
      const today = new Set(taskIds(course));
      return [...renamedTasks(course)].every(([old, id]) => !today.has(old) && today.has(id));
    }),
    10,
  );

  itHolds(
    'only grows, at its end',
    fc.property(lists, courses, (ordinals, course) =>
      ordinals.every((id, place) => extendOrdinals(ordinals, course)[place] === id),
    ),
    10,
  );

  itHolds(
    'is complete once it has grown',
    fc.property(lists, courses, (ordinals, course) => {
      const once = extendOrdinals(ordinals, course);
      return (
        extendOrdinals(once, course).length === once.length &&
        faultsOfOrdinals(once, course, ordinals).length === 0
      );
    }),
    10,
  );
});

describe('the faults of a list of ordinals', () => {
  const course = courseOf({ id: 'start' });

  it('are none where the list is the published one', () => {
    expect(faultsOfOrdinals(START, course, START)).toEqual([]);
  });

  it('are none where the list continues the published one', () => {
    expect(faultsOfOrdinals(START, course, START.slice(0, 2))).toEqual([]);
  });

  it('are none where nothing was published', () => {
    expect(faultsOfOrdinals(START, course, [])).toEqual([]);
  });

  it('are none where a task was renamed', () => {
    const renamed = courseOf({ id: 'start', task: { id: 'ring', was: ['call'] } });
    expect(faultsOfOrdinals(START, renamed, START)).toEqual([]);
  });

  it('are none where a task is gone from the course', () => {
    const ordinals = ['start/gone', ...START];
    expect(faultsOfOrdinals(ordinals, course, ordinals)).toEqual([]);
  });

  it('name both lines where two have changed places', () => {
    const [first, second, ...rest] = START as [string, string, ...string[]];
    const faults = faultsOfOrdinals([second, first, ...rest], course, START);
    expect(faults.map((fault) => fault.slice(0, 40))).toEqual([
      'line 1 was start/call and is start/two: ',
      'line 2 was start/two and is start/call: ',
    ]);
  });

  it('name a line that was taken off the end', () => {
    const [fault] = faultsOfOrdinals(START.slice(0, -1), course, START);
    expect(fault).toBe(
      'line 5 was start/five and is missing: links that were sent would show other tasks. Put the line back.',
    );
  });

  it('name the line from which a line is missing in the middle', () => {
    const faults = faultsOfOrdinals(START.toSpliced(1, 1), course, START);
    expect(faults[0]).toMatch(/^line 2 was start\/two and is start\/three:/);
  });

  it('name the line that was renamed instead of kept', () => {
    const renamed = courseOf({ id: 'start', task: { id: 'ring', was: ['call'] } });
    const faults = faultsOfOrdinals(['start/ring', ...others('start')], renamed, START);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/^line 1 was start\/call and is start\/ring:/);
  });

  it('say that a line is there twice', () => {
    expect(faultsOfOrdinals([...START, 'start/two'], course, START)).toEqual([
      'line 6 has start/two a second time. Take it out.',
    ]);
  });

  it('name each line that repeats another', () => {
    expect(faultsOfOrdinals([...START, 'start/two', 'start/call'], course, [])).toEqual([
      'line 6 has start/two a second time. Take it out.',
      'line 7 has start/call a second time. Take it out.',
    ]);
  });

  it('name the line of a task that is gone and there twice', () => {
    expect(faultsOfOrdinals(['x/gone', ...START, 'x/gone'], course, [])).toEqual([
      'line 7 has x/gone a second time. Take it out.',
    ]);
  });

  it('name a task that has no line', () => {
    expect(faultsOfOrdinals(START.slice(1), course, [])).toEqual([
      'start/call is not in the list. Run npm run ledger.',
    ]);
  });

  it('name a retired task that has no line', () => {
    const retiring = courseOf({ id: 'start', retired: [{ id: 'fax' }] });
    expect(faultsOfOrdinals(START, retiring, START)).toEqual([
      'start/fax is not in the list. Run npm run ledger.',
    ]);
  });

  it('are at most twenty', () => {
    const published = Array.from({ length: 60 }, (_, place) => `old/task-${place}`);
    expect(faultsOfOrdinals(START, course, published)).toHaveLength(20);
  });
});
