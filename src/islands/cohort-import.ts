/** Rows of one's own for the retention lab. What works them loads when somebody is about to bring some. */
import type { CohortPanel } from './cohort-panel.ts';

class CohortImport extends HTMLElement {
  #panel: Promise<CohortPanel> | undefined;

  connectedCallback(): void {
    const details = this.querySelector('details')!;
    this.hidden = false;
    if (details.open) this.#load();
    details.addEventListener('toggle', () => this.#load());
    this.addEventListener('dragover', (event) => {
      event.preventDefault();
      this.dataset['over'] = '';
      details.open = true;
    });
    for (const end of ['dragleave', 'drop'])
      this.addEventListener(end, () => delete this.dataset['over']);
  }

  #load(): void {
    this.#panel ??= import('./cohort-panel.ts').then((module) => new module.CohortPanel(this));
    // Offline once, it may be there at the next opening.
    this.#panel.catch(() => {
      this.#panel = undefined;
      this.querySelector('[data-part=said]')!.textContent =
        'This part did not load. Look at your connection, then reload the page.';
    });
  }
}

customElements.define('cohort-import', CohortImport);
