/**
 * Writes what nginx and Caddy need to serve the built site with its headers, from dist/_headers:
 * `npm run hosts` puts hosting/nginx.conf and hosting/Caddyfile beside it. Netlify and Cloudflare Pages
 * read dist/_headers itself; GitHub Pages sends no headers of ours, so that each page carries the policy.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { headersFor, readHeadersFile, type Rule } from './headers.ts';

/** Where a server finds the site, and where it listens. */
export interface Hosting {
  /** The built folder, as an absolute path. */
  directory: string;
  port: number;
}

/** A header that differs from path to path. */
interface Differing {
  name: string;
  /** What most pages have, and what is not there. */
  otherwise: string;
  /** Where it is another: a path or one that ends in an asterisk, the longest first; "" for no header. */
  spots: { path: string; value: string }[];
}

/** The headers that every answer has, and those that differ. A path that no rule names is a page: our 404. */
function split(rules: readonly Rule[]): {
  everywhere: Record<string, string>;
  differing: Differing[];
} {
  const everywhere = rules.find(({ path }) => path === '/*')?.headers ?? {};
  const otherwise: Record<string, string> = {
    'Cache-Control': 'no-cache',
    ...headersFor(rules, '/404.html'),
  };
  const paths = [...new Set(rules.map(({ path }) => path))]
    .filter((path) => path !== '/*')
    .sort((a, b) => b.length - a.length);
  const differing = Object.entries(otherwise)
    .filter(([name]) => !(name in everywhere))
    .map(([name, value]): Differing => {
      const absent = name === 'Cache-Control' ? 'no-cache' : '';
      const valueAt = (path: string): string =>
        headersFor(rules, path.replace('*', ''))[name] ?? absent;
      return {
        name,
        otherwise: value,
        spots: paths.map((path) => ({ path, value: valueAt(path) })),
      };
    });
  return { everywhere, differing };
}

/** A configuration for nginx, complete: `nginx -c` takes it as it is, and parts of it fit a larger one. */
export function nginxOf(rules: readonly Rule[], { directory, port }: Hosting): string {
  const { everywhere, differing } = split(rules);
  const variable = (name: string): string =>
    `$crossover_${name.toLowerCase().replaceAll('-', '_')}`;
  const pattern = (text: string): string =>
    text.endsWith('*') ? `~^${text.slice(0, -1).replaceAll('.', '\\.')}` : text;
  const maps = differing.map(({ name, otherwise, spots }) => {
    const lines = spots
      .filter(({ path, value }) => value !== otherwise || spots.some((each) => covers(each, path)))
      .map(({ path, value }) => `    ${pattern(path)} "${value}";`);
    return [`  map $uri ${variable(name)} {`, `    default "${otherwise}";`, ...lines, '  }'].join(
      '\n',
    );
  });
  const headers = [
    ...Object.entries(everywhere).map(
      ([name, value]) => `    add_header ${name} "${value}" always;`,
    ),
    ...differing.map(({ name }) => `    add_header ${name} ${variable(name)} always;`),
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
  map_hash_bucket_size 1024;
${maps.join('\n')}
  server {
    listen ${port};
    root "${directory}";
    index index.html;
    error_page 404 /404.html;
${headers.join('\n')}
    location = /_headers { return 404; }
    location / { try_files $uri $uri/ =404; }
  }
}
`;
}

/** Whether a spot with an asterisk holds for a longer path too. */
function covers({ path }: { path: string }, longer: string): boolean {
  return path.endsWith('*') && path !== longer && longer.startsWith(path.slice(0, -1));
}

/** A configuration for Caddy, complete; with a domain in place of the port it gets a certificate by itself. */
export function caddyfileOf(rules: readonly Rule[], { directory, port }: Hosting): string {
  const { everywhere, differing } = split(rules);
  const quoted = (value: string): string => `"${value.replaceAll('"', '\\"')}"`;
  const lines = (headers: Record<string, string>): string =>
    Object.entries(headers)
      .map(([name, value]) => `    ${name} ${quoted(value)}`)
      .join('\n');
  const special = differing.flatMap(({ name, otherwise, spots }) => {
    const others = spots.filter(({ value }) => value !== otherwise);
    const matcher = (at: number): string => `@${name.toLowerCase()}-${at}`;
    // Also those within a folder of others that are as most are.
    const told = spots.filter(
      ({ path, value }) =>
        value !== '' && (value !== otherwise || others.some((each) => covers(each, path))),
    );
    const values = [...new Set(told.map(({ value }) => value))];
    return [
      `  ${matcher(0)} {\n    not path ${others.map(({ path }) => path).join(' ')}\n  }`,
      `  header ${matcher(0)} ${name} ${quoted(otherwise)}`,
      ...values.flatMap((value, at) => {
        const own = told.filter((each) => each.value === value);
        const inside = spots.filter(
          (each) => each.value !== value && own.some((spot) => covers(spot, each.path)),
        );
        const not =
          inside.length > 0 ? `\n    not path ${inside.map(({ path }) => path).join(' ')}` : '';
        return [
          `  ${matcher(at + 1)} {\n    path ${own.map(({ path }) => path).join(' ')}${not}\n  }`,
          `  header ${matcher(at + 1)} ${name} ${quoted(value)}`,
        ];
      }),
    ];
  });
  const missing = Object.fromEntries(differing.map(({ name, otherwise }) => [name, otherwise]));
  return `:${port} {
  root * ${quoted(directory)}
  encode gzip
  header {
${lines(everywhere)}
    -Server
  }
${special.join('\n')}
  @headers path /_headers
  error @headers 404
  handle_errors {
    header {
${lines({ ...everywhere, ...missing })}
      -Server
    }
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
