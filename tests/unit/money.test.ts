import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  acquisitionCost,
  breakEvenReturnOnAdSpend,
  clickThroughRate,
  costPerClick,
  lifetimeValue,
  marginAfter,
  paybackMonths,
  returnOnAdSpend,
  yearlyChurn,
} from '#domain/money.ts';
import { itHolds } from './progress/cases.ts';
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

  it('bring their margin month by month, less from each as some leave', () => {
    const after = (months: number) => marginAfter(arpaMonthly, grossMargin, monthlyChurn, months);
    expect(after(0)).toBe(0);
    expect(after(1)).toBeCloseTo(40, 9);
    expect(after(3)).toBeCloseTo(40 + 40 * 0.96 + 40 * 0.96 ** 2, 9);
    expect(after(1000)).toBeCloseTo(expected.ltvGrossMargin, 6);
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

describe('of any customers', () => {
  const amount = fc.double({ min: 0.01, max: 1e6, noNaN: true });
  const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
  const isNear = (one: number, other: number): boolean => Math.abs(one / other - 1) < 1e-9;

  itHolds(
    'the lifetime value falls with the churn',
    fc.property(amount, share, share, share, (price, margin, churn, other) => {
      const of = (monthly: number) => lifetimeValue(price, margin, monthly);
      const isApart = Math.abs(churn - other) > 1e-9;
      return !isApart || of(Math.max(churn, other)) < of(Math.min(churn, other));
    }),
    50,
  );

  itHolds(
    'payback and what a customer brings per dollar of cost are the same in any currency',
    fc.property(
      amount,
      amount,
      share,
      share,
      amount,
      (cost, price, margin, churn, unit) =>
        isNear(
          paybackMonths(cost * unit, price * unit, margin),
          paybackMonths(cost, price, margin),
        ) &&
        isNear(
          lifetimeValue(price * unit, margin, churn) / (cost * unit),
          lifetimeValue(price, margin, churn) / cost,
        ),
    ),
    50,
  );

  itHolds(
    'the margin so far rises with the months and stays below the lifetime value',
    fc.property(
      amount,
      share,
      share,
      fc.integer({ min: 0, max: 120 }),
      (price, margin, churn, months) => {
        const after = (count: number) => marginAfter(price, margin, churn, count);
        const life = lifetimeValue(price, margin, churn);
        return after(months) <= after(months + 1) && after(months + 1) <= life * (1 + 1e-12);
      },
    ),
    50,
  );
});
