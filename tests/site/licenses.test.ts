import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const text = readFileSync('dist/licenses.txt', 'utf8');
const [head = '', ...texts] = text.split(/^-{72}\n/m);
const table = head.match(/^.+, \d+ bytes$/gm) ?? [];

/** To take over what changed, once it was looked at: `npx vitest run --project site licenses -u`. */
it('what reaches readers of packages is what was looked at', async () => {
  await expect(`${table.join('\n')}\n`).toMatchFileSnapshot('shipped.txt');
});

it('nothing reaches readers under a license that asks for more than a notice', () => {
  expect(table.filter((line) => !/, (MIT|ISC|OFL-1\.1), /.test(line))).toEqual([]);
});

it('each package has its license, with whoever holds the rights', () => {
  expect(texts).toHaveLength(table.length);
  for (const each of texts) expect(each).toMatch(/copyright/i);
});

it('a package that leaves its mark in a file of the site is in the list', () => {
  /** Words of each package that no bundler changes. */
  const marks: Record<string, RegExp> = {
    idb: /objectStoreNames/,
    'lean-qr': /\*-04-39\?2/,
    minisearch: /_prefix/,
    '@fontsource/fraunces': /fraunces[^"]*\.woff2/,
    pagefind: /pagefind-entry\.json/,
    '@astrojs/starlight': /@layer starlight/,
  };
  const files = readdirSync('dist', { recursive: true, encoding: 'utf8' })
    .filter((name) => /^_astro.*\.js$|^pagefind.*\.js$|^index\.html$/.test(name))
    .map((name) => readFileSync(`dist/${name}`, 'utf8'));
  for (const [name, mark] of Object.entries(marks)) {
    expect(
      files.some((file) => mark.test(file)),
      name,
    ).toBe(true);
    expect(
      table.some((line) => line.startsWith(`${name} `)),
      name,
    ).toBe(true);
  }
});
