import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { lastChange } from '#domain/progress/backup.ts';
import {
  EVIDENCE_LENGTH,
  FIELDS,
  isEvidence,
  isTaskId,
  mergeRecords,
  NOTE_LENGTH,
  readRecord,
  renameRecord,
  stateOf,
  STATES,
  toEvidence,
  toNote,
  type TaskRecord,
} from '#domain/progress/record.ts';
import { drafts, itHolds, NOW, records, stampAt } from './cases.ts';

const AT = stampAt(NOW);
const LATER = stampAt(NOW + 1);

/** A record with all its fields. */
const WHOLE: TaskRecord = {
  id: 'start/six-results',
  state: { value: 'done', at: AT },
  note: { value: 'Thursday at ten', at: LATER },
  evidence: { value: 'https://example.org/', at: AT },
};

/** Two or three records of one task. */
const twins = fc.tuple(drafts, drafts).map(([a, b]) => [a, { ...b, id: a.id }] as const);
const triplets = fc
  .tuple(drafts, drafts, drafts)
  .map(([a, b, c]) => [a, { ...b, id: a.id }, { ...c, id: a.id }] as const);

describe('two records of a task become one', () => {
  it('with what was said later, field by field', () => {
    const mine: TaskRecord = {
      id: 'a/b',
      state: { value: 'done', at: AT },
      note: { value: 'new', at: LATER },
    };
    const theirs: TaskRecord = {
      id: 'a/b',
      state: { value: 'stuck', at: LATER },
      note: { value: 'old', at: AT },
    };
    expect(mergeRecords(mine, theirs)).toEqual({
      id: 'a/b',
      state: { value: 'stuck', at: LATER },
      note: { value: 'new', at: LATER },
    });
  });

  it('and what was unticked later stays unticked', () => {
    const done: TaskRecord = { id: 'a/b', state: { value: 'done', at: AT } };
    const toDo: TaskRecord = { id: 'a/b', state: { value: 'to do', at: LATER } };
    expect(stateOf(mergeRecords(done, toDo))).toBe('to do');
  });

  itHolds(
    'in either order',
    fc.property(twins, ([a, b]) => isDeepStrictEqual(mergeRecords(a, b), mergeRecords(b, a))),
  );

  itHolds(
    'and three in any grouping',
    fc.property(triplets, ([a, b, c]) =>
      isDeepStrictEqual(mergeRecords(mergeRecords(a, b), c), mergeRecords(a, mergeRecords(b, c))),
    ),
  );

  itHolds(
    'and a record with itself stays itself',
    fc.property(drafts, (a) => isDeepStrictEqual(mergeRecords(a, a), a)),
  );

  itHolds(
    'and the same one once more changes nothing',
    fc.property(twins, ([a, b]) => {
      const once = mergeRecords(a, b);
      return isDeepStrictEqual(mergeRecords(once, b), once);
    }),
    5,
  );

  itHolds(
    'that has every field of both, from one of them',
    fc.property(twins, ([a, b]) => {
      const merged = mergeRecords(a, b);
      return FIELDS.every((name) => {
        if (!a[name] && !b[name]) return !(name in merged);
        return merged[name] !== undefined && [a[name], b[name]].includes(merged[name]);
      });
    }),
  );

  itHolds(
    'that is later than neither of them is',
    fc.property(twins, ([a, b]) => {
      const last = [lastChange(a), lastChange(b)].filter((at) => at !== undefined).sort();
      return lastChange(mergeRecords(a, b)) === last.at(-1);
    }),
    5,
  );

  itHolds(
    'and stay as they are themselves',
    fc.property(twins, ([a, b]) => {
      const [before, after] = [structuredClone(a), structuredClone(b)];
      mergeRecords(a, b);
      return isDeepStrictEqual([a, b], [before, after]);
    }),
    10,
  );
});

