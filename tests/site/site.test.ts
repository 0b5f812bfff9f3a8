import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'parse5';
import { afterAll, describe, expect, it } from 'vitest';
import { readCourse } from '../../build/check-content.ts';
import {
  elementsOf,
  expectedPages,
  findFaults,
  readSite,
  sourceOfPage,
} from '../../build/check-pages.ts';
import { parseAddress } from '#domain/course/address.ts';
import { readLedger } from '../../build/ledger.ts';
import { url as siteUrl } from '#site.ts';

const course = readCourse('src/content');
const site = readSite('dist');
const html = (path: string) =>
  readFileSync(join('dist', path.endsWith('/') ? `${path}index.html` : path), 'utf8');

describe('the built site', () => {
  it('holds exactly the pages that the content asks for', () => {
    expect(site.pages.map((page) => page.path).toSorted()).toEqual(
      [...expectedPages(course, readLedger())].toSorted(),
    );
  });

  it('has a page for each lesson, part, table, checklist, quiz, term, answer and source', () => {
    for (const path of [
      '/learn/customer-empathy/',
      '/parts/mindset/',
      '/tables/skill-transfer/',
      '/checklists/start-inside/',
      '/quizzes/start-inside/',
      '/glossary/north-star-metric/',
      '/faq/pmm-vs-pm/',
      '/sources/scrum-guide-2020/',
    ]) {
      expect(site.files).toContain(`${path}index.html`);
    }
  });

  it('has no dead link, no dead fragment and no id twice', () => {
    expect(
      findFaults(site, expectedPages(course, readLedger()), '', siteUrl, sourceOfPage),
    ).toEqual([]);
  });

  it('lists its letters from A to Z, also where a title begins with a quotation mark', () => {
    const letters = [...html('/search/').matchAll(/ id="?letter-(\w)/g)].map(
      ([, letter]) => letter,
    );
    expect(letters.length).toBeGreaterThan(20);
    expect(letters).toEqual(letters.toSorted());
  });

  it('has no style attribute and no handler', () => {
    const found = site.pages.flatMap(({ path }) =>
      [...elementsOf(parse(html(path)))].flatMap(({ tagName, attrs }) => {
        const names = attrs.map(({ name }) => name);
        const handlers = names.filter((name) => name.startsWith('on') || name === 'style');
        return handlers.length > 0 ? [`${path}: <${tagName} ${handlers.join(' ')}>`] : [];
      }),
    );
    expect(found).toEqual([]);
  });

  const inlineOf = (tag: string, path: string): string =>
    [...elementsOf(parse(html(path)))]
      // A script with a type is a file or data.
      .filter(({ tagName, attrs }) => tagName === tag && !attrs.some(({ name }) => name === 'type'))
      .map(({ childNodes }) =>
        childNodes.map((node) => ('value' in node ? node.value : '')).join(''),
      )
      .join('\n');

  it('has one inline script on the pages of parts, one at home and one on every other page', () => {
    const kindOf = ({ path }: { path: string }) =>
      path === '/' ? 'home' : parseAddress(path)?.part === undefined ? 'whole' : 'part';
    const kinds = Object.groupBy(site.pages, kindOf);
    expect(Object.keys(kinds).sort()).toEqual(['home', 'part', 'whole']);
    for (const pages of Object.values(kinds)) {
      const inline = new Set(pages.map(({ path }) => inlineOf('script', path)));
      expect(inline.size).toBe(1);
      expect(inline).not.toContain('');
    }
  });

  it('has one inline style on every lesson, one on every tool and one on every other page, and the pages of parts have one as a file', () => {
    const isPart = ({ path }: { path: string }) => parseAddress(path)?.part !== undefined;
    const isTool = ({ path }: { path: string }) => parseAddress(path)?.collection === 'tools';
    const inlineIn = (pages: typeof site.pages) =>
      new Set(pages.map(({ path }) => inlineOf('style', path)));
    expect(inlineIn(site.pages.filter(isTool)).size).toBe(1);
    expect(inlineIn(site.pages.filter((page) => !isPart(page) && !isTool(page))).size).toBe(2);
    const linked = new Set(
      site.pages.filter(isPart).map(({ path }) => {
        expect(inlineOf('style', path)).toBe('');
        return /<link rel="stylesheet" href="([^"]*)">/.exec(html(path))?.[1];
      }),
    );
    expect(linked.size).toBe(1);
    expect(readFileSync(`dist${[...linked][0]}`, 'utf8')).toMatch(
      /^@layer starlight;@layer site\{/,
    );
  });

  it('asks no other origin for anything', () => {
    const foreign = site.pages.flatMap(({ path }) =>
      [...elementsOf(parse(html(path)))].flatMap(({ tagName, attrs }) =>
        attrs
          .filter(
            ({ name }) =>
              name === 'src' || name === 'srcset' || (name === 'href' && tagName === 'link'),
          )
          .filter(({ value }) => new URL(value, siteUrl).origin !== new URL(siteUrl).origin)
          .map(({ value }) => `${path}: ${value}`),
      ),
    );
    expect(foreign).toEqual([]);
  });

  it('has a title of its own and one first heading on every page', () => {
    const titles = site.pages.map(({ path }) => /<title>(.*?)<\/title>/.exec(html(path))?.[1]);
    expect(new Set(titles).size).toBe(titles.length);
    for (const { path } of site.pages) expect(html(path).match(/<h1[ >]/g)).toHaveLength(1);
  });

  it('shows every row of every table', () => {
    const shown = course.entries.tables.map((table) => [
      table.id,
      html(`/tables/${table.id}/`).match(/<th scope="row"/g)?.length,
    ]);
    expect(shown).toEqual(course.entries.tables.map(({ id, data }) => [id, data.rows.length]));
  });

  it('offers no contact and no repository while none is set', () => {
    const pages = site.pages.map(({ path }) => html(path)).join('\n');
    expect(pages).not.toContain('mailto:');
    expect(pages).not.toContain('The code of this site');
  });

  it('links no lesson page to all the others', () => {
    const lessons = course.entries.learn.map(({ id }) => `/learn/${id}/`);
    for (const path of lessons) {
      const page = site.pages.find((each) => each.path === path)!;
      const linked = new Set(
        page.links.map(({ value }) => value).filter((value) => lessons.includes(value)),
      );
      expect(linked.size).toBeLessThan(lessons.length);
    }
  });
});

