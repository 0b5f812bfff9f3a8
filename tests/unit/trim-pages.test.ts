import { expect, it } from 'vitest';
import { trimStyles } from '../../build/trim-pages.ts';

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
