import { brotliCompressSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { expect, it } from 'vitest';

/** Bytes of some islands as one minified script, compressed. */
async function weigh(islands: string[]): Promise<number> {
  const entry = 'virtual:islands';
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, rollupOptions: { input: entry } },
    plugins: [
      {
        name: 'islands',
        resolveId: (id) => (id === entry ? id : undefined),
        load: (id) =>
          id === entry
            ? islands
                .map((name) => {
                  const file = fileURLToPath(
                    new URL(`../../src/islands/${name}.ts`, import.meta.url),
                  );
                  return `import ${JSON.stringify(file)};`;
                })
                .join('\n')
            : undefined,
      },
    ],
  });
  const { output } = [result].flat()[0] as { output: { code?: string }[] };
  return brotliCompressSync(output[0]!.code!).length;
}

it('what a lesson loads to keep its tasks is at most 5 kB beside its other islands', async () => {
  const others = ['site-search', 'scheme-choice', 'unit-links', 'arrival-note', 'reading-place'];
  const alone = await weigh(others);
  const all = await weigh([...others, 'task-list', 'progress-count']);
  console.log(`${all - alone} bytes for tasks, beside ${alone}`);
  expect(all - alone).toBeLessThanOrEqual(5000);
});
