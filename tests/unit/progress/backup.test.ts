import fc from 'fast-check';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { createContext, runInContext } from 'node:vm';
import ts from 'typescript';
import { describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { STEPS, type AnswerRecord } from '#domain/progress/answers.ts';
import {
  BACKUP_BYTES,
  clampRecord,
  faultOfSize,
  lastChange,
  previewAnswers,
  previewMerge,
  readBackup,
  recordsOfStates,
  sayPreview,
  undoMerge,
  writeBackup,
  type Preview,
  type ReadBackup,
} from '#domain/progress/backup.ts';
import { isFurther } from '#domain/progress/link.ts';
import {
  EVIDENCE_LENGTH,
  FIELDS,
  isEvidence,
  mergeRecords,
  NOTE_LENGTH,
  stateOf,
  toNote,
  type FieldName,
  type State,
  type TaskRecord,
} from '#domain/progress/record.ts';
import { nextStamp } from '#domain/progress/stamp.ts';
import {
  drafts,
  IDS,
  itHolds,
  medianTime,
  NOW,
  recordMaps,
  records,
  stampAt,
  stateLists,
} from './cases.ts';

const MADE = '2026-11-26T12:00:00.000Z';
const AT = stampAt(NOW - 60_000);
const LATER = stampAt(NOW - 1000);
const DAY = 86_400_000;

type Records = ReadonlyMap<string, TaskRecord>;

const write = (given: Iterable<TaskRecord>): string =>
  writeBackup([...given], MADE, (id) => `The task ${id}`);

/** The records of a file that can be read. */
function recordsIn(text: string): TaskRecord[] {
  const backup = readBackup(text, NOW);
  if (backup.kind === 'refused') throw new Error(backup.why);
  return backup.records;
}

/** What is here after a merge, as the store does it. */
function union(mine: Records, theirs: Iterable<TaskRecord>): Map<string, TaskRecord> {
  const merged = new Map(mine);
  for (const record of theirs) {
    const here = merged.get(record.id);
    merged.set(record.id, here ? mergeRecords(here, record) : record);
  }
  return merged;
}

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

const byId = (a: TaskRecord, b: TaskRecord): number => (a.id < b.id ? -1 : 1);

/** A file of this version with anything at all as its tasks. */
const fileOf = (tasks: unknown, made = MADE): string =>
  JSON.stringify({ crossover: 'progress', version: 1, made, tasks });

const done = (id: string, at = AT): TaskRecord => ({ id, state: { value: 'done', at } });

const refusalOf = (backup: ReadBackup): string | undefined =>
  backup.kind === 'refused' ? backup.why : undefined;

describe('a copy', () => {
  it('is JSON that a person can read, in the order of the ids', () => {
    const text = writeBackup([done('b/x'), done('a/b')], MADE, (id) =>
      id === 'a/b' ? 'Call “six” people' : undefined,
    );
    expect(text).toBe(`{
  "crossover": "progress",
  "version": 1,
  "made": "${MADE}",
  "tasks": [
    {
      "id": "a/b",
      "task": "Call “six” people",
      "state": {
        "value": "done",
        "at": "${AT}"
      }
    },
    {
      "id": "b/x",
      "state": {
        "value": "done",
        "at": "${AT}"
      }
    }
  ]
}
`);
  });

  it('of nothing is read as nothing', () => {
    expect(readBackup(write([]), NOW)).toEqual({ kind: 'backup', records: [], damaged: 0 });
  });

  itHolds(
    'is read as the records of which it was made',
    fc.property(recordMaps, (mine) =>
      isDeepStrictEqual(readBackup(write(mine.values()), NOW), {
        kind: 'backup',
        records: [...mine.values()].sort(byId),
        damaged: 0,
      }),
    ),
  );

  itHolds(
    'is the same whatever the order in which the records come',
    fc.property(
      recordMaps,
      (mine) => write(mine.values()) === write([...mine.values()].toReversed()),
    ),
    5,
  );

  it('has its stamps from the future brought back', () => {
    const [record] = recordsIn(write([done('a/b', stampAt(Date.UTC(2099, 0), 3))]));
    expect(record).toEqual(done('a/b', stampAt(NOW + 300_000, 3)));
  });

  it('that is old has its stamps brought back to when it was made', () => {
    const made = new Date(NOW - DAY).toISOString();
    const future = stampAt(Date.UTC(2099, 0), 3);
    expect(recordsIn(fileOf([done('a/b', future), done('a/b1', stampAt(NOW))], made))).toEqual([
      done('a/b', stampAt(NOW - DAY + 300_000, 3)),
      done('a/b1', stampAt(NOW - DAY + 300_000)),
    ]);
  });

  it.each([
    ['is an empty text', '""'],
    ['is no time', '"yesterday"'],
    ['is null', 'null'],
    ['is a list', '[]'],
    ['is an object', '{}'],
    ['is in the future', '"2099-01-01T00:00:00.000Z"'],
    ['is later than any time', '"+275760-09-13T00:00:00.001Z"'],
    ['is an object with a key like a method', '{"toString":1}'],
    ['is 5,000 lists in each other', nested(5000)],
  ])('whose time %s has its stamps from the future brought back to now', (_, made) => {
    const text = fileOf([done('a/b', stampAt(Date.UTC(2099, 0), 3))]);
    expect(recordsIn(text.replace(`"${MADE}"`, made))).toEqual([
      done('a/b', stampAt(NOW + 300_000, 3)),
    ]);
  });

  it('without its time has its stamps from the future brought back to now', () => {
    const text = fileOf([done('a/b', stampAt(Date.UTC(2099, 0), 3))]);
    expect(recordsIn(text.replace(`"made":"${MADE}",`, ''))).toEqual([
      done('a/b', stampAt(NOW + 300_000, 3)),
    ]);
  });

  it('that holds a task twice is read as both merged', () => {
    const both = [done('a/b'), { id: 'a/b', note: { value: 'x', at: AT } }];
    expect(recordsIn(fileOf(both))).toEqual([{ ...both[0], ...both[1] }]);
  });
});

describe('answers to quizzes in a copy', () => {
  const answer = (id: string, inARow: number, at = AT): AnswerRecord => ({
    id,
    inARow,
    day: '2026-11-25',
    at,
  });
  const fileWith = (answers: unknown): string =>
    JSON.stringify({ crossover: 'progress', version: 1, made: MADE, tasks: [], answers });

  it('stand beneath the tasks, in the order of the ids', () => {
    const text = writeBackup([done('a/b')], MADE, () => undefined, [
      answer('b/x', 1),
      answer('a/b', 0),
    ]);
    const data = JSON.parse(text) as object;
    expect(Object.keys(data)).toEqual(['crossover', 'version', 'made', 'tasks', 'answers']);
    expect(data).toMatchObject({ version: 1, answers: [answer('a/b', 0), answer('b/x', 1)] });
  });

  it('are no key where there are none, so that the file is as it was before', () => {
    expect(write([done('a/b')])).not.toContain('answers');
  });

  itHolds(
    'are read as they were written',
    fc.property(
      fc.uniqueArray(fc.constantFrom(...IDS), { maxLength: IDS.length }),
      fc.nat(STEPS.length + 2),
      (ids, inARow) => {
        const answers = ids.toSorted().map((id) => answer(id, inARow));
        const read = readBackup(
          writeBackup([], MADE, () => undefined, answers),
          NOW,
        );
        return read.kind === 'backup' && isDeepStrictEqual(read.answers ?? [], answers);
      },
    ),
    20,
  );

  it('have their stamps from the future brought back', () => {
    const text = fileWith([answer('a/b', 1, stampAt(Date.UTC(2099, 0), 3))]);
    expect(readBackup(text, NOW)).toMatchObject({
      answers: [answer('a/b', 1, stampAt(NOW + 300_000, 3))],
    });
  });

  it('to one question twice are the later one', () => {
    const text = fileWith([answer('a/b', 3, LATER), answer('a/b', 0)]);
    expect(readBackup(text, NOW)).toMatchObject({ answers: [answer('a/b', 3, LATER)] });
  });

  it.each([
    ['null in the list', [null, 7, { __proto__: null, id: 'a/b' }], 3],
    ['a text', 'a/b', 1],
    ['an object', { length: 1 }, 1],
  ])('that are %s are counted as damaged, and the tasks read', (_, answers, damaged) => {
    const text = fileWith(answers).replace(
      '"tasks":[]',
      `"tasks":[${JSON.stringify(done('a/b'))}]`,
    );
    expect(readBackup(text, NOW)).toEqual({ kind: 'backup', records: [done('a/b')], damaged });
  });

  it('are counted as a merge would treat them', () => {
    const mine = new Map([
      ['a/b', answer('a/b', 1)],
      ['a/c', answer('a/c', 2, LATER)],
      ['a/d', answer('a/d', 2)],
    ]);
    const theirs = [answer('a/b', 0, LATER), answer('a/c', 1), answer('a/d', 2), answer('x/y', 4)];
    expect(sayPreview(previewAnswers(mine, theirs))).toBe(
      '1 added, 1 changed, 1 newer here, 1 the same',
    );
  });

  it('and the tasks of a file from before there were any are read as ever', () => {
    const old = readFileSync('tests/corpus/progress-copy-1.json', 'utf8');
    expect(readBackup(old, NOW)).toEqual({
      kind: 'backup',
      damaged: 0,
      records: [
        {
          id: 'start-inside/manager-talk',
          state: { value: 'done', at: '0mhwmy3a8000k2f9' },
          note: { value: 'Thursday at ten', at: '0mhwmyaa1000k2f9' },
        },
        { id: 'start/six-results', state: { value: 'stuck', at: '0mhwmz000000k2f9' } },
      ],
    });
  });
});

describe('a merge', () => {
  itHolds(
    'of a copy into nothing gives what was copied',
    fc.property(recordMaps, (mine) =>
      isDeepStrictEqual(union(new Map(), recordsIn(write(mine.values()))), new Map(mine)),
    ),
    5,
  );

  itHolds(
    'of a copy into what it was made of changes nothing',
    fc.property(recordMaps, (mine) =>
      isDeepStrictEqual(union(mine, recordsIn(write(mine.values()))), mine),
    ),
    5,
  );

  itHolds(
    'done twice is as if done once',
    fc.property(recordMaps, recordMaps, (mine, theirs) => {
      const copy = recordsIn(write(theirs.values()));
      const once = union(mine, copy);
      return isDeepStrictEqual(union(once, copy), once);
    }),
  );

  itHolds(
    'gives the same in either direction',
    fc.property(recordMaps, recordMaps, (a, b) =>
      isDeepStrictEqual(union(a, b.values()), union(b, a.values())),
    ),
  );

  itHolds(
    'of three gives the same in any grouping',
    fc.property(recordMaps, recordMaps, recordMaps, (a, b, c) =>
      isDeepStrictEqual(
        union(union(a, b.values()), c.values()),
        union(a, union(b, c.values()).values()),
      ),
    ),
    5,
  );

  it('of an old copy from the future keeps what was said here since the first time', () => {
    const made = new Date(NOW - DAY).toISOString();
    const text = fileOf([done('a/b', stampAt(Date.UTC(2099, 0), 3, 'zz9z'))], made);
    const first = union(new Map(), recordsIn(text)).get('a/b')!;
    expect(first.state?.value).toBe('done');
    const at = nextStamp(first.state!.at, NOW + 1000, 'a1b2');
    const changed: TaskRecord = { id: 'a/b', state: { value: 'stuck', at } };
    const again = readBackup(text, NOW + DAY);
    expect(again).toMatchObject({ kind: 'backup', records: [{ id: 'a/b' }] });
    const { records } = again as Extract<ReadBackup, { kind: 'backup' }>;
    expect(previewMerge(new Map([['a/b', changed]]), records, () => true)).toMatchObject({
      changed: 0,
      newerHere: 1,
    });
    expect(union(new Map([['a/b', changed]]), records).get('a/b')).toEqual(changed);
  });

  itHolds(
    'of an old copy keeps what was said here since the first time, whatever its stamps are',
    fc.property(
      records,
      fc.integer({ min: -DAY, max: 100 * 365 * DAY }),
      fc.nat(46_655),
      fc.tuple(fc.nat(2 * DAY), fc.nat(2 * DAY), fc.nat(1000 * DAY)),
      (record, ahead, counter, [age, wait, longer]) => {
        const theirs: TaskRecord = { id: record.id };
        for (const name of FIELDS) {
          const field = { value: record[name]?.value, at: stampAt(NOW + ahead, counter, 'zzzz') };
          if (record[name]) theirs[name] = field as never;
        }
        const text = writeBackup([theirs], new Date(NOW - age).toISOString(), () => undefined);
        const read = (now: number): TaskRecord[] => {
          const backup = readBackup(text, now);
          return backup.kind === 'backup' ? backup.records : [];
        };
        const here = union(new Map(), read(NOW)).get(record.id)!;
        const said: TaskRecord = { id: record.id };
        for (const name of FIELDS) {
          const at = nextStamp(here[name]?.at, NOW + wait, '0000');
          said[name] = { value: name === 'state' ? 'stuck' : '', at } as never;
        }
        const mine = new Map([[record.id, said]]);
        const again = read(NOW + wait + longer);
        return again.length === 1 && isDeepStrictEqual(union(mine, again), mine);
      },
    ),
    5,
  );

  itHolds(
    'takes no task and no field away',
    fc.property(recordMaps, recordMaps, (mine, theirs) => {
      const merged = union(mine, theirs.values());
      return [...mine.values(), ...theirs.values()].every((record) =>
        FIELDS.every((name) => !record[name] || merged.get(record.id)?.[name]),
      );
    }),
  );
});

/** Texts that are not copies, each with the beginning of what is said of it. */
const NO_JSON = 'This is not a copy of progress, or it is cut off.';
const NOT_OURS = 'This file is not a copy of progress from this site.';
const NEWER = 'A newer version of this site made the file.';
const DAMAGED = 'The file is damaged: its list of tasks is missing.';
const WHOLE = write([done('a/b'), done('start/six-results')]);

const REFUSED: [string, string, string][] = [
  ['an empty text', '', NO_JSON],
  ['a space', ' ', NO_JSON],
  ['words', 'three of seven done', NO_JSON],
  ['a copy that is cut off', WHOLE.slice(0, -10), NO_JSON],
  ['a copy that is there twice', WHOLE + WHOLE, NO_JSON],
  ['a copy with two byte order marks', `\ufeff\ufeff${WHOLE}`, NO_JSON],
  ['a copy read as UTF-16', Array.from(WHOLE, (letter) => `${letter}\0`).join(''), NO_JSON],
  ['a copy in UTF-16 with its mark', `\ufffd\ufffd${[...WHOLE].join('\0')}`, NO_JSON],
  ['a copy with NUL in it', WHOLE.replace('[', '[\0'), NO_JSON],
  ['a copy as JavaScript', `export default ${WHOLE}`, NO_JSON],
  ['HTML', '<!doctype html><script>alert(1)</script>', NO_JSON],
  ['an address that runs a script', 'javascript:alert(1)', NO_JSON],
  ['the first bytes of a zip file', 'PK\u0003\u0004\u0014\0\0\0\b\0!\0', NO_JSON],
  ['a picture', '\ufffdPNG\r\n\u001a\n\0\0\0\rIHDR', NO_JSON],
  ['an executable', '\u007fELF\u0002\u0001\u0001\0\0', NO_JSON],
  ['bytes of every kind', String.fromCharCode(...Array(256).keys()), NO_JSON],
  ['lone halves of surrogate pairs', '\ud83d\ud83d', NO_JSON],
  ['half of a deep list', '['.repeat(100_000), NO_JSON],
  ['a list of 10,000 lists in each other', nested(10_000), NOT_OURS],
  ['a list', `[${WHOLE}]`, NOT_OURS],
  ['null', 'null', NOT_OURS],
  ['a number', '1e999', NOT_OURS],
  ['a text', '"progress"', NOT_OURS],
  ['an object without anything', '{}', NOT_OURS],
  ['the JSON of another site', '{"version":1,"tasks":[],"app":"todo"}', NOT_OURS],
  ['the JSON of a package', '{"name":"crossover","version":"1.0.0"}', NOT_OURS],
  ['a copy of another kind', '{"crossover":"notes","version":1,"tasks":[]}', NOT_OURS],
  [
    'a copy in a prototype',
    '{"__proto__":{"crossover":"progress","version":1,"tasks":[]}}',
    NOT_OURS,
  ],
  ['a copy of a newer version', WHOLE.replace('"version": 1', '"version": 2'), NEWER],
  ['a copy of a version without end', WHOLE.replace('"version": 1', '"version": 1e999'), NEWER],
  ['a copy of version 0', WHOLE.replace('"version": 1', '"version": 0'), DAMAGED],
  ['a copy with its version as a text', WHOLE.replace('"version": 1', '"version": "1"'), DAMAGED],
  ['a copy without a version', '{"crossover":"progress","tasks":[]}', DAMAGED],
  ['a copy without tasks', '{"crossover":"progress","version":1}', DAMAGED],
  ['a copy with an object as its tasks', fileOf({ length: 1, 0: done('a/b') }), DAMAGED],
  ['a copy with null as its tasks', fileOf(null), DAMAGED],
  [
    'a copy whose key is there twice, the last one wrong',
    `{"crossover":"progress","version":1,"tasks":[],"tasks":7}`,
    DAMAGED,
  ],
];

describe('a file is refused', () => {
  it.each(REFUSED)('that is %s', (_, text, why) => {
    const said = refusalOf(readBackup(text, NOW));
    expect(said).toMatch(/ Nothing was changed\.$/);
    expect(said?.slice(0, why.length)).toBe(why);
  });

  it('that a newer version made, with what to do', () => {
    expect(refusalOf(readBackup(WHOLE.replace('"version": 1', '"version": 2'), NOW))).toBe(
      'A newer version of this site made the file. Reload the page, then open it again. Nothing was changed.',
    );
  });
});

describe('a file is read', () => {
  it.each([
    ['with a byte order mark', `\ufeff${WHOLE}`],
    ['with line ends of Windows', WHOLE.replaceAll('\n', '\r\n')],
    ['on one line', JSON.stringify(JSON.parse(WHOLE))],
    ['with spaces around it', `\n\t ${WHOLE} \n`],
    ['with keys that it does not have', WHOLE.replace('{', '{"__proto__":{"polluted":1},"x":[],')],
    ['with a key twice, the last one right', WHOLE.replace('{', '{"version":2,"tasks":7,')],
  ])('%s', (_, text) => {
    expect(recordsIn(text)).toEqual([done('a/b'), done('start/six-results')]);
  });

  it('with the notes as they were, whatever is in them', () => {
    const values = [
      '<script>alert(1)</script>',
      '\u202eשלום\u200b',
      '👩🏽‍💻',
      'one\r\n\ttwo\u2028three',
      '中'.repeat(NOTE_LENGTH),
      '"'.repeat(NOTE_LENGTH),
      '__proto__',
    ];
    const written = values.map((value, place) => ({ id: `a/b${place}`, note: { value, at: AT } }));
    expect(recordsIn(write(written))).toEqual(written);
  });
});

describe('a copy of the whole course', () => {
  const ids = readFileSync('src/task-ordinals.txt', 'utf8').trim().split('\n');
  /** The words of each task, as the page writes them into a copy. */
  const titles = new Map(
    ids.map((id) => {
      const [checklist, task] = id.split('/');
      const file = `src/content/checklists/${checklist}.yaml`;
      if (!existsSync(file)) return [id, undefined];
      type Line = { id: string; task: string };
      const { tasks, retired = [] } = parse(readFileSync(file, 'utf8')) as Record<string, Line[]>;
      return [id, [...tasks!, ...retired].find((line) => line.id === task)?.task];
    }),
  );

  /** Every question of the quizzes. */
  const questions = readdirSync('src/content/quizzes')
    .flatMap((file) => {
      const { questions } = parse(readFileSync(`src/content/quizzes/${file}`, 'utf8')) as {
        questions: { id: string }[];
      };
      return questions.map(({ id }) => `${file.replace('.yaml', '')}/${id}`);
    })
    .sort();

  const start = 'https://example.org/?';
  /** Of the signs that evidence may hold, one that takes most room in JSON. */
  const largest = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code))
    .filter((sign) => isEvidence(start + sign))
    .reduce((a, b) => (JSON.stringify(b).length > JSON.stringify(a).length ? b : a));

  it('has its words in it', () => {
    expect(ids.length).toBeGreaterThan(200);
    expect([...titles.values()].filter((title) => title).length).toBeGreaterThan(200);
    expect(questions.length).toBeGreaterThan(200);
  });

  it.each([
    ['of letters', 'n', 'a'],
    ['of quotation marks, which JSON escapes', '"', 'a'],
    ['of line feeds, which JSON escapes', '\n', 'a'],
    ['of 1,000 Chinese characters', '中', 'a'],
    ['of emoji', '👩', 'a'],
    ['of 1,000 Chinese characters and of evidence that takes most room', '中', largest],
  ])('with the longest note and evidence on each task is read: %s', (_, sign, letter) => {
    const note = toNote(sign.repeat(NOTE_LENGTH));
    const evidence = start + letter.repeat(EVIDENCE_LENGTH - start.length);
    expect([note.length, evidence.length, isEvidence(evidence)]).toEqual([1000, 500, true]);
    const written = ids.toSorted().map((id) => ({
      id,
      state: { value: 'skipped' as const, at: AT },
      note: { value: note, at: AT },
      evidence: { value: evidence, at: AT },
    }));
    const answers = questions.map((id) => ({ id, inARow: 9999, day: '2026-11-26', at: AT }));
    const text = writeBackup(written, MADE, (id) => titles.get(id), answers);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(BACKUP_BYTES);
    expect(readBackup(text, NOW)).toEqual({
      kind: 'backup',
      records: written,
      answers,
      damaged: 0,
    });
  });
});

