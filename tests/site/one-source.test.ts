import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCourse } from '../../build/check-content.ts';
import type { Entry } from '#domain/course/course.ts';
import { courseOrder } from '#site.ts';

/** The words of a page, without its markup. */
function wordsOf(folder: string, path: string): string {
  const html = readFileSync(join(folder, path, 'index.html'), 'utf8');
  return html.replace(/<(script|style)[\s\S]*?<\/\1>/g, ' ').replace(/<[^>]*>/g, ' ');
}

const FIGURE = 'release/used-week-6';

const { entries } = readCourse('src/content');

/** The pages that print what a file of the content holds. */
function pagesOf({ collection, id }: Entry): string[] {
  const lessonsWith = (component: string) =>
    entries.learn
      .filter(({ prose }) =>
        prose!.components.some(({ name, props }) => name === component && props['id'] === id),
      )
      .map((lesson) => `/learn/${lesson.id}/`);
  if (collection === 'figures') return lessonsWith('Figure');
  if (collection === 'quizzes') return [`/quizzes/${id}/`, ...lessonsWith('Quiz')];
  return [`/${collection}/${id}/`];
}

describe('when the sixth week of “Who’s home” reads 720 instead of 660 households', () => {
  mkdirSync('.generated', { recursive: true });
  const folder = mkdtempSync('.generated/one-source-');
  const outDir = join(folder, 'dist');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  beforeAll(() => {
    cpSync('src/content', folder, { recursive: true });
    writeFileSync(join(folder, 'course.json'), JSON.stringify(courseOrder));
    const file = join(folder, 'larder/release.yaml');
    const before = readFileSync(file, 'utf8');
    const after = before.replace('used-week-6: 660', 'used-week-6: 720');
    expect(after).not.toBe(before);
    writeFileSync(file, after);
    const { status, stderr } = spawnSync(process.execPath, ['build/build.ts'], {
      // Not the environment of vitest, whose BASE_URL and MODE Astro would take for its own.
      env: { PATH: process.env['PATH'], CONTENT_DIR: folder, OUT_DIR: outDir },
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  }, 180_000);

  it('every page that names the figure says so', () => {
    const naming = Object.values(entries)
      .flat()
      .filter(({ file }) => readFileSync(file, 'utf8').includes(FIGURE));
    const kinds = new Set(naming.map(({ collection }) => collection));
    expect(kinds.size).toBeGreaterThanOrEqual(4);
    const same = naming
      .flatMap(pagesOf)
      .filter((path) => wordsOf(outDir, path) === wordsOf('dist', path));
    expect(same).toEqual([]);
  });

  it('what is computed from it follows', () => {
    const lesson = '/learn/campaigns-to-lifecycles/';
    expect(wordsOf('dist', lesson)).toMatch(/22%\s*, after\s+35%\s*: a change of\s+−37%/);
    expect(wordsOf(outDir, lesson)).toMatch(/24%\s*, after\s+35%\s*: a change of\s+−31%/);
  });

  it('the drawing of it follows', () => {
    const drawing = (where: string) =>
      /id="figure-whos-home-adoption"[\s\S]*?<\/figure>/.exec(
        readFileSync(join(where, 'learn/go-to-market-value/index.html'), 'utf8'),
      )![0];
    expect(drawing(outDir)).not.toBe(drawing('dist'));
  });
});
