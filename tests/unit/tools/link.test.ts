import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TOOLS } from '#domain/tools/all.ts';
import { encodeTyped, findTyped } from '#domain/tools/link.ts';
import type { Field, Tool, Typed } from '#domain/tools/tool.ts';
import { itHolds, medianTime } from '../progress/cases.ts';

const DIGITS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'];

/** A tool with some fields and columns of a list. */
function toolOf(id: string, names: string[], columns: string[] = []): Tool {
  const field = (name: string): Field => ({ name, label: name });
  return {
    id,
    groups: names.map((name) => ({ label: name, fields: [field(name)] })),
    ...(columns.length > 0 && {
      list: { item: 'idea', label: 'Ideas', columns: columns.map(field), least: 1, most: 20 },
    }),
    read: () => ({ faults: {}, results: [], remarks: [], tables: [], charts: [] }),
  };
}

const PLAIN = toolOf('plain', ['spend', 'customers', 'note']);
const LISTED = toolOf('listed', ['title'], ['name', 'reach']);
const BARE = toolOf('bare', [], ['name']);

const SIGNS = [
  ...['\u001f', '\u001e', '\u0000', '\n', '\r\n', '\t', ' ', '|', '#t=', '%23', '+', '/', '=', '-'],
  ...[
    '👩🏽‍💻',
    '🇩🇪',
    'שלום',
    '\u202e',
    '\u200d',
    '\ufeff',
    'é',
    'e\u0301',
    '你',
    '\ud83d',
    '\udc69',
    'x',
  ],
];
const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.array(fc.constantFrom(...SIGNS), { maxLength: 6 }).map((signs) => signs.join('')),
);

/** Whatever is typed into a tool. */
function typedInto({ groups, list }: Tool, least = 0): fc.Arbitrary<Typed> {
  const record = (fields: readonly Field[]) =>
    fc.record(Object.fromEntries(fields.map(({ name }) => [name, texts])));
  return fc.record({
    fields: record(groups.flatMap(({ fields }) => fields)),
    items: list
      ? fc.array(record(list.columns), { minLength: least, maxLength: 4 })
      : fc.constant([]),
  });
}

/** What a link keeps of a text: all but its two separators and the halves of broken characters. */
const kept = (text: string): string => text.replace(/[\u001e\u001f]/g, ' ').toWellFormed();

const keptOf = ({ fields, items }: Typed): Typed => {
  const record = (texts: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, kept(text)]));
  return { fields: record(fields), items: items.map(record) };
};

const comesBack = (tool: Tool, typed: Typed): boolean => {
  const link = encodeTyped(tool, typed);
  if (link === undefined) return false;
  const found = findTyped(tool, `#${link}`);
  expect(found).toEqual({ kind: 'typed', typed: keptOf(typed) });
  return true;
};

/** What was typed where nothing but the first field was. */
const ofSpend = (spend: string): Typed => ({
  fields: { spend, customers: '', note: '' },
  items: [],
});

describe('a link', () => {
  for (const tool of [PLAIN, LISTED, BARE]) {
    itHolds(
      `brings back any texts of the ${tool.id} tool`,
      fc.property(typedInto(tool), (typed) => comesBack(tool, typed)),
      50,
    );
  }

  it('brings back texts that are all empty', () => {
    expect(comesBack(PLAIN, ofSpend(''))).toBe(true);
    expect(comesBack(LISTED, { fields: { title: '' }, items: [{ name: '', reach: '' }] })).toBe(
      true,
    );
    expect(comesBack(BARE, { fields: {}, items: [] })).toBe(true);
    expect(comesBack(BARE, { fields: {}, items: [{ name: '' }, { name: '' }] })).toBe(true);
  });

  it('has letters, digits, hyphens and underlines alone, and ends in a letter', () => {
    for (const spend of ['', '👩🏽‍💻', '???>>>', '\u202e'])
      expect(encodeTyped(PLAIN, ofSpend(spend))).toMatch(/^t=1[\w-]*x$/);
  });

  it('is read inside an address, a message and an encoded address', () => {
    const link = encodeTyped(PLAIN, ofSpend('5'))!;
    for (const text of [
      link,
      `#${link}`,
      `https://crossover.example/tools/plain/#${link}`,
      `Look: <https://crossover.example/tools/plain/#${link}>. Yours?`,
      `https%3A%2F%2Fcrossover.example%2Ftools%2Fplain%2F%23t%3D${link.slice(2)}`,
    ])
      expect(findTyped(PLAIN, text).kind).toBe('typed');
  });

  it('still opens when a field and a column are added behind the others', () => {
    const link = encodeTyped(LISTED, {
      fields: { title: 'A' },
      items: [{ name: 'B', reach: '1' }],
    })!;
    const later = toolOf('listed', ['title', 'unit'], ['name', 'reach', 'effort']);
    expect(findTyped(later, link)).toEqual({
      kind: 'typed',
      typed: { fields: { title: 'A', unit: '' }, items: [{ name: 'B', reach: '1', effort: '' }] },
    });
  });

  it('with more texts than the tool has fields, columns or lines is incomplete', () => {
    const link = encodeTyped(LISTED, {
      fields: { title: 'A' },
      items: [{ name: 'B', reach: '1' }],
    })!;
    expect(findTyped(toolOf('listed', ['title'], ['name']), link).kind).toBe('incomplete');
    expect(findTyped(toolOf('listed', ['title']), link).kind).toBe('incomplete');
    const many = Array.from({ length: 21 }, () => ({ name: 'B', reach: '1' }));
    const long = encodeTyped(LISTED, { fields: { title: 'A' }, items: many })!;
    expect(findTyped(LISTED, long).kind).toBe('incomplete');
  });

  it('of 2,000 characters is made, and a longer one is not', () => {
    const links = Array.from({ length: 2100 }, (_, length) =>
      encodeTyped(PLAIN, ofSpend('5'.repeat(length))),
    );
    const made = links.filter((link) => link !== undefined);
    expect(made.at(-1)!.length).toBe(2000);
    expect(links.slice(made.length).every((link) => link === undefined)).toBe(true);
    expect(findTyped(PLAIN, made.at(-1)!).kind).toBe('typed');
  });

  it('is not made of a very long text, and this is known at once', () => {
    const typed = ofSpend('👩'.repeat(2_000_000));
    expect(encodeTyped(PLAIN, typed)).toBeUndefined();
    expect(medianTime(() => encodeTyped(PLAIN, typed))).toBeLessThan(100);
  });
});

