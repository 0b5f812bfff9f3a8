/**
 * What was typed into a tool, as a link carries it: in the fragment, which no server sees. The texts stand in
 * the order of the fields, so that a field is never taken away or moved, only added behind.
 *
 *   #t= 1 <base64url of the texts in UTF-8, a unit separator between them> <three digits of a checksum>
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
const SEPARATOR = '\u001f';
const CHECK_LENGTH = 3;
/** Characters of the whole fragment: what chats and mail still carry as one link. */
const MOST = 2000;

/** What a text says of a link: none in it, one that is cut or changed, or what was typed. */
export type FoundTyped =
  { kind: 'none' } | { kind: 'incomplete' } | { kind: 'typed'; typed: Typed };

/** The texts in the order of a link: the fields, then the lines of the list. */
function textsOf({ groups, list }: Tool, { fields, items }: Typed): string[] {
  const names = groups.flatMap((group) => group.fields.map(({ name }) => name));
  const columns = list?.columns.map(({ name }) => name) ?? [];
  return [
    ...names.map((name) => fields[name] ?? ''),
    ...items.flatMap((item) => columns.map((name) => item[name] ?? '')),
  ].map((text) => text.replaceAll(SEPARATOR, ' '));
}

/** 32-bit FNV-1a over a text and the id of its tool, as three digits of base 64. */
function checksum(id: string, text: string): string {
  let hash = 0x811c9dc5;
  for (const letter of `${id} ${text}`) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193);
  hash ^= hash >>> 15;
  return [0, 6, 12].map((shift) => DIGITS[(hash >>> shift) & 63]).join('');
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

/**
 * The fragment that carries what was typed, without "#"; undefined where it would be too long for a link.
 * @param most characters: a browser keeps more than a chat carries.
 */
export function encodeTyped(tool: Tool, typed: Typed, most = MOST): string | undefined {
  const payload = VERSION + toBase64Url(textsOf(tool, typed).join(SEPARATOR).toWellFormed());
  // Chats leave out punctuation at the end of a link, so the last sign is a letter.
  const fragment = `t=${payload}${checksum(tool.id, payload)}x`;
  return fragment.length <= most ? fragment : undefined;
}

/** Finds what was typed in a link, a fragment or a text around one. It never throws, whatever the text is. */
export function findTyped(tool: Tool, text: string, most = MOST): FoundTyped {
  if (text.length > 1_000_000) return { kind: 'none' };
  const start = /(?:#|%23|^)t=/.exec(text);
  if (!start) return { kind: 'none' };
  const [sent = ''] = /^[\w-]*/.exec(text.slice(start.index + start[0].length)) ?? [];
  const incomplete: FoundTyped = { kind: 'incomplete' };
  if (sent.length > most || !sent.endsWith('x')) return incomplete;
  const payload = sent.slice(0, -1 - CHECK_LENGTH);
  if (payload[0] !== VERSION || checksum(tool.id, payload) !== sent.slice(-1 - CHECK_LENGTH, -1))
    return incomplete;
  const texts = fromBase64Url(payload.slice(1))?.split(SEPARATOR);
  const typed = texts && typedOf(tool, texts);
  return typed ? { kind: 'typed', typed } : incomplete;
}

function typedOf({ groups, list }: Tool, texts: string[]): Typed | undefined {
  const fields = groups.flatMap((group) => group.fields);
  const columns = list?.columns ?? [];
  const rest = texts.slice(fields.length);
  const lines = columns.length > 0 ? rest.length / columns.length : 0;
  if (!Number.isInteger(lines) || lines > (list?.most ?? 0)) return undefined;
  if (texts.length < fields.length || (columns.length === 0 && rest.length > 0)) return undefined;
  return {
    fields: Object.fromEntries(fields.map(({ name }, at) => [name, texts[at]!])),
    items: Array.from({ length: lines }, (_, line) =>
      Object.fromEntries(
        columns.map(({ name }, column) => [name, rest[line * columns.length + column]!]),
      ),
    ),
  };
}