/** A file of an exact size, filled up with spaces. */
const fileOfBytes = (bytes: number): string => WHOLE + ' '.repeat(bytes - WHOLE.length);

describe('a file of more than a mebibyte', () => {
  it('is refused, and one of a mebibyte is read', () => {
    expect(readBackup(fileOfBytes(BACKUP_BYTES), NOW).kind).toBe('backup');
    expect(readBackup(fileOfBytes(BACKUP_BYTES + 1), NOW).kind).toBe('refused');
  });

  it('is refused with its size and the limit', () => {
    expect(refusalOf(readBackup(fileOfBytes(BACKUP_BYTES + 1), NOW))).toBe(
      'The file has 1,025 kB, and a copy of progress has at most 1,024. Nothing was changed.',
    );
  });

  it('is refused unparsed', () => {
    const parse = vi.spyOn(JSON, 'parse');
    try {
      readBackup(fileOfBytes(BACKUP_BYTES + 1), NOW);
      expect(parse).not.toHaveBeenCalled();
    } finally {
      parse.mockRestore();
    }
  });

  it('is refused in less than 200 ms', () => {
    const text = fileOfBytes(BACKUP_BYTES + 1);
    expect(medianTime(() => readBackup(text, NOW))).toBeLessThan(200);
  });

  it('is known by its bytes and not by its characters', () => {
    const text = WHOLE + '\u2003'.repeat(BACKUP_BYTES / 3);
    expect(text.length).toBeLessThan(BACKUP_BYTES / 2);
    expect(refusalOf(readBackup(text, NOW))).toMatch(/^The file has 1,025 kB/);
  });

  it('is known by its characters where they are more than the bytes may be', () => {
    const text = WHOLE + '\u2003'.repeat(BACKUP_BYTES + 1 - WHOLE.length);
    expect(refusalOf(readBackup(text, NOW))).toMatch(/^The file has 1,025 kB/);
  });

  it('is refused in less than 5 ms where it has 50,000,000 characters', () => {
    const text = 'ä'.repeat(50_000_000);
    expect(medianTime(() => readBackup(text, NOW))).toBeLessThan(5);
    expect(refusalOf(readBackup(text, NOW))).toMatch(/^The file has 48,829 kB/);
  });

  it('is known by its size before it is read', () => {
    expect([faultOfSize(BACKUP_BYTES), faultOfSize(0)]).toEqual([undefined, undefined]);
    expect(faultOfSize(5 * BACKUP_BYTES)).toMatch(/^The file has 5,120 kB/);
  });
});

