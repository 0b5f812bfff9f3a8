/**
 * The search in two tiers. The small index answers within the keystroke; Pagefind follows with the full
 * text, whose finds are set beneath, and so do further words by which the small index finds its units. It
 * stands in a dialog on every page and open on the page of the search. It loads when somebody is about to
 * search.
 */
import { createEngine, type Engine, type Findable } from '#domain/search/engine.ts';
import { readUnits, readWords } from '#domain/search/format.ts';
import type { SiteSearch } from './site-search.ts';
import { markdownLink } from '#domain/course/unit-link.ts';
import { contentWords, wordsOf } from '#domain/search/words.ts';
import { addressIn, excerptPieces } from '#domain/search/result.ts';
import { isShortcut } from '#domain/search/shortcut.ts';
import { placeOf } from '#domain/course/address.ts';

/** A page as Pagefind hands it out. */
interface FoundPage {
  url: string;
  meta: Record<string, string>;
  excerpt: string;
  sub_results: {
    title: string;
    url: string;
    excerpt: string;
    weighted_locations: { balanced_score: number }[];
  }[];
}

/** What of Pagefind's module is used here. */
interface Pagefind {
  options: (options: object) => Promise<void>;
  init: () => Promise<void>;
  search: (query: string) => Promise<{ results: { data: () => Promise<FoundPage> }[] }>;
}

/** A find as it is shown. */
interface Shown extends Findable {
  excerpt?: string;
}

/** Finds that are shown at once, and with what the full text adds. */
const SHOWN = { first: 10, all: 20 };
/** Pages whose text is fetched: each costs the reader some kilobytes. */
const PAGES = { beside: 3, alone: 10 };
/**
 * Milliseconds that a search which was sent waits for further words, and of rest before the full text is
 * asked, before the count is said aloud, and before the query is in the address: WebKit throws at the
 * hundredth new address within half a minute, and each one makes Chromium look anew at all links of the
 * page, of which there are hundreds, for its speculation rules.
 */
const REST = { words: 1000, text: 70, said: 500, address: 500 };
const RECENT = 'crossover-searches';
const RECENT_SHOWN = 6;
/**
 * A topic is explained in lessons, which are long and do not carry its name in their title: neither
 * may count against them as much as it does by default.
 */
const RANKING = { pageLength: 0.1, termSaturation: 1.6, metaWeights: { title: 1 } };

let site: SiteSearch | undefined;
let root = '/';
let engine: Promise<Engine> | undefined;
let fuller: Promise<Engine> | undefined;
/** Whether the engine knows the words that come with the full text. */
let isFuller = false;
let pagefind: Promise<Pagefind> | undefined;

/** Begins to load both tiers, the second one when the first is there and the line is free. */
export function prepare(opener: SiteSearch): void {
  site = opener;
  root = site.dataset['root'] ?? '/';
  void loadEngine()
    .catch(() => undefined)
    .then(() => Promise.all([loadFuller(), loadPagefind()]))
    .catch(() => undefined);
  const home = document.querySelector<HTMLElement>('[data-search-page]');
  if (home && !home.firstChild) {
    const panel = new Panel(false);
    home.append(panel.element);
    panel.start(new URLSearchParams(location.search).get('q') ?? '', loadForSent);
  }
}

/** Reads the index while it comes, so that little is left to do when the last of it is there. */
async function readEngine(answer: Response): Promise<Engine> {
  if (!answer.ok) throw new Error(`The index answered ${answer.status}.`);
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  let read: Engine | undefined;
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    text += piece.value;
    const units = read ? undefined : readUnits(text);
    if (units) read = createEngine(units);
  }
  if (!read) throw new Error('The index ended before its words.');
  read.learn('names', readWords(text));
  return read;
}

function loadEngine(): Promise<Engine> {
  engine ??= (site!.index ??= fetch(`${root}search-index.txt`)).then(readEngine);
  engine.then(
    (loaded) => (ready = loaded),
    () => {
      engine = undefined;
      site!.index = undefined;
    },
  );
  return engine;
}

