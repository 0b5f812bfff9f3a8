/** Lower-case words joined by hyphens; begins with a letter, ends in a letter or digit. */
export const ID_PATTERN = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Ids that Starlight or the browser uses itself, and the names of collections. */
const RESERVED_IDS = new Set(['top', 'index', 'null', 'undefined', 'constructor']);

/** Whether `text` may be the id of a unit. */
export function isId(text: string): boolean {
  return ID_PATTERN.test(text) && !RESERVED_IDS.has(text);
}
