import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  answerQuestion,
  dayOf,
  dueDay,
  dueOn,
  mergeAnswers,
  nextDueDay,
  readAnswer,
  sayDay,
  STEPS,
  undoAnswer,
  type AnswerRecord,
} from '#domain/progress/answers.ts';
import { IDS, itHolds, NOW, stampAt, STAMPS } from './cases.ts';

const TODAY = '2026-11-26';
const DAY = 86_400_000;
const moment = (today: string, now = NOW) => ({ today, now, node: 'a1b2' });
const later = (day: string, days: number): string => dayOf(Date.parse(day) + days * DAY, 0);

/** A record of a question that was answered on a day. */
const known = (inARow: number, day = TODAY, at = stampAt(NOW)): AnswerRecord => ({
  id: 'a/b',
  inARow,
  day,
  at,
});

/** Days near today, at the ends of months and years, at the change of the clocks, and of clocks gone wrong. */
const DAYS = [
  '1970-01-01', '2024-02-29', '2026-03-08', '2026-10-25', '2026-11-24', '2026-11-25', TODAY,
  '2026-11-27', '2026-11-28', '2026-12-31', '2099-01-02', '9999-12-31',
] as const; // prettier-ignore

const answers: fc.Arbitrary<AnswerRecord> = fc
  .tuple(
    fc.constantFrom(...IDS),
    fc.constantFrom(0, 1, 2, 4, 5, 6, 9999),
    fc.constantFrom(...DAYS),
    fc.constantFrom(...STAMPS),
  )
  .map(([id, inARow, day, at]) => ({ id, inARow, day, at }));
const twins = fc.tuple(answers, answers).map(([a, b]) => [a, { ...b, id: a.id }] as const);

describe('the day of a moment', () => {
  it.each([
    ['in Greenwich', 0, '2026-11-26'],
    ['on Kiritimati, where it is tomorrow', -14 * 60, '2026-11-27'],
    ['on Baker Island', 12 * 60, '2026-11-26'],
    ['in Kathmandu', -345, '2026-11-26'],
  ])('is that of the calendar %s', (_, offset, day) => {
    expect(dayOf(Date.UTC(2026, 10, 26, 12), offset)).toBe(day);
  });

  it.each([
    ['before 1970', -1, '1970-01-01'],
    ['that is no number', NaN, '1970-01-01'],
    ['at infinity', Infinity, '9999-12-31'],
    ['beyond the year 9999', 8.64e15, '9999-12-31'],
  ])('is a day with a clock %s too', (_, now, day) => {
    expect(dayOf(now, 0)).toBe(day);
  });
});

describe('a question that is answered right each time', () => {
  it('comes back after 1, 3, 7, 14 and 30 days, then every 30', () => {
    let record: AnswerRecord | undefined;
    let today = TODAY;
    const waits: number[] = [];
    for (let time = 0; time < 7; time++) {
      record = answerQuestion('a/b', record, true, moment(today));
      const next = dueDay(record, today);
      waits.push((Date.parse(next) - Date.parse(today)) / DAY);
      today = next;
    }
    expect(waits).toEqual([1, 3, 7, 14, 30, 30, 30]);
  });
});