/** The engine once it knows the words that come with the full text. */
function loadFuller(): Promise<Engine> {
  fuller ??= (async () => {
    const [answer, loaded] = await Promise.all([fetch(`${root}search-words.txt`), loadEngine()]);
    if (!answer.ok) throw new Error(`The words of the index answered ${answer.status}.`);
    loaded.learn('later', readWords(await answer.text()));
    isFuller = true;
    return loaded;
  })();
  fuller.catch(() => (fuller = undefined));
  return fuller;
}

/** The engine for a search that was sent, which shows what its sender saw, further words and all. */
function loadForSent(): Promise<Engine> {
  const enough = new Promise((resolve) => setTimeout(resolve, REST.words));
  return Promise.race([loadFuller(), enough.then(loadEngine)]).catch(loadEngine);
}

function loadPagefind(): Promise<Pagefind> {
  pagefind ??= (async () => {
    const url = new URL(`${root}pagefind/pagefind.js`, location.href).href;
    const loaded = (await import(/* @vite-ignore */ url)) as Pagefind;
    await loaded.options({ ranking: RANKING });
    await loaded.init();
    return loaded;
  })();
  pagefind.catch(() => (pagefind = undefined));
  return pagefind;
}

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

function recent(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(RECENT) ?? '[]');
    return Array.isArray(kept) ? kept.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}

function keepRecent(queries: string[]): void {
  try {
    if (queries.length === 0) localStorage.removeItem(RECENT);
    else localStorage.setItem(RECENT, JSON.stringify(queries.slice(0, RECENT_SHOWN)));
  } catch {
    // Without storage nothing is remembered.
  }
}

let dialog: HTMLDialogElement | undefined;
let inDialog: Panel | undefined;

/** Opens the search; on its own page it is open already and takes the focus. */
export function openSearch(opener: SiteSearch): void {
  prepare(opener);
  const onPage = document.querySelector<HTMLInputElement>('[data-search-page] input');
  if (onPage) return onPage.select();
  if (!dialog) {
    inDialog = new Panel(true);
    const made = make('dialog', { ariaLabel: 'Search the course' }, inDialog.element);
    const isBeside = ({ clientX, clientY }: MouseEvent): boolean => {
      const { left, right, top, bottom } = made.getBoundingClientRect();
      return clientX < left || clientX > right || clientY < top || clientY > bottom;
    };
    // Whoever selects words inside may let go beside it.
    let isPressedBeside = false;
    made.addEventListener('pointerdown', (event) => (isPressedBeside = isBeside(event)));
    made.addEventListener('click', (event) => {
      const { target, ctrlKey, metaKey, shiftKey } = event;
      const isFollowed = (target as Element).closest('a') && !ctrlKey && !metaKey && !shiftKey;
      // A find on the same page only moves the page, so the dialog makes way.
      if (isFollowed || (isPressedBeside && target === made)) made.close();
    });
    opener.append(made);
    dialog = made;
  }
  if (!dialog.open) dialog.showModal();
  inDialog!.start();
}

