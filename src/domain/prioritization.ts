/**
 * RICE score: reach × impact × confidence / effort (Intercom).
 * @param reach people or events per fixed period.  @param impact 3, 2, 1, 0.5 or 0.25 per person.
 * @param confidence share from 0 to 1.  @param effort person-months.
 * @throws RangeError when effort is not above zero.
 */
export function riceScore(
  reach: number,
  impact: number,
  confidence: number,
  effort: number,
): number {
  if (!(effort > 0)) throw new RangeError('Effort must be above zero person-months.');
  return (reach * impact * confidence) / effort;
}

/** An idea on a RICE sheet. */
export interface RiceIdea {
  id: string;
  reach: number;
  impact: number;
  confidence: number;
  effort: number;
}

/**
 * Ideas from the highest score to the lowest. Equal scores stand by lower effort, then by higher
 * confidence, which is a rule of this site and not part of RICE.
 */
export function rankByRice<Idea extends RiceIdea>(ideas: readonly Idea[]): Idea[] {
  const score = (idea: Idea) => riceScore(idea.reach, idea.impact, idea.confidence, idea.effort);
  return ideas.toSorted(
    (a, b) => score(b) - score(a) || a.effort - b.effort || b.confidence - a.confidence,
  );
}

/** The confidence at which an idea's score falls or rises to `score`. */
export function confidenceAtScore(idea: RiceIdea, score: number): number {
  return (score * idea.effort) / (idea.reach * idea.impact);
}

/** The effort, in person-months, at which an idea's score falls or rises to `score`. */
export function effortAtScore(idea: RiceIdea, score: number): number {
  return (idea.reach * idea.impact * idea.confidence) / score;
}

/** ICE as Sean Ellis's users average it: the mean of impact, confidence and ease, each 1 to 10. */
export function iceMean(impact: number, confidence: number, ease: number): number {
  return (impact + confidence + ease) / 3;
}

/** ICE as others multiply it. Mean and product may order the same ideas differently. */
export function iceProduct(impact: number, confidence: number, ease: number): number {
  return impact * confidence * ease;
}

/** Cost of delay in SAFe: business value + time criticality + risk reduction, on a relative scale. */
export function costOfDelay(value: number, timeCriticality: number, riskReduction: number): number {
  return value + timeCriticality + riskReduction;
}

/** Weighted shortest job first: cost of delay / job size. */
export function weightedShortestJobFirst(delayCost: number, jobSize: number): number {
  return delayCost / jobSize;
}

/** DSDM advises Musts of no more than this share of the effort. */
export const MUST_LIMIT = 0.6;

/** The share of all effort that is Must; MoSCoW counts effort, not items. */
export function mustShare(effort: { must: number; should: number; could: number }): number {
  return effort.must / (effort.must + effort.should + effort.could);
}

const KANO_ANSWERS = ['like', 'expect', 'neutral', 'live-with', 'dislike'] as const;
export type KanoAnswer = (typeof KANO_ANSWERS)[number];

/** Attractive, one-dimensional, must-be, indifferent, reverse, questionable. */
export type KanoClass = 'A' | 'O' | 'M' | 'I' | 'R' | 'Q';

/** Rows by the answer "if it is there", columns by the answer "if it is not" (Kano, 1984). */
const KANO_TABLE = ['QAAAO', 'RIIIM', 'RIIIM', 'RIIIM', 'RRRRQ'];

/** The class of a feature for one person, from the pair of answers. */
export function kanoClass(ifPresent: KanoAnswer, ifAbsent: KanoAnswer): KanoClass {
  const row = KANO_TABLE[KANO_ANSWERS.indexOf(ifPresent)]!;
  return row[KANO_ANSWERS.indexOf(ifAbsent)] as KanoClass;
}

/**
 * How much a feature pleases when it is there and displeases when it is not, from -1 to 1:
 * (A+O) / (A+O+M+I) and -(O+M) / (A+O+M+I).
 */
export function kanoCoefficients({ A, O, M, I }: Record<'A' | 'O' | 'M' | 'I', number>): {
  better: number;
  worse: number;
} {
  const total = A + O + M + I;
  return { better: (A + O) / total, worse: -(O + M) / total };
}
