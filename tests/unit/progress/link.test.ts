import fc from 'fast-check';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeStates, encodeStates, findStates, isFurther } from '#domain/progress/link.ts';
import { STATES, type State } from '#domain/progress/record.ts';
import { itHolds, LONG, medianTime, stateLists, statesFrom, tryCases } from './cases.ts';

type Decode = typeof decodeStates;

const DIGITS_62 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const DIGITS_64 = `${DIGITS_62}-_`;
const PAGE = 'https://crossover.example/progress/';
const MEBI = 1_000_000;

/** Payloads of lists of many lengths, each with other states. */
const PAYLOADS = [0, 1, 2, 3, 14, 15, 16, 31, 100, 250, 254, 300].map((length, place) =>
  encodeStates(statesFrom(length, 100 + place)),
);
const LONGEST = encodeStates(statesFrom(1000, 7));

const isSame = (a: State[] | undefined, b: State[]): boolean => a?.join() === b.join();

const put = (text: string, at: number, removed: number, added: string): string =>
  text.slice(0, at) + added + text.slice(at + removed);

/** Every text that differs from this one in a single character of the alphabet. */
const substitutions = (text: string): string[] =>
  [...text].flatMap((old, at) =>
    [...DIGITS_64].filter((digit) => digit !== old).map((digit) => put(text, at, 1, digit)),
  );

const deletions = (text: string): string[] => [...text].map((_, at) => put(text, at, 1, ''));

const insertions = (text: string): string[] =>
  [...text, ''].flatMap((_, at) => [...DIGITS_64].map((digit) => put(text, at, 0, digit)));

const truncations = (text: string): string[] => [...text].map((_, at) => text.slice(0, at));

/** How many of some mangled payloads are read as states all the same. */
const acceptedOf = (decode: Decode, mangled: string[]): number =>
  mangled.filter((payload) => decode(payload) !== undefined).length;

/** The same text with a break after every 76 characters of a line, as old mail programs send it. */
const broken = (text: string, ending: string): string =>
  text
    .split('\n')
    .map((line) => line.match(/.{1,76}/g)?.join(ending) ?? '')
    .join('\n');

describe('a payload', () => {
  itHolds(
    'of up to 300 tasks comes back as it was',
    fc.property(stateLists(300), (states) => isSame(decodeStates(encodeStates(states)), states)),
  );

  itHolds(
    'of up to 1,000 tasks comes back as it was',
    fc.property(stateLists(1000), (states) => isSame(decodeStates(encodeStates(states)), states)),
    20,
  );

  it('of 1,000 tasks comes back as it was', () => {
    expect(decodeStates(LONGEST)).toEqual(statesFrom(1000, 7));
  });

  it.each(STATES)('of 250 tasks that are all "%s" comes back as it was', (state) => {
    const states = Array<State>(250).fill(state);
    expect(decodeStates(encodeStates(states))).toEqual(states);
  });

  it('of 1,001 tasks is not made', () => {
    expect(() => encodeStates(statesFrom(1001, 7))).toThrow('1000 tasks and not of 1001');
  });

  itHolds(
    'is of letters, digits, hyphens and underlines, and ends in a letter or a digit',
    fc.property(stateLists(300), (states) =>
      /^[A-Za-z0-9_-]*[A-Za-z0-9]$/.test(encodeStates(states)),
    ),
    2,
  );

  it('of 250 tasks has fewer than 140 characters', () => {
    expect(encodeStates(statesFrom(250, 7)).length).toBeLessThan(140);
  });

  itHolds(
    'of the same number of tasks is always equally long',
    fc.property(
      stateLists(300),
      (states) => encodeStates(states).length === encodeStates(states.map(() => 'done')).length,
    ),
    10,
  );

  it('from a course with fewer tasks gives the states of those', () => {
    const old = statesFrom(100, 7);
    expect(decodeStates(encodeStates(old))).toHaveLength(100);
  });

  it('from a course with more tasks than any list here gives the states of all', () => {
    const later = [...statesFrom(254, 7), ...statesFrom(500, 8)];
    expect(decodeStates(encodeStates(later))).toEqual(later);
  });
});

/** Payloads with every checksum there is, so one of them has the right one for its body. */
const withEveryChecksum = (text: string): string[] =>
  [...DIGITS_62].flatMap((first) =>
    [...DIGITS_62].flatMap((second) =>
      [...DIGITS_62].map((third) => text + first + second + third),
    ),
  );