/** Things that stand where a record, a field, a value or a stamp should. */
const ODD: unknown[] = [
  ...[undefined, null, true, 0, -0, 1, NaN, Infinity, 1e308, 2n, Symbol('id')],
  ...['', ' ', 'a', 'a/b', 'done', 'DONE', '__proto__', 'constructor', 'toString', '\0', '\ud83d'],
  ...['https://example.org', 'javascript:alert(1)', '<b>', '👩🏽‍💻', '\u202e', 'x'.repeat(5000), AT],
  ...[[], ['a/b'], {}, { value: 'done' }, { at: AT }, { value: 'done', at: AT }, new Map()],
  ...[new Date(NaN), /x/, () => 'a/b', Object.create(null), Object.create(WHOLE), new Set(['a/b'])],
  ...[new String('a/b'), Object('done'), Object.freeze({ id: 'a/b' }), new Uint8Array(3)],
];

describe('anything at all is read as a record or as none', () => {
  const isNoneOrReadsBack = (value: unknown): boolean => {
    const record = readRecord(value);
    if (record === undefined) return true;
    const again = readRecord(JSON.parse(JSON.stringify(record)));
    return isDeepStrictEqual(again, record) && isDeepStrictEqual(readRecord(record), record);
  };

  itHolds(
    'be it any value of JavaScript',
    fc.property(
      fc.anything({
        withBigInt: true,
        withDate: true,
        withMap: true,
        withNullPrototype: true,
        withSparseArray: true,
        withTypedArray: true,
      }),
      isNoneOrReadsBack,
    ),
    5,
  );

  itHolds(
    'be it a record with something else in the place of a part',
    fc.property(
      records,
      fc.constantFrom('id', ...FIELDS, 'more', '__proto__', 'constructor'),
      fc.constantFrom(undefined, 'value', 'at', 'more'),
      fc.constantFrom(...ODD),
      (record, name, part, odd) => {
        const put = (target: object, key: string, value: unknown): object =>
          Object.defineProperty({ ...target }, key, { value, enumerable: true });
        const field = new Map<string, unknown>(Object.entries(record)).get(name);
        const isInField = part !== undefined && typeof field === 'object' && field !== null;
        const value = put(record, name, isInField ? put(field, part, odd) : odd);
        return isNoneOrReadsBack(value);
      },
    ),
  );

  itHolds(
    'be it a record with any text as its note and its evidence',
    fc.property(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      (note, evidence) =>
        isNoneOrReadsBack({
          id: 'a/b',
          note: { value: note, at: AT },
          evidence: { value: `https://${evidence}`, at: AT },
        }),
    ),
    5,
  );

  itHolds(
    'and a record is read as it is',
    fc.property(records, (record) => isDeepStrictEqual(readRecord(record), record)),
    5,
  );

  itHolds(
    'and a record that was written as JSON is read as it was',
    fc.property(records, (record) =>
      isDeepStrictEqual(readRecord(JSON.parse(JSON.stringify(record))), record),
    ),
  );

  it('and what is read shares nothing with what it was read from', () => {
    const given = structuredClone(WHOLE);
    const read = readRecord(given)!;
    given.state!.value = 'stuck';
    expect(read).toEqual(WHOLE);
  });
});

describe('a record is read', () => {
  it.each(STATES)('with the state "%s"', (value) => {
    expect(readRecord({ id: 'a/b', state: { value, at: AT } })?.state?.value).toBe(value);
  });

  it('with a note of the greatest length', () => {
    const note = { value: 'n'.repeat(NOTE_LENGTH), at: AT };
    expect(readRecord({ id: 'a/b', note })).toEqual({ id: 'a/b', note });
  });

  it('with evidence that was taken out again', () => {
    const evidence = { value: '', at: AT };
    expect(readRecord({ id: 'a/b', evidence })).toEqual({ id: 'a/b', evidence });
  });

  it('without the keys that a record does not have', () => {
    const value = { ...WHOLE, task: 'Call six people', score: 12, length: 3 };
    expect(readRecord(value)).toEqual(WHOLE);
  });

  it('without the keys that a field does not have', () => {
    const state = { value: 'done', at: AT, by: 'Sam' };
    expect(readRecord({ id: 'a/b', state })).toEqual({
      id: 'a/b',
      state: { value: 'done', at: AT },
    });
  });
});

