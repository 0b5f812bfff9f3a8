import { gunzipSync, gzipSync } from 'node:zlib';
import { decode, encode } from 'cborg';
import { close, createIndex } from 'pagefind';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cutIndex, type IndexFile } from '../../build/cut-index.ts';

const SIZE = 300;
const SIGNATURE = 'pagefind_dcd';

/** An index of Pagefind's own over eighty records, which all have “often” and each a word of its own. */
let whole: IndexFile[];
let cut: IndexFile[];

beforeAll(async () => {
  const { index } = await createIndex();
  for (let number = 0; number < 80; number++) {
    const word = `w${String(number).padStart(3, '0')}`;
    await index!.addCustomRecord({
      url: `/${word}/`,
      content: `${word} often often often`,
      language: 'en',
      meta: { title: word },
    });
  }
  whole = (await index!.getFiles()).files;
  cut = cutIndex(whole, SIZE);
});
afterAll(() => close());

const named = (files: IndexFile[], name: RegExp): IndexFile =>
  files.find(({ path }) => name.test(path))!;
const open = ({ content }: IndexFile): Uint8Array => {
  const bytes = gunzipSync(content);
  expect(bytes.subarray(0, SIGNATURE.length).toString()).toBe(SIGNATURE);
  return bytes.subarray(SIGNATURE.length);
};
const metaOf = (files: IndexFile[]): [string, unknown, [string, string, string][]] =>
  decode(open(named(files, /\.pf_meta$/)));
/** The chunks of an index with their words, in the order in which its meta file names them. */
const chunksOf = (files: IndexFile[]) =>
  metaOf(files)[2].map(([from, to, hash]) => {
    const content = open(named(files, new RegExp(`^index/${hash}\\.pf_index$`)));
    const [words] = decode(content) as [[string, unknown][]];
    return { from, to, bytes: content.length, words };
  });

describe('an index of Pagefind, cut', () => {
  it('has every word with its places once, in the order in which they were', () => {
    expect(chunksOf(cut).flatMap(({ words }) => words)).toEqual(
      chunksOf(whole).flatMap(({ words }) => words),
    );
  });

  it('has no chunk above the size but that of a word which is above it alone', () => {
    const large = chunksOf(cut).filter(({ bytes }) => bytes > SIZE + 4);
    expect(large.map(({ words }) => words.map(([word]) => word))).toEqual([['often']]);
  });

  it('is said to have in a chunk what is from its first word to its last', () => {
    for (const { from, to, words } of chunksOf(cut))
      expect([from, to]).toEqual([words[0]![0], words.at(-1)![0]]);
  });

  it('has no file of a chunk that nothing names', () => {
    const chunks = cut.filter(({ path }) => path.endsWith('.pf_index'));
    expect(chunks).toHaveLength(metaOf(cut)[2].length);
  });

  it('is found by its entry under the name of what it holds now', () => {
    const entry = Buffer.from(named(cut, /pagefind-entry\.json$/).content).toString();
    const { hash } = (JSON.parse(entry) as { languages: { en: { hash: string } } }).languages.en;
    expect(named(cut, /\.pf_meta$/).path).toBe(`pagefind.${hash}.pf_meta`);
    expect(named(whole, /\.pf_meta$/).path).not.toBe(`pagefind.${hash}.pf_meta`);
  });

  it('is the same bytes each time', () => {
    expect(cutIndex(whole, SIZE)).toEqual(cut);
  });
});

it('an index of a version whose format is not known is refused, with where to mend it', () => {
  const [, ...rest] = metaOf(whole);
  const content = gzipSync(Buffer.concat([Buffer.from(SIGNATURE), encode(['9.0.0', ...rest])]));
  const later = whole.map((file) => (file.path.endsWith('.pf_meta') ? { ...file, content } : file));
  expect(() => cutIndex(later)).toThrow(
    'build/cut-index.ts knows the index of Pagefind 1.5.2, and this one is of 9.0.0: see whether its format is the same, and write the new version there.',
  );
});
