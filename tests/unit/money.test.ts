import { describe, expect, it } from 'vitest';
import {
  acquisitionCost,
  breakEvenReturnOnAdSpend,
  clickThroughRate,
  costPerClick,
  lifetimeValue,
  paybackMonths,
  returnOnAdSpend,
  yearlyChurn,
} from '#domain/money.ts';
import vectors from './vectors.json' with { type: 'json' };

const { adSpend, salaries, tools, newCustomers, arpaMonthly, grossMargin, monthlyChurn, ...expected } =
  vectors.unitEconomics; // prettier-ignore

describe('unit economics', () => {
  it('divide spend by customers, paid only and fully loaded', () => {
    expect(acquisitionCost(adSpend, newCustomers)).toBe(expected.cacPaidOnly);
    expect(acquisitionCost(adSpend + salaries + tools, newCustomers)).toBe(expected.cacFullyLoaded);
  });

  it('pay back in months of gross margin', () => {
    expect(paybackMonths(expected.cacFullyLoaded, arpaMonthly, grossMargin)).toBeCloseTo(
      expected.paybackMonths,
      9,
    );
  });

  it('hold churn constant for the lifetime value', () => {
    expect(lifetimeValue(arpaMonthly, grossMargin, monthlyChurn)).toBeCloseTo(
      expected.ltvGrossMargin,
      6,
    );
  });

  it('break even on ads at one over the margin', () => {
    expect(breakEvenReturnOnAdSpend(grossMargin)).toBe(expected.breakEvenRoasAtMargin);
  });

  it('compound monthly churn into a year', () => {
    expect(yearlyChurn(0.04)).toBeCloseTo(0.38729, 6);
  });

  it('read an ad by its clicks and its attributed revenue', () => {
    expect(clickThroughRate(expected.clicks, expected.impressions)).toBeCloseTo(0.015, 9);
    expect(costPerClick(adSpend, expected.clicks)).toBe(expected.cpc);
    expect(returnOnAdSpend(expected.attributedRevenue, adSpend)).toBe(expected.roas);
  });
});
