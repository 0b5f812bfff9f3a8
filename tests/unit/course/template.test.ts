import { expect, it } from 'vitest';
import { toPageMarkdown } from '#domain/course/template.ts';

it('headings of a template stand one level lower on its page', () => {
  expect(toPageMarkdown('## Aim\n\n### Part\n\nIssue #4')).toBe('### Aim\n\n#### Part\n\nIssue #4');
});

it('a box to tick becomes a sign', () => {
  expect(toPageMarkdown('- [ ] Ask Ben')).toBe('- ☐ Ask Ben');
});
