/**
 * The sidebar: on a narrow screen a popover, which opens without a script too. While it is open the keys
 * stay in it and in the header.
 */
class SidebarPane extends HTMLElement {
  connectedCallback(): void {
    const isWide = matchMedia('(min-width: 50em)');
    const set = (): void => void (this.popover = isWide.matches ? null : 'auto');
    set();
    isWide.addEventListener('change', set);
    this.addEventListener('toggle', ({ newState }) => {
      for (const rest of document.querySelectorAll('.main-frame, .sl-skip-link'))
        rest.toggleAttribute('inert', newState === 'open');
    });
  }
}

customElements.define('sl-sidebar-pane', SidebarPane);