describe('a file of a mebibyte is read in less than 200 ms', () => {
  const inTime = (text: string): ReadBackup => {
    expect(medianTime(() => readBackup(text, NOW))).toBeLessThan(200);
    return readBackup(text, NOW);
  };

  it('with 15,000 tasks that nobody knows', () => {
    const note = { value: '', at: AT };
    const tasks = Array.from({ length: 15_000 }, (_, place) => ({ id: `a/b${place}`, note }));
    expect(inTime(fileOf(tasks))).toMatchObject({ damaged: 0, records: { length: 15_000 } });
  });

  it('with 50,000 tasks of which nothing is said', () => {
    const tasks = Array.from({ length: 50_000 }, (_, place) => ({ id: `a/b${place}` }));
    expect(inTime(fileOf(tasks))).toMatchObject({ damaged: 50_000, records: [] });
  });

  it('with a time that fills it', () => {
    const text = fileOf([done('a/b')], '('.repeat(1_000_000));
    expect(inTime(text)).toMatchObject({ damaged: 0, records: [done('a/b')] });
  });

  it('with entries that are all damaged', () => {
    expect(inTime(fileOf(Array(200_000).fill(0)))).toMatchObject({ damaged: 200_000 });
  });

  it('with 10,000 lists in each other', () => {
    expect(inTime(fileOf([]).replace('[]', nested(10_000)))).toMatchObject({ damaged: 1 });
  });

  it('with 500,000 lists in each other', () => {
    expect(inTime(fileOf([]).replace('[]', nested(500_000))).kind).toBeDefined();
  });

  it('with one text that fills it', () => {
    expect(inTime(fileOf(['x'.repeat(1_000_000)]))).toMatchObject({ damaged: 1 });
  });
});

