import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { base } from '../src/site.ts';
import { policyOf, rulesOf, writeHeadersFile, type Inline } from './headers.ts';

/** A script in the page that the browser obeys, and no data for machines. */
const SCRIPT = /<script(?: type="speculationrules")?>([^]*?)<\/script>/g;
const STYLE = /<style>([^]*?)<\/style>/g;
/** A script in a file of its own. */
const LINKED = /<script type="module" src="([^"]+)"/g;

/** Characters of a policy that every host and client still takes as one header. */
const LONGEST_POLICY = 1900;

const hashOf = (content: string | Buffer): string =>
  `sha256-${createHash('sha256').update(content).digest('base64')}`;

function inlineIn(texts: Iterable<string>): Inline {
  const scripts = new Set<string>();
  const styles = new Set<string>();
  for (const html of texts) {
    for (const [, content] of html.matchAll(SCRIPT)) scripts.add(`'${hashOf(content!)}'`);
    for (const [, content] of html.matchAll(STYLE)) styles.add(`'${hashOf(content!)}'`);
  }
  return { scripts: [...scripts].sort(), styles: [...styles].sort() };
}

/** Every file of the built site by its path from there, sorted. */
const filesIn = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .sort();

/** The files of the pages of a built site. */
const pagesIn = (directory: string): string[] =>
  filesIn(directory)
    .filter((name) => name.endsWith('.html'))
    .map((name) => join(directory, name));

/** What stands in the pages of a built site and does something. One page at a time is in memory. */
export function inlineOf(directory: string): Inline {
  const pages = pagesIn(directory).values();
  return inlineIn(pages.map((file) => readFileSync(file, 'utf8')));
}

/**
 * Gives every page the policy, for hosts that send no headers of ours, and each linked script the hash of
 * its content.
 */
export function protectPages(): AstroIntegration {
  return {
    name: 'protect-pages',
    hooks: {
      'astro:build:done': ({ dir }) => {
        const directory = fileURLToPath(dir);
        const prefix = base.replace(/\/$/, '');
        const { length } = policyOf(inlineOf(directory));
        if (length > LONGEST_POLICY) {
          throw new Error(
            `The policy has ${length} characters, and may have ${LONGEST_POLICY}. Put scripts and styles that stand in pages into files.`,
          );
        }
        const integrity = new Map<string, string>();
        const integrityOf = (url: string): string => {
          const path = url.slice(prefix.length);
          const known = integrity.get(path) ?? hashOf(readFileSync(join(directory, path)));
          integrity.set(path, known);
          return known;
        };
        for (const file of pagesIn(directory)) {
          const html = readFileSync(file, 'utf8');
          // Of the hashes a page carries its own: nothing compresses them.
          const meta = `<meta http-equiv="Content-Security-Policy" content="${policyOf(inlineIn([html]))}"/>`;
          const at = html.indexOf('<script>');
          const first = at === -1 ? html.indexOf('</head>') : at;
          const rest = html
            .slice(first)
            .replace(LINKED, (tag, url: string) => `${tag} integrity="${integrityOf(url)}"`);
          writeFileSync(file, html.slice(0, first) + meta + rest);
        }
      },
    },
  };
}

/** Writes the headers for hosts that take them, once every file is in its place. */
export function writeHeaders(): AstroIntegration {
  return {
    name: 'write-headers',
    hooks: {
      'astro:build:done': ({ dir }) => {
        const directory = fileURLToPath(dir);
        const all = filesIn(directory);
        const names = readdirSync(directory, { withFileTypes: true })
          .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
          .filter((name) => name !== '_headers')
          .sort();
        const isPage = (name: string): boolean =>
          name.endsWith('.html') ||
          all.some((each) => each.startsWith(name) && each.endsWith('.html'));
        const root = {
          pages: names.filter(isPage),
          files: names.filter((name) => !isPage(name)),
          workers: all.filter((name) => /worker[^/]*\.js$/.test(name)),
        };
        writeFileSync(
          join(directory, '_headers'),
          writeHeadersFile(rulesOf(inlineOf(directory), root)),
        );
      },
    },
  };
}
