/** Every tool by its id, each loaded when it is asked for: a page needs one of them. */
import type { Tool } from './tool.ts';

export const TOOLS: Record<string, () => Promise<Tool>> = {
  'experiment-planner': async () => (await import('./experiment-planner.ts')).experimentPlanner,
  'retention-lab': async () => (await import('./retention-lab.ts')).retentionLab,
  'rice-worksheet': async () => (await import('./rice-worksheet.ts')).riceWorksheet,
  'unit-economics': async () => (await import('./unit-economics.ts')).unitEconomics,
  'north-star-builder': async () => (await import('./north-star-builder.ts')).northStarBuilder,
  'growth-loop': async () => (await import('./growth-loop.ts')).growthLoop,
};
