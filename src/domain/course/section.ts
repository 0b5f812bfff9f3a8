import { parseFragment, serialize, type DefaultTreeAdapterMap } from 'parse5';
import { unitLink } from './unit-link.ts';

type Node = DefaultTreeAdapterMap['node'];
type ChildNode = DefaultTreeAdapterMap['childNode'];
type Element = DefaultTreeAdapterMap['element'];

const isElement = (node: Node): node is Element => 'tagName' in node;

function* elementsIn(nodes: ChildNode[]): Generator<Element> {
  for (const node of nodes) {
    if (!isElement(node)) continue;
    yield node;
    yield* elementsIn(node.childNodes);
  }
}

const levelOf = (node: Node): number =>
  isElement(node) && /^h[1-6]$/.test(node.tagName) ? Number(node.tagName[1]) : Infinity;

const attribute = (element: Element, name: string) =>
  element.attrs.find((each) => each.name === name);

/** The box that directly holds the heading with an id, and the heading's place in it. */
function findHeading(
  children: ChildNode[],
  id: string,
): { siblings: ChildNode[]; index: number } | undefined {
  for (const [index, node] of children.entries()) {
    if (!isElement(node)) continue;
    if (levelOf(node) < Infinity && attribute(node, 'id')?.value === id) {
      return { siblings: children, index };
    }
    const inside = findHeading(node.childNodes, id);
    if (inside) return inside;
  }
  return undefined;
}

const HEADING = /<h([23])((?: [a-z-]+="[^"]*")*? id="([^"]+)"[^>]*)>([^]*?)<\/h\1>/g;

/**
 * Puts behind each heading of a section the link by which it is sent, the two in a box.
 * @param linkOf where the section with an id has its page, and what it is called; undefined where no
 * section has that id.
 */
export function linkHeadings(
  html: string,
  linkOf: (id: string) => { href: string; title: string } | undefined,
): string {
  return html.replace(HEADING, (heading: string, _level, _attributes, id: string) => {
    const link = linkOf(id);
    return link
      ? `<div class="heading">${heading}${unitLink(link.href, link.title)}</div>`
      : heading;
  });
}

const PART = /<(tr|li|h[23])\b[^>]*? id="([^"]+)"[^>]*>(?:<th\b[^>]*>)?/g;

/**
 * Puts into each part of a page the places of the ids that it had before, so that an old fragment
 * leads there without a script. A heading keeps them before its words, a row in its first cell.
 * @param oldIdsOf the ids that a part had before, by its id.
 */
export function placeOldIds(html: string, oldIdsOf: Map<string, string[]>): string {
  return html.replace(PART, (start: string, _tag, id: string) => {
    const places = (oldIdsOf.get(id) ?? []).map((old) => `<span class="was" id="${old}"></span>`);
    return start + places.join('');
  });
}

/**
 * One section of a lesson: what follows its heading up to the next heading of the same level or above,
 * so that the section can stand under a title of its own. Headings inside rise to the second level and
 * below it, and a link to another place of the lesson leads to the lesson.
 * @param html the text of the lesson.
 * @param id the id of the section's heading.
 * @param lesson where the lesson stands: "/guide/learn/start/".
 * @throws Error when no heading has the id.
 */
export function cutSection(html: string, id: string, lesson: string): string {
  const fragment = parseFragment(html);
  const found = findHeading(fragment.childNodes, id);
  if (!found) throw new Error(`No heading of ${lesson} has the id ${id}. Mend the id.`);
  const { siblings, index } = found;
  const level = levelOf(siblings[index]!);
  const after = siblings.slice(index + 1);
  const end = after.findIndex((node) => levelOf(node) <= level);
  fragment.childNodes = end === -1 ? after : after.slice(0, end);

  const ids = new Set(
    [...elementsIn(fragment.childNodes)].map((element) => attribute(element, 'id')?.value),
  );
  for (const element of elementsIn(fragment.childNodes)) {
    const depth = levelOf(element);
    if (depth < Infinity) {
      element.tagName = element.nodeName = `h${Math.min(6, Math.max(2, depth - level + 1))}`;
    }
    const href = attribute(element, 'href');
    if (href?.value.startsWith('#') && !ids.has(href.value.slice(1))) {
      href.value = lesson + href.value;
    }
  }
  return serialize(fragment);
}