/** Entries that are no records. */
const BROKEN: unknown[] = [
  ...[null, true, 0, 1e308, '', 'a/b', [], ['a/b'], {}, { id: null }, { id: 'a' }, { id: 'A/B' }],
  ...[{ id: '__proto__' }, { id: '__proto__/x' }, { id: 'a/b/c' }, { id: 'a/<b>' }, { id: {} }],
  { id: 'a/b' },
  { id: 'a/b', task: 'Call six people' },
  { id: 'a/b', state: 'done' },
  { id: 'a/b', state: null },
  { id: 'a/b', state: { value: 'finished', at: AT } },
  { id: 'a/b', state: { value: 'done', at: NOW } },
  { id: 'a/b', state: { value: 'done', at: null } },
  { id: 'a/b', state: { at: AT } },
  { id: 'a/b', note: { value: 1, at: AT } },
  { id: 'a/b', note: { value: 'n'.repeat(NOTE_LENGTH + 1), at: AT } },
  { id: 'a/b', note: { value: '\ud83d', at: AT } },
  { id: 'a/b', note: { value: '\u001b[31m', at: AT } },
  { id: 'a/b', note: { value: 'x', at: AT.toUpperCase() } },
  { id: 'a/b', evidence: { value: 'javascript:alert(1)', at: AT } },
  { id: 'a/b', evidence: { value: ' https://example.org', at: AT } },
  { id: 'a/b', evidence: { value: 'data:text/html,x', at: AT } },
  { id: 'a/b', evidence: { value: 'https://example.org/ä', at: AT } },
  { id: 'a/b', evidence: { value: `https://${'a'.repeat(EVIDENCE_LENGTH)}`, at: AT } },
  JSON.parse('{"__proto__":{"id":"a/b"}}'),
  JSON.parse('{"constructor":{"prototype":{"polluted":1}}}'),
];

