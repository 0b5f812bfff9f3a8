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

/** Bytes of a slice: between two of them a page is free. */
const SLICE = 128 * 1024;

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
    if (!decoder) {
      const { encoding, fault } = encodingOf(bytes);
      if (fault !== undefined) return { fault };
      decoder = new TextDecoder(encoding);
    }
    const fault = reader.add(decoder.decode(bytes, { stream: true }));
    if (fault !== undefined) return { fault };
    report(Math.min(1, (start + SLICE) / rows.size), reader.rows);
  }
  const fault = reader.end();
  return fault === undefined ? trianglesOf(reader.activity(), definition, period, room) : { fault };
}
