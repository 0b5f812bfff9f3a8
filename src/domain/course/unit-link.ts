/**
 * The link by which a unit is sent: what stands in the page, and the forms in which it is copied.
 */

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => ENTITIES[letter]!);
}

/**
 * The link as HTML: it opens the unit's own page, and where scripts run it is copied.
 * @param href where the unit's page is: "/guide/learn/start/scene/".
 */
export function unitLink(href: string, title: string): string {
  const name = `<span class="visually-hidden"> to “${escapeHtml(title)}”</span>`;
  return `<a class="unit-link" href="${escapeHtml(href)}">Link${name}</a>`;
}

/** The forms in which a link is copied; `html` is what a text editor pastes, `text` what a chat does. */
export interface Copy {
  text: string;
  html?: string;
}

const QUOTE_LENGTH = 300;

/** As many of the first words as fit into `length` characters. */
function firstWords(text: string, length: number): string {
  const words = text.replace(/\s+/g, ' ').trim();
  if (words.length <= length) return words;
  return `${words.slice(0, words.lastIndexOf(' ', length - 1))}…`;
}

/** The address behind its title, as Markdown; what would end the title early is escaped. */
export function markdownLink(title: string, address: string): Copy {
  return { text: `[${title.replace(/[\\[\]]/g, '\\$&')}](${address})` };
}

/** The title as a link in formatted text; a plain field gets title and address. */
export function richLink(title: string, address: string): Copy {
  return {
    text: `${title}\n${address}`,
    html: `<a href="${escapeHtml(address)}">${escapeHtml(title)}</a>`,
  };
}

/** Words of the unit as a quotation, their place beneath. A title that is a sentence may be what they begin with. */
export function quotation(words: string, title: string, address: string): Copy {
  const quote = firstWords(words, QUOTE_LENGTH);
  const isSaid = /[.?!]$/.test(title) && quote.startsWith(title);
  const place = isSaid ? address : `${title}\n${address}`;
  return {
    text: `> ${quote}\n\n${place}`,
    html: `<blockquote><p>${escapeHtml(quote)}</p></blockquote><p><a href="${escapeHtml(address)}">${escapeHtml(title)}</a></p>`,
  };
}
