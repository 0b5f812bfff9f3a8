/** Keeps which lesson the reader opened last, and on the home page leads back to it. */
const PLACE = 'crossover-place';

interface Place {
  title: string;
  href: string;
}

function read(): Place | undefined {
  try {
    const { title, href } = JSON.parse(localStorage.getItem(PLACE) ?? '{}') as Partial<Place>;
    // A path of this site and nothing else, whoever wrote it: behind two slashes a host is named.
    return title && href && /^\/(?!\/)[\w/-]*$/.test(href) ? { title, href } : undefined;
  } catch {
    return undefined;
  }
}

function keep(title: string): void {
  try {
    localStorage.setItem(PLACE, JSON.stringify({ title, href: location.pathname }));
  } catch {
    // Without storage there is no place to lead back to.
  }
}

class ReadingPlace extends HTMLElement {
  connectedCallback(): void {
    const { lesson } = this.dataset;
    if (lesson !== undefined) {
      // A page that the browser made ready beforehand was not opened yet.
      if (!('prerendering' in document && document.prerendering)) return keep(lesson);
      return document.addEventListener('prerenderingchange', () => keep(lesson), { once: true });
    }
    const place = read();
    const link = this.querySelector('a');
    if (!place || !link) return;
    link.href = place.href;
    link.textContent = `Continue where you left off: “${place.title}”`;
    this.hidden = false;
  }
}

customElements.define('reading-place', ReadingPlace);
