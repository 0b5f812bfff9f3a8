import { expect, it } from 'vitest';
import { funnelShares, stickiness } from '#domain/funnel.ts';
import vectors from './vectors.json' with { type: 'json' };

it('a funnel has a share of the step before and a share of the first', () => {
  const shares = funnelShares(vectors.funnel.steps.map(([, count]) => count as number));
  shares.forEach(({ ofStep, overall }, index) => {
    const step = vectors.funnel.stepPct[index];
    if (step === null) expect(ofStep).toBeNull();
    else expect(ofStep).toBeCloseTo(step! / 100, 6);
    expect(overall).toBeCloseTo(vectors.funnel.overallPct[index]! / 100, 9);
  });
});

it('stickiness takes the average of the days, not one of them', () => {
  const { dailyActive, mau, ratioPct, singleDayTrap } = vectors.stickiness;
  expect(stickiness(dailyActive, mau)).toBeCloseTo(ratioPct / 100, 12);
  expect(stickiness([dailyActive[0]!], mau)).toBeCloseTo(singleDayTrap / 100, 12);
});
