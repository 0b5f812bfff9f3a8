/**
 * Bends Starlight's idea of a page: the sidebar shows the reader's part instead of every page, and
 * previous and next follow the order of the course.
 */
import { defineRouteMiddleware, type StarlightRouteData } from '@astrojs/starlight/route-data';
import { entryAt, lessons, linkToEntry, partOf, parts, print } from '#catalog.ts';
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

function sidebar(lesson: Entry<'learn'> | undefined, current: string): SidebarEntry[] {
  const part = lesson && partOf(lesson.id);
  const [opening, closing] = [lessons[0]!, lessons.at(-1)!];
  return parts.flatMap((each): SidebarEntry[] => {
    const isOpen = each === part || (!part && current === linkToEntry(each.entry));
    const own = link(
      `Part ${each.number}: ${each.entry.data.title}`,
      linkToEntry(each.entry),
      current,
    );
    const inside = each.lessons.map((one) => link(one.data.title, linkToEntry(one), current));
    const entries: SidebarEntry[] = isOpen
      ? [
          {
            type: 'group',
            label: own.label,
            entries: [{ ...own, label: 'Overview' }, ...inside],
            collapsed: false,
            badge: undefined,
          },
        ]
      : [own];
    const first =
      each === parts[0] ? [link(opening.data.title, linkToEntry(opening), current)] : [];
    const last =
      each === parts.at(-1) ? [link(closing.data.title, linkToEntry(closing), current)] : [];
    return [...first, ...entries, ...last];
  });
}

/** Lessons and part overviews in the order in which the course is read. */
const reading: Entry<'learn' | 'parts'>[] = [
  lessons[0]!,
  ...parts.flatMap((part) => [part.entry, ...part.lessons]),
  lessons.at(-1)!,
];

export const onRequest = defineRouteMiddleware((context) => {
  const route = context.locals.starlightRoute;
  const { pathname } = context.url;
  const entry = entryAt(pathname);
  const lesson = entry?.collection === 'learn' ? (entry as Entry<'learn'>) : undefined;

  route.sidebar = sidebar(lesson, pathname);
  const index = entry ? reading.indexOf(entry as Entry<'learn'>) : -1;
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
