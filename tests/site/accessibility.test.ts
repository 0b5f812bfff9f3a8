/** What those who hear a page, or leap through it, find on every page: its outline, its places, its names. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, type DefaultTreeAdapterMap } from 'parse5';
import { describe, expect, it } from 'vitest';
import { elementsOf, readSite } from '../../build/check-pages.ts';

type Element = DefaultTreeAdapterMap['element'];
type Node = DefaultTreeAdapterMap['node'];

const attribute = ({ attrs }: Element, name: string): string | undefined =>
  attrs.find((each) => each.name === name)?.value;

/** The words of an element as they are read aloud: what is hidden from hearing is left out. */
function wordsOf(node: Node): string {
  if ('value' in node) return node.value;
  if ('tagName' in node) {
    if (attribute(node, 'aria-hidden') === 'true') return '';
    const name = attribute(node, 'aria-label') ?? attribute(node, 'alt');
    if (name !== undefined) return name;
  }
  return 'childNodes' in node ? node.childNodes.map(wordsOf).join('') : '';
}
const spoken = (node: Node): string => wordsOf(node).replace(/\s+/g, ' ').trim();

/** What stands in a template is no part of the page. */
function* shownElements(node: Node): Generator<Element> {
  if ('tagName' in node) {
    if (node.tagName === 'template') return;
    yield node;
  }
  if ('childNodes' in node) for (const child of node.childNodes) yield* shownElements(child);
}

const LANDMARKS: Record<string, string> = {
  main: 'main',
  nav: 'navigation',
  aside: 'complementary',
  form: 'form',
  section: 'region',
  search: 'search',
};
/** A header or footer in one of these speaks for a part of the page, not for the page. */
const PARTS = ['main', 'article', 'section', 'nav', 'aside'];

interface Page {
  path: string;
  elements: Element[];
}
const pages = readSite('dist').pages.map(({ path }): Page => {
  const html = readFileSync(join('dist', path.endsWith('/') ? `${path}index.html` : path), 'utf8');
  return { path, elements: [...shownElements(parse(html))] };
});

/** Each fault of each page, with its page. */
const faultsOf = (find: (elements: Element[]) => string[]): string[] =>
  pages.flatMap(({ path, elements }) => find(elements).map((fault) => `${path}: ${fault}`));

const byId = (elements: Element[], id: string) =>
  elements.find((each) => attribute(each, 'id') === id);

function nameOf(element: Element, elements: Element[]): string {
  const ids = attribute(element, 'aria-labelledby')?.split(' ');
  if (!ids) return attribute(element, 'aria-label') ?? '';
  return ids
    .map((id) => byId(elements, id))
    .map((each) => (each ? spoken(each) : ''))
    .join(' ');
}

function landmarkOf(element: Element, elements: Element[]): string | undefined {
  const role = attribute(element, 'role') ?? LANDMARKS[element.tagName];
  if (role === 'region' || role === 'form') return nameOf(element, elements) ? role : undefined;
  if (role !== undefined) return Object.values(LANDMARKS).includes(role) ? role : undefined;
  if (element.tagName !== 'header' && element.tagName !== 'footer') return undefined;
  for (let each = element.parentNode; each && 'tagName' in each; each = each.parentNode)
    if (PARTS.includes(each.tagName)) return undefined;
  return element.tagName === 'header' ? 'banner' : 'contentinfo';
}

/** Whether it is hidden from those who hear, by itself or by what it stands in. */
function isHidden(element: Element): boolean {
  if (attribute(element, 'aria-hidden') === 'true') return true;
  const { parentNode } = element;
  return parentNode !== null && 'tagName' in parentNode && isHidden(parentNode);
}

describe('every page', () => {
  it('says its language', () => {
    expect(
      faultsOf((elements) => {
        const html = elements.find(({ tagName }) => tagName === 'html')!;
        return attribute(html, 'lang') === 'en' ? [] : [`lang is ${attribute(html, 'lang')}`];
      }),
    ).toEqual([]);
  });

  it('has headings that begin with one of the first level and skip none', () => {
    expect(
      faultsOf((elements) => {
        const headings = elements.filter(({ tagName }) => /^h[1-6]$/.test(tagName));
        const main = elements.find(({ tagName }) => tagName === 'main')!;
        const inMain = new Set(elementsOf(main));
        // What stands beside the text, such as its contents, begins at the second level.
        const levels = headings
          .filter((each) => inMain.has(each))
          .map((each) => Number(each.tagName[1]));
        const skips = levels.flatMap((level, place) => {
          const before = levels[place - 1] ?? 0;
          return level > before + 1 ? [`a heading of level ${level} after ${before}`] : [];
        });
        const firsts = headings.filter(({ tagName }) => tagName === 'h1').length;
        return [...skips, ...(firsts === 1 ? [] : [`${firsts} headings of the first level`])];
      }),
    ).toEqual([]);
  });

  it('has one main part, and no two landmarks of one kind with one name', () => {
    expect(
      faultsOf((elements) => {
        const landmarks = elements.flatMap((each) => {
          const role = landmarkOf(each, elements);
          return role ? [`${role} “${nameOf(each, elements)}”`] : [];
        });
        const mains = landmarks.filter((each) => each.startsWith('main ')).length;
        return [
          ...(mains === 1 ? [] : [`${mains} main parts`]),
          ...landmarks.filter((each, place) => landmarks.indexOf(each) !== place),
        ];
      }),
    ).toEqual([]);
  });

  it('leads to one place by one text', () => {
    expect(
      faultsOf((elements) => {
        const places = new Map<string, Set<string>>();
        for (const each of elements) {
          const href = attribute(each, 'href');
          if (each.tagName !== 'a' || href === undefined) continue;
          const text = spoken(each);
          places.set(text, (places.get(text) ?? new Set()).add(href));
        }
        return [...places].flatMap(([text, hrefs]) => {
          if (text === '') return [`a link to ${[...hrefs].join(', ')} has no text`];
          return hrefs.size > 1 ? [`“${text}” leads to ${[...hrefs].join(' and ')}`] : [];
        });
      }),
    ).toEqual([]);
  });

  it('has words for each picture, or hides it from those who hear', () => {
    expect(
      faultsOf((elements) =>
        elements.flatMap((each) => {
          if (each.tagName === 'img')
            return attribute(each, 'alt') === undefined ? ['an img without alt'] : [];
          if (each.tagName !== 'svg' || isHidden(each)) return [];
          const isNamed = attribute(each, 'role') === 'img' && nameOf(each, elements) !== '';
          return isNamed ? [] : ['an svg without words'];
        }),
      ),
    ).toEqual([]);
  });

  it('names each table by a caption, and says of each head what it is the head of', () => {
    expect(
      faultsOf((elements) =>
        elements.flatMap((each) => {
          if (each.tagName === 'th' && !/^(col|row)(group)?$/.test(attribute(each, 'scope') ?? ''))
            return [`the head “${spoken(each)}” has no scope`];
          if (each.tagName !== 'table') return [];
          const caption = each.childNodes.find(
            (child) => 'tagName' in child && child.tagName === 'caption',
          );
          return caption && spoken(caption) ? [] : ['a table without a caption'];
        }),
      ),
    ).toEqual([]);
  });
});
