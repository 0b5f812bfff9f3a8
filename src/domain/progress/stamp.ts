/**
 * A hybrid logical clock (Kulkarni and others, 2014): when something was said, so that of two sayings
 * the later one is known on every device, even where a clock goes backwards.
 *
 * A stamp is 16 characters that sort as text: 9 of milliseconds since 1970, 3 of a counter for what
 * happens within one millisecond or while a clock stands back, 4 of the device, all in base 36.
 */
export type Stamp = string;

const MILLIS_LENGTH = 9;
const COUNTER_LENGTH = 3;
const NODE_LENGTH = 4;
/** The last moment that 9 digits hold, in the year 5188. */
const LAST_MILLIS = 36 ** MILLIS_LENGTH - 1;
const LAST_COUNTER = 36 ** COUNTER_LENGTH - 1;

const STAMP = new RegExp(`^[0-9a-z]{${MILLIS_LENGTH + COUNTER_LENGTH + NODE_LENGTH}}$`);

const digits = (value: number, length: number): string => value.toString(36).padStart(length, '0');

const counterOf = (stamp: Stamp): number =>
  parseInt(stamp.slice(MILLIS_LENGTH, MILLIS_LENGTH + COUNTER_LENGTH), 36);

const write = (millis: number, counter: number, node: string): Stamp =>
  digits(millis, MILLIS_LENGTH) + digits(counter, COUNTER_LENGTH) + node;

/** Whether something is a stamp. */
export function isStamp(value: unknown): value is Stamp {
  return typeof value === 'string' && STAMP.test(value);
}

/** When something was said, in milliseconds since 1970, as the device then had it. */
export function timeOf(stamp: Stamp): number {
  return parseInt(stamp.slice(0, MILLIS_LENGTH), 36);
}

/**
 * A stamp that is later than the one before it, whatever the clock says.
 * @param before the latest stamp of what is about to change.
 * @param now milliseconds since 1970.
 * @param node four characters of base 36 that name the device.
 */
export function nextStamp(before: Stamp | undefined, now: number, node: string): Stamp {
  const clock = Math.min(Math.max(Math.trunc(now) || 0, 0), LAST_MILLIS);
  if (before === undefined || clock > timeOf(before)) return write(clock, 0, node);
  const counter = counterOf(before) + 1;
  if (counter <= LAST_COUNTER) return write(timeOf(before), counter, node);
  return write(Math.min(timeOf(before) + 1, LAST_MILLIS), 0, node);
}

/** A stamp at another moment; what orders it among those of one moment stays. */
export function moveStamp(stamp: Stamp, millis: number): Stamp {
  return digits(millis, MILLIS_LENGTH) + stamp.slice(MILLIS_LENGTH);
}
