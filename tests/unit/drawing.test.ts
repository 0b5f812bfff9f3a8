import { describe, expect, test } from 'vitest';
import { drawFigure, drawMessages, drawSpans, numbersOf, pathData } from '#domain/drawing.ts';
import type { Drawing, ResolvedFigure, Shape } from '#domain/drawing.ts';
import { sharesOf } from '#domain/drawing/cohorts.ts';
import type {
  AreasFigure,
  CohortsFigure,
  MessagesFigure,
  SpansFigure,
} from '#domain/drawing/figure.ts';
import { ticksTo } from '#domain/drawing/scale.ts';
import { spread } from '#domain/drawing/spread.ts';
import { boundsOf, textSize, textWidth, wrap } from '#domain/drawing/text.ts';

const WIDTHS = [320, 640];

/** The longest words that a figure may have: 28 characters for a label, 60 for a note. */
const LABEL = 'Marketing-qualified accounts';
const WIDE_LABEL = 'WWWWWWWWWW MMMMMMMMM WWWWWWW';
const NOTE = 'An explanation whose length is as great as any note may be.';

const words = { title: 'Title', description: 'Description', caption: 'Caption' };
const many = <Item>(count: number, item: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => item(index));

/** One figure of each kind, as large and as wordy as its schema lets it be. */
function longest(label: string): ResolvedFigure[] {
  const step = { label, note: NOTE };
  return [
    { ...words, kind: 'steps', steps: many(8, () => step), returns: NOTE },
    { ...words, kind: 'steps', steps: many(2, () => step), returns: label },
    {
      ...words,
      kind: 'tree',
      root: { ...step, children: many(3, () => ({ ...step, children: [step, step] })) },
    },
    {
      ...words,
      kind: 'lines',
      x: { label, ticks: many(8, () => label) },
      y: { label, unit: 'number', max: 1_000_000 },
      series: many(4, () => ({ label, values: many(8, () => 1_000_000) })),
    },
    {
      ...words,
      kind: 'bars',
      unit: 'dollar',
      bars: many(8, (index) => ({ ...step, value: 1_000_000 * index })),
    },
    {
      ...words,
      kind: 'areas',
      x: { label },
      y: { label },
      areas: many(6, (index) => ({ ...step, across: 100_000 * index, up: 6 - index })),
    },
    {
      ...words,
      kind: 'cohorts',
      x: { label, ticks: many(6, (index) => `${index}`) },
      pooled: label,
      cohorts: many(6, (index) => ({ label: 'Mar 30', values: many(6 - index, () => 1000) })),
    },
    {
      ...words,
      kind: 'fields',
      x: { label, low: label, high: label },
      y: { label, low: label, high: label },
      fields: many(4, () => step),
    },
    {
      ...words,
      kind: 'messages',
      actors: many(4, (index) => ({ id: `actor-${index}`, label })),
      messages: many(9, (index) => ({
        from: `actor-${index % 4}`,
        to: `actor-${(index * 3 + 3) % 4}`,
        label: NOTE,
      })),
    },
    {
      ...words,
      kind: 'spans',
      unit: label,
      end: 365,
      spans: many(8, (index) => ({ ...step, from: index * 40, to: index * 40 + 60 })),
    },
  ];
}

type Of<Kind extends Shape['kind']> = Extract<Shape, { kind: Kind }>;

function shapesOf<Kind extends Shape['kind']>(drawing: Drawing, kind: Kind): Of<Kind>[] {
  return drawing.shapes.filter((shape): shape is Of<Kind> => shape.kind === kind);
}

/** All words of a drawing in the order in which they are drawn. */
function textOf(drawing: Drawing): string {
  return shapesOf(drawing, 'text')
    .map(({ text }) => text)
    .join(' ');
}

/** Where labels begin: the text shape that shows exactly this. */
function wordAt(drawing: Drawing, text: string): Of<'text'> {
  const found = shapesOf(drawing, 'text').find((shape) => shape.text === text);
  if (found === undefined) throw new Error(`No "${text}" in the drawing.`);
  return found;
}

