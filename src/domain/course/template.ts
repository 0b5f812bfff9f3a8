/**
 * The Markdown of a template as it is set on a page: its headings one level lower, since the page has
 * headings of its own above them, and each box as a sign on a line of its own, since nothing would
 * hold a tick.
 */
export function toPageMarkdown(markdown: string): string {
  return markdown.replace(/^#/gm, '##').replace(/^\s*[-*] \[ \] /gm, '\n☐ ');
}
