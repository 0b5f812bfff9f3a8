import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { parseAddress } from '../src/domain/course/address.ts';
import { base } from '../src/site.ts';

/** The styles that Astro puts into every page. */
const STYLES = /<style>([^]*?)<\/style>/;

/** Starlight's script that remembers which groups of its own sidebar are open: ours has none to open. */
const SIDEBAR_MEMORY =
  /<script type="module" src="[^"]*(\/_astro\/Page\.astro_astro_type_script[^"]*)"><\/script>/;

/**
 * Takes out of every page what does nothing there, and gives the pages of parts the styles as a file.
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
        for (const { pathname } of pages) {
          const isPart = parseAddress(`/${pathname}`)?.part !== undefined;
          const file = join(
            directory,
            pathname.startsWith('404') ? '404.html' : join(pathname, 'index.html'),
          );
          const html = readFileSync(file, 'utf8');
          const script = SIDEBAR_MEMORY.exec(html)?.[1];
          const styles = STYLES.exec(html)?.[1];
          if (script === undefined || styles === undefined) {
            throw new Error(
              `/${pathname} has no script or no styles to trim. Look at trim-pages.ts.`,
            );
          }
          rmSync(join(directory, script.slice(root.length)), { force: true });
          let trimmed = html.replace(SIDEBAR_MEMORY, '');
          if (isPart) {
            const hash = createHash('sha256').update(styles).digest('base64url').slice(0, 8);
            const name = `/_astro/styles.${hash}.css`;
            writeFileSync(join(directory, name), styles);
            trimmed = trimmed.replace(STYLES, `<link rel="stylesheet" href="${root}${name}">`);
          }
          writeFileSync(file, trimmed);
        }
      },
    },
  };
}