describe('no record is read', () => {
  const field = (name: string, value: unknown, at: unknown = AT) => ({
    id: 'a/b',
    [name]: { value, at },
  });

  it.each<[string, unknown]>([
    ['from null', null],
    ['from a text', 'a/b'],
    ['from a list', [WHOLE]],
    ['from a function', Object.assign(() => 1, WHOLE)],
    ['from what only inherits its fields', Object.create(WHOLE)],
    ['where the id is no text', { ...WHOLE, id: ['a/b'] }],
    ['where the id is a text as an object', { ...WHOLE, id: new String('a/b') }],
    ['where there is no id', { state: WHOLE.state }],
    ['where there is no field', { id: 'a/b' }],
    ['where there are other keys alone', { id: 'a/b', task: 'Call six people', more: WHOLE.note }],
    ['where the fields are undefined', { id: 'a/b', state: undefined, note: undefined }],
    ['where the fields are only inherited', Object.assign(Object.create(WHOLE), { id: 'a/b' })],
    ['where a field is null', { id: 'a/b', state: null }],
    ['where a field is a text', { id: 'a/b', state: 'done' }],
    ['where a field is a list', { id: 'a/b', state: ['done', AT] }],
    ['where a field only inherits its value', { id: 'a/b', state: Object.create(WHOLE.state!) }],
    ['with a state that there is not', field('state', 'finished')],
    ['with a state in capitals', field('state', 'Done')],
    ['with a number for a state', field('state', 2)],
    ['with a note that is no text', field('note', 12)],
    ['with a note that is too long', field('note', 'n'.repeat(NOTE_LENGTH + 1))],
    ['with a note that holds half a character', field('note', 'a\ud83d')],
    ['with a note that holds NUL', field('note', 'a\0b')],
    ['with a note that holds an escape code', field('note', '\u001b[31m')],
    ['with evidence that runs a script', field('evidence', 'javascript:alert(1)')],
    ['with evidence that is no text', field('evidence', null)],
    ['with evidence that is not escaped', field('evidence', 'https://example.org/ä')],
    ['without a stamp', { id: 'a/b', note: { value: 'x' } }],
    ['with a date for a stamp', field('note', 'x', '2026-11-26T12:00:00Z')],
    ['with a number for a stamp', field('note', 'x', NOW)],
    ['with one good field and one bad one', { ...WHOLE, state: { value: 'done', at: '' } }],
  ])('%s', (_, value) => {
    expect(readRecord(value)).toBeUndefined();
  });
});

describe('a record from hostile JSON', () => {
  const hostile = (json: string): unknown => readRecord(JSON.parse(json));
  const note = { value: 'x', at: AT };
  const NOTE = `"note":${JSON.stringify(note)}`;
  const isPolluted = (): boolean => 'polluted' in {} || 'polluted' in [] || 'polluted' in (() => 1);

  it.each([
    ['a prototype', `{"id":"a/b",${NOTE},"__proto__":{"polluted":1}}`],
    [
      'a prototype in a field',
      `{"id":"a/b","note":{"value":"x","at":"${AT}","__proto__":{"polluted":1}}}`,
    ],
    ['a constructor', `{"id":"a/b",${NOTE},"constructor":{"prototype":{"polluted":1}}}`],
    ['a prototype alone', '{"__proto__":{"polluted":1}}'],
    ['an id in a prototype', '{"__proto__":{"id":"a/b","polluted":1}}'],
    ['two ids', `{"id":"a/b",${NOTE},"__proto__":{"polluted":1},"id":"a/b"}`],
    [
      'keys like getters',
      `{"id":"a/b",${NOTE},"__defineGetter__":1,"get id":"c/d","toJSON":"polluted"}`,
    ],
  ])('with %s pollutes nothing', (_, json) => {
    hostile(json);
    expect(isPolluted()).toBe(false);
  });

  it.each([
    ['a prototype', `{"id":"a/b",${NOTE},"__proto__":{"state":{"value":"done","at":"${AT}"}}}`],
    ['a constructor', `{"id":"a/b",${NOTE},"constructor":{"prototype":{"polluted":1}}}`],
    ['a method', `{"id":"a/b",${NOTE},"toString":"x","valueOf":1,"hasOwnProperty":false}`],
  ])('with %s has nothing of it', (_, json) => {
    const record = hostile(json) as object;
    expect(Object.getOwnPropertyNames(record)).toEqual(['id', 'note']);
    expect(Object.getPrototypeOf(record)).toBe(Object.prototype);
  });

  it('with a key twice has the last', () => {
    expect(hostile(`{"id":"a/b",${NOTE},"id":"c/d"}`)).toEqual({ id: 'c/d', note });
  });
});