class Panel {
  readonly element: HTMLElement;
  #input = make('input', {
    type: 'text',
    autocomplete: 'off',
    spellcheck: false,
    enterKeyHint: 'search',
    placeholder: 'Retention, North Star, coding …',
  });
  #status = make('p', { className: 'status' });
  #said = make('p', { className: 'visually-hidden', role: 'status' });
  #kinds = make('select');
  #parts = make('select');
  #filters = make('p', { className: 'filters', hidden: true });
  #list = make('ol', { className: 'results' });
  #aside = make('div', { className: 'aside' });
  #page = make('a', { textContent: 'Open this search as a page' });
  #found: Shown[] = [];
  /** What the count adds where a part of the search did not load. */
  #missing = '';
  #query = '';
  #turn = 0;
  #resting = 0;

  constructor(private readonly isDialog: boolean) {
    const label = make(
      'label',
      {},
      make('span', {
        className: 'visually-hidden',
        textContent: 'Search lessons, tables, terms and questions',
      }),
      this.#input,
    );
    const form = make('form', { role: 'search' }, label);
    if (isDialog) {
      const close = make('button', { type: 'button', className: 'close', textContent: 'Close' });
      close.addEventListener('click', () => this.element.closest('dialog')?.close());
      form.append(close);
    }
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#list.querySelector('a')?.click();
    });
    this.#filters.append(
      make('label', {}, 'Kind ', this.#kinds),
      make('label', {}, 'Part ', this.#parts),
    );
    this.#filters.addEventListener('change', () => this.#print());
    this.#input.addEventListener('input', () => this.#search());
    this.element = make(
      'div',
      { className: 'search' },
      form,
      this.#said,
      this.#status,
      this.#aside,
      this.#filters,
      this.#list,
    );
    if (isDialog) this.element.append(make('p', { className: 'page' }, this.#page));
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    this.#list.addEventListener('click', (event) => void this.#onClick(event));
  }

  /** Shows itself as it begins, with the field in focus. */
  start(query = this.#input.value, load = loadEngine): void {
    this.#input.value = query;
    if (this.isDialog || query === '') this.#input.select();
    this.#search(load);
  }

  #onKey(event: KeyboardEvent): void {
    const links = [...this.#list.querySelectorAll<HTMLAnchorElement>('a')];
    const at = links.indexOf(document.activeElement as HTMLAnchorElement);
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const next = at + (event.key === 'ArrowDown' ? 1 : -1);
      event.preventDefault();
      if (next < 0) this.#input.focus();
      else links[Math.min(next, links.length - 1)]?.focus();
    }
    if (isShortcut(event, 'c') && at >= 0 && getSelection()?.isCollapsed) {
      event.preventDefault();
      void this.#copy(this.#visible()[at]!, false);
    }
  }

  async #onClick(event: MouseEvent): Promise<void> {
    const target = event.target as Element;
    const item = target.closest('li');
    const found = this.#visible()[item ? [...this.#list.children].indexOf(item) : -1];
    if (!found) return;
    const copy = target.closest('button')?.dataset['copy'];
    if (copy) return this.#copy(found, copy === 'markdown');
    if (target.closest('a')) {
      this.#writeAddress();
      keepRecent([this.#query, ...recent().filter((each) => each !== this.#query)]);
    }
  }

  async #copy({ title, address }: Shown, asMarkdown: boolean): Promise<void> {
    const link = new URL(root.replace(/\/$/, '') + address, location.href).href;
    const { text } = asMarkdown ? markdownLink(title, link) : { text: link };
    try {
      await navigator.clipboard.writeText(text);
      this.#tell(`Copied ${asMarkdown ? 'the Markdown link' : 'the link'} to “${title}”.`);
    } catch {
      this.#tell(`The browser does not let the page copy. Copy it from here: ${text}`);
    }
  }

  #tell(sentence: string): void {
    this.#status.textContent = sentence;
    this.#said.textContent = sentence;
  }

  #search(load = loadEngine): void {
    const query = this.#input.value.trim();
    this.#query = query;
    const turn = ++this.#turn;
    this.#page.href = `${root}search/${this.#asked()}`;
    this.#page.parentElement?.toggleAttribute('hidden', query === '');
    clearTimeout(this.#resting);
    this.#resting = window.setTimeout(() => this.#writeAddress(), REST.address);
    if (query === '') return this.#begin();
    // The engine answers at once where it is there, within the keystroke that asked.
    if (ready) this.#answer(ready, turn);
    else {
      load().then(
        (loaded) => {
          if (turn === this.#turn) this.#answer(loaded, turn);
        },
        () => void this.#askText(undefined, [], turn),
      );
    }
  }

  /** The query as an address carries it. */
  #asked(): string {
    const query = this.#query.slice(0, 500).toWellFormed();
    return query === '' ? '' : `?q=${encodeURIComponent(query)}`;
  }

  /** Makes the address of the page one that opens this search, also when a reader comes back to it. */
  #writeAddress(): void {
    clearTimeout(this.#resting);
    if (this.isDialog || !this.element.isConnected || location.search === this.#asked()) return;
    history.replaceState(history.state, '', location.pathname + this.#asked());
  }

  /** What is shown before anything is asked: the last searches. */
  #begin(): void {
    this.#found = [];
    this.#list.replaceChildren();
    this.#filters.hidden = true;
    this.#status.textContent = '';
    this.#said.textContent = '';
    const queries = recent();
    this.#aside.replaceChildren();
    if (queries.length === 0) return;
    const clear = make('button', { type: 'button', textContent: 'Clear' });
    clear.addEventListener('click', () => {
      keepRecent([]);
      this.#begin();
      this.#input.focus();
    });
    this.#aside.append(
      make('p', {}, 'Searched before, on this device: ', clear),
      ...queries.map((query) => {
        const again = make('button', { type: 'button', textContent: query });
        again.addEventListener('click', () => this.start(query));
        return again;
      }),
    );
  }

  #answer(answering: Engine, turn: number): void {
    const { sure, others, meant } = answering.find(this.#query);
    this.#aside.replaceChildren();
    if (meant)
      this.#aside.append(
        make('p', { textContent: `Did you mean “${meant}”? These are its results.` }),
      );
    this.#found = sure.slice(0, SHOWN.first);
    this.#missing = '';
    this.#print();
    void this.#askText(answering, [...sure.slice(SHOWN.first), ...others], turn);
  }

  /** Lets the full text answer too. What it finds goes beneath what is there already. */
  async #askText(answering: Engine | undefined, others: Findable[], turn: number): Promise<void> {
    const wasFuller = isFuller;
    await new Promise((resolve) => setTimeout(resolve, REST.text));
    if (turn !== this.#turn) return;
    let pages: FoundPage[] = [];
    let missing = '';
    try {
      const words = contentWords(wordsOf(this.#query)).join(' ');
      const answer = await (await loadPagefind()).search(words);
      if (turn !== this.#turn) return;
      const most = this.#found.length > 0 ? PAGES.beside : PAGES.alone;
      pages = await Promise.all(answer.results.slice(0, most).map((result) => result.data()));
    } catch {
      missing = ', from the names alone';
    }
    if (answering) {
      await loadFuller().catch(() => (missing ||= ', without further words for them'));
    }
    if (turn !== this.#turn) return;
    const shown = new Map(this.#found.map((each): [string, Shown] => [each.address, each]));
    const surer = answering && isFuller && !wasFuller ? answering.find(this.#query).sure : [];
    for (const find of surer.slice(0, SHOWN.first))
      if (!shown.has(find.address)) shown.set(find.address, find);
    for (const { url, meta, excerpt, sub_results: parts } of pages) {
      const weigh = (part: FoundPage['sub_results'][number]): number =>
        part.weighted_locations.reduce((sum, each) => sum + each.balanced_score, 0);
      const [best] = parts
        .filter((part) => part.url.includes('#') && !part.url.endsWith('#_top'))
        .sort((a, b) => weigh(b) - weigh(a));
      const finds = [
        ...(best ? [{ url: best.url, title: best.title, excerpt: best.excerpt }] : []),
        { url, title: meta['title'] ?? url, excerpt },
      ];
      for (const find of finds) {
        const address = addressIn(find.url, root);
        const known = shown.get(address) ?? answering?.at(address);
        const fallback = {
          address,
          kind: meta['kind'] ?? 'Page',
          title: find.title,
          home: '',
          part: 0,
        };
        shown.set(address, { ...(known ?? fallback), excerpt: find.excerpt });
      }
    }
    for (const other of others) if (!shown.has(other.address)) shown.set(other.address, other);
    this.#found = [...shown.values()].slice(0, SHOWN.all);
    this.#missing = missing;
    this.#print();
    if (this.#found.length === 0) this.#nothing(answering, missing === '');
    this.element.dispatchEvent(new Event('search-done', { bubbles: true }));
    setTimeout(() => {
      if (turn === this.#turn) this.#said.textContent = this.#status.textContent;
    }, REST.said);
  }

  #nothing(answering: Engine | undefined, isLoaded: boolean): void {
    const query = this.#query.slice(0, 80);
    this.#status.textContent = isLoaded
      ? `Nothing found for “${query}”.`
      : 'Not all of the search loaded. Look whether you are online, and type again.';
    const near = answering?.nearestTerms(this.#query, 3) ?? [];
    const links = near.map((term) =>
      make('a', { href: this.#place(term), textContent: term.title }),
    );
    const all = make('a', { href: `${root}search/`, textContent: 'Everything from A to Z' });
    this.#aside.replaceChildren(
      ...(links.length > 0
        ? [
            make(
              'p',
              {},
              'Terms that look like it: ',
              ...links.flatMap((link, index) => (index > 0 ? [', ', link] : [link])),
            ),
          ]
        : []),
      make('p', {}, all),
    );
  }

  #place({ address }: Findable): string {
    return placeOf(address, root);
  }

  /** What the filters leave of the finds. */
  #visible(): Shown[] {
    const [kind, part] = [this.#kinds.value, this.#parts.value];
    return this.#found.filter(
      (each) => (kind === '' || each.kind === kind) && (part === '' || String(each.part) === part),
    );
  }

  #print(): void {
    this.#fill(
      this.#kinds,
      'All',
      (each) => each.kind,
      (kind) => kind,
    );
    this.#fill(
      this.#parts,
      'All',
      (each) => String(each.part || ''),
      (part) => `Part ${part}`,
    );
    this.#filters.hidden = this.#found.length < 2;
    const visible = this.#visible();
    this.#status.textContent =
      visible.length === 0
        ? ''
        : `${visible.length} ${visible.length === 1 ? 'result' : 'results'}${this.#missing}`;
    // Items that stay are kept, so that nothing moves under a finger and the focus stays.
    visible.forEach((each, index) => {
      const old = this.#list.children[index] as HTMLElement | undefined;
      if (old?.dataset['address'] === each.address) {
        const excerpt = old.querySelector('.excerpt');
        if (each.excerpt) excerpt?.replaceChildren(...this.#excerpt(each.excerpt));
        return;
      }
      const item = this.#item(each);
      if (old) old.replaceWith(item);
      else this.#list.append(item);
    });
    while (this.#list.children.length > visible.length) this.#list.lastChild?.remove();
  }

  /** The choices of a filter with how many finds each has; the chosen one stays while it has any. */
  #fill(
    select: HTMLSelectElement,
    all: string,
    valueOf: (found: Shown) => string,
    wordOf: (value: string) => string,
  ): void {
    const counts = new Map<string, number>();
    for (const found of this.#found) {
      const value = valueOf(found);
      if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const chosen = counts.has(select.value) ? select.value : '';
    select.replaceChildren(
      new Option(`${all} (${this.#found.length})`, ''),
      ...[...counts]
        .sort()
        .map(([value, count]) => new Option(`${wordOf(value)} (${count})`, value)),
    );
    select.value = chosen;
  }

  #item(found: Shown): HTMLLIElement {
    const copy = (form: string, words: string) => {
      const ariaLabel = `${words} of “${found.title}”`;
      const button = make('button', { type: 'button', textContent: words, ariaLabel });
      button.dataset['copy'] = form;
      return button;
    };
    const where = [found.kind, found.home].filter(Boolean).join(' · ');
    const item = make(
      'li',
      {},
      make('a', { href: this.#place(found) }, ...this.#marked(found.title)),
      make('span', { className: 'kind', textContent: where }),
      make(
        'p',
        { className: found.excerpt ? 'excerpt' : 'excerpt short' },
        ...this.#excerpt(found.excerpt ?? ''),
      ),
      make(
        'span',
        { className: 'copies' },
        copy('link', 'Copy link'),
        copy('markdown', 'Markdown'),
      ),
    );
    item.dataset['address'] = found.address;
    return item;
  }

  #marked(title: string): (Node | string)[] {
    const words = this.#query
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word.length > 2);
    return title
      .split(/([\p{L}\p{N}]+)/u)
      .map((piece) =>
        words.some((word) => piece.toLowerCase().startsWith(word))
          ? make('mark', { textContent: piece })
          : piece,
      );
  }

  #excerpt(excerpt: string): (Node | string)[] {
    return excerptPieces(excerpt).map(({ text, isMatch }) =>
      isMatch ? make('mark', { textContent: text }) : text,
    );
  }
}

/** The engine once it is there, so that a keystroke need not wait for a promise. */
let ready: Engine | undefined;