function cases(label: string): [string, number, ResolvedFigure][] {
  return longest(label).flatMap((figure) =>
    WIDTHS.map((width): [string, number, ResolvedFigure] => [figure.kind, width, figure]),
  );
}

describe.each([...cases(LABEL), ...cases(WIDE_LABEL)])(
  'the longest words in %s at %i units',
  (_kind, width, figure) => {
    const drawing = drawFigure(figure, width);
    const size = textSize(width);
    const texts = shapesOf(drawing, 'text').map((text) => ({
      text: text.text,
      ...boundsOf(text, size),
    }));

    test('stay inside the drawing', () => {
      const outside = texts.filter(
        ({ left, right, top, bottom }) =>
          left < -0.1 || right > width + 0.1 || top < 0 || bottom > drawing.height,
      );
      expect(outside).toEqual([]);
    });

    test('stay inside their boxes', () => {
      const outside = texts.filter(({ left, right, top, bottom }) =>
        shapesOf(drawing, 'box').some((box) => {
          const [x, y] = [(left + right) / 2, (top + bottom) / 2];
          const within = box.x < x && x < box.x + box.width && box.y < y && y < box.y + box.height;
          return (
            within &&
            (left < box.x ||
              right > box.x + box.width ||
              top < box.y ||
              bottom > box.y + box.height)
          );
        }),
      );
      expect(outside).toEqual([]);
    });

    test('do not touch each other', () => {
      const touching = texts.flatMap((one, index) =>
        texts
          .slice(index + 1)
          .filter(
            (other) =>
              one.left < other.right - 0.1 &&
              other.left < one.right - 0.1 &&
              one.top < other.bottom - 0.1 &&
              other.top < one.bottom - 0.1,
          )
          .map((other) => [one.text, other.text]),
      );
      expect(touching).toEqual([]);
    });

    test('leave every other shape inside the drawing', () => {
      const points = drawing.shapes.flatMap((shape) => {
        if (shape.kind === 'box') {
          const { x, y } = shape;
          return [
            { x, y },
            { x: x + shape.width, y: y + shape.height },
          ];
        }
        if (shape.kind === 'line') return [shape.from, shape.to];
        if (shape.kind === 'path') return shape.points;
        return [];
      });
      const outside = points.filter(
        ({ x, y }) => x < 0 || x > width || y < 0 || y > drawing.height,
      );
      expect(outside).toEqual([]);
    });
  },
);

describe('text', () => {
  test('is never wider than its room', () => {
    const lines = wrap(NOTE, 90, 16, 'plain');
    expect(lines.every((line) => textWidth(line, 16, 'plain') <= 90)).toBe(true);
  });

  test('keeps all its words in order', () => {
    expect(wrap(NOTE, 120, 16, 'plain').join(' ')).toBe(NOTE);
  });

  test('cuts a word with a hyphen only where no line holds it', () => {
    expect(wrap('an internationalization', 100, 16, 'plain')).toEqual([
      'an',
      'internation-',
      'alization',
    ]);
  });

  test('has lines of about the same length', () => {
    expect(wrap('one two three four', 130, 16, 'plain')).toEqual(['one two', 'three four']);
  });

  test('is as wide with accents as without', () => {
    expect(textWidth('résumé', 16, 'plain')).toBe(textWidth('resume', 16, 'plain'));
  });
});