describe('the id of a task', () => {
  it.each(['start/six-results', 'a/b', 'a1/b2-c3', 'constructor/constructor'])(
    'may be %s',
    (text) => {
      expect(isTaskId(text)).toBe(true);
    },
  );

  it('may have 200 characters', () => {
    expect(isTaskId(`a/${'b'.repeat(198)}`)).toBe(true);
  });

  it.each<[string, unknown]>([
    ['empty', ''],
    ['one id alone', 'start'],
    ['three ids', 'start/six/results'],
    ['without a checklist', '/six-results'],
    ['without a task', 'start/'],
    ['in capitals', 'Start/six-results'],
    ['a prototype', '__proto__/polluted'],
    ['with a space', 'start/six results'],
    ['with a line break', 'start/six\n'],
    ['with a zero-width space', 'start/six\u200b'],
    ['with a Cyrillic letter', 'start/sіx'],
    ['with NUL', 'start/six\0'],
    ['a path', '../start'],
    ['HTML', '<b>/<i>'],
    ['longer than 200 characters', `a/${'b'.repeat(199)}`],
    ['a million hyphens', `a/${'-'.repeat(1_000_000)}`],
    ['a list', ['a', 'b']],
    ['undefined', undefined],
  ])('is not one that is %s', (_, value) => {
    expect(isTaskId(value)).toBe(false);
  });
});

describe('evidence', () => {
  it.each([
    'https://example.org/',
    'http://example.org',
    'HTTPS://EXAMPLE.ORG/A',
    'https://example.org/a?b=c&d=%20#e',
    'https://xn--bcher-kva.example/%C3%A4/%E6%97%A5',
    "https://example.org/it's(here)",
    'https://192.0.2.1:8080/x',
  ])('may be %s', (text) => {
    expect(isEvidence(text)).toBe(true);
  });

  it('may have 500 characters', () => {
    expect(EVIDENCE_LENGTH).toBe(500);
    expect(isEvidence(`https://${'a'.repeat(EVIDENCE_LENGTH - 8)}`)).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['a script', 'javascript:alert(1)'],
    ['a script that looks like a link', 'javascript://example.org/%0aalert(1)'],
    ['a script in mixed letters', 'JaVaScRiPt:alert(1)'],
    ['a script behind a space', ' javascript:alert(1)'],
    ['a script behind a line break', '\njavascript:alert(1)'],
    ['a script with a link behind it', 'javascript:alert(1)\nhttps://example.org/'],
    ['a page in the address', 'data:text/html,<script>alert(1)</script>'],
    ['a script of another language', 'vbscript:msgbox(1)'],
    ['a file', 'file:///etc/passwd'],
    ['a blob', 'blob:https://example.org/1'],
    ['an address without its scheme', 'example.org'],
    ['an address of the same scheme', '//example.org'],
    ['a scheme alone', 'https://'],
    ['a scheme with one slash', 'https:/example.org'],
    ['an address with a space in it', 'https://example.org/a b'],
    ['an address with a space before it', ' https://example.org'],
    ['an address with a space behind it', 'https://example.org '],
    ['an address with a line break behind it', 'https://example.org\n'],
    ['an address with a tab in it', 'https://exa\tmple.org'],
    ['an address with a hard space in it', 'https://example.org/a\u00a0b'],
    ['an address with a quotation mark', 'https://example.org/"onclick="alert(1)'],
    ['an address with a tag', 'https://example.org/<script>'],
    ['two addresses', 'https://a.example https://b.example'],
    ['an address with a letter beyond ASCII', 'https://example.org/ä'],
    ['an address with a host in another script', 'https://例え.jp/'],
    ['an address in wide letters', 'ｈttps://example.org'],
    ['an address with a change of direction', 'https://example.org/\u202egpj.exe'],
    ['an address with a zero-width space', 'https://example.org/\u200b'],
    ['an address with DEL', 'https://example.org/\u007f'],
    ['an address with NUL', 'https://example.org/\0'],
    ['an address with half a character', 'https://example.org/\ud83d'],
    ['a link that is too long', `https://${'a'.repeat(EVIDENCE_LENGTH - 7)}`],
    ['a million letters', `https://${'a'.repeat(1_000_000)}`],
  ])('is not %s', (_, text) => {
    expect(isEvidence(text)).toBe(false);
  });

  itHolds(
    'is every address as the browser writes it, whatever was typed',
    fc.property(
      fc.constantFrom('https://example.org', 'http://BÜCHER.example', 'https://a@例え.jp:8080'),
      fc.constantFrom('/', '/?', '/?q=', '/#', '\\'),
      fc.string({ unit: 'binary', maxLength: 12 }),
      (host, mark, text) => {
        const address = URL.parse(`${host}${mark}${text}`)?.href;
        return address === undefined || isEvidence(toEvidence(address));
      },
    ),
    5,
  );
});

