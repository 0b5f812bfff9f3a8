/**
 * Progress as the fragment of a link: `#p=1` and then
 *
 *   2 characters   how many tasks the course had, in base 64
 *   n characters   the state of each, in the order of the list of ordinals, as digits of base 5:
 *                  15 digits in 6 characters of base 64, the first digit in the highest place
 *   3 characters   a checksum of 17 bits, in base 62, so that the link ends in a letter or a digit:
 *                  chats cut off other signs
 *
 * The list of ordinals only grows at its end, so a link of any age is read by any later list. Nothing
 * in it is compressed or executed. The checksum is a CRC, which notices any change within 17 bits that
 * stand together, so every wrong character; a missing or added one changes the length too.
 */
import { STATES, type State } from './record.ts';

const DIGITS_64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const DIGITS_62 = DIGITS_64.slice(0, 62);

const VERSION = '1';
const COUNT_LENGTH = 2;
const CHECKSUM_LENGTH = 3;
const GROUP = { states: 15, characters: 6 };
/** The most tasks that a link holds, far more than the course has; a longer link is refused unread. */
const MOST_TASKS = 1000;

/** Characters of base 64 that hold some digits of base 5. */
const charactersFor = (states: number): number => Math.ceil((states * Math.log2(5)) / 6);

const bodyLength = (tasks: number): number =>
  Math.floor(tasks / GROUP.states) * GROUP.characters + charactersFor(tasks % GROUP.states);

function toDigits(value: number, length: number, digits: string): string {
  let text = '';
  for (let rest = value; text.length < length; rest = Math.floor(rest / digits.length)) {
    text = digits[rest % digits.length]! + text;
  }
  return text;
}

function fromDigits(text: string, digits: string): number {
  let value = 0;
  for (const letter of text) value = value * digits.length + digits.indexOf(letter);
  return value;
}

/**
 * A CRC of 17 bits with the polynomial 0x2CBB, whose order is 65,535: besides any change within 17 bits it
 * finds any three wrong bits in a link of any length that is written.
 */
function checksum(text: string): number {
  let register = 0x1ffff;
  for (const letter of text) {
    const value = DIGITS_64.indexOf(letter);
    for (let bit = 5; bit >= 0; bit--) {
      const isSet = ((register >> 16) & 1) !== ((value >> bit) & 1);
      register = (register << 1) & 0x1ffff;
      if (isSet) register ^= 0x2cbb;
    }
  }
  return register;
}

/**
 * The states of all tasks as the payload of a link, the part behind `#p=`.
 * @param states in the order of the ordinals, at most 1,000.
 * @throws Error when there are more.
 */
export function encodeStates(states: readonly State[]): string {
  if (states.length > MOST_TASKS) {
    throw new Error(
      `A link holds the states of ${MOST_TASKS} tasks and not of ${states.length}. It needs a second version.`,
    );
  }
  let body = '';
  for (let first = 0; first < states.length; first += GROUP.states) {
    const group = states.slice(first, first + GROUP.states);
    const value = group.reduce((sum, state) => sum * 5 + STATES.indexOf(state), 0);
    body += toDigits(value, charactersFor(group.length), DIGITS_64);
  }
  const text = VERSION + toDigits(states.length, COUNT_LENGTH, DIGITS_64) + body;
  return text + toDigits(checksum(text), CHECKSUM_LENGTH, DIGITS_62);
}

/** The states in a payload; undefined where a single character of it is missing, wrong or too much. */
export function decodeStates(payload: string): State[] | undefined {
  if (payload.length > bodyLength(MOST_TASKS) + 6 || !/^1[\w-]{2,}[A-Za-z0-9]$/.test(payload)) {
    return undefined;
  }
  const tasks = fromDigits(payload.slice(1, 1 + COUNT_LENGTH), DIGITS_64);
  const end = 1 + COUNT_LENGTH + bodyLength(tasks);
  if (tasks > MOST_TASKS || payload.length !== end + CHECKSUM_LENGTH) return undefined;
  const sum = payload.slice(end);
  if (/[^A-Za-z0-9]/.test(sum)) return undefined;
  if (fromDigits(sum, DIGITS_62) !== checksum(payload.slice(0, end))) return undefined;
  const states: State[] = [];
  for (let at = 1 + COUNT_LENGTH; states.length < tasks; at += GROUP.characters) {
    const length = Math.min(GROUP.states, tasks - states.length);
    let value = fromDigits(payload.slice(at, Math.min(at + GROUP.characters, end)), DIGITS_64);
    const group: State[] = [];
    for (let place = 0; place < length; place++) {
      group.unshift(STATES[value % 5]!);
      value = Math.floor(value / 5);
    }
    // Nobody wrote a group that is larger than its digits can be.
    if (value !== 0) return undefined;
    states.push(...group);
  }
  return states;
}

/** What a text that should be a link of progress comes to. */
export type SharedStates =
  { kind: 'none' } | { kind: 'incomplete' } | { kind: 'states'; payload: string; states: State[] };

/** Where a mail program breaks a line, and what it puts before the next one when it quotes. */
const BREAK = /(?<![ \t])[ \t]*(?:\r\n?|\n)[ \t>]*/;
const MARK = new RegExp(
  `(?:#|%23)(?:${BREAK.source})?p(?:${BREAK.source})?(?:=|%3D)(?:${BREAK.source})?`,
  'i',
);

/** The most characters of a message that are looked through for a link. */
const MESSAGE_LENGTH = 20_000;

/**
 * Looks for a link of progress in a fragment, an address or a whole message, as chats pass it on: in
 * brackets, with a full stop behind it, `%23` for `#`, a parameter added, a line broken in it.
 */
export function findStates(text: string): SharedStates {
  const start = MARK.exec(text.slice(0, MESSAGE_LENGTH));
  if (!start) return { kind: 'none' };
  const rest = text.slice(start.index + start[0].length, start.index + MESSAGE_LENGTH);
  // A payload goes on behind a line break only where that makes it whole.
  let payload = '';
  for (const line of rest.split(BREAK).slice(0, 12)) {
    const piece = /^[\w-]*/.exec(line)![0];
    payload += piece;
    const states = decodeStates(payload);
    if (states) return { kind: 'states', payload, states };
    if (piece.length < line.length) break;
  }
  return { kind: 'incomplete' };
}

/** How far along a state is; of two devices that say different things the further one holds. */
const RANK: Record<State, number> = { 'to do': 0, skipped: 1, stuck: 2, doing: 3, done: 4 };

/** Whether a state that came by a link takes the place of the one here. A link has no times to compare. */
export function isFurther(theirs: State, mine: State): boolean {
  return RANK[theirs] > RANK[mine];
}