/** Texts that make a difference to JSON, put where they do not belong. */
const INSERTED = [
  ...['"', '\\', '{', '}', '[', ']', ',', ':', '0', '-', '1e999', 'null', '\\u0000', '\\ud83d'],
  ...[
    '\0',
    '\ud83d',
    '\ufeff',
    '\u202e',
    '👩',
    '"__proto__":',
    '"constructor":{"prototype":',
    '<b>',
  ],
  ...['"id":"a/b",', '"version":2,', '"tasks":[],', 'PK\u0003\u0004', '\u2028', '//', '/*', "'"],
];

describe('a file that is damaged', () => {
  const isRefusedOrRead = (text: string): boolean => {
    const backup = readBackup(text, NOW);
    if (backup.kind === 'refused') return backup.why.endsWith('Nothing was changed.');
    // What was read can be written and read again.
    return isDeepStrictEqual(recordsIn(write(backup.records)), backup.records.toSorted(byId));
  };

  const dataOf = (record: TaskRecord): unknown => JSON.parse(write([record]));

  /** The same data with another value for every key of a name. */
  const changed = (data: unknown, name: string, value: unknown): unknown => {
    if (Array.isArray(data)) return data.map((each) => changed(each, name, value));
    if (data === null || typeof data !== 'object') return data;
    return Object.fromEntries(
      Object.entries(data).map(([key, old]) => [
        key,
        key === name ? value : changed(old, name, value),
      ]),
    );
  };

  itHolds(
    'gives its good entries, and the number of the others',
    fc.property(
      recordMaps,
      fc.array(fc.tuple(fc.nat(6), fc.constantFrom(...BROKEN)), { maxLength: 4 }),
      (good, broken) => {
        const tasks: unknown[] = [...good.values()];
        for (const [place, entry] of broken) tasks.splice(place, 0, entry);
        return isDeepStrictEqual(readBackup(fileOf(tasks), NOW), {
          kind: 'backup',
          records: [...good.values()],
          damaged: broken.length,
        });
      },
    ),
    5,
  );

  itHolds(
    'in up to three places is refused or read, and nothing is thrown',
    fc.property(
      fc.array(records, { maxLength: 2 }),
      fc.array(fc.tuple(fc.nat(1200), fc.nat(30), fc.constantFrom('', ...INSERTED)), {
        minLength: 1,
        maxLength: 3,
      }),
      (given, changes) => {
        let text = write(given);
        for (const [place, removed, added] of changes) {
          const at = place % (text.length + 1);
          text = text.slice(0, at) + added + text.slice(at + removed);
        }
        return isRefusedOrRead(text);
      },
    ),
    5,
  );

  itHolds(
    'by another value at one place is refused or read, and nothing is thrown',
    fc.property(
      records,
      fc.constantFrom('crossover', 'version', 'made', 'tasks', 'id', ...FIELDS, 'value', 'at'),
      fc.constantFrom(
        ...[...BROKEN, 'progress', 1, 2, 'done', AT, 'https://example.org', '2001-01-01'],
        ...[{ toString: 1 }, { valueOf: 'x', toString: null }],
      ),
      (record, name, value) =>
        isRefusedOrRead(JSON.stringify(changed(dataOf(record), name, value))),
    ),
    5,
  );
});

