/** Browser profiles for the tests of one file: each is new, and closed after the test that asked for it. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { connectBrowser } from './browser.ts';

/** What a file of tests does with profiles. */
export interface Profiles {
  newContext(options?: BrowserContextOptions): Promise<BrowserContext>;
  /** An empty page in a profile of its own. */
  newPage(options?: BrowserContextOptions): Promise<Page>;
  /** A page of the site in a profile of its own, by its path from the root of the site or by its whole address. */
  open(address: string, options?: BrowserContextOptions): Promise<Page>;
  /** Lets the test fail by what goes wrong in a profile that was made elsewhere. */
  watch(context: BrowserContext): void;
}

/**
 * Connects the tests of a file to the shared browser. A test fails where a page of its profiles threw an error.
 * @param defaults what the profiles of the file have in common.
 * @param isExpected which errors, by their message, a test throws itself.
 */
export function useProfiles(
  defaults: BrowserContextOptions = {},
  isExpected: (message: string) => boolean = () => false,
): Profiles {
  let browser: Browser;
  const opened: BrowserContext[] = [];
  const errors: string[] = [];
  beforeAll(async () => {
    browser = await connectBrowser(...inject('browserEndpoints'));
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((context) => context.close()));
    expect(errors.splice(0)).toEqual([]);
  });
  const profiles: Profiles = {
    async newContext(options) {
      const context = await browser.newContext({ ...defaults, ...options });
      opened.push(context);
      profiles.watch(context);
      return context;
    },
    newPage: async (options) => (await profiles.newContext(options)).newPage(),
    async open(address, options) {
      const page = await profiles.newPage(options);
      await page.goto(new URL(address, inject('siteUrl')).href);
      return page;
    },
    watch(context) {
      context.on('weberror', (webError) => {
        const { message } = webError.error();
        if (!isExpected(message)) errors.push(message);
      });
    },
  };
  return profiles;
}
