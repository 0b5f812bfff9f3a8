import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

/** A package of which something reaches the browsers of readers. */
interface Shipped {
  name: string;
  version: string;
  license: string;
  /** Of its scripts before they are made small, and of its files and styles as they are sent. */
  bytes: number;
  text: string;
}

/** The package and the folder that a module's path is in. */
const PACKAGE = /^(.*\/node_modules\/((?:@[^/]+\/)?[^/]+))\//;

/** The styles that Starlight's layers hold. */
const STARLIGHT = '@layer starlight.';

function sizeOfStarlightStyles(styles: string): number {
  let size = 0;
  for (
    let begin = styles.indexOf(STARLIGHT);
    begin !== -1;
    begin = styles.indexOf(STARLIGHT, begin)
  ) {
    let [end, depth] = [styles.indexOf('{', begin) + 1, 1];
    for (; depth > 0; end++) depth += styles[end] === '{' ? 1 : styles[end] === '}' ? -1 : 0;
    size += end - begin;
    begin = end;
  }
  return size;
}

function describe(folder: string, bytes: number): Shipped {
  const { name, version, license } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  ) as { name: string; version: string; license: string };
  const file = readdirSync(folder)
    .sort()
    .map((each) => join(folder, each))
    .find((each) => /\/(licen[cs]e|copying)[^/]*$/i.test(each));
  if (file === undefined)
    throw new Error(
      `${name} reaches readers and has no text of a license in ${folder}: leave it out.`,
    );
  const texts = statSync(file).isDirectory()
    ? readdirSync(file)
        .sort()
        .map((each) => readFileSync(join(file, each), 'utf8'))
    : [readFileSync(file, 'utf8')];
  return { name, version, license, bytes, text: texts.map((text) => text.trim()).join('\n\n') };
}

/**
 * Writes licenses.txt into the built site: which packages reach the browsers of readers, as the bundler has
 * it and not as somebody remembers, and the license of each, which must go with what is copied.
 */
export function writeLicenses(): AstroIntegration {
  /** Bytes by the folder of the package. */
  const folders = new Map<string, number>();
  /** Files of packages that become files of the site, by their path there. */
  const files = new Map<string, string>();
  const add = (module: string, bytes: number): void => {
    const folder = PACKAGE.exec(module.replaceAll('\\', '/'))?.[1];
    if (folder !== undefined) folders.set(folder, (folders.get(folder) ?? 0) + bytes);
  };
  return {
    name: 'licenses',
    hooks: {
      'astro:config:setup': ({ updateConfig }) => {
        updateConfig({
          vite: {
            plugins: [
              {
                name: 'shipped-packages',
                generateBundle(_, bundle) {
                  for (const output of Object.values(bundle)) {
                    if (output.type === 'asset') {
                      const from = output.originalFileNames
                        .map((name) => resolve(name).replaceAll('\\', '/'))
                        .find((name) => PACKAGE.test(name));
                      if (from !== undefined) files.set(output.fileName, from);
                    } else if (this.environment.name === 'client')
                      for (const [module, { renderedLength }] of Object.entries(output.modules))
                        if (renderedLength > 0 && !module.startsWith('\0'))
                          add(module, renderedLength);
                  }
                },
              },
            ],
          },
        });
      },
      'astro:build:done': ({ dir }) => {
        const directory = fileURLToPath(dir);
        for (const [file, from] of files)
          if (existsSync(join(directory, file))) add(from, statSync(join(directory, file)).size);
        const packages = join(import.meta.dirname, '../node_modules');
        const home = readFileSync(join(directory, 'index.html'), 'utf8');
        add(join(packages, '@astrojs/starlight/'), sizeOfStarlightStyles(home));
        // What it knows of our pages is ours.
        for (const name of readdirSync(join(directory, 'pagefind')).sort())
          if (/\.js$|^wasm\./.test(name))
            add(join(packages, 'pagefind/'), statSync(join(directory, 'pagefind', name)).size);
        const shipped = [...folders]
          .map(([folder, bytes]) => describe(folder, bytes))
          .sort((a, b) => (a.name < b.name ? -1 : 1));
        const table = shipped.map(
          ({ name, version, license, bytes }) => `${name} ${version}, ${license}, ${bytes} bytes`,
        );
        const texts = shipped.map(({ name, text }) => `${'-'.repeat(72)}\n${name}\n\n${text}`);
        writeFileSync(
          join(directory, 'licenses.txt'),
          [
            'What this site sends to browsers and others have written, and under which license.',
            'The bytes of scripts are those before they are made small.',
            '',
            ...table,
            '',
            ...texts,
            '',
          ].join('\n'),
        );
      },
    },
  };
}
