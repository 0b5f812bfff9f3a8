import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'parse5';
import { describe, expect, it } from 'vitest';
import { readCourse } from '../../build/check-content.ts';
import { elementsOf } from '../../build/check-pages.ts';
import { unitsOf } from '#domain/course/course.ts';
import { lastChange } from '../../src/history.ts';

const course = readCourse('src/content');
const read = (path: string) => readFileSync(`dist/${path}`, 'utf8');
const lessons = course.entries.learn.map(({ id }) => id);

describe('links.json', () => {
  const { units } = JSON.parse(read('links.json')) as {
    units: Record<'id' | 'kind' | 'title' | 'address' | 'lesson' | 'updated', string | null>[];
  };

  it('names every unit with its address', () => {
    expect(units.map(({ address }) => new URL(address!).pathname).toSorted()).toEqual(
      unitsOf(course)
        .map(({ address }) => address)
        .toSorted(),
    );
  });

  it('says of each unit what it is, what it is called and to which lesson it belongs', () => {
    expect(units.find(({ id }) => id === 'checklists/start-inside/manager-talk')).toMatchObject({
      kind: 'task',
      title: expect.stringContaining('Hold the talk'),
      lesson: 'start-inside',
    });
    expect(units.filter(({ title }) => !title || /[{}]/.test(title))).toEqual([]);
  });

  const isKnown = lastChange('src/content/docs/learn/start.mdx') !== undefined;
  it.skipIf(!isKnown)('says when each unit last changed', () => {
    const day = execFileSync('git', [
      'log',
      '-1',
      '--format=%cs',
      '--',
      'src/content/faq/remote.mdx',
    ]);
    expect(units.find(({ id }) => id === 'faq/remote')?.updated).toBe(day.toString().trim());
  });

  it.skipIf(!isKnown)('and the sitemap says it of each entry’s page', () => {
    const entry = /<loc>[^<]*\/faq\/remote\/<\/loc><lastmod>([^<]*)<\/lastmod>/;
    expect(entry.exec(read('sitemap-0.xml'))?.[1]).toContain(
      lastChange('src/content/faq/remote.mdx'),
    );
  });
});

describe('for language models', () => {
  it('llms.txt lists every lesson as Markdown that is there', () => {
    const listed = [...read('llms.txt').matchAll(/\/learn\/([a-z0-9-]+)\/index\.md/g)].map(
      (match) => match[1]!,
    );
    expect(listed.toSorted()).toEqual(lessons.toSorted());
    for (const id of listed) expect(existsSync(`dist/learn/${id}/index.md`), id).toBe(true);
  });

  it.each(lessons)('the Markdown of %s has every heading, its table cells and no markup', (id) => {
    const text = read(`learn/${id}/index.md`);
    const { prose } = course.entries.learn.find((lesson) => lesson.id === id)!;
    const headings = text.match(/^##+ .*$/gm)!.length;
    expect(headings).toBe(prose!.headings.length);
    expect(text).not.toMatch(/<[a-z]+[ >]|astro-|\]\(\/|\[object/);
  });

  it('llms-full.txt holds every lesson', () => {
    const whole = read('llms-full.txt');
    for (const lesson of course.entries.learn)
      expect(whole).toContain(`## ${lesson.data.title.replaceAll("'", '’')}`);
  });
});

it('robots.txt allows everything and names the sitemap, which is there', () => {
  expect(read('robots.txt')).toMatch(
    /^User-agent: \*\nAllow: \/\n\nSitemap: http\S+\/sitemap-index\.xml\n$/,
  );
  expect(existsSync('dist/sitemap-index.xml')).toBe(true);
});

describe('structured data', () => {
  interface Thing {
    '@type': string;
    [property: string]: unknown;
  }
  const dataOf = (address: string): Thing[] =>
    [...elementsOf(parse(read(`${address.slice(1)}index.html`)))]
      .filter(({ attrs }) => attrs.some(({ value }) => value === 'application/ld+json'))
      .flatMap(({ childNodes }) => {
        const text = childNodes.map((node) => ('value' in node ? node.value : '')).join('');
        const data = JSON.parse(text) as Thing & { '@graph'?: Thing[] };
        expect(data['@context']).toBe('https://schema.org');
        return data['@graph'] ?? [data];
      });
  const NEEDED: Record<string, string[]> = {
    Course: ['name', 'description', 'provider', 'hasCourseInstance'],
    LearningResource: ['name', 'description', 'url', 'isPartOf', 'timeRequired'],
    DefinedTerm: ['name', 'description', 'inDefinedTermSet'],
    FAQPage: ['mainEntity'],
    BreadcrumbList: ['itemListElement'],
  };

  it.each([
    ['/', ['Course']],
    ['/learn/customer-empathy/', ['BreadcrumbList', 'LearningResource']],
    ['/glossary/north-star-metric/', ['BreadcrumbList', 'DefinedTerm']],
    ['/faq/pmm-vs-pm/', ['BreadcrumbList', 'FAQPage']],
    ['/tables/skill-transfer/', ['BreadcrumbList']],
  ])('of %s is %j, with all that its type needs', (address, types) => {
    const things = dataOf(address);
    expect(things.map((thing) => thing['@type'])).toEqual(types);
    for (const thing of things)
      expect(thing).toMatchObject(
        Object.fromEntries(NEEDED[thing['@type']]!.map((name) => [name, expect.anything()])),
      );
  });

  it('of every term and answer is its own', () => {
    for (const { collection, id } of [...course.entries.glossary, ...course.entries.faq]) {
      const [, thing] = dataOf(`/${collection}/${id}/`);
      expect(String(thing?.['@id'])).toContain(`/${collection}/${id}/`);
    }
  });
});