/** One task whose digit is 63, where 4 is the largest state. */
const OVERFULL = withEveryChecksum('1AB_');

/** A payload whose checksum is written with a sign that stands for -1 where it is not looked for. */
const MISWRITTEN = Array.from({ length: 10_000 }, (_, seed) =>
  encodeStates(statesFrom(30, seed + 5)),
).flatMap((payload) => {
  const [first, second] = payload.slice(-3);
  const next = DIGITS_62[DIGITS_62.indexOf(first!) + 1];
  return second === '9' && next ? [put(payload, payload.length - 3, 2, `${next}-`)] : [];
});

/** A text of which nothing but the length may be asked. */
const UNREADABLE = {
  length: MEBI,
  toString() {
    throw new Error('was read');
  },
} as unknown as string;

/** What must be refused: how many of some wrong payloads a decoder takes, and how many it may. */
const REFUSALS: { what: string; taken: (decode: Decode) => number; most: number }[] = [
  {
    what: 'with another character at any place',
    taken: (decode) => acceptedOf(decode, PAYLOADS.flatMap(substitutions)),
    most: 0,
  },
  {
    what: 'without a character',
    taken: (decode) => acceptedOf(decode, PAYLOADS.flatMap(deletions)),
    most: PAYLOADS.flatMap(deletions).length / 10_000,
  },
  {
    what: 'with a character too many',
    taken: (decode) => acceptedOf(decode, PAYLOADS.flatMap(insertions)),
    most: PAYLOADS.flatMap(insertions).length / 10_000,
  },
  {
    what: 'that is cut off',
    taken: (decode) => acceptedOf(decode, PAYLOADS.flatMap(truncations)),
    most: 0,
  },
  {
    what: 'whose digits are more than states can be, with any checksum',
    taken: (decode) => acceptedOf(decode, OVERFULL),
    most: 0,
  },
  {
    what: 'whose checksum is written in another way',
    taken: (decode) => acceptedOf(decode, MISWRITTEN),
    most: 0,
  },
  {
    what: 'that is longer than any link, unread',
    taken: (decode) => {
      try {
        return decode(UNREADABLE) ? 1 : 0;
      } catch {
        return 1;
      }
    },
    most: 0,
  },
];

describe('a payload is refused', () => {
  it.each(REFUSALS)('$what', ({ taken, most }) => {
    expect(taken(decodeStates)).toBeLessThanOrEqual(most);
  });

  it('of 1,000 tasks with another character at any place', () => {
    expect(acceptedOf(decodeStates, substitutions(LONGEST))).toBe(0);
  });

  it('with one letter in the other case', () => {
    const swapped = PAYLOADS.flatMap((payload) =>
      [...payload].flatMap((letter, at) => {
        const other = letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase();
        return other === letter ? [] : [put(payload, at, 1, other)];
      }),
    );
    expect(swapped.length).toBeGreaterThan(300);
    expect(acceptedOf(decodeStates, swapped)).toBe(0);
  });

  it('with two neighbors changed places', () => {
    const swapped = [...PAYLOADS, LONGEST].flatMap((payload) =>
      [...payload].flatMap((letter, at) => {
        const next = payload[at + 1];
        return next === undefined || next === letter ? [] : [put(payload, at, 2, next + letter)];
      }),
    );
    expect(acceptedOf(decodeStates, swapped)).toBe(0);
  });

  it('with two characters changed places that stand far from each other', () => {
    const payload = encodeStates(statesFrom(254, 7));
    const swapped = [...payload].flatMap((one, at) =>
      [...payload].flatMap((other, place) =>
        place <= at || one === other ? [] : [put(put(payload, at, 1, other), place, 1, one)],
      ),
    );
    expect(acceptedOf(decodeStates, swapped)).toBe(0);
  });

  it.each([
    ['nothing', ''],
    ['of another version', encodeStates([]).replace('1', '2')],
    ['with a space before it', ` ${PAYLOADS[3]}`],
    ['with a line break behind it', `${PAYLOADS[3]}\n`],
    ['with a zero-width space behind it', `${PAYLOADS[3]}\u200b`],
    ['in wide letters', PAYLOADS[3]!.replace('1', '１')],
  ])('that is %s', (_, payload) => {
    expect(decodeStates(payload)).toBeUndefined();
  });
});

