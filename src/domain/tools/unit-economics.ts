/** What a customer costs and brings: the arithmetic is in domain/money.ts. */
import {
  acquisitionCost,
  breakEvenReturnOnAdSpend,
  lifetimeValue,
  paybackMonths,
  returnOnAdSpend,
  yearlyChurn,
} from '../money.ts';
import { formatQuantity } from '../quantity.ts';
import { readNumbers } from './number.ts';
import type { Reading, Result, Tool } from './tool.ts';

const dollars = (value: number): string => formatQuantity({ value, unit: 'dollar' });
const decimal = (value: number): string => formatQuantity({ value, unit: 'number' }, 1);
const percent = (value: number): string => formatQuantity({ value, unit: 'percent' });

/** Months beyond which a constant churn says more than anybody has seen. */
const FAR = 60;
/** A lifetime value below this many acquisition costs leaves little for everything else. */
const THIN = 3;

function read({ fields }: Parameters<Tool['read']>[0]): Reading {
  const { values, faults } = readNumbers(fields, {
    spend: { min: 0 },
    salaries: { min: 0 },
    tools: { min: 0 },
    customers: { above: 0, whole: true },
    price: { above: 0 },
    margin: { above: 0, max: 100 },
    churn: { above: 0, max: 100 },
    revenue: { min: 0 },
  });
  const { spend, salaries, tools, customers, price } = values;
  const margin = values.margin === undefined ? undefined : values.margin / 100;
  const churn = values.churn === undefined ? undefined : values.churn / 100;
  const results: Result[] = [];
  const remarks: string[] = [];
  const add = (label: string, value: string, sentence: string): void => {
    results.push({ label, value, sentence });
  };
  let loaded: number | undefined;
  if (spend !== undefined && customers !== undefined) {
    const paid = acquisitionCost(spend, customers);
    add(
      'CAC, paid only',
      dollars(paid),
      `Ad spend / new customers: ${dollars(spend)} / ${customers.toLocaleString('en-US')}. It compares one campaign with another.`,
    );
    if (salaries !== undefined && tools !== undefined) {
      const all = spend + salaries + tools;
      loaded = acquisitionCost(all, customers);
      add(
        'CAC, fully loaded',
        dollars(loaded),
        `Everything spent to win them / new customers: ${dollars(all)} / ${customers.toLocaleString('en-US')}. It says whether the business can go on.`,
      );
    }
  }
  if (price !== undefined && margin !== undefined) {
    const monthly = price * margin;
    if (loaded !== undefined) {
      const months = paybackMonths(loaded, price, margin);
      add(
        'Payback',
        `${decimal(months)} months`,
        `Loaded CAC / (price × margin): ${dollars(loaded)} / ${dollars(monthly)}. So long is a customer a cost.`,
      );
    }
    if (churn !== undefined) {
      const value = lifetimeValue(price, margin, churn);
      add(
        'LTV',
        dollars(value),
        `Price × margin / monthly churn: ${dollars(monthly)} / ${percent(churn)}. It assumes that price, margin and churn stay as they are for ${decimal(1 / churn)} months on average.`,
      );
      if (loaded !== undefined && loaded > 0) {
        const ratio = value / loaded;
        add('LTV / loaded CAC', decimal(ratio), `${dollars(value)} / ${dollars(loaded)}.`);
        if (ratio < 1)
          remarks.push('A customer brings less than it costs to win one. More of them lose more.');
        else if (ratio < THIN)
          remarks.push(
            'What is left over a lifetime is little beside rent, salaries and mistakes in the churn.',
          );
      }
      if (1 / churn > FAR)
        remarks.push(
          `At ${percent(churn)} a month the average customer stays ${decimal(1 / churn)} months. Nobody has watched so long: count on the months that you have seen.`,
        );
      remarks.push(
        `Of a hundred customers, ${decimal(100 * (1 - yearlyChurn(churn)))} are left after a year, 100 × (1 − ${percent(churn)})^12.`,
      );
    }
  }
  if (margin !== undefined) {
    const needed = breakEvenReturnOnAdSpend(margin);
    add(
      'Break-even ROAS',
      decimal(needed),
      `1 / margin: 1 / ${percent(margin)}. Below it, the ads cost more than the margin of what they sell.`,
    );
    if (values.revenue !== undefined && spend !== undefined && spend > 0) {
      const roas = returnOnAdSpend(values.revenue, spend);
      add(
        'ROAS',
        decimal(roas),
        `Attributed revenue / ad spend: ${dollars(values.revenue)} / ${dollars(spend)}. Attributed is not caused: some would have bought without the ad.`,
      );
      remarks.push(
        roas >= needed
          ? 'The ads earn their cost, if what is attributed to them was caused by them.'
          : 'The ads do not earn their cost, even if all that is attributed to them was caused by them.',
      );
    }
  }
  return {
    faults,
    results,
    remarks,
    tables: [
      {
        caption: 'Unit economics',
        heads: ['Figure', 'Value', 'How'],
        rows: results.map(({ label, value, sentence }) => [label, value, sentence]),
        isFolded: true,
      },
    ],
    charts: [],
  };
}

/** CAC paid and loaded, payback, LTV with what it assumes, ROAS and its break-even. */
export const unitEconomics: Tool = {
  id: 'unit-economics',
  groups: [
    {
      label: 'What it cost to win customers',
      fields: [
        { name: 'spend', label: 'Ad spend', unit: 'dollars in the period' },
        { name: 'salaries', label: 'Salaries for winning them', unit: 'dollars in the period' },
        { name: 'tools', label: 'Tools and agencies', unit: 'dollars in the period' },
        { name: 'customers', label: 'New paying customers', unit: 'in the period' },
        {
          name: 'revenue',
          label: 'Revenue that the ads are credited with',
          unit: 'dollars in the period',
        },
      ],
    },
    {
      label: 'What a customer brings',
      fields: [
        { name: 'price', label: 'Price', unit: 'dollars a month' },
        {
          name: 'margin',
          label: 'Gross margin',
          unit: '% of the price',
          help: 'What is left of the price after the costs that each customer causes.',
        },
        {
          name: 'churn',
          label: 'Churn',
          unit: '% of customers a month',
          help: 'Those who cancel in a month, of those who were there at its beginning.',
        },
      ],
    },
  ],
  read,
};
