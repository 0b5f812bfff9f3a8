/** Writes each lesson as Markdown beside its page, and all of them as one file for language models. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { parse, serialize } from 'parse5';
import rehypeParse from 'rehype-parse';
import rehypeRemark from 'rehype-remark';
import remarkGfm from 'remark-gfm';
import remarkStringify from 'remark-stringify';
import { unified } from 'unified';
import { lessonOrder } from '../src/domain/course/course.ts';
import { base, contentDirectory, description, title, url } from '../src/site.ts';
import { readCourse } from './check-content.ts';
import { elementsOf } from './check-pages.ts';

/** What a reader of text has no use for: controls, marks, names of columns that the head has already. */
const UNPRINTED =
  /<(a|span) class="(unit-link|label|visually-hidden)[^]*?<\/\1>|<sup[^]*?<\/sup>|<p class="order[^]*?<\/p>|<(style|script|arrival-note)[^]*?<\/\3>|<input[^>]*>/g;
/** Of a drawing the words that stand for it; the narrow one says the same. */
const DRAWINGS =
  /<svg[^>]*>\s*<title[^>]*>([^<]*)<\/title>\s*<desc[^>]*>([^<]*)<\/desc>[^]*?<\/svg>/g;

const processor = unified()
  .use(rehypeParse, { fragment: true })
  .use(rehypeRemark)
  .use(remarkGfm)
  .use(remarkStringify, { bullet: '-', rule: '-' });

/**
 * The text of a lesson's page as Markdown, its links in full.
 * @param html the page.
 * @param page where the page stands, in full.
 */
export function toMarkdown(html: string, page: string): string {
  const prose = [...elementsOf(parse(html))].find(({ attrs }) =>
    attrs.some(({ name, value }) => name === 'class' && value.split(' ')[0] === 'prose'),
  );
  if (!prose) throw new Error(`${page} has no text to copy. Look at MarkdownContent.astro.`);
  for (const { attrs } of elementsOf(prose)) {
    for (const attribute of attrs) {
      if (attribute.name === 'href') attribute.value = new URL(attribute.value, page).href;
    }
  }
  const seen = new Set<string>();
  const text = serialize(prose)
    .replace(UNPRINTED, '')
    .replaceAll('<small', '<br><small')
    .replace(DRAWINGS, (_, name: string, says: string) => {
      const isNew = !seen.has(name);
      seen.add(name);
      return isNew ? `<p>Figure: ${name}. ${says}</p>` : '';
    });
  return String(processor.processSync(text)).trim();
}

export function writeMarkdownCopies(): AstroIntegration {
  return {
    name: 'markdown-copies',
    hooks: {
      'astro:build:done': ({ dir }) => {
        const directory = fileURLToPath(dir);
        const course = readCourse(contentDirectory);
        const lessons = lessonOrder(course.order).map((id) => {
          const { data } = course.entries.learn.find((lesson) => lesson.id === id)!;
          const page = new URL(`${base.replace(/\/$/, '')}/learn/${id}/`, url).href;
          const html = readFileSync(join(directory, 'learn', id, 'index.html'), 'utf8');
          const head = `# ${data.title}\n\n${page}\n\n${data.description}\n\n`;
          const text = `${head}${toMarkdown(html, page)}\n`;
          writeFileSync(join(directory, 'learn', id, 'index.md'), text);
          return text;
        });
        const whole = `# ${title}\n\n> ${description}\n\n${lessons.map((text) => text.replace(/^#/gm, '##')).join('\n')}`;
        writeFileSync(join(directory, 'llms-full.txt'), whole);
      },
    },
  };
}