describe('a file of anything', () => {
  itHolds(
    'is refused, be it any text',
    fc.property(
      fc
        .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 24 })
        .map((codes) => String.fromCharCode(...codes)),
      (text) => readBackup(text, NOW).kind === 'refused',
    ),
  );

  itHolds(
    'is refused, be it any JSON',
    fc.property(fc.json({ maxDepth: 3 }), (text) => readBackup(text, NOW).kind === 'refused'),
    5,
  );

  itHolds(
    'is read with its entries damaged, be they any JSON',
    fc.property(fc.array(fc.jsonValue({ maxDepth: 2 }), { maxLength: 4 }), (tasks) =>
      isDeepStrictEqual(readBackup(fileOf(tasks), NOW), {
        kind: 'backup',
        records: [],
        damaged: tasks.length,
      }),
    ),
    5,
  );
});

/** Everything hostile in one file. */
const HOSTILE = `{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},
  "crossover":"progress","version":1,"toString":1,"hasOwnProperty":null,"tasks":[
  {"__proto__":{"polluted":1}},
  {"id":"__proto__/polluted","state":{"value":"done","at":"${AT}"}},
  {"id":"a/b","__proto__":{"polluted":1},"note":{"value":"__proto__","at":"${AT}","__proto__":{"polluted":1}}},
  {"id":"constructor/prototype","state":{"value":"done","at":"${AT}"},"polluted":1,"constructor":{"prototype":{"polluted":1}}},
  {"id":"a/b","evidence":{"value":"javascript:alert(1)","at":"${AT}"}}]}`;

