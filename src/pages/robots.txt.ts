/** Everybody may read everything; the list of whole pages is the sitemap. */
import { linkToPage } from '#catalog.ts';
import { url } from '#site.ts';

export const GET = () =>
  new Response(
    `User-agent: *\nAllow: /\n\nSitemap: ${new URL(linkToPage('/sitemap-index.xml'), url).href}\n`,
  );
