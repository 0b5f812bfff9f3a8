/**
 * Figures as shapes. A figure of any kind and a width give a drawing that a component prints as
 * SVG; nothing here knows of a page, a font file or a color.
 */
import { drawAreas } from './drawing/areas.ts';
import { drawBars } from './drawing/bars.ts';
import { drawCohorts } from './drawing/cohorts.ts';
import { drawFields } from './drawing/fields.ts';
import type { ResolvedFigure } from './drawing/figure.ts';
import { drawLines } from './drawing/lines.ts';
import { drawMessages } from './drawing/messages.ts';
import type { Drawing } from './drawing/shape.ts';
import { drawSpans } from './drawing/spans.ts';
import { drawSteps } from './drawing/steps.ts';
import { drawTree } from './drawing/tree.ts';

export { numbersOf } from './drawing/numbers.ts';
export { headData, pathData } from './drawing/shape.ts';
export { textSize } from './drawing/text.ts';
export {
  drawAreas,
  drawBars,
  drawCohorts,
  drawFields,
  drawLines,
  drawMessages,
  drawSpans,
  drawSteps,
  drawTree,
};
export type { ResolvedFigure } from './drawing/figure.ts';
export type { Drawing, Shape } from './drawing/shape.ts';

/** Draws a figure of any kind, `width` user units wide and as high as it needs. */
export function drawFigure(figure: ResolvedFigure, width: number): Drawing {
  switch (figure.kind) {
    case 'steps':
      return drawSteps(figure, width);
    case 'tree':
      return drawTree(figure, width);
    case 'lines':
      return drawLines(figure, width);
    case 'bars':
      return drawBars(figure, width);
    case 'areas':
      return drawAreas(figure, width);
    case 'cohorts':
      return drawCohorts(figure, width);
    case 'fields':
      return drawFields(figure, width);
    case 'messages':
      return drawMessages(figure, width);
    case 'spans':
      return drawSpans(figure, width);
  }
}
