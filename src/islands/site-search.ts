/**
 * Opens the search: from its link in the header, from other openers, and by Ctrl-K or Cmd-K. All that
 * answers is loaded when somebody is about to search, and not before. Without it the link leads to the
 * page that lists everything.
 */
import { isShortcut } from '#domain/search/shortcut.ts';

export class SiteSearch extends HTMLElement {
  /** The small index under way. It is asked for beside the script that reads it, not after it. */
  index: Promise<Response> | undefined;

  connectedCallback(): void {
    const load = () => {
      this.index ??= fetch(`${this.dataset['root']}search-index.txt`);
      // Whoever reads it hears why it failed.
      this.index.catch(() => undefined);
      return import('./search-panel.ts');
    };
    const prepare = (): void =>
      void load().then(
        ({ prepare }) => prepare(this),
        // Whoever then opens the search is led to the page that lists everything.
        () => undefined,
      );
    const open = (event: Event): void => {
      event.preventDefault();
      load().then(
        ({ openSearch }) => openSearch(this),
        () => location.assign(this.querySelector('a')!.href),
      );
    };
    const openers = document.querySelectorAll<HTMLElement>('site-search a, [data-opens-search]');
    for (const opener of openers) {
      opener.addEventListener('click', (event) => {
        if (!event.ctrlKey && !event.metaKey && !event.shiftKey) open(event);
      });
      opener.addEventListener('pointerenter', prepare, { once: true });
      opener.addEventListener('focus', prepare, { once: true });
    }
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Control' || event.key === 'Meta') prepare();
      if (isShortcut(event, 'k')) open(event);
    });
    if (document.querySelector('[data-search-page]')) prepare();
  }
}

customElements.define('site-search', SiteSearch);
