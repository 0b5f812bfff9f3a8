/**
 * The site as packs of texts, which a service worker keeps to read offline. Whole pages repeat their
 * styles and their frame: sent one by one they come to 9 MB, in packs to an eighth of that.
 */

/** A text of the site is always in the same of so many packs, so that a change of it changes one. */
export const PACK_COUNT = 24;

/** Whether what stands at a path from the root is a text that a pack holds: a page, or data for one. */
export function isPacked(path: string): boolean {
  return /(^|\/|\.html|\.json|\.pf_fragment)$/.test(path);
}

/** Texts by their path from the root of the site; the path of a page ends in a slash, or is empty. */
export interface Pack {
  /** The styles that stand in pages, once each. */
  styles: string[];
  /** [path, text, the place of its styles in the list above; -1 without any]. */
  texts: [string, string, number][];
}

const STYLE = /<style>([^]*?)<\/style>/;

/** Which pack a text is in, from 0, by the FNV-1a hash of its path. */
export function packOf(path: string): number {
  let hash = 0x811c9dc5;
  for (let place = 0; place < path.length; place++) {
    hash = Math.imul(hash ^ path.charCodeAt(place), 0x01000193);
  }
  return (hash >>> 0) % PACK_COUNT;
}

/** A pack of texts. */
export function makePack(texts: Iterable<[path: string, text: string]>): Pack {
  const pack: Pack = { styles: [], texts: [] };
  for (const [path, text] of texts) {
    const style = STYLE.exec(text)?.[1];
    if (style === undefined) {
      pack.texts.push([path, text, -1]);
      continue;
    }
    if (!pack.styles.includes(style)) pack.styles.push(style);
    pack.texts.push([path, text.replace(STYLE, '<style></style>'), pack.styles.indexOf(style)]);
  }
  return pack;
}

/** The text of a path, as it was; undefined where the pack has none. */
export function textIn({ styles, texts }: Pack, path: string): string | undefined {
  const found = texts.find(([each]) => each === path);
  if (!found) return undefined;
  const [, text, place] = found;
  const style = styles[place];
  return style === undefined ? text : text.replace(STYLE, () => `<style>${style}</style>`);
}
