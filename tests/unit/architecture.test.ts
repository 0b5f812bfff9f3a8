import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const SOURCES = readdirSync('src', { recursive: true, withFileTypes: true })
  .filter((file) => file.isFile() && /\.(ts|js|astro)$/.test(file.name))
  .map((file) => join(file.parentPath, file.name).replaceAll('\\', '/'));

/** What a file imports, type imports apart: they are gone before anything runs. */
function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8').replace(/import type [^;]*;/g, '');
  const pattern = /^\s*(?:import|export)\s+(?:[\w*{][^;'=(]*?from\s+)?'([^']+)';/gm;
  return [...text.matchAll(pattern)].map((match) => match[1]!);
}

const filesIn = (folder: string) => SOURCES.filter((file) => file.startsWith(`src/${folder}/`));
const offenders = (files: string[], isAllowed: (name: string) => boolean) =>
  files.flatMap((file) =>
    importsOf(file)
      .filter((name) => !isAllowed(name))
      .map((name) => `${file}: ${name}`),
  );

describe('the direction of imports', () => {
  it('the domain imports itself, the parsers of Markdown and HTML, and what compares words', () => {
    expect(
      offenders(
        filesIn('domain'),
        (name) =>
          name.startsWith('.') || /^(satteri|parse5|minisearch\/SearchableMap|stemmer)$/.test(name),
      ),
    ).toEqual([]);
  });

  it('the domain stays inside its folder', () => {
    const climbs = filesIn('domain').flatMap((file) =>
      importsOf(file)
        .filter((name) => name.startsWith('.'))
        .filter((name) => !join(file, '..', name).replaceAll('\\', '/').startsWith('src/domain/'))
        .map((name) => `${file}: ${name}`),
    );
    expect(climbs).toEqual([]);
  });

  it('an island imports the domain and other islands only, and the store its door to IndexedDB', () => {
    const isOwn = (name: string) => name.startsWith('#domain/') || name.startsWith('./');
    const islands = filesIn('islands');
    const store = 'src/islands/progress-store.ts';
    expect(
      offenders(
        islands.filter((file) => file !== store),
        isOwn,
      ),
    ).toEqual([]);
    expect(offenders([store], (name) => isOwn(name) || name === 'idb')).toEqual([]);
  });

  it('only the catalog and the configuration read the content collections', () => {
    const readers = SOURCES.filter((file) => importsOf(file).includes('astro:content'));
    expect(readers.toSorted()).toEqual(['src/catalog.ts', 'src/content.config.ts']);
  });

  it('components do not import pages or Starlight’s parts', () => {
    const own = (name: string) => !name.startsWith('#pages/') && !name.startsWith('#starlight/');
    expect(offenders(filesIn('components'), own)).toEqual([]);
  });
});

it('the domain asks neither the clock nor chance', () => {
  const asking = filesIn('domain').filter((file) =>
    /Date\.now|new Date\(\)|Math\.random|performance\./.test(readFileSync(file, 'utf8')),
  );
  expect(asking).toEqual([]);
});

describe('what a build makes depends on the commit alone:', () => {
  const hooks = readFileSync('astro.config.mjs', 'utf8').matchAll(
    /from '\.\/(build\/[\w-]+\.ts)'/g,
  );
  const files = [
    'astro.config.mjs',
    'build/build.ts',
    'build/check-content.ts',
    ...[...hooks].map((match) => match[1]!),
    ...SOURCES.filter((file) => !file.startsWith('src/islands/')),
  ];
  /** The places in these files that match, each with the rest of its statement. */
  const statements = (pattern: RegExp): string[] =>
    files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(new RegExp(`${pattern.source}[^;]*`, 'g'))].map(
        ([statement]) => `${file}: ${statement}`,
      ),
    );

  it('it asks neither the clock nor chance', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(
      statements(
        /\b(?:Date\.now|new Date\(\)|Math\.random|randomUUID|randomBytes|getRandomValues)/,
      ),
    ).toEqual([]);
  });

  it('it sorts what a folder holds, which each file system lists in its own order', () => {
    const lists = statements(/\breaddir(?:Sync)?\(/);
    expect(lists.length).toBeGreaterThan(3);
    expect(lists.filter((list) => !/\.(?:sort|toSorted)\(/.test(list))).toEqual([]);
  });

  it('it names the language in which it writes numbers and sorts words', () => {
    const written = statements(/(?:\.localeCompare\(|\.toLocale\w*\(|\bIntl\.\w+\()/);
    expect(written.length).toBeGreaterThan(5);
    expect(written.filter((text) => !/(?:toLocale\w*|Intl\.\w+)\('en|, 'en/.test(text))).toEqual(
      [],
    );
  });
});

describe('text becomes markup or script', () => {
  it('in no code of the site', () => {
    const WAYS =
      /\b(?:innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|setHTMLUnsafe|parseHTMLUnsafe|srcdoc|DOMParser)\b|\beval\(|\bnew Function\b|\bdocument\.write|\bset(?:Timeout|Interval)\(\s*['"`]/;
    const found = SOURCES.filter((file) => WAYS.test(readFileSync(file, 'utf8')));
    expect(found).toEqual([]);
  });

  it('in pages as they are built alone, from these constants and texts of the content', () => {
    const found = SOURCES.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/set:html=\{(.+?)\}(?=[\s/>])/g)].map(
        ([, value]) => `${file}: ${value}`,
      ),
    );
    expect(found.toSorted()).toEqual([
      'src/components/CutSection.astro: cutSection(html, section, linkToEntry(lesson))',
      'src/components/MarkdownDocument.astro: html',
      "src/components/MyProgress.astro: JSON.stringify(data).replaceAll('<', '\\\\u003c')",
      'src/components/UnitLink.astro: unitLink(linkToPage(address), title)',
      "src/pages/index.astro: minifySync('continue-reading.js', continueReading).code.trim()",
      'src/starlight/Footer.astro: JSON.stringify(ahead)',
      'src/starlight/MarkdownContent.astro: linkHeadings(text, linkOf)',
      'src/starlight/ThemeProvider.astro: code.trim()',
    ]);
    const mentions = SOURCES.filter((file) => readFileSync(file, 'utf8').includes('set:html'));
    expect(mentions).toHaveLength(found.length);
  });
});

it('no file is a drawer without a name', () => {
  expect(SOURCES.filter((file) => /(^|\/)(utils?|helpers?|common|misc)(\.|\/)/.test(file))).toEqual(
    [],
  );
});

it('colors stand in the tokens and nowhere else', () => {
  const styled = readdirSync('src', { recursive: true, withFileTypes: true })
    .filter(
      (file) => file.isFile() && /\.(css|astro)$/.test(file.name) && file.name !== 'tokens.css',
    )
    .map((file) => join(file.parentPath, file.name));
  const colored = styled.filter((file) => {
    const css = readFileSync(file, 'utf8').match(/<style[\s\S]*<\/style>|^[^<]*$/)?.[0] ?? '';
    return /#[0-9a-f]{3,8}\b(?![^{]*\{)|\b(rgb|hsl|oklch)a?\(/i.test(css);
  });
  expect(colored).toEqual([]);
});

describe('styles', () => {
  const sheets = readdirSync('src', { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && /\.(css|astro)$/.test(file.name))
    .map((file) => join(file.parentPath, file.name))
    .flatMap((file) => {
      const text = readFileSync(file, 'utf8');
      const css = file.endsWith('.css') ? text : text.match(/<style[^>]*>([\s\S]*)<\/style>/)?.[1];
      return css === undefined ? [] : [{ file, css: css.replace(/\/\*[\s\S]*?\*\//g, '') }];
    });

  it('stand in one cascade layer, descriptions of faces and properties apart', () => {
    const outside = sheets.filter(
      ({ css }) =>
        !/^\s*(@layer starlight, site;\s*)?(@(font-face|property)[^{]*\{[^}]*\}\s*)*@layer site \{[\s\S]*\}\s*$/.test(
          css,
        ),
    );
    expect(outside.map(({ file }) => file)).toEqual([]);
  });

  it('win by their layer and never by force', () => {
    expect(sheets.filter(({ css }) => css.includes('!important')).map(({ file }) => file)).toEqual(
      [],
    );
  });
});
