import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync('src/styles/tokens.css', 'utf8');

/** The two values of a color token, for light and dark. */
function colorsOf(token: string): [light: string, dark: string] {
  const match = new RegExp(`--${token}: light-dark\\((#[0-9a-f]+), (#[0-9a-f]+)\\)`).exec(css);
  if (!match) throw new Error(`tokens.css has no color --${token} of two hexadecimal values.`);
  return [match[1]!, match[2]!];
}

/** Relative luminance, as WCAG 2.2 defines it. */
function luminance(hex: string): number {
  const digits = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit) : undefined;
  const [red, green, blue] = (digits ?? hex.slice(1).match(/../g)!).map((channel) => {
    const share = parseInt(channel, 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

/** The contrast ratio of two tokens in a scheme, from 1 to 21. */
function contrast(one: string, other: string, scheme: 0 | 1): number {
  const [dark, light] = [one, other].map((token) => luminance(colorsOf(token)[scheme])).toSorted();
  return (light! + 0.05) / (dark! + 0.05);
}

it('black on white has a contrast of 21', () => {
  expect((luminance('#fff') + 0.05) / (luminance('#000000') + 0.05)).toBeCloseTo(21);
});

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('in the %s scheme', (_, scheme) => {
  it.each([
    ['ink', ['paper', 'sheet', 'market-wash', 'product-wash']],
    ['soft', ['paper', 'sheet', 'market-wash', 'product-wash']],
    ['market', ['paper', 'sheet', 'market-wash']],
    ['product', ['paper', 'sheet', 'product-wash']],
  ])('%s reaches 7:1 as text on every ground that it stands on', (text, grounds) => {
    for (const ground of grounds) {
      expect(contrast(text, ground, scheme), `${text} on ${ground}`).toBeGreaterThanOrEqual(7);
    }
  });

  it('paper reaches 7:1 as text on a filled button', () => {
    expect(contrast('paper', 'product', scheme)).toBeGreaterThanOrEqual(7);
  });

  it('the outline of a control reaches 3:1 on every ground', () => {
    for (const ground of ['paper', 'sheet']) {
      expect(contrast('soft', ground, scheme)).toBeGreaterThanOrEqual(3);
    }
  });
});
