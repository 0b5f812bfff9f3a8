import { expect, it } from 'vitest';
import { activeThisWeek, changeByInput, northStar } from '#domain/north-star.ts';
import vectors from './vectors.json' with { type: 'json' };

const { base, change, identityExample, plus10pctEach } = vectors.northStar;
const before = [base.members, base.activeShare, base.frequency];
const after = [change.after.members, change.after.activeShare, change.after.frequency];

it('a North Star Metric is the product of its inputs', () => {
  expect(northStar(before)).toBeCloseTo(base.nsm, 9);
  expect(northStar(after)).toBeCloseTo(change.afterNsm, 9);
});

it('a tenth more of any input is a tenth more of the whole', () => {
  const raised = before.map((_, raisedIndex) =>
    northStar(before.map((input, index) => (index === raisedIndex ? input * 1.1 : input))),
  );
  expect(raised.map(Math.round)).toEqual(Object.values(plus10pctEach));
});

it('its change is divided among the inputs, and the parts add up', () => {
  const parts = changeByInput(before, after);
  expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(change.delta, 9);
  expect(parts.map(Math.round)).toEqual(Object.values(change.logShare));
});

it('a metric that did not change cannot be divided', () => {
  expect(() => changeByInput([2, 3], [3, 2])).toThrow(RangeError);
});

it('active people were retained, are new, or came back', () => {
  const { retained, newActivated, returned, activeThisWeek: active } = identityExample;
  expect(activeThisWeek(retained, newActivated, returned)).toBe(active);
});
