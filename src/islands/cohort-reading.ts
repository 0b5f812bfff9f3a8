/** Reads a file of rows into triangles, slice by slice, so that neither memory nor a page is filled. */
import {
  ActivityReader,
  encodingOf,
  trianglesOf,
  type Definition,
  type Imported,
  type Period,
  type Room,
} from '#domain/retention-csv.ts';

/** How rows are to be counted. */
export interface Choice {
  definition: Definition;
  period: Period;
  /** The name of the column with segments. */
  segment: string;
  room: Room;
}

/** What a worker says: how far it is, from 0 to 1 with the rows so far, then what it came to. */
export type CohortMessage =
  { kind: 'progress'; share: number; rows: number } | { kind: 'done'; imported: Imported };

/** Bytes that are taken out of the file at once. */
const SLICE = 128 * 1024;
/** Letters that are read at once, between two looks at the clock: a few milliseconds' work. */
const PIECE = 16 * 1024;
/** Milliseconds after which the page gets its turn, however fast or busy the machine is. */
const TURN = 30;

/** Lets everything else that waits have its turn. */
const others = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Reads to the end, or until the signal is aborted, which rejects. */
export async function readCohorts(
  rows: Blob,
  { definition, period, segment, room }: Choice,
  report: (share: number, rows: number) => void,
  signal?: AbortSignal,
): Promise<Imported> {
  const reader = new ActivityReader(segment);
  let decoder: TextDecoder | undefined;
  for (let start = 0; start < rows.size; start += SLICE) {
    const bytes = new Uint8Array(await rows.slice(start, start + SLICE).arrayBuffer());
    signal?.throwIfAborted();
    let began = performance.now();
    if (!decoder) {
      const { encoding, fault } = encodingOf(bytes);
      if (fault !== undefined) return { fault };
      decoder = new TextDecoder(encoding);
    }
    const text = decoder.decode(bytes, { stream: true });
    for (let at = 0; at < text.length; at += PIECE) {
      if (performance.now() - began > TURN) {
        await others();
        signal?.throwIfAborted();
        began = performance.now();
      }
      const fault = reader.add(text.slice(at, at + PIECE));
      if (fault !== undefined) return { fault };
    }
    report(Math.min(1, (start + SLICE) / rows.size), reader.rows);
  }
  const fault = reader.end();
  if (fault !== undefined) return { fault };
  const triangles = trianglesOf(reader.activity(), definition, period, room);
  for (;;) {
    await others();
    signal?.throwIfAborted();
    const { done, value } = triangles.next();
    if (done) return value;
  }
}
