/**
 * Copies the address of a unit when its link is pressed, and offers other forms to copy it in. Keys and
 * clicks that ask for a new tab are left to the browser.
 */
import { markdownLink, quotation, richLink, type Copy } from '#domain/course/unit-link.ts';

/** What a unit is called: its link says so, for those who hear the page. */
function titleOf(link: HTMLAnchorElement): string {
  return /“(.*)”/s.exec(link.textContent)?.[1] ?? document.title;
}

/** The first paragraph beneath the link of a heading. */
function paragraphOf(link: HTMLAnchorElement): Element | undefined {
  let next = link.closest('.heading')?.nextElementSibling;
  while (next && !next.matches('p')) next = next.nextElementSibling;
  return next ?? undefined;
}

/** What a cell, a question, a task or a paragraph says, as a sentence; a cell begins with its column. */
function sentenceOf(box: Element): string {
  const copy = box.cloneNode(true) as Element;
  for (const aside of copy.querySelectorAll('.unit-link, .copied, sup')) aside.remove();
  copy.querySelector('.label')?.append(': ');
  copy.querySelector('small')?.before(' ');
  return copy.textContent.trim().replace(/[\p{L}\p{N}%)]$/u, '$&.');
}

/**
 * What the reader has selected, else what the unit itself says: of a task not what the reader noted, which
 * stays on the device. A whole page says what it is about.
 */
function wordsOf(link: HTMLAnchorElement): string {
  const selected = getSelection()?.toString().trim();
  if (selected) return selected;
  const unit = link.closest('tr, li');
  const own = 'td, :scope > fieldset > legend, :scope > label > span';
  const boxes = unit ? [...unit.querySelectorAll(own)] : [paragraphOf(link) ?? []].flat();
  return (
    boxes.map(sentenceOf).join(' ') ||
    document.querySelector<HTMLMetaElement>('meta[name=description]')!.content
  );
}

async function write({ text, html }: Copy): Promise<void> {
  if (html === undefined) return navigator.clipboard.writeText(text);
  const blob = (type: string, content: string): [string, Blob] => [
    type,
    new Blob([content], { type }),
  ];
  const forms = Object.fromEntries([blob('text/plain', text), blob('text/html', html)]);
  return navigator.clipboard.write([new ClipboardItem(forms)]);
}

class UnitLinks extends HTMLElement {
  #status!: HTMLElement;
  #panel!: HTMLElement;
  #link: HTMLAnchorElement | undefined;

  connectedCallback(): void {
    const template = this.querySelector('template');
    const status = this.querySelector<HTMLElement>('[role=status]');
    const panel = template?.content.firstElementChild?.cloneNode(true);
    if (!status || !(panel instanceof HTMLElement)) return;
    this.#status = status;
    this.#panel = panel;
    panel.querySelector<HTMLElement>('[data-form=share]')!.hidden = !('share' in navigator);
    panel.addEventListener('click', (event) => void this.#choose(event));
    document.addEventListener('click', (event) => void this.#press(event));
    document.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape' && this.#panel.matches(':popover-open')) this.#close();
    });
  }

  async #press(event: MouseEvent): Promise<void> {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a.unit-link');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.#link = link;
    // Behind the link, so that the next press of Tab leads into it.
    link.after(this.#panel);
    this.#panel.querySelector('a')!.href = link.href;
    this.#panel.showPopover();
    await this.#copy({ text: link.href }, 'the link');
  }

  async #choose(event: Event): Promise<void> {
    const link = this.#link;
    const form = (event.target as Element).closest('button')?.dataset['form'];
    if (!link || !form) return;
    const title = titleOf(link);
    if (form === 'close') this.#close();
    if (form === 'markdown') await this.#copy(markdownLink(title, link.href), 'the Markdown link');
    if (form === 'rich') await this.#copy(richLink(title, link.href), 'the formatted link');
    if (form === 'quote') {
      await this.#copy(quotation(wordsOf(link), title, link.href), 'the quote with its link');
    }
    // The reader may close the sheet of the system without sharing.
    if (form === 'share') await navigator.share({ title, url: link.href }).catch(() => undefined);
  }

  async #copy(copy: Copy, what: string): Promise<void> {
    let said = `Copied ${what} to “${titleOf(this.#link!)}”.`;
    delete this.#panel.dataset['refused'];
    try {
      await write(copy);
    } catch {
      said = `The browser does not let the page copy. Copy it from here: ${copy.text}`;
      this.#panel.dataset['refused'] = '';
    }
    this.#panel.querySelector('p')!.textContent = said;
    // Emptied first, so that the same words are said again.
    this.#status.textContent = '';
    requestAnimationFrame(() => {
      this.#status.textContent = said;
    });
  }

  #close(): void {
    this.#panel.hidePopover();
    this.#link?.focus();
  }
}

customElements.define('unit-links', UnitLinks);
