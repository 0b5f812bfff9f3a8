import { expect, it } from 'vitest';
import { coneOfUncertainty } from '#domain/estimate.ts';
import vectors from './vectors.json' with { type: 'json' };

it('an early estimate may be a quarter of the outcome, or four times it', () => {
  const { nominal, low, high } = vectors.cone;
  expect(coneOfUncertainty(nominal)).toEqual({ low, high });
});
