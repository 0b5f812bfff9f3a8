/** What a customer costs and brings: the arithmetic is in domain/money.ts. */
import { drawLines } from '../drawing/lines.ts';
import {
  acquisitionCost,
  breakEvenReturnOnAdSpend,
  lifetimeValue,
  marginAfter,
  paybackMonths,
  returnOnAdSpend,
  yearlyChurn,
} from '../money.ts';
import { formatQuantity } from '../quantity.ts';
import { readNumbers } from './number.ts';
import type { Chart, Reading, Result, ResultTable, Tool } from './tool.ts';

const dollars = (value: number): string => formatQuantity({ value, unit: 'dollar' });
const count = (value: number): string => formatQuantity({ value, unit: 'number' });
/** With both decimals that a small churn needs, so that the formula can be computed again from what is shown. */
const percent = (value: number): string => `${count(100 * value)}%`;

const CENT = 0.01;
/** Months beyond which a constant churn says more than anybody has seen. */
const FAR = 60;
/** A lifetime value below this many acquisition costs leaves little for everything else. */
const THIN = 3;
/** Marks of the line of months, its beginning apart. */
const MARKS = 12;

/** A customer's margin month by month beside what it cost to win one, over a year or up to five. */
function readMonths(
  cost: number,
  price: number,
  margin: number,
  churn: number,
): { table: ResultTable; chart: Chart } {
  const wanted = 2 * paybackMonths(cost, price, margin);
  const end = [12, 24, 36].find((months) => months >= wanted) ?? FAR;
  const months = Array.from({ length: MARKS + 1 }, (_, mark) => (mark * end) / MARKS);
  const brought = months.map((month) => marginAfter(price, margin, churn, month));
  const all = Array.from({ length: end }, (_, month) => month + 1);
  const paid = all.find((month) => marginAfter(price, margin, churn, month) >= cost);
  const title = 'When a customer has paid for itself';
  const description = `It cost ${dollars(cost)} to win one. After ${end} months it has brought ${dollars(brought.at(-1)!)} on average, those who left counted in. ${
    paid === undefined
      ? 'In this time it never pays for itself.'
      : `It has paid for itself by month ${paid}.`
  }`;
  return {
    table: {
      caption: title,
      heads: ['Months', 'Still there', 'Margin so far', 'Less what it cost'],
      rows: months.map((month, at) => [
        `${month}`,
        percent(Number(((1 - churn) ** month).toFixed(3))),
        dollars(brought[at]!),
        dollars(brought[at]! - cost).replace('-', '−'),
      ]),
    },
    chart: {
      title,
      description,
      draw: (width) =>
        drawLines(
          {
            kind: 'lines',
            title,
            description,
            caption: '',
            x: { label: 'Months', ticks: months.map(String) },
            y: { label: 'Dollars a customer', unit: 'number', max: 1 },
            series: [
              { label: 'Margin so far', voice: 'product', values: brought },
              { label: 'What it cost', voice: 'market', values: months.map(() => cost) },
            ],
          },
          width,
        ),
    },
  };
}

function read({ fields }: Parameters<Tool['read']>[0]): Reading {
  const { values, faults } = readNumbers(fields, {
    spend: { min: 0 },
    salaries: { min: 0 },
    tools: { min: 0 },
    customers: { min: 1, whole: true },
    price: { min: CENT },
    margin: { min: 0.01, max: 100 },
    churn: { min: 0.01, max: 100 },
    revenue: { min: 0 },
  });
  const { spend, salaries, tools, customers, price } = values;
  const margin = values.margin === undefined ? undefined : values.margin / 100;
  const churn = values.churn === undefined ? undefined : values.churn / 100;
  const results: Result[] = [];
  const remarks: string[] = [];
  const tables: ResultTable[] = [];
  const charts: Chart[] = [];
  const add = (label: string, value: string, sentence: string): void => {
    results.push({ label, value, sentence });
  };
  let loaded: number | undefined;
  if (spend !== undefined && customers !== undefined) {
    const paid = acquisitionCost(spend, customers);
    add(
      'CAC, paid only',
      dollars(paid),
      `Ad spend / new customers: ${dollars(spend)} / ${count(customers)}. It compares one campaign with another.`,
    );
    if (salaries !== undefined && tools !== undefined) {
      const all = spend + salaries + tools;
      loaded = acquisitionCost(all, customers);
      add(
        'CAC, fully loaded',
        dollars(loaded),
        `Everything spent to win them / new customers: ${dollars(all)} / ${count(customers)}. It says whether the business can go on.`,
      );
    }
  }
  if (price !== undefined && margin !== undefined) {
    const monthly = price * margin;
    if (loaded !== undefined) {
      const months = paybackMonths(loaded, price, margin);
      add(
        'Payback',
        `${count(months)} months`,
        `Loaded CAC / (price × margin): ${dollars(loaded)} / ${dollars(monthly)}. Until then a customer who stays has cost more than it brought. For a whole group it takes longer, since some leave.`,
      );
    }
    if (churn !== undefined) {
      const value = lifetimeValue(price, margin, churn);
      add(
        'LTV',
        dollars(value),
        `Price × margin / monthly churn: ${dollars(monthly)} / ${percent(churn)}. It assumes that price, margin and churn stay as they are for ${count(1 / churn)} months on average.`,
      );
      if (loaded !== undefined && loaded > 0) {
        const ratio = value / loaded;
        add(
          'LTV / loaded CAC',
          count(ratio),
          `${dollars(value)} / ${dollars(loaded)}. Three is a rule of thumb and no law: margin, stage and payback decide what is enough.`,
        );
        if (ratio < 1)
          remarks.push(
            'A customer brings less than it costs to win one, so each further one adds to the loss.',
          );
        else if (ratio < THIN)
          remarks.push(
            'Over a lifetime little is left for rent, for those who build the product, and for a churn that was guessed too low.',
          );
      }
      if (1 / churn > FAR)
        remarks.push(
          `At ${percent(churn)} a month the average customer stays ${count(1 / churn)} months. Have you watched any for so long? Count on the months that you have seen.`,
        );
      remarks.push(
        `Of 100 customers about ${count(Math.round(100 * (1 - yearlyChurn(churn))))} are left after a year: 100 × (1 − ${percent(churn)})^12.`,
      );
      if (loaded !== undefined && loaded > 0) {
        const { table, chart } = readMonths(loaded, price, margin, churn);
        tables.push(table);
        charts.push(chart);
      }
    }
  }
  if (margin !== undefined) {
    const needed = breakEvenReturnOnAdSpend(margin);
    add(
      'Break-even ROAS',
      count(needed),
      `1 / margin: 1 / ${percent(margin)}. Below it, the ads cost more than the margin of what they sell.`,
    );
    if (values.revenue !== undefined && spend !== undefined && spend >= CENT) {
      const roas = returnOnAdSpend(values.revenue, spend);
      add(
        'ROAS',
        count(roas),
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
      ...tables,
      {
        caption: 'Unit economics in figures',
        heads: ['Figure', 'Value', 'How'],
        rows: results.map(({ label, value, sentence }) => [label, value, sentence]),
        isFolded: true,
      },
    ],
    charts,
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
