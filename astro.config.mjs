// @ts-check
import { defineConfig } from 'astro/config';
import mdx from '@astrojs/mdx';
import { satteri } from '@astrojs/markdown-satteri';
import sitemap from '@astrojs/sitemap';
import starlight from '@astrojs/starlight';
import { checkPages } from './build/check-pages.ts';
import { indexSearch } from './build/index-search.ts';
import { resolveAddresses } from './build/resolve-addresses.ts';
import { MARKDOWN_FEATURES } from './src/domain/course/prose.ts';
import { base, description, title, url } from './src/site.ts';

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
  vite: { build: { cssCodeSplit: false, assetsInlineLimit: 0 } },
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
        {
          tag: 'link',
          attrs: {
            rel: 'apple-touch-icon',
            href: `${base.replace(/\/$/, '')}/apple-touch-icon.png`,
          },
        },
      ],
      tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 2 },
      markdown: { headingLinks: false },
      routeMiddleware: './src/starlight/route-data.ts',
      customCss: ['./src/styles/tokens.css', './src/styles/site.css', './src/styles/print.css'],
      components: {
        Footer: './src/starlight/Footer.astro',
        Header: './src/starlight/Header.astro',
        MarkdownContent: './src/starlight/MarkdownContent.astro',
        MobileMenuToggle: './src/starlight/MobileMenuToggle.astro',
        PageSidebar: './src/starlight/PageSidebar.astro',
        PageTitle: './src/starlight/PageTitle.astro',
        Sidebar: './src/starlight/Sidebar.astro',
        ThemeProvider: './src/starlight/ThemeProvider.astro',
      },
    }),
    mdx(),
    sitemap({ filter: (page) => !page.endsWith('/404/') }),
    indexSearch(),
    checkPages(),
  ],
});
