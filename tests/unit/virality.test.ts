import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  amplification,
  blendedCost,
  cyclesWithin,
  loopCycles,
  usersAfter,
  viralCoefficient,
} from '#domain/virality.ts';
import { itHolds } from './progress/cases.ts';
import vectors from './vectors.json' with { type: 'json' };

const { sub, super: large, unit, cycleTime } = vectors.viral;

describe('a viral loop', () => {
  it('has the coefficient invitations times acceptance', () => {
    expect(viralCoefficient(sub.invitesPerUser, sub.inviteConversion)).toBeCloseTo(sub.K, 12);
  });

  it('adds up its cycles', () => {
    sub.cumulative.forEach((users, cycle) => {
      expect(usersAfter(sub.seed, sub.K, cycle)).toBeCloseTo(users, 6);
    });
  });

  it('grows in a straight line at a coefficient of one', () => {
    expect(usersAfter(100, 1, 4)).toBe(500);
  });

  it('multiplies paid users below one', () => {
    expect(amplification(0.6)).toBeCloseTo(2.5, 12);
  });

  it('has no amplification from one upward', () => {
    expect(() => amplification(1)).toThrow(RangeError);
  });

  it('passes any number above one, given cycles enough', () => {
    large.cumulative.forEach((users, cycle) => {
      expect(usersAfter(large.seed, large.K, cycle)).toBeCloseTo(users, 5);
    });
    expect(usersAfter(large.seed, large.K, large.cyclesToReach1000Cumulative)).toBeGreaterThan(
      1000,
    );
  });

  it('lowers the cost of a user', () => {
    expect(blendedCost(sub.paidCac, sub.K)).toBeCloseTo(sub.blendedCac, 12);
  });

  it('gains more from a short cycle than from a high coefficient', () => {
    const after = (days: number) => usersAfter(100, 1.2, cyclesWithin(28, days));
    expect(after(3)).toBeCloseTo(cycleTime.every3days.cumulative, 5);
    expect(after(14)).toBeCloseTo(cycleTime.every14days.cumulative, 6);
  });
});

describe('the cycles of a loop', () => {
  it.each([
    ['below one', sub],
    ['above one', large],
    ['of one', unit],
  ])('are those of the vectors with a coefficient %s', (_, { seed, K, cycles, ...expected }) => {
    const rows = loopCycles(seed, K, cycles);
    rows.forEach(({ joined, users }, at) => {
      expect(joined).toBeCloseTo(expected.newPerCycle[at]!, 5);
      expect(users).toBeCloseTo(expected.cumulative[at]!, 5);
    });
    expect(rows).toHaveLength(cycles + 1);
  });

  it('fit into a span that is a multiple of their time, whatever binary fractions make of it', () => {
    expect(cyclesWithin(0.3, 0.1)).toBe(3);
  });

  it('bring fewer people the fuller the market is', () => {
    const [, first] = loopCycles(500, 0.6, 1, 1000);
    // An infinitely small wave would find half of the market open: 500 × 0.6 × 0.5.
    expect(first!.joined).toBeLessThan(150);
    expect(first!.joined).toBeGreaterThan(125);
  });

  it('stand still in a market that is the seed', () => {
    expect(loopCycles(100, 5, 3, 100).map(({ users }) => users)).toEqual([100, 100, 100, 100]);
  });
});

const loops = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  coefficient: fc.double({ min: 0, max: 20, noNaN: true }),
  cycles: fc.integer({ min: 0, max: 52 }),
  room: fc.double({ min: 1, max: 1e6, noNaN: true }),
});
const lastOf = (...loop: Parameters<typeof loopCycles>): number =>
  loopCycles(...loop).at(-1)!.users;

itHolds(
  'a loop without saturation has the users of the closed form',
  fc.property(loops, ({ seed, coefficient, cycles }) => {
    // The closed form loses digits next to one, where it divides by nearly nothing.
    fc.pre(coefficient === 1 || Math.abs(coefficient - 1) > 1e-4);
    const closed = usersAfter(seed, coefficient, cycles);
    expect(Math.abs(lastOf(seed, coefficient, cycles) / closed - 1)).toBeLessThan(1e-9);
  }),
  50,
);

itHolds(
  'a market far away does not change a loop',
  fc.property(loops, ({ seed, coefficient, cycles }) => {
    fc.pre(usersAfter(seed, coefficient, cycles) < 1e9);
    const near = lastOf(seed, coefficient, cycles, 1e15);
    expect(Math.abs(near / lastOf(seed, coefficient, cycles) - 1)).toBeLessThan(1e-4);
  }),
  50,
);

itHolds(
  'a loop never passes its market, nor what it would have without one',
  fc.property(loops, ({ seed, coefficient, cycles, room }) => {
    const rows = loopCycles(seed, coefficient, cycles, seed * room);
    const free = loopCycles(seed, coefficient, cycles);
    rows.forEach(({ users, joined }, at) => {
      expect(users).toBeLessThanOrEqual(seed * room);
      expect(joined).toBeGreaterThanOrEqual(0);
      expect(users).toBeLessThanOrEqual(free[at]!.users * (1 + 1e-12));
    });
  }),
  50,
);

itHolds(
  'a larger coefficient never ends with fewer users, with a market or without',
  fc.property(loops, fc.double({ min: 0, max: 1, noNaN: true }), (loop, more) => {
    const { seed, coefficient, cycles, room } = loop;
    for (const market of [Infinity, seed * room]) {
      const users = lastOf(seed, coefficient, cycles, market);
      const raised = lastOf(seed, coefficient * (1 + more), cycles, market);
      expect(raised).toBeGreaterThanOrEqual(users * (1 - 1e-12));
    }
  }),
  50,
);
