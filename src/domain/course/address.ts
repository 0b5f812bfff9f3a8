/**
 * The address of a unit, `/collection/entry/` or `/collection/entry/part/`, and its place: the whole
 * page of the entry, with a fragment for a part.
 */
export interface Address {
  collection: string;
  entry: string;
  part?: string;
}

/** Pages that are neither an entry nor the index of a collection. */
export const STANDING_PAGES = [
  '/',
  '/about/',
  '/about/claims/',
  '/about/offline/',
  '/about/privacy/',
  '/changes/',
  '/progress/',
  '/review/',
  '/search/',
];

/** Writes an address: `/learn/customer-empathy/root-cause/`. */
export function formatAddress({ collection, entry, part }: Address): string {
  return `/${[collection, entry, part].filter((step) => step !== undefined).join('/')}/`;
}

/** Reads an address of a unit; undefined for the root of a collection and for anything else. */
export function parseAddress(text: string): Address | undefined {
  const match = /^\/([a-z-]+)\/([a-z0-9-]+)\/(?:([a-z0-9-]+)\/)?$/.exec(text);
  if (!match) return undefined;
  const [, collection, entry, part] = match as unknown as [string, string, string, string?];
  return part === undefined ? { collection, entry } : { collection, entry, part };
}

/**
 * Where a link to `address` leads: under `base`, with the part as a fragment of the entry's page.
 * @param base path under which the site is served, "/" or "/guide".
 */
export function placeOf(address: string, base: string): string {
  const root = base.replace(/\/$/, '');
  const parsed = parseAddress(address);
  if (parsed?.part === undefined) return root + address;
  return `${root}${formatAddress({ collection: parsed.collection, entry: parsed.entry })}#${parsed.part}`;
}

/**
 * The id in the page of a part that is shown away from home: a task in its lesson, a row in a lesson.
 * On the entry's own page the bare part id is used.
 */
export function embeddedId({ collection, entry, part }: Required<Address>): string {
  return `${collection}-${entry}-${part}`;
}