describe('a text as a note', () => {
  /** Any 16 bits, lone halves of surrogate pairs among them. */
  const texts = fc
    .array(
      fc.oneof(
        fc.integer({ min: 0, max: 0x9f }),
        fc.integer({ min: 0xd7f0, max: 0xe010 }),
        fc.integer({ min: 0, max: 0xffff }),
      ),
      { maxLength: 12 },
    )
    .map((codes) => String.fromCharCode(...codes));

  it.each([
    ['nothing', ''],
    ['words', 'Thursday at ten'],
    ['spaces', '  '],
    ['tabs and line ends', '\tone\r\ntwo\rthree\n'],
    ['letters of other scripts', 'שלום 日本 ä'],
    ['emoji', '👩🏽‍💻 \u{1f1e9}\u{1f1ea}'],
    ['a text of 1,000 characters', '中'.repeat(1000)],
  ])('stays as it is where it is %s', (_, text) => {
    expect(toNote(text)).toBe(text);
  });

  it('has at most 1,000 characters', () => {
    expect(NOTE_LENGTH).toBe(1000);
    expect(toNote('n'.repeat(1001))).toBe('n'.repeat(1000));
    expect(toNote('n'.repeat(1_000_000))).toBe('n'.repeat(1000));
  });

  it('has no half character where it was cut through an emoji', () => {
    const note = toNote(`${'n'.repeat(999)}👩`);
    expect(note.slice(0, 999)).toBe('n'.repeat(999));
    expect(note.length).toBeLessThanOrEqual(1000);
    expect(note.isWellFormed()).toBe(true);
  });

  it('has no control character but tab, line feed and carriage return', () => {
    const all = String.fromCharCode(...Array(32).keys(), 127);
    expect(toNote(`a${all}b`)).toBe('a\t\n\rb');
  });

  it('has the sign for what cannot be read in the place of half a character', () => {
    expect(toNote('a\ud83db\udc69')).toBe('a\ufffdb\ufffd');
  });

  itHolds(
    'is one once and for all',
    fc.property(texts, fc.constantFrom(0, 990, 999), (text, length) => {
      const note = toNote('n'.repeat(length) + text);
      return note.length <= NOTE_LENGTH && note.isWellFormed() && toNote(note) === note;
    }),
    5,
  );

  itHolds(
    'is read, and a text that is none is not',
    fc.property(texts, (text) => {
      const read = (value: string) => readRecord({ id: 'a/b', note: { value, at: AT } });
      return (
        read(toNote(text))?.note?.value === toNote(text) &&
        (read(text) !== undefined) === (toNote(text) === text)
      );
    }),
    5,
  );
});

describe('a record', () => {
  it('of which nothing is known is to do', () => {
    expect(stateOf(undefined)).toBe('to do');
  });

  it('with a note alone is to do', () => {
    expect(stateOf({ id: 'a/b', note: { value: 'x', at: AT } })).toBe('to do');
  });

  it('keeps its fields under another id', () => {
    expect(renameRecord(WHOLE, 'c/d')).toEqual({ ...WHOLE, id: 'c/d' });
  });
});