describe('an answer', () => {
  it('that is wrong brings the question back the next day, however much was known', () => {
    const record = answerQuestion('a/b', known(5, '2026-10-01'), false, moment(TODAY));
    expect(record).toMatchObject({ inARow: 0, day: TODAY });
    expect(dueDay(record, TODAY)).toBe('2026-11-27');
  });

  it('that is right after a wrong one begins with the first step', () => {
    const record = answerQuestion('a/b', known(0, '2026-11-25'), true, moment(TODAY));
    expect(record.inARow).toBe(1);
    expect(dueDay(record, TODAY)).toBe('2026-11-27');
  });

  it('that is right before its day moves nothing', () => {
    const before = known(2, '2026-11-25');
    expect(answerQuestion('a/b', before, true, moment(TODAY))).toBe(before);
  });

  it('that is right just after a wrong one, from what was read, moves nothing', () => {
    const wrong = known(0, TODAY);
    expect(answerQuestion('a/b', wrong, true, moment(TODAY))).toBe(wrong);
  });

  it('that is wrong before its day begins anew', () => {
    expect(answerQuestion('a/b', known(4, '2026-11-25'), false, moment(TODAY)).inARow).toBe(0);
  });

  it('that comes long after its day is one step, and no more', () => {
    expect(answerQuestion('a/b', known(2, '2024-02-29'), true, moment(TODAY)).inARow).toBe(3);
  });

  it('has a later stamp, even from a clock that went back', () => {
    const before = known(1, '2026-11-20', stampAt(NOW, 3));
    const { at } = answerQuestion('a/b', before, true, moment(TODAY, 0));
    expect(at > before.at).toBe(true);
  });

  itHolds(
    'is a record that reads back, with a later stamp or none',
    fc.property(
      answers,
      fc.boolean(),
      fc.constantFrom(...DAYS),
      fc.constantFrom(0, NOW - DAY, NOW, NaN, 1e308),
      (before, isRight, today, now) => {
        const after = answerQuestion(before.id, before, isRight, moment(today, now));
        return (
          isDeepStrictEqual(readAnswer(JSON.parse(JSON.stringify(after))), after) &&
          (after === before || after.at > before.at)
        );
      },
    ),
    5,
  );

  itHolds(
    'never brings the question back on its own day, nor later than after 31 days',
    fc.property(
      answers,
      fc.boolean(),
      fc.constantFrom(...DAYS.slice(0, -1)),
      (before, isRight, today) => {
        const next = dueDay(answerQuestion(before.id, before, isRight, moment(today)), today);
        return next > today && next <= later(today, 31);
      },
    ),
    5,
  );
});

describe('a question is due', () => {
  it.each([
    [0, '2026-11-25', true],
    [1, '2026-11-25', true],
    [1, TODAY, false],
    [2, '2026-11-24', false],
    [2, '2026-11-23', true],
    [3, '2026-11-19', true],
    [4, '2026-11-13', false],
    [4, '2026-11-12', true],
    [5, '2026-10-28', false],
    [5, '2026-10-27', true],
    [40, '2026-10-27', true],
  ])('or not, with %i right in a row since %s: %s', (inARow, day, isDue) => {
    expect(dueOn([known(inARow, day)], TODAY)).toHaveLength(isDue ? 1 : 0);
  });

  it('over the end of February and of the year by the calendar', () => {
    expect(dueDay(known(2, '2024-02-28'), '2024-02-28')).toBe('2024-03-02');
    expect(dueDay(known(1, '2026-12-31'), '2026-12-31')).toBe('2027-01-01');
  });

  it('at once where its day was written by a clock that ran ahead', () => {
    expect(dueOn([known(5, '2099-01-02')], TODAY)).toHaveLength(1);
  });

  it('a day later for somebody who flew west over midnight', () => {
    expect(dueDay(known(1, '2026-11-27'), TODAY)).toBe('2026-11-28');
  });

  it('first that has waited longest', () => {
    const due = dueOn(
      [
        known(1, '2026-11-24'),
        { ...known(0, '2026-11-20'), id: 'a/c' },
        { ...known(1, '2026-11-24'), id: 'a/a' },
      ],
      TODAY,
    );
    expect(due.map(({ id }) => id)).toEqual(['a/c', 'a/a', 'a/b']);
  });

  itHolds(
    'or comes later, and each on one of both',
    fc.property(
      fc.array(answers, { maxLength: 4 }),
      fc.constantFrom(...DAYS.slice(0, -1)),
      (records, today) => {
        const due = dueOn(records, today);
        const next = nextDueDay(records, today);
        const waiting = records.length - due.length;
        return waiting === 0 ? next === undefined : next !== undefined && next > today;
      },
    ),
    5,
  );

  itHolds(
    'within 31 days of any clock, so that none is lost for ever',
    fc.property(answers, fc.constantFrom(...DAYS.slice(0, -1)), (record, today) => {
      return dueDay(record, today) <= later(today, 31);
    }),
  );
});

it('how far off a day is, is said in words', () => {
  expect(
    [TODAY, '2026-11-20', '2026-11-27', '2026-12-03'].map((day) => sayDay(day, TODAY)),
  ).toEqual(['today', 'today', 'tomorrow', 'in 7 days']);
});

it('the schedule is the one that the pages name', () => {
  expect(STEPS).toEqual([1, 3, 7, 14, 30]);
});

