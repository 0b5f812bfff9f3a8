// Leads back to the lesson that reading-place.ts kept. It stands in the page behind its element, so that the
// link is there before anything is painted, and moves nothing.
customElements.define(
  'continue-reading',
  class extends HTMLElement {
    connectedCallback() {
      try {
        const { title, href } = JSON.parse(localStorage.getItem('crossover-place'));
        // A path of this site and nothing else, whoever wrote it: behind two slashes a host is named.
        if (!title || !/^\/(?!\/)[\w/-]*$/.test(href)) return;
        const link = this.querySelector('a');
        link.href = href;
        link.textContent = `Continue where you left off: “${title}”`;
        this.hidden = false;
      } catch {
        // Nothing was kept, or cannot be read: the page begins with the first lesson.
      }
    }
  },
);
