import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { transform } from 'lightningcss';
import { parseAddress } from '../src/domain/course/address.ts';
import { base } from '../src/site.ts';

/** The styles that Astro puts into every page. */
const STYLES = /<style>([^]*?)<\/style>/;

/** Starlight's script that remembers which groups of its own sidebar are open: ours has none to open. */
const SIDEBAR_MEMORY = /<script type="module" src="[^"]*(\/_astro\/Page\.[\w-]+\.js)"><\/script>/;

/** Starlight's styles for paper, most of them colors that our own tokens set: ours are in src/styles/print.css. */
const PRINT_STYLES = /<link rel="stylesheet" href="[^"]*(\/_astro\/print\.[^"]*)" media="print">/;

/** A script that a page or another script loads. */
const SCRIPT_FILE = /(?:\.|_astro)\/([\w.-]+\.js)\b/g;

/** The names and versions of what made the page, which nothing reads. */
const GENERATOR = /<meta name="generator"[^>]*>/g;

/** What is said to the full text of the search: nothing, on a page that is none of its pages. */
const TO_PAGEFIND = / data-pagefind-[a-z]+="[^"]*"/g;

/** The class by which Astro keeps the styles of a component to its elements: eight characters that do not compress. */
const SCOPE = /\bastro-[a-z\d]{8}\b/g;

/**
 * Short classes in place of those by which Astro keeps styles to a component, by the place at which each is
 * first in the styles; those that the styles do not name stay. A page has some thirty of them. No script has
 * a word such as `a--0` by chance, which would keep its styles in pages that have none of it.
 */
export function shortenScopes(styles: string): (text: string) => string {
  const scopes = [...new Set(styles.match(SCOPE))];
  const short = new Map(scopes.map((name, place) => [name, `a--${place.toString(36)}`]));
  return (text) => text.replace(SCOPE, (name) => short.get(name) ?? name);
}

/** Everything in a text that can be the name of a class, an id or a property. */
const NAMES = /[\w-]+/g;

/**
 * The styles without the rules for classes and ids, and the custom properties, that nothing names.
 * @param names every word of the pages and scripts that have the styles.
 */
export function trimStyles(styles: string, names: Set<string>): string {
  const selected = [...styles.matchAll(/[.#]([a-z_][\w-]*)/gi)].map((match) => match[1]!);
  const unnamed = selected.filter((name) => !names.has(name));
  let code = styles;
  for (;;) {
    const properties = [...code.matchAll(/(--[\w-]+)\s*:/g)].map((match) => match[1]!);
    const used = new Set([...code.matchAll(/var\(\s*(--[\w-]+)/g)].map((match) => match[1]!));
    const unused = properties.filter((name) => !used.has(name) && !names.has(name));
    const trimmed = transform({
      filename: 'styles.css',
      code: Buffer.from(code),
      minify: true,
      unusedSymbols: [...unnamed, ...unused],
    }).code.toString();
    // A property may have been used by none but another that is gone by now.
    if (trimmed === code) return code;
    code = trimmed;
  }
}

/** Kinds of pages that have the same styles: each kind is one more hash in a policy. */
const KINDS = ['lesson', 'part', 'tool', 'other'] as const;
type Kind = (typeof KINDS)[number];

function kindOf(pathname: string): Kind {
  const address = parseAddress(`/${pathname}`);
  if (address?.part !== undefined) return 'part';
  if (address?.collection === 'learn') return 'lesson';
  return address?.collection === 'tools' ? 'tool' : 'other';
}

/** Nothing yet for each kind. */
const emptySets = (): Record<Kind, Set<string>> => ({
  lesson: new Set(),
  part: new Set(),
  tool: new Set(),
  other: new Set(),
});

/**
 * Takes out of every page what does nothing there, and gives the pages of parts their styles as a file.
 * Pages that are read for a while carry them inside, to be painted sooner; those of parts are many,
 * small, and often opened only to be shown in a chat.
 */
export function trimPages(): AstroIntegration {
  return {
    name: 'trim-pages',
    hooks: {
      'astro:build:done': ({ dir, pages }) => {
        const directory = fileURLToPath(dir);
        const root = base.replace(/\/$/, '');
        const files = pages.map(({ pathname }) => ({
          pathname,
          kind: kindOf(pathname),
          file: join(
            directory,
            pathname.startsWith('404') ? '404.html' : join(pathname, 'index.html'),
          ),
        }));
        let styles: string | undefined;
        let shorten = (text: string): string => text;
        const named = emptySets();
        const loaded = emptySets();
        for (const { pathname, kind, file } of files) {
          const html = readFileSync(file, 'utf8');
          const script = SIDEBAR_MEMORY.exec(html)?.[1];
          const print = PRINT_STYLES.exec(html)?.[1];
          const own = STYLES.exec(html)?.[1];
          if (styles === undefined && own !== undefined) {
            styles = own;
            shorten = shortenScopes(own);
          }
          if (script === undefined || print === undefined || own === undefined || own !== styles) {
            throw new Error(
              `/${pathname} lacks a script or styles to trim, or has styles of its own. Look at trim-pages.ts.`,
            );
          }
          for (const asset of [script, print]) {
            rmSync(join(directory, asset.slice(asset.indexOf('/_astro/'))), { force: true });
          }
          const trimmed = shorten(html)
            .replace(SIDEBAR_MEMORY, '')
            .replace(PRINT_STYLES, '')
            .replaceAll(GENERATOR, '')
            .replaceAll(TO_PAGEFIND, html.includes('data-pagefind-body') ? '$&' : '');
          writeFileSync(file, trimmed);
          for (const name of trimmed.replace(STYLES, '').match(NAMES) ?? []) named[kind].add(name);
          for (const [, script] of trimmed.matchAll(SCRIPT_FILE)) loaded[kind].add(script!);
        }
        if (styles === undefined) throw new Error('There is no page to trim.');
        styles = shorten(styles);
        // What a script names it may put into the pages that load it, or load one that loads it.
        const assets = join(directory, '_astro');
        for (const kind of KINDS) {
          for (const script of loaded[kind]) {
            const code = readFileSync(join(assets, script), 'utf8');
            for (const name of code.match(NAMES) ?? []) named[kind].add(name);
            for (const [, other] of code.matchAll(SCRIPT_FILE)) loaded[kind].add(other!);
          }
        }
        const part = trimStyles(styles, named.part);
        const hash = createHash('sha256').update(part).digest('base64url').slice(0, 8);
        const sheet = `/_astro/styles.${hash}.css`;
        writeFileSync(join(directory, sheet), part);
        const tags: Record<Kind, string> = {
          lesson: `<style>${trimStyles(styles, named.lesson)}</style>`,
          part: `<link rel="stylesheet" href="${root}${sheet}">`,
          tool: `<style>${trimStyles(styles, named.tool)}</style>`,
          other: `<style>${trimStyles(styles, named.other)}</style>`,
        };
        for (const { kind, file } of files) {
          writeFileSync(
            file,
            readFileSync(file, 'utf8').replace(STYLES, () => tags[kind]),
          );
        }
      },
    },
  };
}
