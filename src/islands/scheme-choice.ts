/** Lets the reader choose light, dark or the system's color scheme, and remembers the choice. */
const KEY = 'crossover-scheme';

class SchemeChoice extends HTMLElement {
  connectedCallback(): void {
    const select = this.querySelector('select');
    if (!select) return;
    select.value = document.documentElement.dataset['scheme'] ?? 'system';
    this.hidden = false;
    select.addEventListener('change', () => {
      const { value } = select;
      if (value === 'light' || value === 'dark') document.documentElement.dataset['scheme'] = value;
      else delete document.documentElement.dataset['scheme'];
      try {
        if (value === 'system') localStorage.removeItem(KEY);
        else localStorage.setItem(KEY, value);
      } catch {
        // Storage is refused: the choice holds for this page.
      }
    });
  }
}

customElements.define('scheme-choice', SchemeChoice);
