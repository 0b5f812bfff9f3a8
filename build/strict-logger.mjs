/**
 * Astro's logger, except that an [ERROR] fails the build. Astro only logs some faults (a dangling
 * reference, for one) and exits 0.
 */
import node from 'astro/logger/node';

/** Messages about Astro's and Starlight's own work that no author can act on. */
const QUIET = [
  /MODULE_LEVEL_DIRECTIVE[\s\S]*astro:head-inject/, // one for each MDX file
  /collection "i18n" does not exist/i, // Starlight looks for translations of its own words
  /Entry docs → 404 was not found/, // our 404 page is a page of its own
];

let failed = false;

// The command line of Astro ends with process.exit(0), which would overwrite an earlier exit code.
process.on('exit', () => {
  if (failed) process.exitCode = 1;
});

/** Whether an [ERROR] was logged so far. */
export const hasFailed = () => failed;

/** @param {import('astro').AstroLoggerDestination | Record<string, unknown>} options */
export default (options = {}) => {
  const logger = node({ level: 'info', ...options });
  return {
    /** @param {{ level: string; message: string }} message */
    write(message) {
      if (QUIET.some((pattern) => pattern.test(message.message))) return;
      logger.write(message);
      if (message.level === 'error') failed = true;
    },
    flush: () => logger.flush?.(),
    close: () => logger.close?.(),
  };
};
