/** Says whether a copy of the site is kept for reading offline; keeps one or removes it as the reader likes. */
import { CACHE_PREFIX, OFFLINE_PAGE } from '#domain/offline/version.ts';

/** Where the choice is kept, and the event after which islands/offline.ts acts on it: both are named there. */
const CHOICE = 'crossover-offline';

const ours = async (): Promise<string[]> =>
  (await caches.keys()).filter((name) => name.startsWith(CACHE_PREFIX));

class OfflineChoice extends HTMLElement {
  #status = this.querySelector<HTMLElement>('[role=status]')!;

  connectedCallback(): void {
    // A page that stands in for another tells so: its address is not its own.
    if (!location.pathname.endsWith(OFFLINE_PAGE)) this.querySelector('p')!.hidden = false;
    if (!('serviceWorker' in navigator)) {
      this.#status.textContent = 'This browser keeps no copies of sites.';
      return;
    }
    this.#button('keep').addEventListener('click', () => this.#try(() => this.#keep()));
    this.#button('remove').addEventListener('click', () => this.#try(() => this.#remove()));
    navigator.serviceWorker.addEventListener('message', () => this.#try(() => this.#print()));
    void this.#try(() => this.#print());
  }

  #button(name: 'keep' | 'remove'): HTMLButtonElement {
    return this.querySelector<HTMLButtonElement>(`[data-do=${name}]`)!;
  }

  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch {
      this.#status.textContent = 'The browser does not let this site keep anything.';
    }
  }

  async #print(): Promise<void> {
    const registration = await navigator.serviceWorker.getRegistration();
    const isKept = registration?.active != null && (await ours()).length > 0;
    this.#button('keep').hidden = isKept || registration?.installing != null;
    this.#button('remove').hidden = !isKept;
    if (isKept) this.#status.textContent = 'A copy is kept: this site opens offline.';
    else if (registration?.installing) this.#status.textContent = 'A copy is being made.';
    else this.#status.textContent = 'No copy is kept.';
  }

  async #keep(): Promise<void> {
    localStorage.setItem(CHOICE, 'on');
    this.#button('keep').hidden = true;
    this.#status.textContent = 'A copy is being made.';
    dispatchEvent(new Event('offline-choice'));
  }

  async #remove(): Promise<void> {
    localStorage.setItem(CHOICE, 'off');
    await (await navigator.serviceWorker.getRegistration())?.unregister();
    for (const name of await ours()) await caches.delete(name);
    this.#button('remove').hidden = true;
    this.#button('keep').hidden = false;
    this.#status.textContent = 'The copy is removed. What you ticked and wrote is still here.';
  }
}

customElements.define('offline-choice', OfflineChoice);
