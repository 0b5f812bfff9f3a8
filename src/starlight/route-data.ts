/**
 * Bends Starlight's idea of a page: the sidebar shows the reader's part instead of every page, and
 * previous and next follow the order of the course.
 */
import { defineRouteMiddleware, type StarlightRouteData } from '@astrojs/starlight/route-data';
import {
  entryAt,
  lessons,
  linkToEntry,
  partOf,
  parts,
  print,
  type PartOfCourse,
} from '#catalog.ts';
import type { Entry } from '#domain/course/course.ts';

type SidebarEntry = StarlightRouteData['sidebar'][number];
type SidebarLink = Extract<SidebarEntry, { type: 'link' }>;

function link(label: string, href: string, current: string): SidebarLink {
  return {
    type: 'link',
    label: print(label),
    href,
    isCurrent: href === current,
    badge: undefined,
    attrs: {},
  };
}

/** Parts shown before and after the reader's own, so that a page does not grow with the course. */
const NEIGHBORS = 4;

function sidebar(part: PartOfCourse | undefined, current: string): SidebarEntry[] {
  const first = Math.max(0, (part ? parts.indexOf(part) : 0) - NEIGHBORS);
  const shown = parts.slice(first, first + 2 * NEIGHBORS + 1);
  const lesson = (one: Entry<'learn'>) => link(one.data.title, linkToEntry(one), current);
  return [
    ...(first === 0 ? [lesson(lessons[0]!)] : []),
    ...shown.map((each): SidebarEntry => {
      const label = `Part ${each.number}: ${each.entry.data.title}`;
      const overview = (words: string) => link(words, linkToEntry(each.entry), current);
      if (each !== part) return overview(label);
      const entries = [overview('Overview'), ...each.lessons.map(lesson)];
      return { type: 'group', label, entries, collapsed: false, badge: undefined };
    }),
    ...(shown.at(-1) === parts.at(-1) ? [lesson(lessons.at(-1)!)] : []),
  ];
}

/** Lessons and part overviews in the order in which the course is read. */
const reading: Entry<'learn' | 'parts'>[] = [
  lessons[0]!,
  ...parts.flatMap((part) => [part.entry, ...part.lessons]),
  lessons.at(-1)!,
];

const places = new Map<Entry, number>(reading.map((entry, index) => [entry, index]));

export const onRequest = defineRouteMiddleware((context) => {
  const route = context.locals.starlightRoute;
  const { pathname } = context.url;
  const entry = entryAt(pathname);
  const part = parts.find((each) => each.entry === entry) ?? (entry && partOf(entry.id));

  route.sidebar = sidebar(part, pathname);
  const index = entry ? (places.get(entry) ?? -1) : -1;
  const step = (neighbor: Entry<'learn' | 'parts'> | undefined): SidebarLink | undefined =>
    neighbor && index >= 0 ? link(neighbor.data.title, linkToEntry(neighbor), pathname) : undefined;
  route.pagination = { prev: step(reading[index - 1]), next: step(reading[index + 1]) };
  if (pathname.endsWith('/404/')) {
    // The page stands for any address, so it has none of its own to be canonical.
    route.head = route.head.filter(
      ({ attrs }) => attrs?.['rel'] !== 'canonical' && attrs?.['property'] !== 'og:url',
    );
  }
});
