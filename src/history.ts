/** When each file of the project last changed, as git has it. */
import { execFileSync } from 'node:child_process';

function readHistory(): Map<string, string> {
  const git = (...rest: string[]): string =>
    execFileSync('git', rest, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 2 ** 30,
    });
  const days = new Map<string, string>();
  try {
    // A shallow history knows one day for all files, which is the day of no change to most of them.
    if (git('rev-parse', '--is-shallow-repository').trim() === 'true') return days;
    let day = '';
    for (const line of git('log', '--format=day %cs', '--name-only', '--', 'src/content').split(
      '\n',
    )) {
      if (line.startsWith('day ')) day = line.slice('day '.length);
      else if (line !== '' && !days.has(line)) days.set(line, day);
    }
  } catch {
    return days;
  }
  return days;
}

const days = readHistory();

/** The day of a file's last change as 2026-11-23; undefined where there is no history of it. */
export function lastChange(file: string): string | undefined {
  return days.get(file);
}
