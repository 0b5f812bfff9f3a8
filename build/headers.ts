/**
 * The headers with which the site is served, from this one place: `_headers` for Netlify and Cloudflare
 * Pages, which our own server reads too, and the configurations of nginx and Caddy.
 *
 * A host may join the values of a header that two rules set, so no two rules that match one path name the
 * same header.
 */

/** Hashes, as a policy writes them, of what stands in pages and does something. */
export interface Inline {
  scripts: string[];
  styles: string[];
}

/** Headers for the paths that a pattern matches: a path, or one that ends in an asterisk. */
export interface Rule {
  path: string;
  headers: Record<string, string>;
}

/**
 * The Content-Security-Policy. Pagefind compiles WebAssembly. Scripts make no text into script or HTML: the
 * one policy of Trusted Types that there may be, made in src/starlight/script-urls.js, lets workers of the
 * site start and nothing else.
 */
export function policyOf({ scripts, styles }: Inline): string {
  const directives = [
    "default-src 'none'",
    ['script-src', "'self'", "'wasm-unsafe-eval'", ...scripts].join(' '),
    ['style-src', "'self'", ...styles].join(' '),
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ];
  return directives.join('; ');
}

/** What no page of the site needs of a device. */
const POWERS = [
  'camera', 'display-capture', 'geolocation', 'microphone', 'midi', 'payment', 'usb',
]; // prettier-ignore

const YEAR = 31_536_000;

/** Folders whose files carry a hash of their content in their names. */
const HASHED = ['/_astro/*', '/pagefind/fragment/*', '/pagefind/index/*'];

/** What is at the root of the built site, by name, a folder with a slash behind it. */
export interface Root {
  /** Pages and folders of pages. */
  pages: readonly string[];
  /** Files and folders of files that pages load. */
  files: readonly string[];
  /** Scripts, as paths from the root, that run as workers, by policies of their own. */
  workers: readonly string[];
}

/** The headers of a page. */
export function pageHeaders(inline: Inline): Record<string, string> {
  return {
    'Content-Security-Policy': `${policyOf(inline)}; frame-ancestors 'none'`,
    'Strict-Transport-Security': `max-age=${2 * YEAR}; includeSubDomains; preload`,
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': POWERS.map((power) => `${power}=()`).join(', '),
  };
}

/**
 * All rules. Pages have every header; a file has those that mean something for it, since each is paid for
 * with each request. Cards may be shown inside other sites: chats do that.
 */
export function rulesOf(inline: Inline, { pages, files, workers }: Root): Rule[] {
  const common = { 'X-Content-Type-Options': 'nosniff' };
  const page = pageHeaders(inline);
  const policy = { 'Content-Security-Policy': page['Content-Security-Policy']! };
  const own = { 'Cross-Origin-Resource-Policy': 'same-origin' };
  const shown = { 'Cross-Origin-Resource-Policy': 'cross-origin' };
  const pattern = (name: string): string => (name.endsWith('/') ? `/${name}*` : `/${name}`);
  return [
    { path: '/*', headers: common },
    { path: '/', headers: page },
    ...pages.map((name) => ({ path: pattern(name), headers: page })),
    ...files.map((name) => ({ path: pattern(name), headers: name === 'cards/' ? shown : own })),
    ...workers.map((name) => ({ path: `/${name}`, headers: policy })),
    ...HASHED.map((path) => ({
      path,
      headers: { 'Cache-Control': `max-age=${YEAR}, immutable` },
    })),
  ];
}

/** The rules as Netlify and Cloudflare Pages read them. */
export function writeHeadersFile(rules: readonly Rule[]): string {
  return rules
    .map(({ path, headers }) =>
      [path, ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`)].join('\n'),
    )
    .join('\n\n')
    .concat('\n');
}

/** Reads such a file. */
export function readHeadersFile(text: string): Rule[] {
  const rules: Rule[] = [];
  for (const line of text.split('\n')) {
    const [, name, value] = /^\s+([\w-]+): (.+)$/.exec(line) ?? [];
    if (name && value) rules.at(-1)!.headers[name] = value;
    else if (line.startsWith('/')) rules.push({ path: line.trim(), headers: {} });
  }
  return rules;
}

/** The headers for a path by the rules that match it. */
export function headersFor(rules: readonly Rule[], path: string): Record<string, string> {
  const matches = (pattern: string): boolean =>
    pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
  return Object.assign(
    {},
    ...rules.filter((rule) => matches(rule.path)).map((rule) => rule.headers),
  ) as Record<string, string>;
}
