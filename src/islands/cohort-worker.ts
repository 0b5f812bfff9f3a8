/** Reads rows beside the page. Whoever starts it ends it. */
import { readCohorts, type Choice, type CohortMessage } from './cohort-reading.ts';

const say = (message: CohortMessage): void => postMessage(message);

addEventListener('message', ({ data }: MessageEvent<{ rows: Blob; choice: Choice }>) => {
  readCohorts(data.rows, data.choice, (share, rows) => say({ kind: 'progress', share, rows })).then(
    (imported) => say({ kind: 'done', imported }),
    (error: unknown) =>
      say({
        kind: 'done',
        imported: {
          fault: `The browser could not read the file (${String(error)}). Choose it again.`,
        },
      }),
  );
});
