/**
 * Finds in the built pages what only they show: links that lead nowhere, ids that stand twice, pages
 * that are missing or that nobody asked for. Every fault is named with its page and its source.
 */
import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { parse, type DefaultTreeAdapterMap } from 'parse5';
import type { Course } from '../src/domain/course/course.ts';
import { addressesOf, lostAddresses } from '../src/domain/course/ledger.ts';
import { readLedger } from './ledger.ts';
import { base, contentDirectory, isTrial, url as siteUrl } from '../src/site.ts';
import { readCourse } from './check-content.ts';

type Node = DefaultTreeAdapterMap['node'];
type Element = DefaultTreeAdapterMap['element'];

/** A page, reduced to what links need. */
export interface Page {
  /** Path from the root of the site: "/learn/start/". */
  path: string;
  /** Every id in the page, as often as it stands there. */
  ids: string[];
  /** Every address that an attribute names. */
  links: { attribute: string; value: string }[];
  /** Ids that labels, descriptions and the like refer to. */
  references: { attribute: string; id: string }[];
}

const LINK_ATTRIBUTES = ['href', 'src', 'poster', 'action'];
const ID_ATTRIBUTES = [
  'for', 'list', 'headers', 'aria-labelledby', 'aria-describedby', 'aria-controls', 'aria-owns',
  'aria-details', 'popovertarget',
]; // prettier-ignore

/** Every element of a page, in order. */
export function* elementsOf(node: Node): Generator<Element> {
  if ('tagName' in node) yield node;
  const children =
    'content' in node ? node.content.childNodes : 'childNodes' in node ? node.childNodes : [];
  for (const child of children) yield* elementsOf(child);
}

/** Gives the first of equal texts: an address stands on thousands of pages, and each page parses its own. */
function firstOfEqual(): (text: string) => string {
  const firsts = new Map<string, string>();
  return (text) => {
    if (!firsts.has(text)) firsts.set(text, text);
    return firsts.get(text)!;
  };
}

/** Reads a page. */
export function readPage(path: string, html: string, first = firstOfEqual()): Page {
  const page: Page = { path, ids: [], links: [], references: [] };
  for (const element of elementsOf(parse(html))) {
    for (const { name, value: written } of element.attrs) {
      const value = first(written);
      if (name === 'id') page.ids.push(value);
      if (LINK_ATTRIBUTES.includes(name)) page.links.push({ attribute: name, value });
      // What a chat asks for: an address in full.
      if (element.tagName === 'meta' && name === 'property' && /^og:(url|image)$/.test(value)) {
        const content = element.attrs.find((attribute) => attribute.name === 'content');
        page.links.push({ attribute: value, value: content?.value ?? '' });
      }
      if (name === 'srcset') {
        for (const candidate of value.split(',')) {
          page.links.push({ attribute: name, value: candidate.trim().split(/\s+/)[0] ?? '' });
        }
      }
      if (ID_ATTRIBUTES.includes(name)) {
        for (const id of value.split(/\s+/).filter(Boolean))
          page.references.push({ attribute: name, id });
      }
    }
  }
  return page;
}

/** Everything that a built site offers. */
export interface BuiltSite {
  pages: Page[];
  /** Paths of all files from the root of the site, pages included. */
  files: Set<string>;
}

/**
 * The faults of a built site, each a sentence that names the page.
 * @param expected paths of the pages that the content asks for.
 * @param root base path without a slash at the end: "" or "/guide".
 * @param origin where the site will stand, for links that name it in full.
 * @param sourceOf the file that a page comes from.
 */
export function findFaults(
  { pages, files }: BuiltSite,
  expected: Set<string>,
  root: string,
  origin: string,
  sourceOf: (path: string) => string,
): string[] {
  const faults: string[] = [];
  const byPath = new Map(pages.map((page) => [page.path, new Set(page.ids)]));
  const name = (page: Page): string => `${page.path} (${sourceOf(page.path)})`;

  for (const path of expected) {
    if (!byPath.has(path)) faults.push(`${path} (${sourceOf(path)})  is missing from the build`);
  }
  for (const page of pages) {
    if (!expected.has(page.path)) faults.push(`${page.path}  is a page that no content asks for`);
    const seen = new Set<string>();
    for (const id of page.ids) {
      if (seen.has(id)) faults.push(`${name(page)}  the id ${id} stands there twice`);
      seen.add(id);
    }
    for (const { attribute, id } of page.references) {
      if (!seen.has(id))
        faults.push(`${name(page)}  ${attribute} names ${id}, which is not in the page`);
    }
    for (const { attribute, value } of page.links) {
      const fault = faultOfLink(value, page.path, { byPath, files, root, origin });
      if (fault) faults.push(`${name(page)}  ${attribute}="${value}"  ${fault}`);
    }
  }
  return faults;
}

function faultOfLink(
  value: string,
  from: string,
  site: { byPath: Map<string, Set<string>>; files: Set<string>; root: string; origin: string },
): string | undefined {
  const here = new URL(site.root + from, site.origin);
  const target = new URL(value, here);
  if (target.origin !== here.origin) return undefined;
  if (!target.pathname.startsWith(`${site.root}/`)) return `leaves the base path ${site.root}`;
  const path = decodeURI(target.pathname.slice(site.root.length));
  const ids = site.byPath.get(path);
  if (!ids && !site.files.has(path)) return 'leads nowhere';
  const id = decodeURIComponent(target.hash.slice(1));
  if (id && ids && !ids.has(id)) return `has no part #${id} to lead to`;
  return undefined;
}

/**
 * The paths of all pages that the content asks for.
 * @param ledger addresses that were published before, of which those that lead on are pages too.
 */
export function expectedPages(course: Course, ledger: string[]): Set<string> {
  const lost = new Set(lostAddresses(ledger, course).map(({ address }) => address));
  const old = ledger.filter((address) => !lost.has(address));
  return new Set([...addressesOf(course), ...old, '/404.html']);
}

/** Reads every page of a built site. */
export function readSite(directory: string): BuiltSite {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name).slice(directory.length).replaceAll('\\', '/'))
    .map((file) => (file.startsWith('/') ? file : `/${file}`))
    .sort();
  const first = firstOfEqual();
  const pages = files
    .filter((file) => file.endsWith('.html'))
    .map((file) => {
      const html = readFileSync(join(directory, file), 'utf8');
      return readPage(file.replace(/index\.html$/, ''), html, first);
    });
  return { pages, files: new Set(files) };
}

/** The file that a page comes from, as well as its path tells. */
export function sourceOfPage(path: string): string {
  const [collection, id] = path.split('/').filter(Boolean);
  const folder = collection === 'learn' ? 'docs/learn' : collection;
  const entry = ['mdx', 'yaml']
    .map((ending) => `${contentDirectory}/${folder}/${id}.${ending}`)
    .find((file) => existsSync(file));
  return entry ?? `src/pages${path.replace(/\/$/, '').replace(/\.html$/, '') || '/index'}`;
}

/** Fails the build when a built page has a fault. */
export function checkPages(): AstroIntegration {
  return {
    name: 'check-pages',
    hooks: {
      'astro:build:done': ({ dir, logger }) => {
        const faults = findFaults(
          readSite(fileURLToPath(dir)),
          expectedPages(readCourse(contentDirectory), isTrial ? [] : readLedger()),
          base.replace(/\/$/, ''),
          siteUrl,
          sourceOfPage,
        );
        for (const fault of faults) logger.error(fault);
        if (faults.length > 0) throw new Error(`${faults.length} faults in the built pages.`);
      },
    },
  };
}
