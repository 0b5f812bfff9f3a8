import { expect, it } from 'vitest';
import { readLedger } from '../../build/ledger.ts';

/**
 * How chats find the end of a link in a message, rebuilt from what they are seen to do; none of these
 * is the program itself.
 */
const TOKENIZERS: Record<string, (message: string) => string | undefined> = {
  // Takes everything up to a space or a bracket of its own markup, then lets go of punctuation.
  Slack: (message) => /https?:\/\/[^\s<>|]+/.exec(message)?.[0].replace(/[.,:;!?'")\]]+$/, ''),
  WhatsApp: (message) =>
    /https?:\/\/[^\s<>"]+/.exec(message)?.[0].replace(/[.,:;!?'")\]*_~]+$/, ''),
  // Ends at the last letter of a path as RFC 3986 has them that is not punctuation.
  Telegram: (message) => /https?:\/\/[\w\-./?=&#%~+:@!$'()*,;]*[\w/\-=&#%~+@$]/.exec(message)?.[0],
  // Between angle brackets a link is a link whole.
  Discord: (message) =>
    /<(https?:[^ >]+)>/.exec(message)?.[1] ??
    /https?:\/\/[^\s<]+[^<.,:;"'\]\s)!?*_]/.exec(message)?.[0],
  Teams: (message) => /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]]/.exec(message)?.[0],
  // The rule of linkify-it: brackets belong to a link only in pairs.
  Signal: (message) =>
    /https?:\/\/(?:[^\s<>()"']|\([^\s<>()]*\))*[^\s<>()"'.,;:!?\]*]/.exec(message)?.[0],
  Gmail: (message) =>
    /\bhttps?:\/\/[-A-Za-z0-9+&@#/%?=~_|!:,.;]*[-A-Za-z0-9+&@#/%=~_|]/.exec(message)?.[0],
  iMessage: (message) => /https?:\/\/[^\s<>”“"]+/.exec(message)?.[0].replace(/[.,:;!?'’)\]]+$/, ''),
};

const MESSAGES = [
  (link: string) => link,
  (link: string) => `See ${link}.`,
  (link: string) => `(${link})`,
  (link: string) => `${link}, then the quiz`,
  (link: string) => `Have you read ${link}?`,
  (link: string) => `<${link}>`,
  (link: string) => `"${link}"`,
  (link: string) => `Read ${link}: it is short!`,
  (link: string) => `first line\n${link}\nlast line`,
];

const ledger = readLedger().filter((address) => address.split('/').length > 3);
const sixty = Array.from(
  { length: 60 },
  (_, index) => ledger[Math.floor((index * ledger.length) / 60)]!,
);

it.each(Object.entries(TOKENIZERS))(
  '%s finds sixty addresses whole, whatever follows them',
  (_, find) => {
    for (const address of sixty) {
      const link = `https://example.org${address}`;
      for (const message of MESSAGES) expect(find(message(link)), message(link)).toBe(link);
    }
  },
);

it('no address has a letter that a chat would rewrite', () => {
  expect(readLedger().filter((address) => !/^\/(?:[a-z0-9-]+\/)*$/.test(address))).toEqual([]);
});
