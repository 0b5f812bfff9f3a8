import { describe, expect, it } from 'vitest';
import { checkContent, courseOf } from '../../build/check-content.ts';
import { faultsOfLedger, readLedger } from '../../build/ledger.ts';
import { readSources, renameUnit } from '../../build/rename.ts';
import type { Order } from '#domain/course/course.ts';
import { addressesOf, newAddresses } from '#domain/course/ledger.ts';
import { courseOrder } from '#site.ts';

const sources = readSources();
const ledger = readLedger();
const CONTENT = 'src/content/';

/** The content among the files, by its path in the folder of the content. */
const contentIn = (files: Map<string, string>) =>
  new Map(
    [...files]
      .filter(([path]) => path.startsWith(CONTENT))
      .map(([path, text]) => [path.slice(CONTENT.length), text]),
  );

describe.each([
  ['a section', '/learn/customer-empathy/root-cause/', '/learn/customer-empathy/true-cause/'],
  ['a row', '/tables/skill-transfer/growth-strategy/', '/tables/skill-transfer/growth/'],
  ['a table', '/tables/skill-transfer/', '/tables/skills-moved/'],
  ['a task', '/checklists/start/six-results/', '/checklists/start/results/'],
  ['a quiz question', '/quizzes/start-inside/unpaid-work/', '/quizzes/start-inside/free-work/'],
  ['a dimension', '/rubrics/technical/system/', '/rubrics/technical/system-map/'],
  ['a rubric', '/rubrics/technical/', '/rubrics/engineering/'],
  ['a term', '/glossary/north-star-metric/', '/glossary/north-star/'],
  ['an answer', '/faq/pmm-vs-pm/', '/faq/marketing-or-product/'],
  ['an interview question', '/questions/ps-04/', '/questions/ps-40/'],
  ['a template', '/templates/case-study/', '/templates/case/'],
  ['a source', '/sources/scrum-guide-2020/', '/sources/scrum-guide/'],
  ['a part', '/parts/mindset/', '/parts/mind/'],
  ['a lesson with its checklist and quiz', '/learn/start-inside/', '/learn/begin-inside/'],
])('%s that is renamed', (_, from, to) => {
  const files = renameUnit(sources, from, to);
  const [old, id] = [from, to].map((address) => address.split('/').at(-2)!) as [string, string];
  const order = JSON.parse(
    from.startsWith('/learn/') || from.startsWith('/parts/')
      ? JSON.stringify(courseOrder).replaceAll(`"${old}"`, `"${id}"`)
      : JSON.stringify(courseOrder),
  ) as Order;
  const course = courseOf(contentIn(files), order);

  it('leaves the content without a mistake', () => {
    expect(checkContent(contentIn(files), order, () => true)).toEqual([]);
  });

  it('has its new address, and its old one leads on', () => {
    expect(addressesOf(course)).toContain(to);
    expect(addressesOf(course)).not.toContain(from);
    const recorded = [...ledger, ...newAddresses(ledger, course)];
    expect(faultsOfLedger(recorded, course, undefined)).toEqual([]);
  });

  it('is named by its old address nowhere', () => {
    const naming = [...files].filter(([, text]) => text.includes(from));
    expect(naming.map(([path]) => path).filter((path) => !path.includes('rename.test'))).toEqual(
      [],
    );
  });
});

it('a lesson that is renamed stands under its new id in the order of the course', () => {
  const site = renameUnit(sources, '/learn/mentor/', '/learn/find-a-mentor/').get('src/site.ts')!;
  expect(site).toContain("'find-a-mentor'");
  expect(site).not.toContain("'mentor'");
});

it('what was renamed twice keeps both old ids', () => {
  const once = renameUnit(sources, '/faq/remote/', '/faq/from-afar/');
  const twice = renameUnit(once, '/faq/from-afar/', '/faq/far-away/');
  expect(twice.get(`${CONTENT}faq/far-away.mdx`)).toContain('was: [remote, from-afar]');
});

it('a section that was renamed twice keeps both old ids', () => {
  const once = renameUnit(sources, '/learn/start/earlier/', '/learn/start/opening/');
  const twice = renameUnit(once, '/learn/start/opening/', '/learn/start/monday/');
  expect(twice.get(`${CONTENT}docs/learn/start.mdx`)).toMatch(
    /monday: \{ was: \[earlier, opening\] \}/,
  );
});

it.each([
  ['/faq/nowhere/', '/faq/somewhere/', 'There is no file for /faq/nowhere/'],
  [
    '/faq/remote/',
    '/faq/salary-and-level/',
    'src/content/faq/salary-and-level.mdx is there already',
  ],
  ['/faq/remote/', '/glossary/remote/', 'is another place'],
  ['/faq/remote/', '/faq/From-Afar/', 'is no address'],
  ['/faq/remote/', '/faq/9-to-5/', '9-to-5 is no id'],
  ['/learn/start/nothing/', '/learn/start/some/', 'has no part nothing'],
  ['/tables/skill-transfer/nothing/', '/tables/skill-transfer/some/', 'has no part nothing'],
])('%s cannot become %s', (from, to, why) => {
  expect(() => renameUnit(sources, from, to)).toThrow(why);
});
