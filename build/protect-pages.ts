import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { base } from '../src/site.ts';
import { policyOf, rulesOf, writeHeadersFile, type Inline } from './headers.ts';

/** A script in the page that runs, and no data for machines. */
const SCRIPT = /<script>([^]*?)<\/script>/g;
const STYLE = /<style>([^]*?)<\/style>/g;
/** A script or a style sheet in a file of its own. */
const LINKED = /<(?:script type="module" src|link rel="stylesheet" href)="([^"]+)"/g;

/** Characters of a policy that every host and client still takes as one header. */
const LONGEST_POLICY = 1900;

const hashOf = (algorithm: 'sha256' | 'sha384', content: string | Buffer): string =>
  `${algorithm}-${createHash(algorithm).update(content).digest('base64')}`;

/**
 * Gives every page the policy, for hosts that send no headers of ours, and each linked script and style
 * sheet the hash of its content; writes the headers for hosts that do.
 */
export function protectPages(): AstroIntegration {
  return {
    name: 'protect-pages',
    hooks: {
      'astro:build:done': ({ dir }) => {
        const directory = fileURLToPath(dir);
        const prefix = base.replace(/\/$/, '');
        const pages = readdirSync(directory, { recursive: true, encoding: 'utf8' })
          .filter((name) => name.endsWith('.html'))
          .map((name) => {
            const file = join(directory, name);
            return { file, html: readFileSync(file, 'utf8') };
          });
        const hashes = (pattern: RegExp): string[] => {
          const contents = new Set(
            pages.flatMap(({ html }) => [...html.matchAll(pattern)].map(([, content]) => content!)),
          );
          return [...contents].map((content) => `'${hashOf('sha256', content)}'`).sort();
        };
        const inline: Inline = { scripts: hashes(SCRIPT), styles: hashes(STYLE) };
        const policy = policyOf(inline);
        if (policy.length > LONGEST_POLICY) {
          throw new Error(
            `The policy has ${policy.length} characters, and may have ${LONGEST_POLICY}. Put scripts and styles that stand in pages into files.`,
          );
        }
        const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}"/>`;
        const integrity = new Map<string, string>();
        const integrityOf = (url: string): string => {
          const path = url.slice(prefix.length);
          const known =
            integrity.get(path) ?? hashOf('sha384', readFileSync(join(directory, path)));
          integrity.set(path, known);
          return known;
        };
        for (const { file, html } of pages) {
          const at = html.indexOf('<script>');
          const first = at === -1 ? html.indexOf('</head>') : at;
          const protectedHtml =
            html.slice(0, first) +
            meta +
            html
              .slice(first)
              .replace(LINKED, (tag, url: string) => `${tag} integrity="${integrityOf(url)}"`);
          writeFileSync(file, protectedHtml);
        }
        const all = readdirSync(directory, { recursive: true, encoding: 'utf8' })
          .map((name) => name.replaceAll('\\', '/'))
          .sort();
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
        writeFileSync(join(directory, '_headers'), writeHeadersFile(rulesOf(inline, root)));
      },
    },
  };
}
