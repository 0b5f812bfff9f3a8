/**
 * Writes what nginx and Caddy need to serve the built site with its headers, from dist/_headers:
 * `npm run hosts` puts hosting/nginx.conf and hosting/Caddyfile beside it. Netlify and Cloudflare Pages
 * read dist/_headers itself; GitHub Pages sends no headers of ours, so that each page carries the policy.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readHeadersFile, type Rule } from './headers.ts';

/** Where a server finds the site, and where it listens. */
export interface Hosting {
  /** The built folder, as an absolute path. */
  directory: string;
  port: number;
}

/** Headers that no rule for some paths changes, and those that differ, by name. */
function split(rules: readonly Rule[]): {
  everywhere: Record<string, string>;
  differing: Map<string, { path: string; value: string }[]>;
} {
  const everywhere = rules.find(({ path }) => path === '/*')?.headers ?? {};
  const differing = new Map<string, { path: string; value: string }[]>();
  for (const rule of rules) {
    if (rule.path === '/*') continue;
    for (const [name, value] of Object.entries(rule.headers))
      differing.set(name, [...(differing.get(name) ?? []), { path: rule.path, value }]);
  }
  return { everywhere, differing };
}

/** What is said of paths that no rule names. */
const OTHERWISE: Record<string, string> = {
  'Cache-Control': 'no-cache',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** A configuration for nginx, complete: `nginx -c` takes it as it is, and parts of it fit a larger one. */
export function nginxOf(rules: readonly Rule[], { directory, port }: Hosting): string {
  const { everywhere, differing } = split(rules);
  const variable = (name: string): string =>
    `$crossover_${name.toLowerCase().replaceAll('-', '_')}`;
  const pattern = (text: string): string =>
    text.endsWith('*') ? `~^${text.slice(0, -1).replaceAll('.', '\\.')}` : text;
  const maps = [...differing].map(([name, paths]) => {
    const otherwise = OTHERWISE[name]!;
    const lines = paths
      .filter(({ value }) => value !== otherwise)
      .map((each) => `    ${pattern(each.path)} "${each.value}";`);
    return [`  map $uri ${variable(name)} {`, `    default "${otherwise}";`, ...lines, '  }'].join(
      '\n',
    );
  });
  const headers = [
    ...Object.entries(everywhere).map(
      ([name, value]) => `    add_header ${name} "${value}" always;`,
    ),
    ...[...differing.keys()].map((name) => `    add_header ${name} ${variable(name)} always;`),
  ];
  return `events {}
http {
  include /etc/nginx/mime.types;
  types { application/manifest+json webmanifest; text/markdown md; application/wasm wasm; }
  default_type application/octet-stream;
  charset utf-8;
  charset_types text/html text/markdown text/plain text/css application/javascript application/manifest+json;
  gzip on;
  gzip_min_length 512;
  gzip_types text/css text/markdown text/plain application/javascript application/json application/manifest+json application/xml image/svg+xml;
  server_tokens off;
  absolute_redirect off;
${maps.join('\n')}
  server {
    listen ${port};
    root ${directory};
    index index.html;
    error_page 404 /404.html;
${headers.join('\n')}
    location = /_headers { return 404; }
    location / { try_files $uri $uri/ =404; }
  }
}
`;
}

/** A configuration for Caddy, complete; with a domain in place of the port it gets a certificate by itself. */
export function caddyfileOf(rules: readonly Rule[], { directory, port }: Hosting): string {
  const { everywhere, differing } = split(rules);
  const quoted = (value: string): string => `"${value.replaceAll('"', '\\"')}"`;
  // With a question mark: where no other line says it. Each is a directive of its own, since several in
  // one are said only where all of them are missing.
  const otherwise = Object.entries(OTHERWISE).map(
    ([name, value]) => `  header ?${name} ${quoted(value)}`,
  );
  const special = [...differing].flatMap(([name, paths]) => {
    const values = new Set(
      paths.map(({ value }) => value).filter((value) => value !== OTHERWISE[name]),
    );
    return [...values].map((value, at) => {
      const matcher = `@${name.toLowerCase()}-${at}`;
      const own = paths.filter((each) => each.value === value).map((each) => each.path);
      return `  ${matcher} path ${own.join(' ')}\n  header ${matcher} ${name} ${quoted(value)}`;
    });
  });
  return `(crossover) {
  header {
${Object.entries(everywhere)
  .map(([name, value]) => `    ${name} ${quoted(value)}`)
  .join('\n')}
    -Server
  }
${otherwise.join('\n')}
}

:${port} {
  root * ${quoted(directory)}
  encode gzip
  import crossover
${special.join('\n')}
  @headers path /_headers
  error @headers 404
  handle_errors {
    import crossover
    rewrite * /404.html
    file_server
  }
  file_server
}
`;
}

function main(): void {
  const directory = path.resolve(process.env['OUT_DIR'] ?? 'dist');
  const port = Number(process.env['PORT'] ?? 8080);
  let text: string;
  try {
    text = readFileSync(path.join(directory, '_headers'), 'utf8');
  } catch {
    console.error(
      `There is no built site at ${directory}: build it with npm run build, then run this again.`,
    );
    process.exitCode = 1;
    return;
  }
  const rules = readHeadersFile(text);
  mkdirSync('hosting', { recursive: true });
  writeFileSync('hosting/nginx.conf', nginxOf(rules, { directory, port }));
  writeFileSync('hosting/Caddyfile', caddyfileOf(rules, { directory, port }));
  console.log(`hosting/nginx.conf and hosting/Caddyfile serve ${directory} on port ${port}.`);
}

// The second half holds when build/require-node.cjs started this file.
if (import.meta.main || process.argv[1] === import.meta.filename) main();
