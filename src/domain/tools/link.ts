/**
 * What was typed into a tool, as a link carries it: in the fragment, which no server sees.
 *
 *   #t=  1 <base64url of the texts in UTF-8> <four digits of a checksum> x
 *
 * The texts stand in the order of the fields, a unit separator between them; each line of the list begins
 * with a record separator. So a link still opens when a field or a column is added behind the others, and
 * none is ever taken away or moved.
 */
import type { Tool, Typed } from './tool.ts';

/** In every engine and in Node, and no part of a page, though TypeScript counts them to it. */
declare class TextEncoder {
  encode(text: string): Uint8Array;
}
declare class TextDecoder {
  constructor(encoding: string, options: { fatal: boolean; ignoreBOM: boolean });
  decode(bytes: Uint8Array): string;
}
declare function btoa(binary: string): string;
declare function atob(base64: string): string;

const VERSION = '1';
const BETWEEN_TEXTS = '\u001f';
const BEFORE_LINE = '\u001e';
const CHECK_LENGTH = 4;
/** Characters of the whole fragment: what chats and mail still carry as one link. */
const MOST = 2000;

/** What a text says of a link: none in it, one that is cut or changed, or what was typed. */
export type FoundTyped =
  { kind: 'none' } | { kind: 'incomplete' } | { kind: 'typed'; typed: Typed };

const fieldNames = ({ groups }: Tool): string[] =>
  groups.flatMap(({ fields }) => fields.map(({ name }) => name));

const columnNames = ({ list }: Tool): string[] => list?.columns.map(({ name }) => name) ?? [];

/**
 * The 24-bit CRC of OpenPGP (RFC 9580, 6.1.1) over the id of a tool and a payload, as four digits of base
 * 64. A CRC notices every change within as many bits that stand together, so every wrong character.
 */
function checksum(id: string, payload: string): string {
  let register = 0xb704ce;
  for (const letter of `${id} ${payload}`) {
    register ^= letter.charCodeAt(0) << 16;
    for (let bit = 0; bit < 8; bit++) {
      register <<= 1;
      if (register & 0x1000000) register ^= 0x1864cfb;
    }
  }
  return [18, 12, 6, 0].map((shift) => DIGITS[(register >>> shift) & 63]).join('');
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

function toBase64Url(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64Url(payload: string): string | undefined {
  try {
    const binary = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The fragment that carries what was typed, without "#"; undefined where it would be too long for a link. */
export function encodeTyped(tool: Tool, { fields, items }: Typed): string | undefined {
  const textsOf = (names: string[], texts: Readonly<Record<string, string>>): string =>
    names.map((name) => (texts[name] ?? '').replace(/[\u001e\u001f]/g, ' ')).join(BETWEEN_TEXTS);
  const columns = columnNames(tool);
  const records = [
    textsOf(fieldNames(tool), fields),
    ...items.map((item) => textsOf(columns, item)),
  ];
  const text = records.join(BEFORE_LINE);
  // Letters of base 64 are more than those of the text, and making them of a megabyte takes long.
  if (text.length > MOST) return undefined;
  const payload = VERSION + toBase64Url(text.toWellFormed());
  // Chats leave out punctuation at the end of a link, so the last sign is a letter.
  const fragment = `t=${payload}${checksum(tool.id, payload)}x`;
  return fragment.length <= MOST ? fragment : undefined;
}

/** Finds what was typed in a link, a fragment or a text around one. It never throws, whatever the text is. */
export function findTyped(tool: Tool, text: string): FoundTyped {
  if (text.length > 1_000_000) return { kind: 'none' };
  const start = /(?:#|%23|^)t(?:=|%3D)/i.exec(text);
  if (!start) return { kind: 'none' };
  const [sent = ''] = /^[\w-]*/.exec(text.slice(start.index + start[0].length)) ?? [];
  const incomplete: FoundTyped = { kind: 'incomplete' };
  if (sent.length > MOST || !sent.endsWith('x')) return incomplete;
  const payload = sent.slice(0, -1 - CHECK_LENGTH);
  if (payload[0] !== VERSION || checksum(tool.id, payload) !== sent.slice(-1 - CHECK_LENGTH, -1))
    return incomplete;
  const read = fromBase64Url(payload.slice(1));
  const typed = read === undefined ? undefined : typedOf(tool, read);
  return typed ? { kind: 'typed', typed } : incomplete;
}

function typedOf(tool: Tool, text: string): Typed | undefined {
  const [first, ...lines] = text.split(BEFORE_LINE).map((record) => record.split(BETWEEN_TEXTS));
  const names = fieldNames(tool);
  const columns = columnNames(tool);
  // A record of no text is split into one that is empty.
  const fits = (texts: string[], among: string[]): boolean =>
    texts.length <= Math.max(1, among.length);
  if (!fits(first!, names) || lines.length > (tool.list?.most ?? 0)) return undefined;
  if (!lines.every((texts) => fits(texts, columns))) return undefined;
  const named = (among: string[], texts: string[]): Record<string, string> =>
    Object.fromEntries(among.map((name, at) => [name, texts[at] ?? '']));
  return { fields: named(names, first!), items: lines.map((texts) => named(columns, texts)) };
}
