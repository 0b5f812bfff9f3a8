/**
 * Runs every layer of tests, from the fastest to the slowest, and counts them all: `npm test`. With
 * the name of a layer it runs that one alone: `npm test unit`. With --long, the same layers try what
 * chance decides far more often: `npm run test:long`.
 *
 * The last line that it prints is `N passed, N failed`, and nothing else. A layer that runs no test
 * has failed: nobody would notice a pattern that matches no file.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const PROJECT = path.resolve(import.meta.dirname, '..');

interface Count {
  passed: number;
  failed: number;
  /** Which tests failed, and why, where a layer knows: the end of a long output is what gets read. */
  failures?: string[];
}

const PASSED: Count = { passed: 1, failed: 0 };
const FAILED: Count = { passed: 0, failed: 1 };

/** How often the long run tries what chance decides. The tests read it; each has its own default. */
const LONG_RUN = { LONG: '1', PROPERTY_CASES: '1000000', KILL_TRIALS: '200', TAB_WRITES: '10000' };

let isLong = false;

/** The file that a package runs as one of its commands. No shell script: Windows cannot start one. */
function commandFile(packageName: string, command = packageName): string {
  const folder = path.join(PROJECT, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    bin: string | Record<string, string>;
  };
  const file = typeof bin === 'string' ? bin : bin[command];
  if (file === undefined) throw new Error(`The package ${packageName} has no command ${command}.`);
  return path.join(folder, file);
}

/** Runs a JavaScript or TypeScript file with this Node, its output on ours. True where it exits 0. */
function succeeds(file: string, ...parameters: string[]): Promise<boolean> {
  const child = spawn(process.execPath, [file, ...parameters], {
    cwd: PROJECT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      // What whoever starts this has set holds.
      ...(isLong && LONG_RUN),
      ...process.env,
      ASTRO_TELEMETRY_DISABLED: '1',
      // Astro sends its servers into the background by itself where it takes its user for a machine.
      ASTRO_DEV_BACKGROUND: '0',
      ASTRO_PREVIEW_BACKGROUND: '0',
    },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('exit', (code) => resolve(code === 0));
  });
}

/** One check with a verdict and nothing to count. */
async function check(file: string, ...parameters: string[]): Promise<Count> {
  return (await succeeds(file, ...parameters)) ? PASSED : FAILED;
}

/** What this needs of the report that vitest's JSON reporter writes. */
interface Report {
  numPassedTests: number;
  numFailedTests: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { status: string; fullName: string; failureMessages?: string[] }[];
  }[];
}

function readReport(file: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch {
    return undefined;
  }
}

/** The words of an error without the places in the code, a line each, below the name of its test. */
function reasonOf(message = ''): string {
  const [words = ''] = stripVTControlCharacters(message).split(/\n\s+at /);
  return words.trim() && `\n    ${words.trim().replaceAll('\n', '\n    ')}`;
}

/** One project of vitest.config.ts. */
async function vitest(project: string): Promise<Count> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'crossover-test-'));
  try {
    const file = path.join(folder, 'report.json');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const passes = await succeeds(
      commandFile('vitest'),
      ...['run', '--project', project, ...reporters],
    );
    const report = readReport(file);
    if (!report) return FAILED;
    const { numPassedTests: passed, numFailedTests, testResults } = report;
    // A file that cannot be loaded has no tests to fail, and is a failure all the same.
    const brokenFiles = testResults.filter(
      ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
    );
    const failed = numFailedTests + brokenFiles.length;
    const failures = testResults.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => status === 'failed')
        .map(
          ({ fullName, failureMessages = [] }) =>
            `${path.relative(PROJECT, name)}: ${fullName}${reasonOf(failureMessages[0])}`,
        ),
    );
    failures.push(
      ...brokenFiles.map(({ name, message }) => path.relative(PROJECT, name) + reasonOf(message)),
    );
    if (passed + failed === 0) console.log(`The layer ${project} ran no test.`);
    // Vitest also fails for what belongs to no test, such as an error that nothing caught.
    const failedOtherwise = failed === 0 && (!passes || passed === 0);
    return { passed, failed: failedOtherwise ? 1 : failed, failures };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

let buildFailed = false;

/** A layer that reads the built site. */
async function onBuiltSite(project: string): Promise<Count> {
  if (!buildFailed) return vitest(project);
  console.log('not run: the build failed');
  return FAILED;
}

const LAYERS: Record<string, () => Promise<Count>> = {
  formatting: () => check(commandFile('prettier'), '--check', '.'),
  types: async () => {
    const [site, domain] = await Promise.all([
      check(commandFile('astro'), 'check'),
      // The domain has its own configuration, which knows no DOM.
      check(commandFile('typescript', 'tsc'), '-p', 'src/domain'),
    ]);
    return { passed: site.passed + domain.passed, failed: site.failed + domain.failed };
  },
  unit: () => vitest('unit'),
  build: async () => {
    const count = await check(path.join(PROJECT, 'build/build.ts'));
    buildFailed = count.failed > 0;
    return count;
  },
  site: () => onBuiltSite('site'),
  e2e: () => onBuiltSite('e2e'),
  alone: () => onBuiltSite('alone'),
};

/** Runs the layers that are asked for and prints what they came to. */
async function main(parameters: string[]): Promise<void> {
  const asked = parameters.filter((parameter) => parameter !== '--long');
  isLong = asked.length < parameters.length;
  const unknown = asked.find((name) => !Object.hasOwn(LAYERS, name));
  if (unknown !== undefined) {
    console.error(
      unknown.startsWith('-')
        ? `There is no flag ${unknown}. There is: --long.`
        : `There is no layer ${unknown}. There is: ${Object.keys(LAYERS).join(', ')}.`,
    );
    process.exitCode = 1;
    return;
  }
  const lines: string[] = [];
  const sum = { passed: 0, failed: 0, failures: [] as string[] };
  for (const [name, run] of Object.entries(LAYERS)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    console.log(`\n== ${name} ==`);
    const begin = performance.now();
    const {
      passed,
      failed,
      failures = [],
    } = await run().catch((error: Error) => {
      console.error(error.message);
      return FAILED;
    });
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    lines.push(`${name.padEnd(10)} ${passed} passed, ${failed} failed in ${seconds} s`);
    sum.passed += passed;
    sum.failed += failed;
    sum.failures.push(...failures.map((failure) => `failed: ${failure}`));
  }
  console.log(
    ['', ...sum.failures, '', ...lines, '', `${sum.passed} passed, ${sum.failed} failed`].join(
      '\n',
    ),
  );
  process.exitCode = sum.failed === 0 ? 0 : 1;
}

await main(process.argv.slice(2));
