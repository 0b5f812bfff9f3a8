/** How the tests of the tools open one and find their way in it. */
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import { useProfiles } from './profiles.ts';

/** Opens a tool, until its fields can be used. What is to be done `before` runs ahead of its scripts. */
export type OpenTool = (
  address: string,
  options?: BrowserContextOptions,
  before?: () => void,
) => Promise<Page>;

/** Lets the tests of a file open tools, each in a profile of its own. */
export function useTools(): OpenTool {
  const profiles = useProfiles({
    viewport: { width: 1280, height: 800 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  return async (address, options = {}, before) => {
    const page = await profiles.newPage(options);
    if (before) await page.addInitScript(before);
    await page.goto(new URL(address, inject('siteUrl')).href);
    if (options.javaScriptEnabled !== false) await page.locator('tool-form[data-ready]').waitFor();
    return page;
  };
}

/** A field by its name; where the tool has a list, in one of its lines, counted from 0. */
export const field = (page: Page, name: string, line = 0): Locator =>
  page.locator(`tool-form [data-field="${name}"]`).nth(line);

/** What the tool makes of what stands in the fields. */
export const reading = (page: Page): Locator => page.locator('[data-part="reading"]');
export const wordsOf = (page: Page): Promise<string> => reading(page).innerText();

/** The sentence at a field that says what is wrong with it. */
export const faultOf = (page: Page, name: string, line = 0): Locator =>
  field(page, name, line).locator('xpath=ancestor::*[@class="field"]').locator('.fault');

/** What the page puts on the clipboard at the click of a button. */
export async function copied(page: Page, button: string): Promise<string> {
  await page.getByRole('button', { name: button }).first().click();
  await expect.poll(() => page.locator('[data-part="notice"]').innerText()).toMatch(/Copied/);
  return page.evaluate(() => navigator.clipboard.readText());
}
