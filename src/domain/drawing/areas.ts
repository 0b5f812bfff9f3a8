import { formatQuantity } from '../quantity.ts';
import type { AreasFigure } from './figure.ts';
import { arrow, fillOf, strokeOf, tenth } from './shape.ts';
import type { Drawing, Shape } from './shape.ts';
import { isWide, LINE_HEIGHT, paragraph, placed, textSize, textWidth } from './text.ts';

const LABEL_COLUMN = 200;
const COLUMN_GAP = 24;
const ROW_GAP = 18;
const VALUE_GAP = 8;
/** The height of the highest area. */
const HIGHEST = 88;
/** The arrows that name the two sides. */
const ARROW = 20;

/**
 * Products as areas: each as wide as the one factor and as high as the other, all by the same two
 * scales, so that what looks larger is larger. Factors may not be negative; `width` is in user units.
 */
export function drawAreas(figure: AreasFigure, width: number): Drawing {
  const size = textSize(width);
  const wide = isWide(width);
  const words = figure.areas.map(({ across, up }) =>
    formatQuantity({ value: across * up, unit: 'number' }),
  );
  const room = Math.max(...words.map((text) => textWidth(text, size, 'strong'))) + VALUE_GAP;
  const left = wide ? LABEL_COLUMN + COLUMN_GAP : 1;
  const widest = Math.max(...figure.areas.map(({ across }) => across), Number.MIN_VALUE);
  const highest = Math.max(...figure.areas.map(({ up }) => up), Number.MIN_VALUE);
  const shapes: Shape[] = [];
  let top = 1;
  figure.areas.forEach(({ label, note, voice, across, up }, index) => {
    const labels = [paragraph(label, wide ? LABEL_COLUMN : width, size, 'strong')];
    if (note !== undefined) labels.push(paragraph(note, wide ? LABEL_COLUMN : width, size));
    let bottom = top;
    for (const one of labels) {
      shapes.push(...placed(one, 0, bottom));
      bottom += one.height;
    }
    const y = wide ? top : bottom + 5;
    const length = tenth((across / widest) * (width - 1 - room - left));
    const height = tenth((up / highest) * HIGHEST);
    shapes.push(
      {
        kind: 'box',
        x: left,
        y,
        width: length,
        height,
        radius: 0,
        role: strokeOf(voice),
        fill: fillOf(voice),
      },
      ...placed(
        paragraph(words[index]!, room, size, 'strong'),
        left + length + VALUE_GAP,
        y + (height - LINE_HEIGHT) / 2,
      ),
    );
    top = Math.max(bottom, y + Math.max(height, LINE_HEIGHT)) + ROW_GAP;
  });
  const textLeft = left + ARROW + 10;
  const across = paragraph(figure.x.label, width - textLeft, size);
  const up = paragraph(figure.y.label, width - textLeft, size);
  const middle = tenth(top + LINE_HEIGHT / 2);
  const second = top + across.height + 6;
  shapes.push(
    ...arrow([
      { x: left, y: middle },
      { x: left + ARROW, y: middle },
    ]),
    ...placed(across, textLeft, top),
    ...arrow([
      { x: left + ARROW / 2, y: second + ARROW },
      { x: left + ARROW / 2, y: second },
    ]),
    ...placed(up, textLeft, second),
  );
  return { width, height: Math.ceil(second + Math.max(up.height, ARROW)) + 2, shapes };
}