describe('steps', () => {
  const steps = (count: number, returns?: string): ResolvedFigure => ({
    ...words,
    kind: 'steps',
    steps: many(count, (index) => ({ label: `Step ${index + 1}` })),
    returns,
  });

  test('keep their order', () => {
    expect(textOf(drawFigure(steps(4), 320))).toBe('Step 1 Step 2 Step 3 Step 4');
  });

  test('run from top to bottom on a narrow drawing', () => {
    const tops = shapesOf(drawFigure(steps(4), 320), 'box').map(({ y }) => y);
    expect(tops).toEqual(tops.toSorted((one, other) => one - other));
  });

  test('stand in one row on a wide drawing while they are four', () => {
    const boxes = shapesOf(drawFigure(steps(4), 640), 'box');
    expect(new Set(boxes.map(({ y }) => y)).size).toBe(1);
  });

  test('stand in two columns on a wide drawing when they are more', () => {
    const boxes = shapesOf(drawFigure(steps(7), 640), 'box');
    expect(new Set(boxes.map(({ x }) => x)).size).toBe(2);
  });

  test('have one arrow fewer than boxes', () => {
    expect(shapesOf(drawFigure(steps(7), 640), 'head')).toHaveLength(6);
  });

  test.each(WIDTHS)('return with an arrow that ends at the first box at %i units', (width) => {
    const drawing = drawFigure(steps(4, 'again'), width);
    const first = shapesOf(drawing, 'box')[0]!;
    const { tip } = shapesOf(drawing, 'head').at(-1)!;
    const away = Math.hypot(
      Math.max(first.x - tip.x, 0, tip.x - first.x - first.width),
      Math.max(first.y - tip.y, 0, tip.y - first.y - first.height),
    );
    expect(away).toBeLessThanOrEqual(5);
  });

  test('take the stroke and the wash of their voice', () => {
    const figure: ResolvedFigure = {
      ...words,
      kind: 'steps',
      steps: [{ label: 'One', voice: 'market' }, { label: 'Two' }],
    };
    const boxes = shapesOf(drawFigure(figure, 640), 'box');
    expect(boxes.map(({ role, fill }) => [role, fill])).toEqual([
      ['market', 'market-wash'],
      ['soft', 'sheet'],
    ]);
  });
});

describe('a tree', () => {
  const tree: ResolvedFigure = {
    ...words,
    kind: 'tree',
    root: {
      label: 'Root',
      children: [{ label: 'Left', children: [{ label: 'Leaf' }] }, { label: 'Right' }],
    },
  };

  test('lists its branches in order, each indented beneath its own', () => {
    const boxes = shapesOf(drawFigure(tree, 320), 'box');
    expect(boxes.map(({ x }) => x)).toEqual([1, 25, 49, 25]);
  });

  test('has its root at the top of a wide drawing', () => {
    const drawing = drawFigure(tree, 640);
    expect(wordAt(drawing, 'Root').y).toBeLessThan(wordAt(drawing, 'Left').y);
  });

  test('has its root at the left where the leaves are many', () => {
    const bushy: ResolvedFigure = {
      ...words,
      kind: 'tree',
      root: { label: 'Root', children: many(6, (index) => ({ label: `Leaf ${index}` })) },
    };
    const drawing = drawFigure(bushy, 640);
    expect(wordAt(drawing, 'Root').x).toBeLessThan(wordAt(drawing, 'Leaf 0').x);
  });

  test('joins every branch but the root', () => {
    expect(shapesOf(drawFigure(tree, 640), 'path')).toHaveLength(3);
  });
});

