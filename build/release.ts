/**
 * Writes into release/ what goes with the built site, so that whoever has a copy can check it and see what it
 * was made with: the SHA-256 of every file, and the packages of the lock as CycloneDX. Both are the same
 * whenever and wherever they are made from one commit: `npm run release`, after a build.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Every file of a folder with its hash, as `sha256sum --check` reads it in that folder. */
export function sumsOf(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .map((name) => name.replaceAll('\\', '/'))
    .sort()
    .map((name) => {
      const hash = createHash('sha256').update(readFileSync(path.join(folder, name)));
      return `${hash.digest('hex')}  ${name}\n`;
    })
    .join('');
}

interface Bom {
  serialNumber?: string;
  metadata: { timestamp?: string; component: { name: string } };
}

/** The bill of materials that npm makes, without what differs from one time and folder to the next. */
export function settleBom(text: string, name: string): string {
  const bom = JSON.parse(text) as Bom;
  delete bom.serialNumber;
  delete bom.metadata.timestamp;
  // npm takes the name of the folder.
  bom.metadata.component.name = name;
  return `${JSON.stringify(bom, undefined, 2)}\n`;
}

function main(): void {
  const project = path.resolve(import.meta.dirname, '..');
  const dist = path.join(project, 'dist');
  const npm = process.env['npm_execpath'];
  if (!existsSync(dist)) throw new Error('There is no built site in dist/: npm run build.');
  if (npm === undefined) throw new Error('npm makes the list of packages: npm run release.');
  const release = path.join(project, 'release');
  mkdirSync(release, { recursive: true });
  writeFileSync(path.join(release, 'SHA256SUMS'), sumsOf(dist));
  const bom = execFileSync(
    process.execPath,
    [npm, 'sbom', '--sbom-format=cyclonedx', '--package-lock-only'],
    { cwd: project, encoding: 'utf8', maxBuffer: 2 ** 26 },
  );
  const { name } = JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8')) as {
    name: string;
  };
  writeFileSync(path.join(release, 'sbom.cdx.json'), settleBom(bom, name));
  console.log('release/SHA256SUMS and release/sbom.cdx.json are written.');
}

// The second half holds when build/require-node.cjs started this file.
if (import.meta.main || process.argv[1] === import.meta.filename) main();
