import { expect, it } from 'vitest';
import { errorBudgetMinutes } from '#domain/reliability.ts';
import vectors from './vectors.json' with { type: 'json' };

it('an error budget is the time that a target leaves over', () => {
  for (const { slo, days, downtimeMinutes } of vectors.slo) {
    expect(errorBudgetMinutes(slo / 100, days)).toBeCloseTo(downtimeMinutes, 6);
  }
});
