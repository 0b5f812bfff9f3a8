import { describe, expect, it } from 'vitest';
import {
  amplification,
  blendedCost,
  cyclesWithin,
  usersAfter,
  viralCoefficient,
} from '#domain/virality.ts';
import vectors from './vectors.json' with { type: 'json' };

const { sub, super: large, cycleTime } = vectors.viral;

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
