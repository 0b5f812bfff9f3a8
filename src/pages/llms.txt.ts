/** The course as a list for language models: what it is, its lessons, what stands around them. */
import { course, lessons, linkToPage, parts } from '#catalog.ts';
import { entryTitle, type Entry } from '#domain/course/course.ts';
import { description, title, url } from '#site.ts';

const linkTo = (address: string, label: string, note: string) =>
  `- [${label}](${new URL(linkToPage(address), url).href}): ${note}`;
const lesson = (entry: Entry<'learn'>) =>
  linkTo(`/learn/${entry.id}/index.md`, entry.data.title, entry.data.description);
const whole = (entry: Entry, note: string) =>
  linkTo(`/${entry.collection}/${entry.id}/`, entryTitle(entry), note);

export const GET = () => {
  const { tables, templates, tools, faq } = course.entries;
  const sections: [string, string[]][] = [
    ['Before the first part', [lesson(lessons[0]!)]],
    ...parts.map((part): [string, string[]] => [
      `Part ${part.number}: ${part.entry.data.title}`,
      part.lessons.map(lesson),
    ]),
    ['After the last part', [lesson(lessons.at(-1)!)]],
    ['Comparison tables', tables.map((table) => whole(table, table.data.caption))],
    ['Templates', templates.map((template) => whole(template, template.data.description))],
    ['Tools', tools.map((tool) => whole(tool, tool.data.description))],
    ['Questions that switchers ask', faq.map((answer) => whole(answer, answer.data.short))],
    [
      'Optional',
      [
        linkTo(
          '/llms-full.txt',
          'All lessons in one file',
          'Markdown, in the order of the course.',
        ),
        linkTo(
          '/links.json',
          'All addresses',
          'Every section, row, task, question and term, as JSON.',
        ),
        linkTo('/glossary/', 'Glossary', 'Every term of the course.'),
        linkTo(
          '/about/privacy/',
          'What is kept, and where',
          'What a browser keeps, what a link carries.',
        ),
        linkTo('/about/claims/', 'How claims are checked', 'What the numbers rest on.'),
      ],
    ],
  ];
  const body = sections.map(([name, lines]) => `## ${name}\n\n${lines.join('\n')}\n`).join('\n');
  return new Response(
    `# ${title}\n\n> ${description}\n\nLarder, Mara and the other people and figures of the running example are invented. Sourced claims link to their sources.\n\n${body}`,
  );
};