const LINKS = [
  encodeTyped(PLAIN, ofSpend(''))!,
  encodeTyped(PLAIN, { fields: { spend: '$5,400', customers: '300', note: 'é 👩🏽‍💻' }, items: [] })!,
  encodeTyped(PLAIN, ofSpend('xx5'.repeat(20)))!,
  encodeTyped(PLAIN, ofSpend('x'.repeat(200)))!,
];

const taken = (mangled: string[]): string[] =>
  mangled.filter((link) => findTyped(PLAIN, `#${link}`).kind === 'typed');

const put = (text: string, at: number, removed: number, added: string): string =>
  text.slice(0, at) + added + text.slice(at + removed);

/** Places in a link behind "t=". */
const placesOf = (link: string): number[] =>
  Array.from({ length: link.length - 2 }, (_, place) => place + 2);

const mangled = (by: (link: string, at: number) => string[]): string[] =>
  LINKS.flatMap((link) =>
    placesOf(link).flatMap((at) => by(link, at).filter((one) => one !== link)),
  );

describe('a link is incomplete', () => {
  it('with another character at any place', () => {
    const all = mangled((link, at) => DIGITS.map((digit) => put(link, at, 1, digit)));
    expect(all.length).toBeGreaterThan(20_000);
    expect(taken(all)).toEqual([]);
  });

  it('without a character', () => {
    expect(taken(mangled((link, at) => [put(link, at, 1, '')]))).toEqual([]);
  });

  it('that is cut off anywhere', () => {
    expect(taken(mangled((link, at) => [link.slice(0, at)]))).toEqual([]);
  });

  it('with a character too many', () => {
    expect(taken(mangled((link, at) => DIGITS.map((digit) => put(link, at, 0, digit))))).toEqual(
      [],
    );
  });

  it('with any two characters changed places', () => {
    const link = LINKS[2]!;
    const swapped = placesOf(link).flatMap((at) =>
      placesOf(link)
        .filter((place) => place > at && link[place] !== link[at])
        .map((place) => put(put(link, at, 1, link[place]!), place, 1, link[at]!)),
    );
    expect(swapped.length).toBeGreaterThan(3000);
    expect(taken(swapped)).toEqual([]);
  });

  it('in capitals or small letters', () => {
    expect(taken(LINKS.flatMap((link) => [link.toUpperCase(), link.toLowerCase()]))).toEqual([]);
  });

  it('of another tool', () => {
    const ids = [...Object.keys(TOOLS), 'plain', 'plane', 'plain-1', 'nialp', ''];
    for (const id of ids)
      for (const other of ids) {
        const link = encodeTyped(toolOf(id, ['spend', 'customers', 'note']), ofSpend('5'))!;
        const found = findTyped(toolOf(other, ['spend', 'customers', 'note']), link);
        expect(found.kind).toBe(id === other ? 'typed' : 'incomplete');
      }
  });
});

describe('a text without a link', () => {
  it.each(['', '#', '#reading', 'https://crossover.example/tools/plain/', 'not=a link'])(
    'has none: “%s”',
    (text) => {
      expect(findTyped(PLAIN, text)).toEqual({ kind: 'none' });
    },
  );

  itHolds(
    'never throws, whatever it is',
    fc.property(
      fc
        .array(fc.oneof(texts, fc.constantFrom('#t=', 't=1', 'x', '1AA', '%', ...LINKS)), {
          maxLength: 8,
        })
        .map((pieces) => pieces.join('')),
      (text) =>
        [PLAIN, LISTED, BARE].every((tool) =>
          ['none', 'incomplete', 'typed'].includes(findTyped(tool, text).kind),
        ),
    ),
    50,
  );

  it.each(['#', '#t=', 't', 'a', '%23', '\ud83d', '#t=1a'])(
    'takes no time, however often it has “%s”',
    (piece) => {
      const text = piece.repeat(Math.floor(1_000_000 / piece.length));
      expect(medianTime(() => findTyped(PLAIN, text))).toBeLessThan(100);
    },
  );

  it('of more than a million characters is not looked through', () => {
    expect(findTyped(PLAIN, `#${LINKS[1]}${' '.repeat(1_000_000)}`)).toEqual({ kind: 'none' });
  });
});
