/** The search dialog over Pagefind's API, which it loads when it is opened and not before. */

/** One result as Pagefind hands it out. */
interface Found {
  url: string;
  meta: Record<string, string>;
  excerpt: string;
  sub_results: { title: string; url: string }[];
}

/** What of Pagefind's module is used here. */
interface Pagefind {
  options: (options: object) => Promise<void>;
  init: () => Promise<void>;
  debouncedSearch: (
    query: string,
    options: object,
    wait: number,
  ) => Promise<{ results: { data: () => Promise<Found> }[] } | null>;
}

const SHOWN = 10;
const SECTIONS_SHOWN = 3;
/**
 * A topic is explained in lessons, which are long and do not carry its name in their title: neither
 * may count against them as much as it does by default.
 */
const RANKING = { pageLength: 0.1, termSaturation: 1.6, metaWeights: { title: 1 } };
/** Milliseconds after a key before Pagefind is asked. */
const WAIT = 120;

const ENTITIES: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&#39;': "'",
};

/** The excerpt's words as nodes, its <mark>s as elements; nothing in it is read as HTML. */
function excerptNodes(excerpt: string): Node[] {
  return excerpt.split(/(<mark>.*?<\/mark>)/).map((piece) => {
    const text = piece
      .replace(/<\/?mark>/g, '')
      .replace(/&(?:lt|gt|amp|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity);
    if (!piece.startsWith('<mark>')) return document.createTextNode(text);
    const mark = document.createElement('mark');
    mark.textContent = text;
    return mark;
  });
}

function link(href: string, text: string): HTMLAnchorElement {
  const anchor = document.createElement('a');
  anchor.href = href;
  anchor.textContent = text;
  return anchor;
}

class SiteSearch extends HTMLElement {
  #pagefind: Promise<Pagefind> | undefined;
  #stop = new AbortController();

  connectedCallback(): void {
    const open = this.querySelector<HTMLButtonElement>('.open');
    const dialog = this.querySelector('dialog');
    const input = this.querySelector('input');
    if (!open || !dialog || !input) return;
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    open.hidden = false;
    const show = (): void => {
      dialog.showModal();
      input.select();
      void this.#load();
    };
    for (const opener of [open, ...document.querySelectorAll('[data-opens-search]')]) {
      opener.addEventListener('click', show, { signal });
    }
    document.addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'k' || !(event.ctrlKey || event.metaKey) || dialog.open) return;
        event.preventDefault();
        show();
      },
      { signal },
    );
    input.addEventListener('input', () => void this.#search(input.value), { signal });
    input.addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        this.querySelector<HTMLAnchorElement>('.results a')?.click();
      },
      { signal },
    );
    // A result on the same page only moves the page, so the dialog must make way.
    this.querySelector('.results')?.addEventListener(
      'click',
      (event) => {
        if ((event.target as Element).closest('a')) dialog.close();
      },
      { signal },
    );
    dialog.addEventListener(
      'click',
      (event) => {
        if (event.target === dialog) dialog.close();
      },
      { signal },
    );
  }

  disconnectedCallback(): void {
    this.#stop.abort();
  }

  #load(): Promise<Pagefind> {
    this.#pagefind ??= (async () => {
      const url = new URL(`${this.dataset['bundle']}pagefind.js`, location.href).href;
      const pagefind = (await import(/* @vite-ignore */ url)) as Pagefind;
      await pagefind.options({ ranking: RANKING });
      await pagefind.init();
      return pagefind;
    })();
    return this.#pagefind;
  }

  async #search(query: string): Promise<void> {
    if (!query.trim()) return this.#print('', []);
    let found: Found[];
    let count: number;
    try {
      const pagefind = await this.#load();
      const answer = await pagefind.debouncedSearch(query, {}, WAIT);
      if (!answer) return; // A later key has asked again.
      count = answer.results.length;
      found = await Promise.all(answer.results.slice(0, SHOWN).map((result) => result.data()));
    } catch {
      this.#pagefind = undefined;
      return this.#print(
        'The search did not load. Look whether you are online, and type again.',
        [],
      );
    }
    const words = count === 1 ? '1 result' : `${count} results`;
    this.#print(count === 0 ? `Nothing found for “${query.trim()}”.` : words, found);
  }

  #print(status: string, found: Found[]): void {
    const line = this.querySelector('.status');
    if (line) line.textContent = status;
    this.querySelector('.results')?.replaceChildren(
      ...found.map((result) => {
        const item = document.createElement('li');
        const kind = document.createElement('span');
        kind.className = 'kind';
        kind.textContent = result.meta['kind'] ?? '';
        const excerpt = document.createElement('p');
        excerpt.append(...excerptNodes(result.excerpt));
        const sections = document.createElement('ul');
        for (const section of result.sub_results
          .filter(({ url }) => /#(?!_top$)/.test(url) && url !== result.url)
          .slice(0, SECTIONS_SHOWN)) {
          const line = document.createElement('li');
          line.append(link(section.url, section.title));
          sections.append(line);
        }
        item.append(link(result.url, result.meta['title'] ?? result.url), kind, excerpt);
        if (sections.childElementCount > 0) item.append(sections);
        return item;
      }),
    );
  }
}

customElements.define('site-search', SiteSearch);
