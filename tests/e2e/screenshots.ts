/**
 * Pictures of every page kind as readers see them, to be looked at after a change of the face:
 * screenshots/<width>-<scheme>/<page>.png. It shows the site that was built last.
 */
import { mkdir, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { serve } from '../../build/serve.ts';
import { connectBrowser, launchBrowserServer } from './browser.ts';
import { PAGE_KINDS } from './page-kinds.ts';

const FOLDER = 'screenshots';
const WIDTHS = [390, 820, 1440];

if (!existsSync('dist/index.html')) {
  console.error('There is no built site in dist: build it first with npm run build.');
  process.exit(1);
}
await rm(FOLDER, { recursive: true, force: true });
await using closing = new AsyncDisposableStack();
const site = await serve({ directory: 'dist', port: 0, base: process.env['BASE'] });
closing.defer(() => site.close());
const server = await launchBrowserServer();
closing.defer(() => server.close());
const browser = await connectBrowser(server.wsEndpoint());
closing.defer(() => browser.close());
for (const width of WIDTHS) {
  for (const colorScheme of ['light', 'dark'] as const) {
    const folder = `${FOLDER}/${width}-${colorScheme}`;
    await mkdir(folder, { recursive: true });
    const page = await browser.newPage({ viewport: { width, height: 1000 }, colorScheme });
    for (const path of PAGE_KINDS) {
      await page.goto(new URL(path, site.url).href);
      const name = path.replace(/\/$/, '').replaceAll('/', '_') || 'home';
      await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
    }
    await page.close();
    console.log(`${folder}: ${PAGE_KINDS.length} pictures`);
  }
}
