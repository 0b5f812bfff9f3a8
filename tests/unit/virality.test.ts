import { describe, expect, it } from 'vitest';
import { amplification, usersAfter, viralCoefficient } from '#domain/virality.ts';
import vectors from './vectors.json' with { type: 'json' };

const { sub } = vectors.viral;

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
});
