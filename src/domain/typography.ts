/**
 * Straight quotation marks and apostrophes as curly ones, three dots as an ellipsis: what the
 * Markdown processor does for prose, for the lines of YAML.
 */
export function smartQuotes(text: string): string {
  return text
    .replace(/(^|[\s([{–—/])"/g, '$1“')
    .replaceAll('"', '”')
    .replace(/(^|[\s([{–—/“])'/g, '$1‘')
    .replaceAll("'", '’')
    .replaceAll('...', '…');
}
