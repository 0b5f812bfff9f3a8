/** The way of a link from a page into a chat, and the arrival of who follows it. */
import type { Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { useProfiles } from './profiles.ts';

const site = inject('siteUrl');
const CLIPBOARD = ['clipboard-read', 'clipboard-write'];
const { open } = useProfiles({
  viewport: { width: 390, height: 800 },
  permissions: CLIPBOARD,
});

const addressOf = (path: string) => new URL(path, site).href;
const copied = (page: Page) => page.evaluate(() => navigator.clipboard.readText());
const said = (page: Page) => page.locator('unit-links [role=status]').textContent();

describe('a link of a unit', () => {
  it.each([
    ['a section', 'learn/customer-empathy/', 'learn/customer-empathy/root-cause/'],
    ['a row', 'tables/skill-transfer/', 'tables/skill-transfer/growth-strategy/'],
    ['a task', 'checklists/start-inside/', 'checklists/start-inside/manager-talk/'],
    ['a quiz question', 'quizzes/start-inside/', 'quizzes/start-inside/unpaid-work/'],
    ['a term', 'glossary/north-star-metric/', 'glossary/north-star-metric/'],
    ['an interview question', 'questions/te-02/', 'questions/te-02/'],
    ['a template', 'templates/tracking-plan/', 'templates/tracking-plan/'],
    ['a part of the course', 'parts/mindset/', 'parts/mindset/'],
  ])('copies the address of %s', async (_, path, address) => {
    const page = await open(path);
    const link = page.locator(`a.unit-link[href$="/${address}"]`).first();
    await link.click();
    await expect.poll(() => said(page)).toMatch(/^Copied the link to “/);
    expect(await copied(page)).toBe(addressOf(address));
    expect(page.url()).toBe(addressOf(path));
  });

  it('offers Markdown, formatted text and a quote, by keyboard alone', async () => {
    const page = await open('tables/skill-transfer/');
    const link = page.locator('a.unit-link[href$="/growth-strategy/"]');
    await link.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => said(page)).toContain('Copied');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => said(page)).toContain('Copied the Markdown link');
    const address = addressOf('tables/skill-transfer/growth-strategy/');
    expect(await copied(page)).toBe(`[Growth strategy](${address})`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => said(page)).toContain('Copied the formatted link');
    const html = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      return (await item!.getType('text/html')).text();
    });
    expect(html).toContain(`<a href="${address}">Growth strategy</a>`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => said(page)).toContain('Copied the quote');
    expect(await copied(page)).toMatch(
      /^> In marketing: Buy attention outside .+ In product: .+\.\n\nGrowth strategy\nhttp/,
    );
    await page.keyboard.press('Escape');
    expect(await link.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await page.locator('.copied').isVisible()).toBe(false);
  });

  it.each([
    { what: 'the unit', isSelected: false },
    { what: 'what is selected', isSelected: true },
  ])('quotes of $what the words alone, without the marks and links in it', async (each) => {
    const page = await open('learn/agile-working/');
    const heading = page.locator('.heading:has(+ p sup)').first();
    const words = await heading.evaluate((element, isSelected) => {
      const paragraph = element.nextElementSibling!;
      if (isSelected) getSelection()!.setBaseAndExtent(element, 0, paragraph.nextSibling!, 0);
      const copy = paragraph.cloneNode(true) as Element;
      for (const mark of copy.querySelectorAll('sup')) mark.remove();
      const title = isSelected ? `${element.querySelector('h2, h3')!.textContent} ` : '';
      return title + copy.textContent;
    }, each.isSelected);
    await heading.locator('a.unit-link').click({ delay: 100 });
    await page.locator('.copied [data-form=quote]').click({ delay: 100 });
    await expect.poll(() => said(page)).toContain('Copied the quote');
    const begin = `> ${words}`.replace(/\s+/g, ' ').slice(0, 200);
    expect((await copied(page)).slice(0, begin.length)).toBe(begin);
  });

  it('quotes a task without what the reader noted at it', async () => {
    const page = await open('checklists/start-inside/');
    await page.locator('#manager-talk .more').click();
    await page.locator('#manager-talk textarea').fill('She will say no.');
    await page.locator('#manager-talk [value=doing]').click();
    await expect.poll(() => page.locator('#manager-talk .kept').textContent()).toContain('no.');
    await page.locator('#manager-talk a.unit-link').click();
    await page.locator('.copied [data-form=quote]').click();
    await expect.poll(() => said(page)).toContain('Copied the quote');
    const address = addressOf('checklists/start-inside/manager-talk/');
    expect(await copied(page)).toBe(
      `> Hold the talk with your manager and the product manager: what you want, what stays covered, the result, the hours, the review date. Done when: a note went to both the same day, and both have agreed to it in writing.\n\n${address}`,
    );
  });

  it('offers the sheet of the system where there is one, and only there', async () => {
    const page = await open('faq/pmm-vs-pm/');
    await page.locator('a.unit-link').first().click();
    expect(await page.locator('.copied [data-form=share]').isVisible()).toBe(
      await page.evaluate(() => 'share' in navigator),
    );
  });

  it('says where to copy from when the browser refuses', async () => {
    const page = await open('faq/pmm-vs-pm/', { permissions: [] });
    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));
    });
    await page.locator('a.unit-link').first().click();
    await expect.poll(() => said(page)).toContain(addressOf('faq/pmm-vs-pm/'));
    const selected = await page.locator('.copied p').evaluate((sentence) => {
      getSelection()!.selectAllChildren(sentence);
      return getSelection()!.toString();
    });
    expect(selected).toContain(addressOf('faq/pmm-vs-pm/'));
  });

  it('opens the page of the unit without JavaScript', async () => {
    const page = await open('checklists/start-inside/', { javaScriptEnabled: false });
    await page.locator('#manager-talk a.unit-link').click();
    expect(page.url()).toBe(addressOf('checklists/start-inside/manager-talk/'));
    expect(await page.getByText('Done when:').isVisible()).toBe(true);
    await page.getByRole('link', { name: /Tick it in the checklist/ }).click();
    expect(page.url()).toBe(addressOf('checklists/start-inside/#manager-talk'));
  });
});

