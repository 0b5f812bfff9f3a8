import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HtmlValidate } from 'html-validate';
import { expect, it } from 'vitest';
import { readSite } from '../../build/check-pages.ts';

const validator = new HtmlValidate({
  extends: ['html-validate:standard', 'html-validate:a11y'],
  rules: {
    // How the markup is written, not whether it is valid.
    'attribute-boolean-style': 'off',
    'doctype-style': 'off',
    'long-title': 'off',
    'no-trailing-whitespace': 'off',
    'void-style': 'off',
    // `translate="no"` and popovers are newer than the validator's tables; browsers know them.
    'no-unknown-elements': ['error', { include: ['*'], exclude: ['/.*-.*/'] }],
  },
});

it('every page is valid HTML', { timeout: 120_000 }, async () => {
  const faults: string[] = [];
  for (const { path } of readSite('dist').pages) {
    const file = join('dist', path.endsWith('/') ? `${path}index.html` : path);
    const report = await validator.validateString(readFileSync(file, 'utf8'), file);
    for (const { messages } of report.results) {
      faults.push(
        ...messages.map(
          ({ line, column, ruleId, message }) => `${path}:${line}:${column} ${ruleId} ${message}`,
        ),
      );
    }
  }
  expect(faults).toEqual([]);
});
