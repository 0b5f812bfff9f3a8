/** Stock Starlight with the lessons of the course, to hold the site beside. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const STOCK = path.resolve(import.meta.dirname, '../.generated/stock');

/**
 * Builds stock Starlight from the Markdown copies of the lessons.
 * @param dist the built site, whose copies these are.
 * @returns the folder of what was built.
 */
export async function buildStock(dist: string): Promise<string> {
  rmSync(STOCK, { recursive: true, force: true });
  const docs = path.join(STOCK, 'src/content/docs');
  mkdirSync(docs, { recursive: true });
  for (const id of readdirSync(path.join(dist, 'learn'))) {
    const copy = path.join(dist, 'learn', id, 'index.md');
    if (!existsSync(copy)) continue;
    const [title = id, ...lines] = readFileSync(copy, 'utf8').split('\n');
    const head = `---\ntitle: ${JSON.stringify(title.replace(/^# /, ''))}\n---\n`;
    writeFileSync(path.join(docs, `${id}.md`), head + lines.join('\n'));
  }
  writeFileSync(path.join(docs, 'index.md'), '---\ntitle: Stock\n---\n\nThe same lessons.\n');
  writeFileSync(
    path.join(STOCK, 'src/content.config.ts'),
    `import { defineCollection } from 'astro:content';
import { docsLoader } from '@astrojs/starlight/loaders';
import { docsSchema } from '@astrojs/starlight/schema';
export const collections = { docs: defineCollection({ loader: docsLoader(), schema: docsSchema() }) };
`,
  );
  process.env['ASTRO_TELEMETRY_DISABLED'] = '1';
  const { build } = await import('astro');
  const { default: starlight } = await import('@astrojs/starlight');
  await build({
    root: STOCK,
    configFile: false,
    logLevel: 'error',
    integrations: [starlight({ title: 'Stock' })],
  });
  return path.join(STOCK, 'dist');
}