describe('who arrives', () => {
  it.each([
    ['learn/customer-empathy/#root-cause', 'light', 'none'],
    ['tables/skill-transfer/#growth-strategy', 'dark', 'none'],
    ['checklists/start-inside/#manager-talk', 'light', 'none'],
    ['quizzes/start-inside/#unpaid-work', 'light', 'active'],
  ] as const)(
    'at %s finds it in view, focused and marked',
    async (path, colorScheme, forcedColors) => {
      const page = await open(path, { colorScheme, forcedColors });
      const target = page.locator(':target');
      await expect
        .poll(() => target.evaluate((element) => element === document.activeElement))
        .toBe(true);
      const header = await page.locator('header.header').boundingBox();
      const box = await target.boundingBox();
      expect(box!.y).toBeGreaterThanOrEqual(header!.y + header!.height);
      expect(box!.y).toBeLessThan(500);
      const outline = await target.evaluate((element) => getComputedStyle(element).outline);
      expect(outline).toMatch(/solid 3px|3px solid/);
    },
  );

  it('at a part that is not there reads that it has moved, and is offered the nearest', async () => {
    const page = await open('learn/customer-empathy/#root-causes');
    const note = page.locator('arrival-note');
    await expect.poll(() => note.textContent()).toContain('This part has moved.');
    const offered = note.getByRole('link');
    expect(await offered.count()).toBe(3);
    await offered.first().click();
    expect(page.url()).toBe(addressOf('learn/customer-empathy/#root-cause'));
    // The browser tells the page of the new place after it has gone there.
    await expect.poll(async () => (await note.textContent())?.trim()).toBe('');
  });

  it('at a page that is not there is offered the three nearest', async () => {
    const page = await open('glossary/north-star-metrics/');
    const offered = page.locator('arrival-note').getByRole('link');
    await expect.poll(() => offered.count()).toBe(3);
    await offered.first().click();
    await page.waitForURL(addressOf('glossary/north-star-metric/'));
  });

  it('with a state behind the number sign hears nothing of a part', async () => {
    const page = await open('learn/customer-empathy/#p=1abc');
    await page.waitForLoadState('networkidle');
    expect((await page.locator('arrival-note').textContent())?.trim()).toBe('');
  });
});
