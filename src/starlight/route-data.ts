/**
 * Bends Starlight's idea of a page: the sidebar shows the reader's part instead of every page, and
 * previous and next follow the order of the course.
 */
import { defineRouteMiddleware, type StarlightRouteData } from '@astrojs/starlight/route-data';
import {
  above,
  addressAt,
  cards,
  entryAt,
  lessons,
  linkToEntry,
  linkToPage,
  minutesOf,
  neighborsOf,
  partOf,
  parts,
  print,
  unitAt,
  type PartOfCourse,
} from '#catalog.ts';
import { parseAddress } from '#domain/course/address.ts';
import { PICTURE_SIZE, pictureAddress } from '#domain/course/card-picture.ts';
import type { Entry } from '#domain/course/course.ts';
import type { SpokenUnit } from '#domain/course/words.ts';
import { lastChange } from '../history.ts';
import { courseData, unitData } from '#domain/course/structured-data.ts';
import { smartQuotes } from '#domain/typography.ts';
import { description, isTrial, title, url } from '#site.ts';

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

type Head = StarlightRouteData['head'];

/** A block of data for search engines. What could end the block early is written otherwise. */
const dataBlock = (data: object): Head[number] => ({
  tag: 'script',
  attrs: { type: 'application/ld+json' },
  content: JSON.stringify(data).replaceAll('<', '\\u003c'),
});
const urlOf = (address: string) => new URL(linkToPage(address), url).href;

const meta = (attrs: Record<string, string>): Head[number] => ({ tag: 'meta', attrs, content: '' });
const property = (name: string, content: string) => meta({ property: name, content });

/** Tags that Starlight fills for the page and that speak of the unit here. */
const REPLACED = ['og:title', 'og:description', 'og:url'];

/** Links of whole pages: nobody installs the site from the page of a part, and it stands in no list of pages. */
const OF_WHOLE_PAGES = ['sitemap', 'apple-touch-icon', 'manifest'];

/** The tags in the head of a unit's page, with those that a chat reads. An old address names the new one. */
function headOf(unit: SpokenUnit, address: string, head: Head): Head {
  const card = cards.get(unit.address)!;
  const isPart = parseAddress(address)?.part !== undefined;
  const own = new URL(linkToPage(unit.address), url).href;
  return [
    ...head
      .filter(({ attrs }) => !REPLACED.includes(String(attrs?.['property'])))
      .filter(({ attrs }) => attrs?.['rel'] !== 'canonical')
      .filter(({ attrs }) => !isPart || !OF_WHOLE_PAGES.includes(String(attrs?.['rel'])))
      .map((tag) =>
        tag.attrs?.['name'] === 'description'
          ? meta({ name: 'description', content: smartQuotes(String(tag.attrs['content'])) })
          : tag,
      )
      // Parts of different entries may share their own title, as every lesson's sources do.
      .map((tag) =>
        isPart && tag.tag === 'title' ? { ...tag, content: `${card.title} | ${title}` } : tag,
      ),
    { tag: 'link', attrs: { rel: 'canonical', href: own }, content: '' },
    ...(isPart || unit.address !== address
      ? [meta({ name: 'robots', content: 'noindex,follow' })]
      : []),
    property('og:title', card.title),
    property('og:description', card.description),
    property('og:url', own),
    ...(!isTrial
      ? [
          property('og:image', new URL(linkToPage(pictureAddress(card.picture)), url).href),
          property('og:image:type', 'image/png'),
          property('og:image:width', String(PICTURE_SIZE.width)),
          property('og:image:height', String(PICTURE_SIZE.height)),
          property('og:image:alt', `${card.picture.kind}: ${card.title}`),
        ]
      : []),
    // Search engines do not list the page of a part.
    ...(isPart
      ? []
      : [
          dataBlock(
            unitData(unit, {
              name: title,
              description,
              urlOf,
              above: [{ title, address: '/' }, ...above(unit)],
              minutes: unit.kind === 'lesson' ? minutesOf(unit.entry as Entry<'learn'>) : undefined,
              updated: lastChange(unit.file),
            }),
          ),
        ]),
  ];
}

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
  const address = addressAt(pathname);
  const unit = unitAt(address);
  if (unit) {
    route.head = headOf(unit, address, route.head);
    if (parseAddress(address)?.part !== undefined) {
      const { before, after } = neighborsOf(unit);
      const page = (other: SpokenUnit | undefined) =>
        other && link(other.title, linkToPage(other.address), pathname);
      route.pagination = { prev: page(before), next: page(after) };
    }
  }
  if (address === '/') {
    const data = courseData({ name: title, description, urlOf });
    route.head = [...route.head, dataBlock({ '@context': 'https://schema.org', ...Object(data) })];
  }
  if (pathname.endsWith('/404/')) {
    // The page stands for any address, so it has none of its own to be canonical.
    route.head = route.head.filter(
      ({ attrs }) => attrs?.['rel'] !== 'canonical' && attrs?.['property'] !== 'og:url',
    );
  }
});
