/**
 * Brings a reader to the part that the address names: focus goes there, as sight does. Where the page
 * has no such part, a note says that it has moved and offers the nearest; where there is no such page,
 * it offers the nearest pages.
 */

const OFFERED = 3;

/** What finds the nearest. Loaded when a link leads nowhere, so that no other page carries it. */
const loadNearest = () => import('#domain/nearest.ts');

/** The parts of the page that have an address, by their id. */
function partsOfPage(): Map<string, string> {
  const links = document.querySelectorAll<HTMLAnchorElement>('main a.unit-link');
  return new Map(
    [...links].flatMap(({ href, textContent }): [string, string][] => {
      const id = new URL(href).pathname.split('/').at(-2) ?? '';
      const title = /“(.*)”/s.exec(textContent)?.[1] ?? id;
      return document.getElementById(id) ? [[id, title]] : [];
    }),
  );
}

/** Links to what is offered. */
function linksTo(near: string[], titles: Map<string, string>, before: string): HTMLElement[] {
  return near.map((id) => {
    const link = document.createElement('a');
    link.href = before + id;
    link.textContent = titles.get(id)!;
    return link;
  });
}

/** Every page that a part or an entry has, by its path. */
async function pagesOfSite(list: string): Promise<Map<string, string>> {
  const { units } = (await (await fetch(list)).json()) as {
    units: { address: string; title: string }[];
  };
  return new Map(units.map(({ address, title }) => [new URL(address).pathname, title]));
}

class ArrivalNote extends HTMLElement {
  connectedCallback(): void {
    const { pages } = this.dataset;
    if (pages !== undefined) return void this.#offerPages(pages);
    addEventListener('hashchange', () => this.#arrive());
    this.#arrive();
  }

  #arrive(): void {
    const note = this.querySelector('p');
    if (!note) return;
    note.replaceChildren();
    let id = location.hash.slice(1);
    try {
      id = decodeURIComponent(id);
    } catch {
      // Broken percent signs name no part either.
    }
    // Progress and the state of a tool travel behind the same sign, with an equals sign of their own.
    if (id === '' || /[=:]/.test(id)) return;
    const target = document.getElementById(id);
    if (!target) return void this.#offerParts(note, id);
    // The place of an id that the part had before is empty and stands inside the part.
    const part =
      (target.matches('.was') && target.closest<HTMLElement>('tr, li, h2, h3')) || target;
    if (!part.matches('a, button, input, [tabindex]')) part.tabIndex = -1;
    part.focus({ preventScroll: true });
  }

  async #offerParts(note: HTMLElement, id: string): Promise<void> {
    const parts = partsOfPage();
    // Without what finds the nearest the note still says what has happened.
    const near = await loadNearest().then(
      ({ nearestOf }) => nearestOf(id, parts.keys(), OFFERED),
      () => [],
    );
    note.replaceChildren('This part has moved. ');
    const links = linksTo(near, parts, '#');
    if (links.length > 0) {
      const between = links.flatMap((link) => [' · ', link]);
      note.append('The nearest on this page: ', ...between.slice(1));
    } else note.append('The page itself follows.');
    note.scrollIntoView({ block: 'center' });
  }

  async #offerPages(list: string): Promise<void> {
    try {
      const [pages, { nearestPathsOf }] = await Promise.all([pagesOfSite(list), loadNearest()]);
      const near = nearestPathsOf(location.pathname, pages.keys(), OFFERED);
      if (near.length > 0)
        this.querySelector('p')?.append('The nearest pages:', ...linksTo(near, pages, ''));
    } catch {
      // The page still leads on by the links in its text.
    }
  }
}

customElements.define('arrival-note', ArrivalNote);
