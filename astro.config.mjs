// @ts-check
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'astro/config';
import mdx from '@astrojs/mdx';
import { satteri } from '@astrojs/markdown-satteri';
import sitemap from '@astrojs/sitemap';
import starlight from '@astrojs/starlight';
import { drawCards } from './build/cards.ts';
import { checkPages, sourceOfPage } from './build/check-pages.ts';
import { lastChange } from './src/history.ts';
import { writeLicenses } from './build/licenses.ts';
import { writeMarkdownCopies } from './build/markdown-copies.ts';
import { keepOffline } from './build/keep-offline.ts';
import { protectPages, writeHeaders } from './build/protect-pages.ts';
import { trimPages } from './build/trim-pages.ts';
import { indexSearch } from './build/index-search.ts';
import { resolveAddresses } from './build/resolve-addresses.ts';
import { MARKDOWN_FEATURES } from './src/domain/course/prose.ts';
import { base, description, offline, title, url } from './src/site.ts';

/** The base path without a slash at its end. */
const root = base.replace(/\/$/, '');

/** Whole pages are listed for search engines; the pages of their parts repeat them. */
const isListed = (/** @type {string} */ page) => {
  const steps = new URL(page).pathname.slice(root.length).split('/').filter(Boolean);
  return steps.length < 3 && steps[0] !== '404';
};

/** The day on which the entry of a page last changed, where git has it. */
const dayOf = (/** @type {string} */ page) => {
  const day = lastChange(sourceOfPage(new URL(page).pathname.slice(root.length)));
  return day === undefined ? {} : { lastmod: day };
};

export default defineConfig({
  site: url,
  base,
  trailingSlash: 'always',
  // In the page, styles save a round trip before the first paint: at 150 ms and 1.6 Mbit/s it comes after
  // 1.2 times what the bare text takes, and after 2.5 times with a file of their own. They are the same on
  // every page, so that a policy needs one hash.
  build: { inlineStylesheets: 'always' },
  prefetch: false,
  prerenderConflictBehavior: 'error',
  cacheDir: `${process.env['CONTENT_DIR'] ?? '.'}/.astro`,
  logger: { entrypoint: './build/strict-logger.mjs' },
  // One style sheet for the site. No other asset becomes part of a page: scripts stay files.
  vite: {
    define: { KEEPS_OFFLINE: String(offline) },
    build: { cssCodeSplit: false, assetsInlineLimit: 0 },
    // A script of Page.astro is Page.[hash].js: how Astro numbers its scripts is 35 bytes more on every page.
    environments: {
      client: {
        build: {
          rolldownOptions: {
            output: {
              entryFileNames: ({ name }) =>
                `_astro/${name.replace(/\.astro_astro_type_script.*/, '')}.[hash].js`,
            },
          },
        },
      },
    },
    plugins: [
      {
        // Every lesson loads the script of its quiz, and the search shall be one file. What either shares with
        // another script would be a file of its own, one request more, so there are two copies of it.
        name: 'own-copies',
        enforce: 'pre',
        resolveId: (/** @type {string} */ id, /** @type {string | undefined} */ importer) =>
          (id === '#domain/shuffle.ts' && importer?.endsWith('/islands/quiz.ts')) ||
          (id === '#domain/nearest.ts' && importer?.endsWith('/islands/arrival-note.ts'))
            ? `${fileURLToPath(new URL(id.replace('#', './src/'), import.meta.url))}?own`
            : undefined,
      },
      {
        // What loads on demand is one file without styles, so it needs no 500 bytes that preload the rest.
        // Each importer gets its own copy of the little that is left, else it would be one more file.
        name: 'no-preload-helper',
        enforce: 'pre',
        configEnvironment: () => ({ build: { modulePreload: { resolveDependencies: () => [] } } }),
        resolveId: (/** @type {string} */ id, /** @type {string | undefined} */ importer) =>
          id === '\0vite/preload-helper.js'
            ? `\0no-preload-helper:${importer?.replace(/\W/g, '-')}`
            : undefined,
        load: (/** @type {string} */ id) =>
          id.startsWith('\0no-preload-helper:')
            ? 'export const __vitePreload = (load) => load();'
            : undefined,
      },
    ],
  },
  markdown: {
    syntaxHighlight: false, // it colors by style attributes
    processor: satteri({
      features: MARKDOWN_FEATURES,
      hastPlugins: [resolveAddresses(base)],
    }),
  },
  integrations: [
    starlight({
      title,
      description,
      pagefind: false, // build/index-search.ts makes the index, with records for rows
      expressiveCode: false,
      disable404Route: true,
      sidebar: [], // src/starlight/route-data.ts fills it; Starlight's own would list every page
      credits: false,
      head: [
        { tag: 'link', attrs: { rel: 'apple-touch-icon', href: `${root}/apple-touch-icon.png` } },
        { tag: 'link', attrs: { rel: 'manifest', href: `${root}/manifest.webmanifest` } },
      ],
      tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 2 },
      markdown: { headingLinks: false },
      routeMiddleware: './src/starlight/route-data.ts',
      customCss: ['./src/styles/tokens.css', './src/styles/site.css', './src/styles/print.css'],
      components: {
        // The way on names lessons across parts, and the colophon is ours.
        Footer: './src/starlight/Footer.astro',
        // Places beside the mark, and a search without the 21 kB of the stock one.
        Header: './src/starlight/Header.astro',
        // A book's measure and rhythm, without the stock styles for Markdown.
        MarkdownContent: './src/starlight/MarkdownContent.astro',
        // The stock button does nothing without JavaScript.
        MobileMenuToggle: './src/starlight/MobileMenuToggle.astro',
        // Without its script, which is part of a file of ours.
        PageFrame: './src/starlight/PageFrame.astro',
        // A plain list: the stock one brings scripts that follow the scrolling.
        PageSidebar: './src/starlight/PageSidebar.astro',
        // A lesson's head says its part, its time, what one leaves with and what comes before.
        PageTitle: './src/starlight/PageTitle.astro',
        // The reader's part as a line of stations; the stock one needs a script for its groups.
        Sidebar: './src/starlight/Sidebar.astro',
        // light-dark() does what the stock one does by script.
        ThemeProvider: './src/starlight/ThemeProvider.astro',
      },
    }),
    mdx(),
    sitemap({
      filter: isListed,
      serialize: (item) => ({ ...item, ...dayOf(item.url) }),
    }),
    drawCards(),
    trimPages(),
    writeMarkdownCopies(),
    indexSearch(),
    writeLicenses(),
    protectPages(),
    keepOffline(),
    writeHeaders(),
    checkPages(),
  ],
});
