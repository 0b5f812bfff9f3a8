// A first visit has the face of headings only after it has painted. It then shows it if every heading
// keeps its height, so that nothing on the page moves; otherwise the next page is the first with it.
addEventListener('DOMContentLoaded', async () => {
  await document.fonts.load('600 1em "Fraunces late"');
  const heights = () => [...document.querySelectorAll('h1, h2, h3, h4')].map((h) => h.offsetHeight);
  const before = heights().join();
  document.documentElement.dataset.face = '';
  if (heights().join() !== before) delete document.documentElement.dataset.face;
});
