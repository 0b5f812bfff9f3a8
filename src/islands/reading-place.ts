/** Keeps which lesson the reader opened last: continue-reading.js leads back to it. */
class ReadingPlace extends HTMLElement {
  connectedCallback(): void {
    // A page that the browser made ready beforehand was not opened yet.
    if (!('prerendering' in document && document.prerendering)) return this.#keep();
    document.addEventListener('prerenderingchange', () => this.#keep(), { once: true });
  }

  #keep(): void {
    const place = { title: this.dataset['lesson'], href: location.pathname };
    try {
      localStorage.setItem('crossover-place', JSON.stringify(place));
    } catch {
      // Without storage there is no place to lead back to.
    }
  }
}

customElements.define('reading-place', ReadingPlace);
