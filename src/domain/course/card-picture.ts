import type { Node } from '@takumi-rs/core';
import { randomFrom } from '../shuffle.ts';
import { shorten, type Picture } from './card.ts';

/** Pixels of a picture, as chats ask for them. */
export const PICTURE_SIZE = { width: 1200, height: 630 };

/** The face of headings; each weight is a file of its own. */
export const FACE = 'Fraunces';

/** The colors of src/styles/tokens.css in the light. */
const COLORS = {
  paper: '#fbf8f2',
  ink: '#1d1b16',
  soft: '#4d483d',
  line: '#d9d2c3',
  market: '#8a2c0d',
  'market-wash': '#fdeee3',
  product: '#0b4f5c',
  'product-wash': '#e3f1f2',
} as const;

const INNER_WIDTH = 1072;
/** The mean width of a letter of the face, in parts of its size; wide enough for a line of capitals in names. */
const LETTER = 0.56;

type Style = Record<string, string | number>;
const text = (words: string, style: Style): Node => ({
  type: 'text',
  text: words,
  style: { fontFamily: FACE, ...style },
});
const box = (children: Node[], style: Style): Node => ({
  type: 'container',
  children,
  style: { display: 'flex', flexDirection: 'column', ...style },
});

/** Text of at most `lines` lines, the last one cut with an ellipsis. */
const clamped = (lines: number): Style => ({
  display: 'block',
  overflow: 'hidden',
  lineClamp: lines,
  textOverflow: 'ellipsis',
});

/** The mean width of a letter in running words, which are lighter. */
const WORD_LETTER = 0.49;

/** As many words as fill the lines, so that the text ends behind a word. */
const filling = (words: string, size: number, width: number, lines: number): string =>
  shorten(words, Math.floor((width / (size * WORD_LETTER)) * lines));

/** The lines that a text takes where a word that does not fit begins the next one. */
function linesOf(words: string, size: number, width: number): number {
  const room = width / (size * LETTER);
  let lines = 1;
  let used = 0;
  for (const { length } of words.split(' ')) {
    const longer = used === 0 ? length : used + 1 + length;
    if (longer > room && used > 0) lines++;
    used = longer > room ? length : longer;
  }
  return lines;
}

/** The largest size at which a text keeps to `lines` lines, else the smallest. */
function fitted(words: string, sizes: number[], lines: number, width: number): number {
  return sizes.find((size) => linesOf(words, size, width) <= lines) ?? sizes.at(-1)!;
}

/** The two sides of a row that turns marketing into product work, or its cells one beneath the other. */
function drawCells(cells: Picture['cells'], height: number): Node {
  const sides = cells.filter(({ voice }) => voice);
  const shown = sides.length === 2 ? sides : cells.slice(0, 2);
  const width = INNER_WIDTH / shown.length - 60;
  return box(
    shown.map(({ label, text: words, voice }, index) => {
      const size = fitted(words, [34, 30, 26, 23], Math.floor((height - 100) / 44), width);
      const lines = Math.floor((height - 100) / (size * 1.35));
      return box(
        [
          text(label, {
            fontSize: 24,
            fontWeight: 600,
            color: voice ? COLORS[voice] : COLORS.soft,
          }),
          text(filling(words, size, width, lines), {
            marginTop: 10,
            fontSize: size,
            lineHeight: 1.35,
            color: COLORS.ink,
            ...clamped(lines),
          }),
        ],
        {
          width: INNER_WIDTH / shown.length,
          height,
          padding: '24px 30px',
          backgroundColor: voice ? COLORS[`${voice}-wash`] : COLORS['product-wash'],
          borderLeft: index > 0 ? `4px solid ${COLORS.product}` : '0px solid transparent',
        },
      );
    }),
    { flexDirection: 'row' },
  );
}

/** The mark of the site: the curve from marketing to product, over a ground line. */
export const MARK = {
  src: 'mark',
  svg: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 34 22" fill="none" stroke-width="3" stroke-linecap="round"><path stroke="${COLORS.market}" d="M2 17C9 17 10 5 17 5"/><path stroke="${COLORS.product}" d="M17 5c7 0 8 12 15 12"/><path stroke="${COLORS.ink}" stroke-width="1.6" d="M2 20.2h30"/></svg>`,
};

/** A card's picture as a tree of boxes and texts with their styles, 1200 by 630 pixels. */
export function drawPicture({ kind, place, heading, words, cells }: Picture): Node {
  const room = cells.length > 0 || words.length > 160 ? 225 : 270;
  const size =
    [76, 64, 54, 46].find((each) => linesOf(heading, each, INNER_WIDTH) * each * 1.15 < room) ?? 40;
  const headingLines = Math.min(4, linesOf(heading, size, INNER_WIDTH));
  const left = 360 - headingLines * size * 1.15;
  const wordSize = left > 190 ? 34 : 30;
  const wordLines = Math.max(1, Math.floor(left / (wordSize * 1.4)));
  return box(
    [
      box(
        [
          text(kind, { fontSize: 28, fontWeight: 600, color: COLORS.product }),
          text(place, {
            marginLeft: 22,
            fontSize: 28,
            color: COLORS.soft,
            flexGrow: 1,
            flexBasis: 0,
            ...clamped(1),
          }),
        ],
        { flexDirection: 'row' },
      ),
      text(heading, {
        marginTop: 22,
        fontSize: size,
        fontWeight: 600,
        lineHeight: 1.15,
        letterSpacing: -0.5,
        color: COLORS.ink,
        ...clamped(4),
      }),
      cells.length > 0
        ? box([drawCells(cells, Math.max(190, left))], { marginTop: 26 })
        : text(filling(words, wordSize, INNER_WIDTH, wordLines), {
            marginTop: 22,
            fontSize: wordSize,
            lineHeight: 1.4,
            color: COLORS.soft,
            ...clamped(wordLines),
          }),
      box(
        [
          { type: 'image', src: MARK.src, width: 54, height: 35, style: { marginRight: 16 } },
          text('Crossover', { fontSize: 32, fontWeight: 600, color: COLORS.ink }),
        ],
        { position: 'absolute', left: 64, bottom: 44, flexDirection: 'row', alignItems: 'center' },
      ),
    ],
    {
      ...PICTURE_SIZE,
      position: 'relative',
      padding: '56px 64px',
      backgroundColor: COLORS.paper,
    },
  );
}

/** The address of a card's picture, which changes with all that it shows: `/cards/0a1b2c3d4e5f6071.png`. */
export function pictureAddress(picture: Picture): string {
  const random = randomFrom(JSON.stringify(drawPicture(picture)));
  const half = (): string =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  return `/cards/${half()}${half()}.png`;
}
