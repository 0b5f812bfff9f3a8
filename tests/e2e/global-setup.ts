/**
 * Runs once before the browser tests: serves the built site on a free port and starts a browser for
 * each file that runs beside others, since pages of one browser share a clipboard. A test reaches them
 * through vitest's `inject`:
 *
 *   const browser = await connectBrowser(...inject('browserEndpoints'));
 *   await page.goto(new URL('learn/start/', inject('siteUrl')).href);
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { serve } from '../../build/serve.ts';
import { launchBrowserServer } from './browser.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the served site's first page, with its base path; ends in a slash. */
    siteUrl: string;
    /** Where `connectBrowser` reaches the browsers, one for each worker of vitest. */
    browserEndpoints: string[];
  }
}

/** Starts what the browser tests share; the function that it returns stops it again. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const directory = path.resolve(import.meta.dirname, '../../dist');
  if (!existsSync(path.join(directory, 'index.html'))) {
    throw new Error(`There is no built site at ${directory}: build it first with npm run build.`);
  }
  const site = await serve({ directory, port: 0, base: process.env['BASE'] });
  try {
    const browsers = await Promise.all(
      Array.from({ length: project.config.maxWorkers }, launchBrowserServer),
    );
    project.provide('siteUrl', site.url);
    project.provide(
      'browserEndpoints',
      browsers.map((browser) => browser.wsEndpoint()),
    );
    return async () => {
      await Promise.all(browsers.map((browser) => browser.close()));
      await site.close();
    };
  } catch (error) {
    await site.close();
    // Where there is no browser, the sentence that says how to get one is all that helps.
    if (error instanceof Error) error.stack = error.message;
    throw error;
  }
}
