import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

/** Runs the logger in a process of its own, which then ends as Astro's command line does. */
function log(level: string, message: string) {
  const script = `
    const { default: logger } = await import('./build/strict-logger.mjs');
    logger().write(${JSON.stringify({ level, message, label: null, newLine: true })});
    process.exit(0);`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
}

it('an error that Astro only logs fails the process', () => {
  expect(log('error', 'Invalid reference').status).toBe(1);
});

it('a piece of information does not', () => {
  expect(log('info', 'Synced content').status).toBe(0);
});

it('a message that no author can act on is not printed', () => {
  const { stdout, stderr } = log('warn', 'The collection "i18n" does not exist or is empty');
  expect(stdout + stderr).toBe('');
});
