import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { decode, encode } from 'cborg';

/** A file of Pagefind's index, at its path inside the index's folder. */
export interface IndexFile {
  path: string;
  content: Uint8Array;
}

/** A word with the pages and the places where it stands, which nothing here looks into. */
type IndexedWord = [word: string, ...rest: unknown[]];
/** What Pagefind reads first: its version, the pages, which words are in which chunk, and more. */
type Meta = [version: string, pages: unknown, chunks: [from: string, to: string, hash: string][]];

/** The version that writes what is read here: CBOR behind a signature, compressed. */
const VERSION = '1.5.2';
const SIGNATURE = 'pagefind_dcd';
/** Bytes of a chunk before it is compressed to half of them. Each chunk is also a line in the service worker. */
const CHUNK = 32_000;

/**
 * Cuts the words of an index of Pagefind's into smaller chunks. A search loads the one chunk that has its
 * word, and looks for longer words that begin with it in that chunk alone. Pagefind makes chunks of some
 * 25 kB, has no setting for it, and one that ends with a very frequent word grows by all its places.
 * @throws Error when the index is of a version whose format this does not know.
 */
export function cutIndex(files: IndexFile[], size = CHUNK): IndexFile[] {
  const at = new Map(files.map(({ path, content }) => [path, content]));
  const metaPath = files.find(({ path }) => path.endsWith('.pf_meta'))!.path;
  const meta = read(at.get(metaPath)!) as Meta;
  const [version, , chunks] = meta;
  if (version !== VERSION) {
    throw new Error(
      `build/cut-index.ts knows the index of Pagefind ${VERSION}, and this one is of ${version}: see whether its format is the same, and write the new version there.`,
    );
  }
  const pathOf = (hash: string): string => `index/${hash}.pf_index`;
  const words = chunks.flatMap(([, , hash]) => (read(at.get(pathOf(hash))!) as [IndexedWord[]])[0]);
  for (const [, , hash] of chunks) at.delete(pathOf(hash));
  const language = chunks[0]![2].split('_')[0]!;

  meta[2] = cut(words, size).map((chunk) => {
    const content = encode([chunk]);
    const hash = `${language}_${digest(content)}`;
    at.set(pathOf(hash), write(content));
    return [chunk[0]![0], chunk.at(-1)![0], hash];
  });
  const written = encode(meta);
  const [, oldHash] = /pagefind\.(.+)\.pf_meta$/.exec(metaPath)!;
  const newHash = `${language}_${digest(written)}`;
  at.delete(metaPath);
  at.set(metaPath.replace(oldHash!, newHash), write(written));
  const entry = Buffer.from(at.get('pagefind-entry.json')!).toString();
  at.set('pagefind-entry.json', Buffer.from(entry.replace(oldHash!, newHash)));
  return [...at].map(([path, content]) => ({ path, content }));
}

/** Words that follow each other, as many to a chunk as it holds; one that holds more has a chunk of its own. */
function cut(words: IndexedWord[], size: number): IndexedWord[][] {
  const chunks: IndexedWord[][] = [];
  let room = 0;
  for (const word of words) {
    const bytes = encode(word).length;
    if (bytes > room) {
      chunks.push([]);
      room = size;
    }
    chunks.at(-1)!.push(word);
    room -= bytes;
  }
  return chunks;
}

const digest = (content: Uint8Array): string =>
  createHash('sha256').update(content).digest('hex').slice(0, 8);

const read = (content: Uint8Array): unknown =>
  decode(gunzipSync(content).subarray(SIGNATURE.length));

const write = (content: Uint8Array): Uint8Array =>
  gzipSync(Buffer.concat([Buffer.from(SIGNATURE), content]), { level: 9 });
