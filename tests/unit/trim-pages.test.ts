import { expect, it } from 'vitest';
import { shortenScopes, trimStyles } from '../../build/trim-pages.ts';

const trim = (styles: string, ...names: string[]) => trimStyles(styles, new Set(names));

it('a rule for a class or an id that nothing names is gone', () => {
  expect(trim('.used{color:red}.unused{color:blue}#used{top:0}#lost{top:1px}', 'used')).toBe(
    '.used{color:red}#used{top:0}',
  );
});

it('a rule stays for the selectors that something can match', () => {
  expect(trim('.used b,p:not(.unused){color:red}.used .unused{top:0}', 'used')).toBe(
    '.used b,p:not(.unused){color:red}',
  );
});

it('a property is gone with the last one that used it, and one that a script names stays', () => {
  expect(trim(':root{--a:1px;--b:var(--a);--c:red;--d:2px}p{top:var(--d)}', '--c')).toBe(
    ':root{--c:red;--d:2px}p{top:var(--d)}',
  );
});

it('layers keep their order', () => {
  expect(trim('@layer one, two;@layer two{p{top:1px}}@layer one{p{top:0}}')).toBe(
    '@layer one{p{top:0}}@layer two{p{top:1px}}',
  );
});

it('the class of a component is a short one, the same in styles and pages', () => {
  const styles = 'p:where(.astro-5szo6sds){top:0}a:where(.astro-4tn6w3f6,.astro-5szo6sds){top:0}';
  const shorten = shortenScopes(styles);
  expect(shorten(styles)).toBe('p:where(.a--0){top:0}a:where(.a--1,.a--0){top:0}');
  expect(shorten('<p class="wide astro-4tn6w3f6 astro-5szo6sds">')).toBe(
    '<p class="wide a--1 a--0">',
  );
});

it('what only begins or ends like one stays, and so does one without styles', () => {
  const shorten = shortenScopes('p:where(.astro-5szo6sds){top:0}');
  for (const text of ['astro-5szo6sdsx', 'my_astro-5szo6sds', 'astro-4tn6w3f6'])
    expect(shorten(text)).toBe(text);
});
