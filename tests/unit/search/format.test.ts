import { expect, it } from 'vitest';
import type { SearchFile } from '#domain/search/engine.ts';
import { readSearchFile, writeSearchFile } from '#domain/search/format.ts';

const FILE: SearchFile = {
  kinds: ['Lesson', 'Section'],
  same: [
    ['cv', 'resume'],
    ['kpi', 'metric'],
  ],
  entries: [
    ['learn', 'start', 0, 1, 'Begin, here', 'first\nbegin', [['scene', 1, 'A “scene”', '']]],
    ['parts', 'mindset', 0, 2, 'Mindset', '', []],
  ],
};

it('what is written is read as it was', () => {
  expect(readSearchFile(writeSearchFile(FILE))).toEqual(FILE);
});

it('no text at all is an index of nothing', () => {
  expect(readSearchFile('').entries).toEqual([]);
});