describe('a hostile file', () => {
  it('pollutes nothing', () => {
    readBackup(HOSTILE, NOW);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(([] as unknown as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('gives nothing but the known fields of its good entries', () => {
    expect(readBackup(HOSTILE, NOW)).toEqual({
      kind: 'backup',
      damaged: 3,
      records: [
        { id: 'a/b', note: { value: '__proto__', at: AT } },
        { id: 'constructor/prototype', state: { value: 'done', at: AT } },
      ],
    });
  });

  it('gives records that inherit from nothing of its own', () => {
    const prototypes = recordsIn(HOSTILE).map((record) => Object.getPrototypeOf(record) as object);
    expect(prototypes).toEqual([Object.prototype, Object.prototype]);
    expect(prototypes.every((each) => each === Object.prototype)).toBe(true);
  });

  it('is read, merged and written where nothing of JavaScript can be changed', () => {
    // A realm of its own, because what is frozen stays so. TypeScript turns each file into a function.
    const realm = createContext({});
    runInContext(
      `'use strict';
      for (const each of [Object, Array, String, Number, Map, Set, RegExp, Function, Error]) {
        Object.freeze(each);
        Object.freeze(each.prototype);
      }`,
      realm,
    );
    const loaded = new Map<string, object>();
    const load = (file: string): object => {
      const known = loaded.get(file);
      if (known) return known;
      const exports = runInContext('({})', realm) as object;
      loaded.set(file, exports);
      const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), {
        compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
      });
      const run = runInContext(`(function (exports, require) {${outputText}\n})`, realm) as (
        exports: object,
        require: (name: string) => object,
      ) => void;
      run(exports, (name) => {
        const next = join(dirname(file), name);
        if (!existsSync(next))
          throw new Error(`${file} imports ${name}, which is no file of ours.`);
        return load(next);
      });
      return exports;
    };
    Object.assign(realm, load('src/domain/progress/backup.ts'), { HOSTILE, NOW, MADE });
    const result = runInContext(
      `'use strict';
      const { records, damaged } = readBackup(HOSTILE, NOW);
      const again = readBackup(writeBackup(records, MADE, () => 'Task'), NOW);
      const mine = new Map([['a/b', { id: 'a/b', state: records[1].state }]]);
      const preview = previewMerge(mine, records, () => true);
      const undone = undoMerge(records[0], { id: 'a/b' }, records[0]);
      const linked = recordsOfStates(['stuck', 'done'], ['a/b', 'a/c'], mine, NOW);
      JSON.stringify({
        damaged,
        records: records.length,
        again: again.records.length,
        words: sayPreview(preview),
        undone,
        linked: linked.map(({ id }) => id),
        polluted: String({}.polluted),
      });`,
      realm,
    ) as string;
    expect(JSON.parse(result)).toEqual({
      damaged: 3,
      records: 2,
      again: 2,
      words: '1 added, 1 changed',
      undone: { id: 'a/b' },
      linked: ['a/c'],
      polluted: 'undefined',
    });
  });
});

describe('what a merge would do', () => {
  const old: TaskRecord = { id: 'a/b', state: { value: 'doing', at: AT } };
  const recent: TaskRecord = { id: 'a/b', state: { value: 'done', at: LATER } };
  const none: Preview = { added: 0, changed: 0, newerHere: 0, unknown: 0, same: 0 };
  const preview = (mine: TaskRecord[], theirs: TaskRecord[], isKnown = true): Preview =>
    previewMerge(new Map(mine.map((record) => [record.id, record])), theirs, () => isKnown);

  it('is to add a task of which nothing is known here', () => {
    expect(preview([], [old])).toEqual({ ...none, added: 1 });
  });

  it('is to change a task of which the copy says something later', () => {
    expect(preview([old], [recent])).toEqual({ ...none, changed: 1 });
  });

  it('is to change a task of which each side says something later', () => {
    const note: TaskRecord = { id: 'a/b', note: { value: 'x', at: AT } };
    expect(preview([recent], [note])).toEqual({ ...none, changed: 1 });
  });

  it('is nothing for a task of which something later is said here', () => {
    expect(preview([recent], [old])).toEqual({ ...none, newerHere: 1 });
  });

  it('is nothing for a task of which both say the same', () => {
    expect(preview([recent], [structuredClone(recent)])).toEqual({ ...none, same: 1 });
  });

  it('is to keep a task that this course does not have', () => {
    expect(preview([], [old], false)).toEqual({ ...none, unknown: 1 });
  });

  it('leaves tasks that are here alone uncounted', () => {
    expect(preview([old], [])).toEqual(none);
  });

  itHolds(
    'adds up to the number of tasks in the copy',
    fc.property(recordMaps, recordMaps, fc.constantFrom(...IDS), (mine, theirs, unknown) => {
      const counts = previewMerge(mine, [...theirs.values()], (id) => id !== unknown);
      return Object.values(counts).reduce((sum, count) => sum + count, 0) === theirs.size;
    }),
    5,
  );

  itHolds(
    'is what the merge then does',
    fc.property(recordMaps, recordMaps, (mine, theirs) => {
      const { added, changed } = previewMerge(mine, [...theirs.values()], () => true);
      const merged = union(mine, theirs.values());
      const differing = [...merged].filter(
        ([id, record]) => mine.has(id) && !isDeepStrictEqual(record, mine.get(id)),
      );
      return added === merged.size - mine.size && changed === differing.length;
    }),
    5,
  );

  itHolds(
    'is nothing once it is done',
    fc.property(recordMaps, recordMaps, (mine, theirs) => {
      const merged = union(mine, theirs.values());
      const { added, changed } = previewMerge(merged, [...theirs.values()], () => true);
      return added === 0 && changed === 0;
    }),
    5,
  );

  it('is said with each count that there is', () => {
    expect(sayPreview({ added: 12, changed: 3, newerHere: 4, unknown: 2, same: 7 })).toBe(
      '12 added, 3 changed, 4 newer here, 2 unknown kept, 7 the same',
    );
  });

  it('is said without the counts of nothing', () => {
    expect(sayPreview({ ...none, added: 12, newerHere: 3, unknown: 2 })).toBe(
      '12 added, 3 newer here, 2 unknown kept',
    );
  });

  it('is said to be nothing where there is nothing', () => {
    expect(sayPreview(none)).toBe('nothing in it');
  });
});

describe('a merge that is undone', () => {
  const twins = fc.tuple(drafts, records).map(([a, b]) => [a, { ...b, id: a.id }] as const);

  itHolds(
    'gives back what was here before',
    fc.property(twins, ([before, theirs]) => {
      const merged = mergeRecords(before, theirs);
      return isDeepStrictEqual(undoMerge(merged, before, merged), before);
    }),
  );

  itHolds(
    'leaves what was said anew since',
    fc.property(
      twins,
      fc.subarray([...FIELDS] as FieldName[]),
      fc.nat(1000),
      ([before, theirs], names, wait) => {
        const merged = mergeRecords(before, theirs);
        const current: TaskRecord = { ...merged };
        const expected: TaskRecord = { ...before };
        for (const name of names) {
          const at = nextStamp(merged[name]?.at, NOW + wait, 'a1b2');
          const field = { value: name === 'state' ? 'stuck' : '', at } as never;
          current[name] = field;
          expected[name] = field;
        }
        return isDeepStrictEqual(undoMerge(current, before, merged), expected);
      },
    ),
    5,
  );

  it('takes a task away of which nothing was known', () => {
    expect(undoMerge(done('a/b'), { id: 'a/b' }, done('a/b'))).toEqual({ id: 'a/b' });
  });

  itHolds(
    'and is then done once more gives the merge again',
    fc.property(twins, ([before, theirs]) => {
      const merged = mergeRecords(before, theirs);
      const undone = undoMerge(merged, before, merged);
      return isDeepStrictEqual(mergeRecords(undone, theirs), merged);
    }),
    5,
  );
});

describe('the states of a link', () => {
  const ids: string[] = [...IDS];
  const taken = (states: State[], mine: Records): TaskRecord[] =>
    recordsOfStates(states, ids, mine, NOW);

  it('are taken where nothing is known', () => {
    expect(taken(['to do', 'done'], new Map())).toEqual([
      { id: ids[1], state: { value: 'done', at: stampAt(NOW, 0, 'link') } },
    ]);
  });

  it('are taken with a later stamp than the one here, even from a clock that is ahead', () => {
    const here = { value: 'doing', at: stampAt(NOW + 9000, 4) } as const;
    expect(taken(['done'], new Map([[ids[0]!, { id: ids[0]!, state: here }]]))).toEqual([
      { id: ids[0], state: { value: 'done', at: stampAt(NOW + 9000, 5, 'link') } },
    ]);
  });

  it('of an older course are taken, and the newer tasks left', () => {
    expect(taken(['done', 'done'], new Map())).toHaveLength(2);
  });

  it('of a newer course are taken as far as the tasks are known', () => {
    expect(taken(Array<State>(99).fill('done'), new Map())).toHaveLength(ids.length);
  });

  it.each<State[]>([
    ['done', 'doing'],
    ['doing', 'done'],
  ])('are taken once for a task that two tasks became: of "%s" and "%s" the further', (...two) => {
    expect(recordsOfStates(two, ['a/b', 'a/b'], new Map(), NOW)).toEqual([
      { id: 'a/b', state: { value: 'done', at: stampAt(NOW, 0, 'link') } },
    ]);
  });

  itHolds(
    'are the furthest of each task, once, where several tasks became one',
    fc.property(
      stateLists(12),
      fc.array(fc.constantFrom(...IDS), { maxLength: 12 }),
      recordMaps,
      (states, ids, mine) => {
        const given = recordsOfStates(states, ids, mine, NOW);
        const merged = union(mine, given);
        const said = given.map(({ id }) => id);
        return (
          new Set(said).size === said.length &&
          said.every((id) => isFurther(stateOf(merged.get(id)), stateOf(mine.get(id)))) &&
          ids.every((id, place) => !isFurther(states[place] ?? 'to do', stateOf(merged.get(id)))) &&
          said.every((id) =>
            ids.some((one, place) => one === id && states[place] === stateOf(merged.get(id))),
          )
        );
      },
    ),
    5,
  );

  itHolds(
    'are taken where they are further, and nowhere else',
    fc.property(stateLists(ids.length), recordMaps, (states, mine) => {
      const further = ids.filter((id, place) =>
        isFurther(states[place] ?? 'to do', stateOf(mine.get(id))),
      );
      return isDeepStrictEqual(
        taken(states, mine).map(({ id }) => id),
        further,
      );
    }),
    5,
  );

  itHolds(
    'hold once they are merged, and no state goes back',
    fc.property(stateLists(ids.length), recordMaps, (states, mine) => {
      const merged = union(mine, taken(states, mine));
      return ids.every((id, place) => {
        const [now, before] = [stateOf(merged.get(id)), stateOf(mine.get(id))];
        return (
          !isFurther(before, now) &&
          !isFurther(states[place] ?? 'to do', now) &&
          [before, states[place]].includes(now)
        );
      });
    }),
    5,
  );

  itHolds(
    'take no note, no evidence and no task away',
    fc.property(stateLists(ids.length), recordMaps, (states, mine) => {
      const merged = union(mine, taken(states, mine));
      return [...mine.values()].every((record) => {
        const now = merged.get(record.id);
        return (
          isDeepStrictEqual(now?.note, record.note) &&
          isDeepStrictEqual(now?.evidence, record.evidence) &&
          (!record.state || now?.state)
        );
      });
    }),
    5,
  );

  itHolds(
    'change nothing when they are merged once more',
    fc.property(stateLists(ids.length), recordMaps, (states, mine) => {
      return taken(states, union(mine, taken(states, mine))).length === 0;
    }),
    5,
  );

  itHolds(
    'are no stamps from the future',
    fc.property(stateLists(ids.length), recordMaps, (states, mine) => {
      const given = taken(states, mine);
      return isDeepStrictEqual(
        given.map((record) => clampRecord(record, NOW)),
        given,
      );
    }),
    5,
  );
});

describe('a record', () => {
  const WHOLE: TaskRecord = {
    id: 'start/first',
    state: { value: 'doing', at: AT },
    note: { value: 'Thursday at ten', at: LATER },
    evidence: { value: 'https://example.org/plan', at: AT },
  };

  it('was changed last when its latest field was', () => {
    expect(lastChange(WHOLE)).toBe(LATER);
  });

  it('without fields was never changed', () => {
    expect(lastChange({ id: 'a/b' })).toBeUndefined();
  });

  it('from elsewhere has its stamps from the future brought back, and keeps the others', () => {
    const future = stampAt(Date.UTC(2099, 0), 3, 'zz9z');
    const record: TaskRecord = { ...WHOLE, state: { value: 'done', at: future } };
    expect(clampRecord(record, NOW)).toEqual({
      ...WHOLE,
      state: { value: 'done', at: stampAt(NOW + 300_000, 3, 'zz9z') },
    });
  });

  itHolds(
    'from elsewhere without stamps from the future stays as it is',
    fc.property(records, (record) => isDeepStrictEqual(clampRecord(record, NOW), record)),
    5,
  );
});
