import { describe, expect, it } from 'vitest';
import { readCourse } from '../../build/check-content.ts';
import { parseAddress } from '#domain/course/address.ts';
import { unitsOf } from '#domain/course/course.ts';
import { guidePoints } from './guide-points.ts';

const course = readCourse('src/content');
const { entries } = course;

/** What stands at an address, as one line. */
function textAt(address: string): string {
  const place = parseAddress(address)!;
  const entry = Object.values(entries)
    .flat()
    .find(({ collection, id }) => collection === place.collection && id === place.entry)!;
  if (entry.collection === 'tables') {
    const { rows } = entries.tables.find(({ id }) => id === entry.id)!.data;
    return rows.find(({ id }) => id === place.part)!.cells.join(' ');
  }
  const blocks = (entry.prose?.blocks ?? []).filter(
    ({ section }) => place.part === undefined || section === place.part,
  );
  const words = blocks.map(({ runs }) => runs.map(({ text }) => text).join('')).join(' ');
  const short = 'short' in entry.data ? entry.data.short : '';
  return `${short} ${words}`.replace(/\s+/g, ' ');
}

describe.each(Object.entries(guidePoints))('%s', (_, points) => {
  it.each(points.map(({ point, at, words }) => [point, at, words] as const))(
    '%s',
    (_point, at, words) => {
      const text = textAt(at).toLowerCase();
      expect(words.filter((each) => !text.includes(each.toLowerCase()))).toEqual([]);
    },
  );
});

it('every place that makes a point has its own address', () => {
  const addresses = new Set(unitsOf(course).map(({ address }) => address));
  const places = Object.values(guidePoints).flatMap((points) => points.map(({ at }) => at));
  expect(places.filter((at) => !addresses.has(at))).toEqual([]);
});

it('every part, lesson and table of the guide, and its first four answers, make points', () => {
  const guide = ['head-start', 'mindset', 'skill-gaps', 'transition-plan', 'interview'];
  const lessons = course.order.parts
    .filter(({ id }) => guide.includes(id))
    .flatMap((part) => part.lessons);
  const tables = [
    'skill-transfer',
    'mindset-shift',
    'skill-gaps',
    'transition-phases',
    'interview-types',
  ];
  const answers = [
    'pmm-vs-pm',
    'do-i-need-to-code',
    'how-long-does-it-take',
    'mba-or-certification',
  ];
  expect(Object.keys(guidePoints).toSorted()).toEqual(
    [
      ...[course.order.opening, ...lessons, course.order.closing].map((id) => `/learn/${id}/`),
      ...guide.map((id) => `/parts/${id}/`),
      ...tables.map((id) => `/tables/${id}/`),
      ...answers.map((id) => `/faq/${id}/`),
    ].toSorted(),
  );
});

it('every row of the guide’s tables makes a point', () => {
  const rows = unitsOf(course)
    .filter(({ kind }) => kind === 'row')
    .map(({ address }) => address)
    .filter((address) => Object.keys(guidePoints).some((page) => address.startsWith(page)));
  const places = new Set(
    Object.values(guidePoints).flatMap((points) => points.map(({ at }) => at)),
  );
  expect(rows.filter((row) => !places.has(row))).toEqual([]);
});
