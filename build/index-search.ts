import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { close, createIndex } from 'pagefind';
import { contentDirectory } from '../src/site.ts';
import { readCourse } from './check-content.ts';
import { cutIndex, type IndexFile } from './cut-index.ts';
import { larderOf } from '../src/domain/course/course.ts';
import { searchRecords } from '../src/domain/course/search-records.ts';

function assertNone(errors: string[], what: string): void {
  if (errors.length > 0) throw new Error(`Pagefind could not index ${what}: ${errors.join('; ')}`);
}

/**
 * Makes the full-text index over the built pages, with a record of its own for each table row, whose
 * result opens the row's place.
 */
export function indexSearch(): AstroIntegration {
  return {
    name: 'index-search',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const directory = fileURLToPath(dir);
        const { index, errors } = await createIndex({
          verbose: false,
          // Controls are no text.
          excludeSelectors: ['.unit-link', '.aside', '[role=status]', 'template'],
        });
        if (!index) throw new Error(`Pagefind did not start: ${errors.join('; ')}`);
        const pages = await index.addDirectory({ path: directory });
        assertNone(pages.errors, directory);
        const course = readCourse(contentDirectory);
        for (const { url, content, title, kind } of searchRecords(course, larderOf(course))) {
          const added = await index.addCustomRecord({
            url,
            content,
            language: 'en',
            meta: { title, kind },
          });
          assertNone(added.errors, url);
        }
        const { files, errors: failures } = await index.getFiles();
        assertNone(failures, 'the site');
        await writeIndex(directory, cutIndex(files));
        await close();
      },
    },
  };
}

/** Pagefind's own interfaces, which this site replaces by its own, stay out. */
const UNUSED =
  /^(pagefind-ui|pagefind-modular-ui|pagefind-component-ui|pagefind-highlight)\.|^wasm\.unknown/;

async function writeIndex(directory: string, files: IndexFile[]): Promise<void> {
  for (const { path, content } of files) {
    if (UNUSED.test(path)) continue;
    const target = join(directory, 'pagefind', path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
  }
}
