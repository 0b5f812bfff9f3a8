import { expect, it } from 'vitest';
import { pathBetween, stationsOf } from '#domain/crossing.ts';

it('a crossing begins on one side and ends on the other', () => {
  const stations = stationsOf(7);
  expect(stations.map(({ crossed }) => crossed)).toEqual([
    0,
    expect.closeTo(2 / 27),
    expect.closeTo(7 / 27),
    0.5,
    expect.closeTo(20 / 27),
    expect.closeTo(25 / 27),
    1,
  ]);
});

it('its dots keep clear of the edges', () => {
  const across = stationsOf(7).map(({ x }) => x);
  expect(across.at(0)).toBe(6);
  expect(across.at(-1)).toBe(94);
});

it('its line has no corner: it leaves a station as it arrived', () => {
  const [, second, third, fourth] = stationsOf(7);
  const numbers = (path: string) => path.match(/[\d.]+/g)!.map(Number);
  const before = numbers(pathBetween(second!, third!));
  const after = numbers(pathBetween(third!, fourth!));
  expect(before.slice(-2)).toEqual([after[0], 100]);
  expect(before.at(-2)! - before.at(-4)!).toBeCloseTo(after[2]! - after[0]!, 1);
});
