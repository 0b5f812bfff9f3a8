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
