import { describe, expect, it } from 'vitest';
import { findFaults, readPage } from '../../build/check-pages.ts';

/** The faults of a site of two pages, the second with the given body. */
function faults(body: string, { root = '', expected = ['/', '/learn/start/'] } = {}): string[] {
  const pages = [
    readPage('/', `<h1 id="top-of-page">Home</h1><a href="${root}/learn/start/">Start</a>`),
    readPage('/learn/start/', body),
  ];
  const files = new Set(['/index.html', '/learn/start/index.html', '/favicon.svg']);
  const sourceOf = (path: string) => `source of ${path}`;
  return findFaults({ pages, files }, new Set(expected), root, 'http://localhost:4321', sourceOf);
}

describe('a built page', () => {
  it('passes with links to pages, parts of pages and files', () => {
    expect(
      faults(
        '<p id="here"><a href="#here">a</a><a href="/#top-of-page">b</a><img src="/favicon.svg">',
      ),
    ).toEqual([]);
  });

  it('may link out of the site', () => {
    expect(faults('<a href="https://example.com/x#y">Elsewhere</a>')).toEqual([]);
  });

  it('is named with its source when a link leads nowhere', () => {
    expect(faults('<a href="/learn/strat/">x</a>')).toEqual([
      '/learn/start/ (source of /learn/start/)  href="/learn/strat/"  leads nowhere',
    ]);
  });

  it('may not link to a part that is not there', () => {
    expect(faults('<a href="/#nothing">x</a>').join()).toContain('has no part #nothing');
  });

  it('may not use an id twice', () => {
    expect(faults('<p id="a"></p><p id="a"></p>').join()).toContain('the id a stands there twice');
  });

  it('may not label by an id that is not there', () => {
    expect(faults('<nav aria-labelledby="gone"></nav>').join()).toContain(
      'aria-labelledby names gone',
    );
  });

  it('may not be missing', () => {
    const expected = ['/', '/learn/start/', '/learn/end/'];
    expect(faults('', { expected }).join()).toContain(
      '/learn/end/ (source of /learn/end/)  is missing',
    );
  });

  it('may not be there unasked', () => {
    expect(faults('', { expected: ['/'] }).join()).toContain(
      '/learn/start/  is a page that no content',
    );
  });

  it('may not leave the base path', () => {
    expect(faults('<a href="/learn/start/">x</a>', { root: '/guide' }).join()).toContain(
      'leaves the base path /guide',
    );
    expect(faults('<a href="/guide/learn/start/">x</a>', { root: '/guide' })).toEqual([]);
  });
});
