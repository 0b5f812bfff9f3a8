/**
 * The ledger: every address that was ever published, one a line, sorted. It only grows, so that a link
 * once sent opens for ever. The place of a part, a fragment, follows from its address.
 */
import { parseAddress, STANDING_PAGES } from './address.ts';
import { unitsOf, type Course } from './course.ts';
import { nearest } from '../nearest.ts';
import { leadsTo, successionsOf } from './succession.ts';

/** Every address that a course has today: its units, the roots of its collections, the standing pages. */
export function addressesOf(course: Course): Set<string> {
  const units = unitsOf(course).map(({ address }) => address);
  const roots = units.map((address) => `/${address.split('/')[1]}/`);
  return new Set([...STANDING_PAGES, ...roots, ...units]);
}

/** An address of the ledger that leads nowhere today. */
export interface LostAddress {
  address: string;
  /** Its line in the ledger, from 1. */
  line: number;
  /** The address there is that looks most like it, a unit of the same collection if there is one. */
  nearest: string | undefined;
}

/** The addresses of the ledger that neither exist nor lead on through a `was`. */
export function lostAddresses(ledger: string[], course: Course): LostAddress[] {
  const live = addressesOf(course);
  const successors = new Map(successionsOf(course).map(({ old, successor }) => [old, successor]));
  return ledger.flatMap((address, index) => {
    if (leadsTo(address, live, successors) !== undefined) return [];
    const { collection, part } = parseAddress(address) ?? {};
    const alike = [...live].filter((each) => {
      const parsed = parseAddress(each);
      return (
        parsed?.collection === collection && (parsed?.part === undefined) === (part === undefined)
      );
    });
    return [
      { address, line: index + 1, nearest: nearest(address, alike.length > 0 ? alike : live) },
    ];
  });
}

/** The addresses of a course that its ledger doesn't hold yet, sorted. */
export function newAddresses(ledger: string[], course: Course): string[] {
  const held = new Set(ledger);
  return [...addressesOf(course)].filter((address) => !held.has(address)).sort();
}
