import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What drives a browser over the built site. */
const inBrowser = {
  globalSetup: 'tests/e2e/global-setup.ts',
  // The long run writes and kills many times as often.
  testTimeout: process.env['LONG'] ? 1_800_000 : 60_000,
  hookTimeout: 60_000,
  // On a busy machine a page takes its time to answer; a test that waits for it is not faster.
  expect: { poll: { timeout: 10_000 } },
};

/** What measures times runs alone: nothing else may disturb it. */
const ALONE = ['engines', 'progress', 'retention-lab', 'rice-worksheet'].map(
  (name) => `tests/e2e/${name}.spec.ts`,
);

/**
 * By itself vitest leaves a core free, which on two of them means that half of the machine waits; and a thread
 * starts in a third of the time of a process.
 */
const onAllCores = { maxWorkers: '100%', pool: 'threads' } as const;

/** Begins with what takes half an hour in the long run: vitest begins with the largest file, and would wait for it. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLongest = ({ moduleId }: TestSpecification): boolean =>
      moduleId.endsWith('/kill.spec.ts');
    const sorted = await super.sort(files);
    return [...sorted.filter(isLongest), ...sorted.filter((file) => !isLongest(file))];
  }
}

/** The layers: what needs nothing, what reads the built site, what drives a browser over it, and that alone. */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      { test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], ...onAllCores } },
      {
        // One walk over dist/ may take longer than a unit test is given.
        test: {
          name: 'site',
          include: ['tests/site/**/*.test.ts'],
          ...onAllCores,
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.spec.ts'],
          exclude: ALONE,
          // One more than the cores it is made for: a test waits for its browser a third of its time.
          maxWorkers: 3,
          ...inBrowser,
        },
      },
      { test: { name: 'alone', include: ALONE, fileParallelism: false, ...inBrowser } },
    ],
  },
});
