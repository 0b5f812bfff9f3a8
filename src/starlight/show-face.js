// A first visit has the face of headings only after it has painted. It then shows it if all that is set
// in it keeps its size, so that nothing on the page moves; otherwise the next page is the first with it.
addEventListener('DOMContentLoaded', async () => {
  try {
    await document.fonts.load('600 1em "Fraunces late"');
  } catch {
    return; // The face cannot be had: its fallback stays.
  }
  const boxes = document.querySelectorAll('h1, h2, h3, h4, th, main');
  const sizes = () => [...boxes].map((box) => [box.offsetWidth, box.offsetHeight]).join();
  const before = sizes();
  const { dataset } = document.documentElement;
  dataset.face = '';
  if (sizes() !== before) delete dataset.face;
});
