/** Every tool by its id, each loaded when it is asked for: a page needs one of them. */
import type { Tool } from './tool.ts';

export const TOOLS: Record<string, () => Promise<Tool>> = {
  'retention-lab': async () => (await import('./retention-lab.ts')).retentionLab,
  'unit-economics': async () => (await import('./unit-economics.ts')).unitEconomics,
};
