import { describe, expect, it } from 'vitest';
import { isId } from '#domain/course/id.ts';
import { nearest } from '#domain/nearest.ts';

describe('an id', () => {
  it.each(['start', 'north-star-metric', 'ps-04', 'p-value'])('may be %s', (id) => {
    expect(isId(id)).toBe(true);
  });

  it.each(['Start', '4-risks', 'root_cause', 'root--cause', 'root-', '', 'top', 'é'])(
    'may not be "%s"',
    (id) => {
      expect(isId(id)).toBe(false);
    },
  );
});

describe('the nearest word', () => {
  it('is the one with the fewest letters to change', () => {
    expect(nearest('skill-transfers', ['mindset-shift', 'skill-transfer'])).toBe('skill-transfer');
  });

  it('is none where nothing is known', () => {
    expect(nearest('anything', [])).toBeUndefined();
  });
});