describe('lines', () => {
  const lines = (...values: (number | null)[][]): ResolvedFigure => ({
    ...words,
    kind: 'lines',
    x: { label: 'Week', ticks: ['0', '1', '2', '3', '4'] },
    y: { label: 'Share', unit: 'percent', max: 1 },
    series: values.map((row, index) => ({ label: `Cohort ${index + 1}`, values: row })),
  });
  /** Paths with a mark at their first point are series; the others are samples. */
  const seriesOf = (drawing: Drawing): Of<'path'>[] => {
    const marks = shapesOf(drawing, 'circle').map(({ center }) => `${center.x} ${center.y}`);
    return shapesOf(drawing, 'path').filter(({ points }) =>
      marks.includes(`${points[0]!.x} ${points[0]!.y}`),
    );
  };

  test('break where a value is not there', () => {
    const drawing = drawFigure(lines([1, 0.5, null, 0.4, 0.3]), 640);
    expect(seriesOf(drawing).map(({ points }) => points.length)).toEqual([2, 2]);
  });

  test('mark every value, also one between two gaps', () => {
    const drawing = drawFigure(lines([1, null, 0.5, null, 0.4]), 640);
    expect(shapesOf(drawing, 'circle')).toHaveLength(3);
  });

  test('end where their values end', () => {
    const [short, long] = seriesOf(
      drawFigure(lines([1, 0.5, null, null, null], [1, 1, 1, 1, 1]), 640),
    );
    expect(short!.points.at(-1)!.x).toBe(long!.points[1]!.x);
  });

  test('lie higher for greater values', () => {
    const [{ points } = { points: [] }] = seriesOf(drawFigure(lines([0.2, 0.4, 0.6, 0.8, 1]), 320));
    const levels = points.map(({ y }) => y);
    expect(levels).toEqual(levels.toSorted((one, other) => other - one));
  });

  test('are told apart without color', () => {
    const same = [1, 0.5, 0.4, 0.3, 0.2];
    const drawn = seriesOf(drawFigure(lines(same, same, same, same), 640));
    expect(new Set(drawn.map(({ dash }) => dash)).size).toBe(4);
  });

  test.each(WIDTHS)('are all named at %i units', (width) => {
    const text = textOf(drawFigure(lines([1, 0.5, 0.4], [1, 0.4, 0.3]), width));
    expect(text).toMatch(/Cohort 1.*Cohort 2/);
  });

  test('of which none has a value are drawn as an empty chart', () => {
    expect(seriesOf(drawFigure(lines([null, null, null]), 640))).toEqual([]);
  });

  test('have labels that keep apart and inside', () => {
    const blocks = many(3, () => ({ wanted: 100, height: 20 }));
    expect(spread(blocks, 0, 120)).toEqual([52, 76, 100]);
  });

  test('have labels that stay where they wish when nothing is in the way', () => {
    const blocks = [
      { wanted: 100, height: 20 },
      { wanted: 30, height: 20 },
    ];
    expect(spread(blocks, 0, 120)).toEqual([90, 20]);
  });

  test('are also a table that says where a value is missing', () => {
    expect(numbersOf(lines([1, 0.455, null, null, null]))?.rows.slice(0, 3)).toEqual([
      { name: '0', cells: ['100%'] },
      { name: '1', cells: ['45.5%'] },
      { name: '2', cells: ['not yet'] },
    ]);
  });
});

describe('areas', () => {
  const figure: AreasFigure = {
    ...words,
    kind: 'areas',
    x: { label: 'households' },
    y: { label: 'confidence' },
    areas: [
      { label: 'Wide', across: 4000, up: 0.4 },
      { label: 'High', across: 1600, up: 1 },
    ],
  };

  test.each(WIDTHS)('two equal products have equal areas, %i units wide', (width) => {
    const [wide, high] = drawFigure(figure, width).shapes.filter(({ kind }) => kind === 'box');
    const areaOf = (box: Shape | undefined) => (box?.kind === 'box' ? box.width * box.height : 0);
    expect(areaOf(wide) / areaOf(high)).toBeCloseTo(1, 2);
  });

  test('the table beside them names the factors and the product', () => {
    expect(numbersOf(figure)).toEqual({
      columns: ['Area', 'households', 'confidence', 'Product'],
      rows: [
        { name: 'Wide', cells: ['4,000', '0.4', '1,600'] },
        { name: 'High', cells: ['1,600', '1', '1,600'] },
      ],
    });
  });
});

describe('cohorts', () => {
  const figure: CohortsFigure = {
    ...words,
    kind: 'cohorts',
    x: { label: 'week', ticks: ['0', '1', '2'] },
    pooled: 'All',
    cohorts: [
      { label: 'One', values: [100, 50, 40] },
      { label: 'Two', values: [300, 90] },
    ],
  };

  test('a column counts the cohorts that have reached it, above and beneath the line', () => {
    expect(sharesOf(figure)).toEqual({
      shares: [
        [1, 0.5, 0.4],
        [1, 0.3],
      ],
      pooled: [1, 0.35, 0.4],
    });
  });

  test.each(WIDTHS)('a point of the curve stands beneath its column, %i units wide', (width) => {
    const { shapes } = drawFigure(figure, width);
    const cells = shapes.filter((shape) => shape.kind === 'box').slice(0, 3);
    const points = shapes.filter((shape) => shape.kind === 'circle');
    points.forEach(({ center }, index) => {
      const { x, width: cell } = cells[index]!;
      expect(center.x).toBeCloseTo(x + cell / 2, 0);
    });
    expect(points).toHaveLength(3);
  });

  test('the table beside it says what is not there yet', () => {
    expect(numbersOf(figure)?.rows[2]).toEqual({ name: '2', cells: ['40%', 'not yet', '40%'] });
  });
});

