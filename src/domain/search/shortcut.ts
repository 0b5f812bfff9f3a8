/** What is known of a press of keys, as a KeyboardEvent says it. */
export interface Press {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

/**
 * Whether keys are a letter with Control or Command and nothing else. On a keyboard of other letters than
 * Latin ones the place of the key counts, as it does for the browser's own shortcuts.
 * @param letter of the Latin alphabet, small.
 */
export function isShortcut(press: Press, letter: string): boolean {
  if (press.ctrlKey === press.metaKey || press.shiftKey || press.altKey) return false;
  return /^[ -~]$/.test(press.key)
    ? press.key.toLowerCase() === letter
    : press.code === `Key${letter.toUpperCase()}`;
}
