/**
 * Builds the site into dist/, or into OUT_DIR: checks the content and the ledger, lets Astro build, and
 * fails on what Astro only logs.
 */
import { rmSync } from 'node:fs';
import { reportContent } from './check-content.ts';
import { reportLedger } from './ledger.ts';

process.env['ASTRO_TELEMETRY_DISABLED'] = '1';

if (!reportContent()) process.exit(1);
// Lessons that are made for a trial were never published.
if (process.env['CONTENT_DIR'] === undefined && !reportLedger()) process.exit(1);

// A page of an earlier build must not pass for one of this build.
const outDir = process.env['OUT_DIR'] ?? 'dist';
rmSync(outDir, { recursive: true, force: true });
// Imported here, so that a mistake in the content is told before Astro has loaded.
const { build } = await import('astro');
const { hasFailed } = await import('./strict-logger.mjs');
try {
  await build({ outDir });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
if (hasFailed()) {
  console.error('The build logged an [ERROR], named above. Nothing that Astro only logs may pass.');
  process.exit(1);
}
