import { expect, it } from 'vitest';
import { cutSection, linkHeadings, placeOldIds } from '#domain/course/section.ts';

const LESSON =
  '<p>Before.</p><h2 id="one">One</h2><p>First <a href="#two">two</a> <a href="#inner">inner</a>.</p>' +
  '<h3 id="inner">Inner</h3><p>Deep.</p><script type="module" src="/a.js"></script>' +
  '<h2 id="two">Two</h2><other-island></other-island><script type="module" src="/b.js"></script>';

it('a section is what follows its heading, with the sections inside it', () => {
  const html = cutSection(LESSON, 'one', '/learn/start/');
  expect(html).toContain('First');
  expect(html).toContain('Deep.');
  expect(html).not.toContain('Before.');
  expect(html).not.toContain('Two');
});

it('a section inside another ends where the outer one ends', () => {
  expect(cutSection(LESSON, 'inner', '/learn/start/')).toBe(
    '<p>Deep.</p><script type="module" src="/a.js"></script>',
  );
});

it('a section inside rises to the second level', () => {
  expect(cutSection(LESSON, 'one', '/learn/start/')).toContain('<h2 id="inner">Inner</h2>');
});

it('a link to a part that is not on the page leads to the lesson, another one stays', () => {
  const html = cutSection(LESSON, 'one', '/learn/start/');
  expect(html).toContain('href="/learn/start/#two"');
  expect(html).toContain('href="#inner"');
});

it('the scripts of islands in other sections stay out', () => {
  expect(cutSection(LESSON, 'one', '/learn/start/')).not.toContain('/b.js');
});

it('a heading in a box of its lesson is found there', () => {
  const html = '<div class="mistakes"><h3 id="a">A</h3><p>1</p><h3 id="b">B</h3></div><p>2</p>';
  expect(cutSection(html, 'a', '/learn/start/')).toBe('<p>1</p>');
});

it('an id without a heading is told', () => {
  expect(() => cutSection(LESSON, 'three', '/learn/start/')).toThrow(
    'No heading of /learn/start/ has the id three',
  );
});

it('a heading of a section gets its link, another heading none', () => {
  const html = linkHeadings('<h2 id="one">A & b</h2><h2 id="x">X</h2>', (id) =>
    id === 'one' ? { href: '/learn/start/one/', title: 'A & "b"' } : undefined,
  );
  expect(html).toBe(
    '<div class="heading"><h2 id="one">A & b</h2><a class="unit-link" href="/learn/start/one/">Link' +
      '<span class="visually-hidden"> to “A &amp; &quot;b&quot;”</span></a></div><h2 id="x">X</h2>',
  );
});

it('an id that a part had before has a place inside the part, whatever the part is', () => {
  const html =
    '<h2 id="new">One</h2><table><tr class="x" id="row"><th scope="row">Cell</th></tr></table><ul><li id="task">Do</li></ul>';
  const old = new Map([
    ['new', ['old', 'older']],
    ['row', ['old-row']],
    ['task', ['old-task']],
  ]);
  expect(placeOldIds(html, old)).toBe(
    '<h2 id="new"><span class="was" id="old"></span><span class="was" id="older"></span>One</h2>' +
      '<table><tr class="x" id="row"><th scope="row"><span class="was" id="old-row"></span>Cell</th></tr></table>' +
      '<ul><li id="task"><span class="was" id="old-task"></span>Do</li></ul>',
  );
});

it('a heading with an old id gets its link all the same', () => {
  const html = placeOldIds('<h2 id="new">One</h2>', new Map([['new', ['old']]]));
  expect(linkHeadings(html, () => ({ href: '/x/', title: 'One' }))).toContain('unit-link');
});
