import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { parseAddress } from '../src/domain/course/address.ts';
import { base } from '../src/site.ts';

/** The styles that Astro puts into every page. */
const STYLES = /<style>([^]*?)<\/style>/;

/**
 * Gives the pages of parts the styles as a file. Pages that are read for a while carry them inside, to
 * be painted sooner; these are many, small, and often opened only to be shown in a chat.
 */
export function linkStyles(): AstroIntegration {
  return {
    name: 'link-styles',
    hooks: {
      'astro:build:done': ({ dir, pages }) => {
        const directory = fileURLToPath(dir);
        const written = new Set<string>();
        for (const { pathname } of pages) {
          if (parseAddress(`/${pathname}`)?.part === undefined) continue;
          const file = join(directory, pathname, 'index.html');
          const html = readFileSync(file, 'utf8');
          const styles = STYLES.exec(html)?.[1];
          if (styles === undefined) throw new Error(`${pathname} has no styles to be linked.`);
          const hash = createHash('sha256').update(styles).digest('base64url').slice(0, 8);
          const name = `_astro/styles.${hash}.css`;
          if (!written.has(name)) writeFileSync(join(directory, name), styles);
          written.add(name);
          const href = `${base.replace(/\/$/, '')}/${name}`;
          writeFileSync(file, html.replace(STYLES, `<link rel="stylesheet" href="${href}">`));
        }
      },
    },
  };
}