describe('the same site under a base path', () => {
  const outDir = mkdtempSync('dist-guide-');
  afterAll(() => rmSync(outDir, { recursive: true, force: true }));

  it('builds without a fault, all its links beneath /guide', { timeout: 180_000 }, () => {
    const { status, stderr } = spawnSync(process.execPath, ['build/build.ts'], {
      // Not the environment of vitest, whose BASE_URL and MODE Astro would take for its own.
      env: { PATH: process.env['PATH'], BASE: '/guide', OUT_DIR: outDir },
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const guide = readSite(outDir);
    expect(
      findFaults(guide, expectedPages(course, readLedger()), '/guide', siteUrl, sourceOfPage),
    ).toEqual([]);
  });
});

it.runIf(process.env['LONG'])(
  'a generated course has what the pages of the site refer to, and builds',
  { timeout: 180_000 },
  () => {
    // Its imports work inside the project only.
    mkdirSync('.generated', { recursive: true });
    const folder = mkdtempSync('.generated/test-');
    const content = join(folder, 'content');
    const run = (file: string, ...parameters: string[]) => {
      const { status, stderr } = spawnSync(process.execPath, [file, ...parameters], {
        env: { PATH: process.env['PATH'], CONTENT_DIR: content, OUT_DIR: join(folder, 'dist') },
        encoding: 'utf8',
      });
      return status === 0 ? 'done' : stderr;
    };
    try {
      expect(run('build/generate-lessons.ts', '30', content)).toBe('done');
      expect(run('build/build.ts')).toBe('done');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