describe('bars', () => {
  const bars: ResolvedFigure = {
    ...words,
    kind: 'bars',
    unit: 'dollar',
    bars: [
      { label: 'Half', value: 1000 },
      { label: 'Whole', value: 2000 },
      { label: 'Nothing', value: 0 },
    ],
  };

  test('are as long as their values', () => {
    const [half, whole] = shapesOf(drawFigure(bars, 640), 'box');
    expect(half!.width / whole!.width).toBeCloseTo(0.5, 2);
  });

  test('print their values', () => {
    expect(textOf(drawFigure(bars, 640))).toContain('$1,000 $2,000 $0');
  });

  test('keep their order', () => {
    expect(textOf(drawFigure(bars, 320))).toMatch(/Half.*Whole.*Nothing/);
  });

  test('have no box for nothing', () => {
    expect(shapesOf(drawFigure(bars, 640), 'box')).toHaveLength(2);
  });

  test('are also a table', () => {
    expect(numbersOf(bars)?.rows[1]).toEqual({ name: 'Whole', cells: ['$2,000'] });
  });
});

describe('fields', () => {
  const fields: ResolvedFigure = {
    ...words,
    kind: 'fields',
    x: { label: 'Effort', low: 'little', high: 'much' },
    y: { label: 'Value', low: 'small', high: 'great' },
    fields: [{ label: 'First' }, { label: 'Second' }, { label: 'Third' }, { label: 'Fourth' }],
  };

  test.each(WIDTHS)('stand row by row from the upper left at %i units', (width) => {
    const drawing = drawFigure(fields, width);
    const [first, second, third, fourth] = ['First', 'Second', 'Third', 'Fourth'].map((text) =>
      wordAt(drawing, text),
    );
    expect([first!.y, first!.x, fourth!.x, fourth!.y]).toEqual([
      second!.y,
      third!.x,
      second!.x,
      third!.y,
    ]);
  });

  test('have the high answer of the vertical axis above the low one', () => {
    const drawing = drawFigure(fields, 640);
    expect(wordAt(drawing, 'great').y).toBeLessThan(wordAt(drawing, 'small').y);
  });

  test('name the vertical answers above the rows of a narrow drawing', () => {
    expect(textOf(drawFigure(fields, 320))).toMatch(/Value: great.*Value: small/);
  });

  test('have the low answer of the horizontal axis at the left', () => {
    const drawing = drawFigure(fields, 320);
    expect(wordAt(drawing, 'little').x).toBeLessThan(wordAt(drawing, 'much').x);
  });
});

