import { expect, it } from 'vitest';
import { toPageMarkdown } from '#domain/course/template.ts';

it('headings of a template stand one level lower on its page', () => {
  expect(toPageMarkdown('## Aim\n\n### Part\n\nIssue #4')).toBe('### Aim\n\n#### Part\n\nIssue #4');
});

it('a box to tick becomes a sign on a line of its own', () => {
  expect(toPageMarkdown('Ask:\n- [ ] Ben\n- [ ] Lena')).toBe('Ask:\n\n☐ Ben\n\n☐ Lena');
});
