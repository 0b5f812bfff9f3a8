/** The address of a unit at a place: "/guide/learn/start/#scene" under "/guide/" is "/learn/start/scene/". */
export function addressIn(place: string, root: string): string {
  const [path = '', fragment] = place.split('#');
  const address = path.startsWith(root) ? `/${path.slice(root.length)}` : path;
  return fragment && fragment !== '_top' ? `${address}${fragment}/` : address;
}

const ENTITIES: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&#39;': "'",
};

/** An excerpt of Pagefind's as pieces of text; nothing in it is read as HTML. */
export function excerptPieces(excerpt: string): { text: string; isMatch: boolean }[] {
  return excerpt
    .split(/(<mark>.*?<\/mark>)/)
    .filter(Boolean)
    .map((piece) => ({
      text: piece
        .replace(/<\/?mark>/g, '')
        .replace(/&(?:lt|gt|amp|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity),
      isMatch: piece.startsWith('<mark>'),
    }));
}