describe('messages', () => {
  const actors = [
    { id: 'phone', label: 'Phone' },
    { id: 'server', label: 'Server' },
    { id: 'store', label: 'Store' },
  ];
  const messages: MessagesFigure = {
    ...words,
    kind: 'messages',
    actors,
    messages: [
      { from: 'phone', to: 'store', label: 'Ask' },
      { from: 'store', to: 'server', label: 'Tell' },
    ],
  };
  const middles = (width: number): number[] =>
    many(3, (index) => Math.round((width / 3) * (index + 0.5)));

  test.each(WIDTHS)('have arrows that end at the actor they go to at %i units', (width) => {
    const tips = shapesOf(drawFigure(messages, width), 'head').map(({ tip }) => tip.x);
    const [, server, store] = middles(width);
    expect(Math.abs(tips[0]! - store!)).toBeLessThan(4);
    expect(Math.abs(tips[1]! - server!)).toBeLessThan(4);
  });

  test.each(WIDTHS)('have numbers on the lifeline they come from at %i units', (width) => {
    const drawing = drawFigure(messages, width);
    const [phone, , store] = middles(width);
    expect(Math.round(wordAt(drawing, '1').x)).toBe(phone);
    expect(Math.round(wordAt(drawing, '2').x)).toBe(store);
  });

  test('point the way they go', () => {
    const heads = shapesOf(drawFigure(messages, 640), 'head');
    expect(heads.map(({ toward }) => toward)).toEqual(['right', 'left']);
  });

  test('keep their order from top to bottom', () => {
    const drawing = drawFigure(messages, 640);
    expect(wordAt(drawing, 'Ask').y).toBeLessThan(wordAt(drawing, 'Tell').y);
  });

  test('have letters for actors whose names do not fit, and a key', () => {
    const named: ResolvedFigure = {
      ...messages,
      actors: actors.map((actor) => ({ ...actor, label: 'Internationalization' })),
    };
    expect(textOf(drawFigure(named, 320))).toContain('C Internationalization A B C');
  });

  test('have lifelines that no label is written over', () => {
    const drawing = drawFigure(messages, 640);
    const size = textSize(640);
    const crossed = shapesOf(drawing, 'line').filter(({ from, to }) =>
      ['Ask', 'Tell'].some((text) => {
        const { left, right, top, bottom } = boundsOf(wordAt(drawing, text), size);
        return left < from.x && from.x < right && from.y < bottom && to.y > top;
      }),
    );
    expect(crossed).toEqual([]);
  });

  test('to oneself leave the lifeline and come back', () => {
    const alone = drawMessages(
      { ...messages, messages: [{ from: 'store', to: 'store', label: 'Think' }] },
      320,
    );
    const [loop] = shapesOf(alone, 'path');
    expect(Math.abs(loop!.points[0]!.x - loop!.points.at(-1)!.x)).toBeLessThan(12);
  });

  test('to nobody are refused with the names that there are', () => {
    const lost = { ...messages, messages: [{ from: 'phone', to: 'moon', label: 'Ask' }] };
    expect(() => drawMessages(lost, 640)).toThrow('No actor moon. There is: phone, server, store');
  });
});

describe('spans', () => {
  const spans: SpansFigure = {
    ...words,
    kind: 'spans',
    unit: 'weeks',
    end: 10,
    spans: [
      { label: 'All of it', from: 0, to: 10 },
      { label: 'The second half', from: 5, to: 10 },
      { label: 'The review', from: 10, to: 10 },
    ],
  };

  test.each(WIDTHS)('are scaled to the end of the axis at %i units', (width) => {
    const [all, half] = shapesOf(drawSpans(spans, width), 'box');
    expect(half!.width / all!.width).toBeCloseTo(0.5, 2);
    expect(half!.x + half!.width).toBeCloseTo(all!.x + all!.width, 1);
  });

  test('that end where they begin are dots', () => {
    const drawing = drawSpans(spans, 640);
    const [all] = shapesOf(drawing, 'box');
    const [moment] = shapesOf(drawing, 'circle');
    expect(moment!.center.x).toBeCloseTo(all!.x + all!.width, 1);
  });

  test('beyond the end of the axis make it longer', () => {
    const late = { ...spans, spans: [...spans.spans, { label: 'Late', from: 0, to: 20 }] };
    expect(textOf(drawSpans(late, 640))).toContain('20 weeks');
  });

  test('stand above an axis with its unit', () => {
    expect(textOf(drawSpans(spans, 640))).toMatch(/0 2 4 6 8 10 weeks$/);
  });
});

describe('an axis', () => {
  test('has steps that end on its end', () => {
    expect(ticksTo(12, 6)).toEqual([0, 2, 4, 6, 8, 10, 12]);
  });

  test('has round steps where none ends on its end', () => {
    expect(ticksTo(52, 8)).toEqual([0, 10, 20, 30, 40, 50]);
  });

  test('has no crumbs of floating-point arithmetic', () => {
    expect(ticksTo(1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  });

  test('without length is refused', () => {
    expect(() => ticksTo(0, 5)).toThrow('write a positive number');
  });
});

describe('a path', () => {
  const corner = [
    { x: 0, y: 0 },
    { x: 20, y: 0 },
    { x: 20, y: 20 },
  ];

  test('turns sharply without a radius', () => {
    expect(pathData({ points: corner, radius: 0 })).toBe('M0 0L20 0L20 20');
  });

  test('rounds its corners with one', () => {
    expect(pathData({ points: corner, radius: 8 })).toBe('M0 0L12 0Q20 0 20 8L20 20');
  });
});
