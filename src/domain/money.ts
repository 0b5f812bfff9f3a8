/** Customer acquisition cost: what was spent in a period per customer won in it. */
export function acquisitionCost(spend: number, customers: number): number {
  return spend / customers;
}

/** Months until an account's gross margin has paid for its acquisition. */
export function paybackMonths(cost: number, price: number, margin: number): number {
  return cost / (price * margin);
}

/** Gross margin that an account brings over its life: price × margin / churn, churn held constant. */
export function lifetimeValue(price: number, margin: number, monthlyChurn: number): number {
  return (price * margin) / monthlyChurn;
}

/**
 * Gross margin that an account has brought on average after so many monthly payments, the first at once:
 * price × margin × (1 - (1 - churn)^months) / churn, churn held constant. It nears the lifetime value.
 */
export function marginAfter(
  price: number,
  margin: number,
  monthlyChurn: number,
  months: number,
): number {
  return lifetimeValue(price, margin, monthlyChurn) * (1 - (1 - monthlyChurn) ** months);
}

/** Return on ad spend at which gross margin just pays for the ads: 1 / margin. */
export function breakEvenReturnOnAdSpend(margin: number): number {
  return 1 / margin;
}

/** The share lost in a year when `monthly` is lost each month of what is left: 1 - (1 - m)^12. */
export function yearlyChurn(monthly: number): number {
  return 1 - (1 - monthly) ** 12;
}

/** Cost per click: what was spent per click. */
export function costPerClick(spend: number, clicks: number): number {
  return spend / clicks;
}

/** Click-through rate: clicks / impressions, a share from 0 to 1. */
export function clickThroughRate(clicks: number, impressions: number): number {
  return clicks / impressions;
}

/** Return on ad spend: attributed revenue / ad spend. Revenue, not margin; attributed, not caused. */
export function returnOnAdSpend(attributedRevenue: number, adSpend: number): number {
  return attributedRevenue / adSpend;
}