describe('two answers to a question become one', () => {
  it('which is the later one', () => {
    const [first, second] = [known(3, TODAY, stampAt(NOW)), known(0, TODAY, stampAt(NOW + 1))];
    expect(mergeAnswers(first, second)).toBe(second);
  });

  itHolds(
    'in either order',
    fc.property(twins, ([a, b]) => isDeepStrictEqual(mergeAnswers(a, b), mergeAnswers(b, a))),
  );

  itHolds(
    'and three in any grouping',
    fc.property(twins, answers, ([a, b], other) => {
      const c = { ...other, id: a.id };
      return isDeepStrictEqual(
        mergeAnswers(mergeAnswers(a, b), c),
        mergeAnswers(a, mergeAnswers(b, c)),
      );
    }),
  );

  itHolds(
    'and the same one once more changes nothing',
    fc.property(twins, ([a, b]) => {
      const once = mergeAnswers(a, b);
      return mergeAnswers(once, b) === once || isDeepStrictEqual(once, b);
    }),
    5,
  );
});

describe('a merge of answers that is undone', () => {
  it('gives back what was here, or nothing', () => {
    const [before, merged] = [known(1), known(2, TODAY, stampAt(NOW + 1))];
    expect(undoAnswer(merged, before, merged)).toBe(before);
    expect(undoAnswer(merged, undefined, merged)).toBeUndefined();
  });

  it('leaves a question that was answered since', () => {
    const current = known(3, TODAY, stampAt(NOW + 2));
    expect(undoAnswer(current, known(1), known(2, TODAY, stampAt(NOW + 1)))).toBe(current);
  });
});

describe('anything at all is read as an answer or as none', () => {
  const WHOLE = known(2);

  it.each<[string, unknown]>([
    ['null', null],
    ['a text', 'a/b'],
    ['a list', [WHOLE]],
    ['what only inherits its parts', Object.create(WHOLE)],
    ['one without an id', { ...WHOLE, id: undefined }],
    ['one with an id of one part', { ...WHOLE, id: 'a' }],
    ['one with HTML for an id', { ...WHOLE, id: '<img src=x>/b' }],
    ['one with a count as text', { ...WHOLE, inARow: '2' }],
    ['one with half a count', { ...WHOLE, inARow: 1.5 }],
    ['one with a count below zero', { ...WHOLE, inARow: -1 }],
    ['one with a count beyond a life', { ...WHOLE, inARow: 10_000 }],
    ['one with a count that is no number', { ...WHOLE, inARow: NaN }],
    ['one without a day', { ...WHOLE, day: undefined }],
    ['one with a day that there is not', { ...WHOLE, day: '2026-02-30' }],
    ['one with a month that there is not', { ...WHOLE, day: '2026-13-01' }],
    ['one with a time', { ...WHOLE, day: '2026-11-26T00:00' }],
    ['one with a day of another calendar', { ...WHOLE, day: '+12026-11-26' }],
    ['one without a stamp', { ...WHOLE, at: undefined }],
    ['one with a stamp of no clock', { ...WHOLE, at: 'yesterday' }],
    ['a record of a task', { id: 'a/b', state: { value: 'done', at: stampAt(NOW) } }],
  ])('%s is none', (_, value) => {
    expect(readAnswer(value)).toBeUndefined();
  });

  it('one with more keys is read without them', () => {
    expect(readAnswer({ ...WHOLE, score: 12, length: 3 })).toEqual(WHOLE);
  });

  it('one with minus zero in a row has zero', () => {
    expect(Object.is(readAnswer({ ...WHOLE, inARow: -0 })?.inARow, 0)).toBe(true);
  });

  itHolds(
    'and one is read as it is, also from JSON',
    fc.property(
      answers,
      (record) =>
        isDeepStrictEqual(readAnswer(record), record) &&
        isDeepStrictEqual(readAnswer(JSON.parse(JSON.stringify(record))), record),
    ),
    5,
  );

  itHolds(
    'and what is read reads back, be it any value of JavaScript in the place of a part',
    fc.property(
      answers,
      fc.constantFrom('id', 'inARow', 'day', 'at', '__proto__'),
      fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
      (record, name, odd) => {
        const changed = Object.defineProperty({ ...record }, name, {
          value: odd,
          enumerable: true,
        });
        const read = readAnswer(changed);
        return read === undefined || isDeepStrictEqual(readAnswer(read), read);
      },
    ),
    10,
  );
});