/** Tries a way to mangle payloads, and says which share of it is refused. */
function itRefusesNearlyAll(
  name: string,
  mangle: (payload: string, place: number, digit: string) => string,
  share = 1,
): void {
  it(
    name,
    () => {
      let [all, refused] = [0, 0];
      const digits = fc.constantFrom(...DIGITS_64);
      tryCases(
        fc.property(stateLists(300), fc.nat(MEBI), digits, (states, place, digit) => {
          const payload = encodeStates(states);
          const mangled = mangle(payload, place, digit);
          if (mangled === payload) return;
          all++;
          if (decodeStates(mangled) === undefined) refused++;
        }),
        share,
      );
      console.log(`refused ${refused} of ${all}, ${((100 * refused) / all).toFixed(4)} %: ${name}`);
      expect(refused / all).toBeGreaterThanOrEqual(0.9999);
    },
    LONG,
  );
}

describe('of random payloads', () => {
  itHolds(
    'one with up to three wrong bits is refused',
    fc.property(
      stateLists(1000),
      fc.tuple(fc.nat(MEBI), fc.nat(MEBI), fc.nat(MEBI)),
      (states, places) => {
        const payload = encodeStates(states);
        // All but the version and the checksum.
        const [start, end] = [1, payload.length - 3];
        let mangled = payload;
        for (const place of places) {
          const bit = place % ((end - start) * 6);
          const at = start + Math.floor(bit / 6);
          const digit = DIGITS_64.indexOf(mangled[at]!) ^ (1 << (bit % 6));
          mangled = put(mangled, at, 1, DIGITS_64[digit]!);
        }
        return mangled === payload || decodeStates(mangled) === undefined;
      },
    ),
    5,
  );

  itRefusesNearlyAll('a missing character is noticed', (payload, place) =>
    put(payload, place % payload.length, 1, ''),
  );

  itRefusesNearlyAll('a character too many is noticed', (payload, place, digit) =>
    put(payload, place % (payload.length + 1), 0, digit),
  );

  itRefusesNearlyAll('a missing end is noticed', (payload, place) =>
    payload.slice(0, place % payload.length),
  );

  itRefusesNearlyAll(
    'a missing beginning is noticed',
    (payload, place) => payload.slice(1 + (place % payload.length)),
    5,
  );

  itRefusesNearlyAll(
    'a wrong character is noticed',
    (payload, place, digit) => put(payload, place % payload.length, 1, digit),
    5,
  );

  itRefusesNearlyAll('a change to capitals is noticed', (payload) => payload.toUpperCase(), 5);

  itRefusesNearlyAll('a change to small letters is noticed', (payload) => payload.toLowerCase(), 5);

  itRefusesNearlyAll(
    'a missing stretch is noticed',
    (payload, place) => put(payload, place % payload.length, 2 + (place % 7), ''),
    5,
  );
});

describe('the refusals fail where the decoder lacks', () => {
  const folders: string[] = [];
  afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

  /** The decoder of link.ts with a condition left out. */
  async function decoderWithout(condition: string): Promise<Decode> {
    const folder = mkdtempSync(join(tmpdir(), 'crossover-link-'));
    folders.push(folder);
    for (const name of ['progress', 'course']) mkdirSync(join(folder, name));
    for (const file of ['progress/record.ts', 'progress/stamp.ts', 'course/id.ts']) {
      copyFileSync(join('src/domain', file), join(folder, file));
    }
    const [before, after, ...others] = readFileSync('src/domain/progress/link.ts', 'utf8').split(
      condition,
    );
    if (after === undefined || others.length > 0) {
      throw new Error(`link.ts does not hold "${condition}" once. Write here how it reads.`);
    }
    const file = join(folder, 'progress/link.ts');
    writeFileSync(file, before + after);
    const mutant = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as {
      decodeStates: Decode;
    };
    return mutant.decodeStates;
  }

  it.each([
    ['the test of the greatest length', 'payload.length > bodyLength(MOST_TASKS) + 6 || '],
    ['the test of the length', ' || payload.length !== end + CHECKSUM_LENGTH'],
    [
      'the test of the checksum',
      'if (fromDigits(sum, DIGITS_62) !== checksum(payload.slice(0, end))) return undefined;',
    ],
    ['the test of the checksum’s signs', 'if (/[^A-Za-z0-9]/.test(sum)) return undefined;'],
    ['the test of the digits', 'if (value !== 0) return undefined;'],
  ])('%s', async (_, condition) => {
    const decode = await decoderWithout(condition);
    expect(decode(PAYLOADS[5]!)).toEqual(decodeStates(PAYLOADS[5]!));
    expect(REFUSALS.some(({ taken, most }) => taken(decode) > most)).toBe(true);
  });

  it('nothing, but not where it is a whole copy', async () => {
    const decode = await decoderWithout(
      '// Nobody wrote a group that is larger than its digits can be.',
    );
    expect(REFUSALS.filter(({ taken, most }) => taken(decode) > most)).toEqual([]);
  });
});

