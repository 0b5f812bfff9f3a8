import { describe, expect, it } from 'vitest';
import { readProse } from '#domain/course/prose.ts';

const prose = readProse(`---
title: A lesson
---

import { Fact, Scene } from '#components/lesson';

<Scene>

Nine people.

</Scene>

## Beneath the complaint {#root-cause}

A [link](/learn/start/) and <Fact id="exp-01">about one third</Fact>. ![Alt](./a.png)
`);

describe('the prose of an MDX file', () => {
  it('has headings with the ids of the source', () => {
    expect(prose.headings).toMatchObject([
      { depth: 2, id: 'root-cause', text: 'Beneath the complaint', at: { line: 13, column: 1 } },
    ]);
  });

  it('has components with their props and their words', () => {
    expect(prose.components.map(({ name }) => name)).toEqual(['Scene', 'Fact']);
    expect(prose.components[1]).toMatchObject({ props: { id: 'exp-01' }, text: 'about one third' });
  });

  it('has links and images with their places', () => {
    expect(prose.links).toEqual([{ url: '/learn/start/', at: { line: 15, column: 3 } }]);
    expect(prose.images).toMatchObject([{ url: './a.png', alt: 'Alt' }]);
  });

  it('knows what the file imports', () => {
    expect(prose.imports).toEqual(['Fact', 'Scene']);
  });

  it('has the words of the text without the markup', () => {
    expect(prose.text).toContain('A link and about one third.');
    expect(prose.text).not.toContain('import');
  });
});
