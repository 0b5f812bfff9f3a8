/** What a service worker knows of the version of the site that it keeps. */
export interface Version {
  /** Changes with anything that is kept. */
  id: string;
  /** Each pack and each other file by its path from the root, with its integrity as HTML has it. */
  files: Record<string, string>;
  /** The headers of a page. */
  headers: Record<string, string>;
}

/** The names of caches begin with it, and their version follows. */
export const CACHE_PREFIX = 'crossover-offline-';

/** The page that says what is kept, and stands in for a page that is not. */
export const OFFLINE_PAGE = 'about/offline/';

/**
 * The id of the part that a visit asks for, of the fragment of its address; undefined where it asks for
 * none. Progress and the state of a tool travel behind the same sign, with an equals sign of their own.
 */
export function partAsked(fragment: string): string | undefined {
  let id = fragment.replace(/^#/, '');
  try {
    id = decodeURIComponent(id);
  } catch {
    // Broken percent signs name no part either.
  }
  return id === '' || /[=:]/.test(id) ? undefined : id;
}

/** Whether a page has a part. */
export function hasPart(html: string, id: string): boolean {
  return html.includes(` id="${id}"`);
}
