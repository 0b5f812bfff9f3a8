/** Adds a button that copies the text inside. Without JavaScript the text is there to be selected. */
class CopyText extends HTMLElement {
  connectedCallback(): void {
    const text = this.querySelector('pre');
    if (!text || this.querySelector('button')) return;
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Copy as Markdown';
    const status = document.createElement('span');
    status.setAttribute('role', 'status');
    button.addEventListener('click', () => {
      void this.copy(text, status);
    });
    this.prepend(button, status);
  }

  private async copy(text: HTMLElement, status: HTMLElement): Promise<void> {
    try {
      await navigator.clipboard.writeText(text.textContent);
      status.textContent = 'Copied.';
    } catch {
      // The browser refuses: the reader copies the selection.
      text.closest('details')!.open = true;
      getSelection()?.selectAllChildren(text);
      status.textContent = 'The text is selected: copy it with the keyboard or the menu.';
    }
  }
}

customElements.define('copy-text', CopyText);
