/**
 * Brings a reader to the part that the address names: focus goes there, as sight does. Where the page
 * has no such part, a note says that it has moved and offers the nearest.
 */
import { nearestOf } from '#domain/course/id.ts';

const OFFERED = 3;

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

class ArrivalNote extends HTMLElement {
  connectedCallback(): void {
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
    if (!target) return this.#offer(note, id);
    if (!target.matches('a, button, input, [tabindex]')) target.tabIndex = -1;
    target.focus({ preventScroll: true });
  }

  #offer(note: HTMLElement, id: string): void {
    const parts = partsOfPage();
    const offers = nearestOf(id, parts.keys(), OFFERED).flatMap((near) => {
      const link = document.createElement('a');
      link.href = `#${near}`;
      link.textContent = parts.get(near)!;
      return [' · ', link];
    });
    note.append('This part has moved. ');
    if (offers.length > 0) note.append('The nearest on this page: ', ...offers.slice(1));
    else note.append('The page itself follows.');
    note.scrollIntoView({ block: 'center' });
  }
}

customElements.define('arrival-note', ArrivalNote);