/** Pieces of which texts that look like links are made. */
const PIECES = [
  ...['#p=', '%23p=', '%23P%3d', '#', 'p', '=', '1', '1AA', 'AAA', '-', '_', 'z', '%', '%2', '&'],
  ...['\n', '\r\n', '> ', '\t', ' ', '<', '|', '"', "'", '.', '\0', '\u200b', '\u202e', '\ufeff'],
  ...['ä', '１', '👩🏽‍💻', '\ud83d', '\udc69', 'https://', '__proto__', '{"a":1}', ...PAYLOADS],
];

describe('nothing is thrown', () => {
  const texts = fc.oneof(
    fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join('')),
    // Any 16 bits, lone halves of surrogate pairs among them.
    fc
      .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 })
      .map((codes) => String.fromCharCode(...codes)),
  );

  itHolds(
    'by the decoder, whatever the text',
    fc.property(texts, (text) => {
      const states = decodeStates(text);
      return states === undefined || encodeStates(states) === text;
    }),
  );

  itHolds(
    'by the search, whatever the text',
    fc.property(texts, (text) => {
      const found = findStates(text);
      return (
        found.kind === 'none' ||
        found.kind === 'incomplete' ||
        encodeStates(found.states) === found.payload
      );
    }),
  );

  itHolds(
    'by the decoder or the search, whatever the text of up to 1,000,000 characters',
    fc.property(
      fc.constantFrom(...PIECES),
      fc.constantFrom(...PIECES),
      fc.nat(MEBI),
      (first, piece, length) => {
        const text = first + piece.repeat(Math.ceil(length / piece.length));
        const found = findStates(text.slice(0, MEBI));
        return decodeStates(text) === undefined || found.kind !== 'states';
      },
    ),
    500,
  );

  it.each([
    ['letters', 'A'.repeat(MEBI)],
    ['hyphens behind a version', `1${'-'.repeat(MEBI - 1)}`],
    ['a count and letters', `1Pn${'A'.repeat(MEBI - 3)}`],
    ['beginnings of links', '#p='.repeat(333_333)],
    ['a link and letters', `#p=1${'A'.repeat(MEBI - 4)}`],
    ['a link and line breaks', `#p=${'\r\n'.repeat(MEBI / 2)}`],
    ['a link and quoted line breaks', `#p=${'\n> A'.repeat(MEBI / 4)}`],
    ['a link and spaces', `#p=\n${' '.repeat(MEBI)}`],
    ['a beginning of a link and spaces', `#p=1${' '.repeat(MEBI - 4)}`],
    ['a beginning of a link and tabs', `#p=1${'\t'.repeat(MEBI - 4)}`],
    ['half a mark and spaces', `#${' '.repeat(MEBI - 1)}`],
    ['half a mark, a line break and quotation signs', `#\n${'>'.repeat(MEBI - 2)}`],
    ['broken halves of marks', '# \n>p'.repeat(MEBI / 5)],
    ['broken marks without an equals sign', '#\np\n'.repeat(MEBI / 4)],
    ['number signs', '#'.repeat(MEBI)],
    ['percent signs', '%23'.repeat(333_333)],
    ['emoji', '👩'.repeat(MEBI / 2)],
    ['lone halves of surrogate pairs', '\ud83d'.repeat(MEBI)],
  ])('and 1,000,000 characters are refused in less than 5 ms: %s', (_, text) => {
    expect(medianTime(() => decodeStates(text))).toBeLessThan(5);
    expect(medianTime(() => findStates(text))).toBeLessThan(5);
    expect(findStates(text).kind).not.toBe('states');
  });
});

