/** The author's server: checks the content once, then serves it and follows every change. */
import { reportContent } from './check-content.ts';

process.env['ASTRO_TELEMETRY_DISABLED'] = '1';
process.env['ASTRO_DEV_BACKGROUND'] = '0';

reportContent();
const { dev } = await import('astro');
await dev({ server: { port: Number(process.env['PORT'] ?? 4321) } });
