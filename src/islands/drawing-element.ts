/** Prints a drawing into the page as components/Drawing.astro does, and hands it over as a file. */
import { headData, pathData } from '#domain/drawing/shape.ts';
import { textSize } from '#domain/drawing/text.ts';
import type { Chart } from '#domain/tools/tool.ts';

const SVG = 'http://www.w3.org/2000/svg';
/** What a file needs of the styles of the page. */
const PAINTED = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'font-family',
  'font-weight',
];

function make(name: string, attributes: Record<string, string | number | undefined>): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes))
    if (value !== undefined) element.setAttribute(key, String(value));
  return element;
}

/** A chart as an element. `name` begins the ids of its title and description. */
export function drawingElement(chart: Chart, name: string, wide: number): SVGElement {
  const { width, height, shapes } = chart.draw(wide);
  const svg = make('svg', {
    class: 'drawing',
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    'font-size': textSize(width),
    role: 'img',
    'aria-labelledby': `${name}-title`,
    'aria-describedby': `${name}-description`,
  });
  const title = make('title', { id: `${name}-title` });
  title.textContent = chart.title;
  const description = make('desc', { id: `${name}-description` });
  description.textContent = chart.description;
  svg.append(title, description);
  for (const shape of shapes) {
    switch (shape.kind) {
      case 'box': {
        const { x, y, width: across, height: down, radius, role, fill } = shape;
        const rx = radius || undefined;
        svg.append(
          make('rect', { class: `${role} ${fill}`, x, y, width: across, height: down, rx }),
        );
        break;
      }
      case 'line': {
        const { from, to, role } = shape;
        svg.append(make('line', { class: role, x1: from.x, y1: from.y, x2: to.x, y2: to.y }));
        break;
      }
      case 'path':
        svg.append(make('path', { class: `${shape.role} ${shape.dash}`, d: pathData(shape) }));
        break;
      case 'head':
        svg.append(make('path', { class: shape.role, d: headData(shape) }));
        break;
      case 'circle': {
        const { center, radius, role, fill } = shape;
        svg.append(
          make('circle', { class: `${role} ${fill}`, cx: center.x, cy: center.y, r: radius }),
        );
        break;
      }
      case 'text': {
        const { x, y, anchor, role, weight, text } = shape;
        const strong = weight === 'strong' ? ' strong' : '';
        const words = make('text', {
          class: role + strong,
          x,
          y,
          'text-anchor': anchor === 'start' ? undefined : anchor,
        });
        words.textContent = text;
        svg.append(words);
      }
    }
  }
  return svg;
}

/** Signs that a page may hold and XML may not. */
const NOT_IN_XML = /[\0-\x08\v\f\x0e-\x1f\ufffe\uffff]/g;

/** Hands over a drawing as an SVG file that needs no styles of the page. */
export function saveDrawing(drawing: SVGElement, name: string): void {
  const copy = drawing.cloneNode(true) as SVGElement;
  copy.setAttribute('xmlns', SVG);
  const originals = drawing.querySelectorAll('*');
  copy.querySelectorAll('*').forEach((element, at) => {
    const style = getComputedStyle(originals[at]!);
    for (const property of PAINTED)
      element.setAttribute(property, style.getPropertyValue(property));
  });
  const paper = make('rect', {
    width: '100%',
    height: '100%',
    fill: getComputedStyle(document.body).backgroundColor,
  });
  copy.prepend(paper);
  const text = new XMLSerializer().serializeToString(copy).replace(NOT_IN_XML, '');
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