/** Ways in which chats and mails pass a link on. */
const WRAPPINGS: [string, (payload: string) => string][] = [
  ['as a fragment', (payload) => `#p=${payload}`],
  ['in an address', (payload) => `${PAGE}#p=${payload}`],
  ['in an address without its scheme', (payload) => `crossover.example/progress/#p=${payload}`],
  ['in an address on this machine', (payload) => `http://localhost:4321/guide/#p=${payload}`],
  ['in an address with a query', (payload) => `${PAGE}?utm_source=x&y=1#p=${payload}`],
  ['with a full stop behind it', (payload) => `${PAGE}#p=${payload}.`],
  ['with a comma behind it', (payload) => `${PAGE}#p=${payload}, as promised`],
  ['in brackets', (payload) => `(${PAGE}#p=${payload})`],
  ['in angle brackets', (payload) => `<${PAGE}#p=${payload}>`],
  ['in single quotation marks', (payload) => `'${PAGE}#p=${payload}'`],
  ['in double quotation marks', (payload) => `"${PAGE}#p=${payload}"`],
  ['in curly quotation marks', (payload) => `“${PAGE}#p=${payload}”`],
  ['with a semicolon behind it', (payload) => `${PAGE}#p=${payload};`],
  ['with other marks behind it', (payload) => `${PAGE}#p=${payload}!?:…`],
  ['as Slack writes it', (payload) => `<${PAGE}#p=${payload}|My progress>`],
  ['as Markdown', (payload) => `[My progress](${PAGE}#p=${payload})`],
  ['as bold Markdown', (payload) => `**${PAGE}#p=${payload}**`],
  ['as HTML', (payload) => `<a href="${PAGE}#p=${payload}">My progress</a>`],
  ['as JSON', (payload) => JSON.stringify({ text: `${PAGE}#p=${payload}\nYours` })],
  ['with an escaped number sign', (payload) => `${PAGE}%23p=${payload}`],
  ['with an escaped equals sign too', (payload) => `${PAGE}%23p%3D${payload}`],
  ['escaped in small letters', (payload) => `${PAGE}%23p%3d${payload}`],
  ['with a parameter added', (payload) => `${PAGE}#p=${payload}&utm_source=x`],
  ['with an escaped parameter added', (payload) => `${PAGE}%23p%3D${payload}%26utm_source%3Dx`],
  ['with a query added', (payload) => `${PAGE}#p=${payload}?utm_source=x`],
  ['with words around it', (payload) => `See this: ${PAGE}#p=${payload} and tell me`],
  ['between lines', (payload) => `Hello,\n${PAGE}#p=${payload}\nThanks\n`],
  ['between quoted lines', (payload) => `> Hello,\r\n> ${PAGE}#p=${payload}\r\n> Thanks\r\n`],
  ['with a zero-width space behind it', (payload) => `${PAGE}#p=${payload}\u200b`],
  ['with an emoji behind it', (payload) => `${PAGE}#p=${payload}👍`],
  ['with a line break at 76', (payload) => broken(`${PAGE}#p=${payload}`, '\n')],
  ['with a line break of Windows', (payload) => broken(`${PAGE}#p=${payload}`, '\r\n')],
  ['with a line break of an old Mac', (payload) => broken(`${PAGE}#p=${payload}`, '\r')],
  ['with spaces before a line break', (payload) => broken(`${PAGE}#p=${payload}`, ' \r\n')],
  ['with a line break before its mark', (payload) => `${PAGE}\n#p=${payload}`],
  ['with a line break in its mark', (payload) => `${PAGE}#\np=${payload}`],
  ['with a line break before its equals sign', (payload) => `> ${PAGE}#p \r\n> =${payload}`],
  ['with a line break behind its mark', (payload) => `> > ${PAGE}#p=\n> > ${payload}`],
  ['with a line break in its escaped mark', (payload) => `${PAGE}%23\np\n%3D\n${payload}`],
  ['quoted twice with a line break at 76', (p) => `>> ${broken(`${PAGE}#p=${p}`, ' \n>> ')}`],
  ['quoted with a line break at 76', (payload) => `> ${broken(`${PAGE}#p=${payload}`, '\n> ')}`],
  ['indented with a line break at 76', (payload) => broken(`${PAGE}#p=${payload}`, '\n\t')],
  [
    'with words around it and a line break at 76',
    (payload) => broken(`Here it is: ${PAGE}#p=${payload}. Thanks,\nand bye.`, '\n'),
  ],
];

describe('a link is found', () => {
  it.each(WRAPPINGS)('%s, whatever its states', (_, wrap) => {
    for (const payload of PAYLOADS) {
      const states = decodeStates(payload)!;
      expect(findStates(wrap(payload))).toEqual({ kind: 'states', payload, states });
    }
  });

  itHolds(
    'in each of these ways with other words before it and behind it',
    fc.property(
      stateLists(300),
      fc.constantFrom(...WRAPPINGS),
      fc.constantFrom('', 'Look: ', 'a\r\nb\n\n', '> > ', '\ufeff', '\0 ', '😀', '# p = ', 'p=1'),
      fc.constantFrom('', ' #p=1', '\n', '\n\nSam', ' \ud83d', '\n#p=1AA', ' "]}', '\n> Sam'),
      (states, [, wrap], before, behind) => {
        const found = findStates(before + wrap(encodeStates(states)) + behind);
        return found.kind === 'states' && isSame(found.states, states);
      },
    ),
    5,
  );

  const ENDINGS = ['\n', '\r\n', '\r', '\n> ', '\r\n>  ', '\n  ', '\n>> ', ' \n', '\t \r\n> > '];

  it('wherever in its mark and its payload a line breaks', () => {
    const link = `#p=${PAYLOADS[9]}`;
    const texts = ENDINGS.flatMap((ending) =>
      [...link].map((_, at) => `${PAGE}${put(link, at, 0, ending)} Yours`),
    );
    expect(texts.filter((text) => findStates(text).kind !== 'states')).toEqual([]);
  });

  it('with line breaks at two places, whichever they are', () => {
    const link = `#p=${PAYLOADS[5]}`;
    const texts = [...link].flatMap((_, first) =>
      [...link].slice(first + 1).map((_, more) => {
        const [ending, other] = [ENDINGS[more % 9]!, ENDINGS[first % 9]!];
        return `${PAGE}${put(put(link, first + 1 + more, 0, ending), first, 0, other)} Yours`;
      }),
    );
    expect(texts.filter((text) => findStates(text).kind !== 'states')).toEqual([]);
  });

  it('wherever in its message the line breaks at 76', () => {
    const texts = Array.from({ length: 76 }, (_, length) =>
      broken(`${'x'.repeat(length)} ${PAGE}#p=${PAYLOADS[9]}`, '\n'),
    );
    expect(texts.filter((text) => findStates(text).kind !== 'states')).toEqual([]);
  });

  it('of 1,000 tasks, broken into seven lines', () => {
    expect(findStates(broken(`${PAGE}#p=${LONGEST}`, '\n> ')).kind).toBe('states');
  });

  it('behind 19,000 characters of a message', () => {
    expect(findStates(`${'Words. '.repeat(2700)}${PAGE}#p=${PAYLOADS[9]}`).kind).toBe('states');
  });

  it('the first where there are two', () => {
    const text = `${PAGE}#p=${PAYLOADS[5]} ${PAGE}#p=${PAYLOADS[6]}`;
    expect(findStates(text)).toMatchObject({ payload: PAYLOADS[5] });
  });
});

describe('no link is found', () => {
  it.each([
    ['an empty text', ''],
    ['words', 'I have done three tasks.'],
    ['the address of the page', PAGE],
    ['a fragment of the page', `${PAGE}#copies`],
    ['a fragment that begins alike', `${PAGE}#progress=${PAYLOADS[3]}`],
    ['a payload alone', PAYLOADS[3]!],
    ['a query', `${PAGE}?p=${PAYLOADS[3]}`],
    ['another fragment', `${PAGE}#q=${PAYLOADS[3]}`],
    ['a number sign alone', '#p'],
    ['a mark with a space in it', `${PAGE}# p=${PAYLOADS[3]}`],
    ['a mark with a hard space before its line break', `${PAGE}#\u00a0\np=${PAYLOADS[3]}`],
    ['a mark with words behind its line break', `${PAGE}#\nthen p=${PAYLOADS[3]}`],
    ['a heading and a word with p', '#\nplan = 1'],
  ])('in %s', (_, text) => {
    expect(findStates(text)).toEqual({ kind: 'none' });
  });
});

describe('a link is incomplete', () => {
  it.each([
    ['without anything behind its mark', `${PAGE}#p=`],
    ['of a later version', `${PAGE}#p=${PAYLOADS[3]!.replace('1', '2')}`],
    ['with letters behind it', `${PAGE}#p=${PAYLOADS[3]}abc`],
    ['with three dots instead of its end', `${PAGE}#p=${PAYLOADS[9]!.slice(0, 40)}…`],
    ['with a space in it', `${PAGE}#p=${put(PAYLOADS[9]!, 40, 0, ' ')}`],
    ['with a word behind its line break', `${PAGE}#p=${PAYLOADS[9]!.slice(0, 40)}\nThanks`],
    ['with a zero-width space in it', `${PAGE}#p=${put(PAYLOADS[9]!, 40, 0, '\u200b')}`],
    ['of another site', 'https://example.org/#p=intro'],
  ])('%s', (_, text) => {
    expect(findStates(text)).toEqual({ kind: 'incomplete' });
  });

  it('with any wrong character', () => {
    const texts = PAYLOADS.flatMap(substitutions).map((payload) => `${PAGE}#p=${payload}.`);
    expect(texts.filter((text) => findStates(text).kind !== 'incomplete')).toEqual([]);
  });

  it('with any end missing', () => {
    const texts = PAYLOADS.flatMap(truncations).map((payload) => `${PAGE}#p=${payload}`);
    expect(texts.filter((text) => findStates(text).kind !== 'incomplete')).toEqual([]);
  });
});

describe('a state that is further', () => {
  const pairs = STATES.flatMap((a) => STATES.map((b): [State, State] => [a, b]));

  it('is not further than itself', () => {
    expect(STATES.filter((state) => isFurther(state, state))).toEqual([]);
  });

  it('is further than another, or the other is further, and never both', () => {
    const different = pairs.filter(([a, b]) => a !== b);
    expect(different.filter(([a, b]) => isFurther(a, b) === isFurther(b, a))).toEqual([]);
  });

  it('is further than all that are less far than one that it is further than', () => {
    const chains = pairs.flatMap(([a, b]) => STATES.map((c) => [a, b, c] as const));
    const wrong = chains.filter(
      ([a, b, c]) => isFurther(a, b) && isFurther(b, c) && !isFurther(a, c),
    );
    expect(wrong).toEqual([]);
  });

  it('is "done" above all, and above "to do" is every other', () => {
    const sorted = STATES.toSorted((a, b) => (isFurther(a, b) ? 1 : -1));
    expect([sorted[0], sorted.at(-1)]).toEqual(['to do', 'done']);
  });
});

/**
 * Links as they were sent, and odd texts as they may come. An entry that was released is never edited
 * or taken out, because such links are in chats and books; new ones are added at the end. `states` are
 * digits, the places in STATES; an odd text is repeated `times` times.
 */
const corpus = JSON.parse(readFileSync('tests/corpus/progress-links.json', 'utf8')) as {
  links: { what: string; version: number; payload: string; states: string }[];
  odd: { what: string; text: string; times?: number; kind: string }[];
};

describe('the corpus', () => {
  it('holds at least 12 links and 50 odd texts', () => {
    expect(corpus.links.length).toBeGreaterThanOrEqual(12);
    expect(corpus.odd.length).toBeGreaterThanOrEqual(50);
  });

  it('describes each entry in words of its own', () => {
    const words = [...corpus.links, ...corpus.odd].map(({ what }) => what);
    expect(words.filter((what, place) => words.indexOf(what) !== place)).toEqual([]);
  });

  it.each(corpus.links)('has a link that is read as ever: $what', ({ payload, states }) => {
    const digits = decodeStates(payload)?.map((state) => STATES.indexOf(state));
    expect(digits?.join('')).toBe(states);
  });

  it.each(corpus.links.filter(({ version }) => version === 1))(
    'has a link that is written as ever: $what',
    ({ payload, states }) => {
      expect(encodeStates([...states].map((digit) => STATES[Number(digit)]!))).toBe(payload);
    },
  );

  it.each(corpus.odd)('has an odd text that comes to "$kind": $what', ({ text, times, kind }) => {
    expect(findStates(text.repeat(times ?? 1)).kind).toBe(kind);
  });

  it('has no odd text that is a payload', () => {
    const texts = corpus.odd.map(({ text, times }) => text.repeat(times ?? 1));
    expect(texts.filter((text) => decodeStates(text))).toEqual([]);
  });
});
