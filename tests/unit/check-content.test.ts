import { describe, expect, it } from 'vitest';
import { checkContent, formatMistake } from '../../build/check-content.ts';

/** A small course without mistakes, file by file. */
const whole: Record<string, string> = {
  'docs/learn/start.mdx': lesson('start', { after: '[]' }),
  'docs/learn/empathy.mdx': lesson('empathy', { after: '[start]' }),
  'docs/learn/end.mdx': lesson('end', { after: '[empathy]' }),
  'parts/head-start.mdx': `---
title: Your head start
promise: Say what carries over.
leaves: a page
description: What carries over.
---

A text with <Fact id="exp-01">about one third</Fact>.
`,
  'tables/transfer.yaml': `title: Transfer
caption: What carries over.
columns:
  - { id: area, label: Area }
  - { id: today, label: Today }
rows:
  - id: empathy
    cells: [Empathy, "Copy for {larder interviews/households} households"]
    lesson: empathy
`,
  'glossary/cohort.mdx': `---
term: cohort
short: A group with the same start.
see: [retention]
sources: [paper]
---

A group.
`,
  'glossary/retention.mdx': `---
term: retention
short: The share that comes back.
---

A share.
`,
  'sources/paper.yaml': `title: A paper
url: https://example.com/paper
grade: read
read: 2026-11-23
`,
  'facts/experiments.yaml': `facts:
  - id: exp-01
    claim: About one third of 20 ideas improved the metric.
    sources: [paper]
`,
  'larder/interviews.yaml': `about: Nine interviews.
figures:
  households: 9
`,
  'rubrics/sense.yaml': `title: Sense
description: What is scored.
about: It shows how you reason.
lesson: empathy
dimensions:
${['goal', 'user', 'ideas', 'risks', 'measures'].map((id) => `  - { id: ${id}, dimension: ${id}, levels: [one, two, three, four] }`).join('\n')}
`,
  'questions/ps-01.yaml': `question: What would you build?
rubric: sense
tests: Reasoning.
minutes: 25
outline:
${['one', 'two', 'three', 'four'].map((step) => `  - { step: ${step}, says: Something. }`).join('\n')}
faults:
  - { fault: A list, instead: A user }
  - { fault: A slogan, instead: A need }
read: [/learn/empathy/idea/]
samples:
  - level: 2
    passages: [{ says: First }, { says: Second, mark: Good }, { says: Third }]
    scores: { goal: 2, user: 2, ideas: 2, risks: 1, measures: 2 }
    verdict: Name a user.
`,
  'templates/memo.yaml': `title: Memo
description: A memo.
use: For everybody, before a decision.
lesson: empathy
of: Mara
empty: "## Aim\\n\\nWhy?"
filled: "## Aim\\n\\nFor {larder interviews/households} households."
bad: "## Aim\\n\\nTo be great. To be first. To win."
wrong:
  - { quote: To be great, problem: It says nothing., instead: Name a number. }
  - { quote: To be first, problem: Nobody gains., instead: Name a user. }
  - { quote: To win, problem: It has no end., instead: Name a date. }
`,
  'changes/opening.yaml': `day: 2026-11-23
title: The course opens
changes:
  - { says: All of it., at: [/learn/start/] }
`,
  'figures/cause.yaml': `title: From complaint to cause
description: Two boxes, the first with the complaint, the second with its cause, joined by an arrow.
caption: A complaint has a cause.
kind: steps
steps:
  - { label: Complaint }
  - { label: Cause }
`,
  ...Object.fromEntries(
    ['start', 'empathy', 'end'].flatMap((id) => [
      [`checklists/${id}.yaml`, checklist()],
      [`quizzes/${id}.yaml`, quiz(id)],
    ]),
  ),
};

const order = {
  opening: 'start',
  parts: [{ id: 'head-start', lessons: ['empathy'] }],
  closing: 'end',
};

function termOf(term: string): string {
  return `---\nterm: ${term}\nshort: What it is.\n---\n\nIn other words.\n`;
}

function lesson(id: string, { after }: { after: string }): string {
  return `---
title: Lesson ${id}
description: What it teaches.
artifact: a page
mentor: What is missing?
after: ${after}
---

import { Checklist, Figure, Larder, Quiz, Table, Term } from '#components/lesson';

## The idea {#idea}

A <Term id="cohort">cohort</Term> of <Larder at="interviews/households" />. [Start](/learn/start/idea/)

<Table id="transfer" rows="empathy" />

<Figure id="cause" />

### A detail {#detail}

## Do it {#do-it}

<Checklist id="${id}" />

<Quiz id="${id}" />
`;
}

function checklist(): string {
  const tasks = ['one', 'two', 'three', 'four', 'five'];
  return `title: Tasks\ntasks:\n${tasks.map((id) => `  - { id: ${id}, task: Do ${id}., done: it is done. }`).join('\n')}\n`;
}

function quiz(id: string): string {
  const questions = ['one', 'two', 'three', 'four', 'five'].map(
    (name) => `  - id: ${name}
    question: What is ${name}?
    options:
      - { text: This, right: true, why: It is. }
      - { text: That, why: It is not. }
      - { text: Other, why: It is not. }
    section: /learn/${id}/idea/`,
  );
  return `title: Questions\nquestions:\n${questions.join('\n')}\n`;
}

/** What the check says of the whole course after some files were changed; null takes a file away. */
function check(changes: Record<string, string | null> = {}, courseOrder = order): string[] {
  const files = new Map(Object.entries(whole));
  for (const [path, text] of Object.entries(changes)) {
    if (text === null) files.delete(path);
    else files.set(path, text);
  }
  return checkContent(files, courseOrder, (path) => path.endsWith('there.png')).map(formatMistake);
}

/** A file of the whole course with one passage replaced by another. */
function edit(path: string, from: string, to: string): Record<string, string> {
  const text = whole[path]!;
  if (!text.includes(from)) throw new Error(`${path} has no "${from}" to replace.`);
  return { [path]: text.replace(from, to) };
}

/** The quiz with a question that gives twelve and four, and an answer with its reason. */
function answered(text: string, why: string): Record<string, string> {
  const path = 'quizzes/empathy.yaml';
  const asked = whole[path]!.replace(
    'What is one?',
    'Twelve are open, four close a week. How long?',
  );
  return {
    [path]: asked.replace('text: This', `text: "${text}"`).replace('why: It is.', `why: "${why}"`),
  };
}

const EMPATHY = 'docs/learn/empathy.mdx';
const TABLE = 'tables/transfer.yaml';

it('a course without mistakes passes', () => {
  expect(check()).toEqual([]);
});

/** Each fault: the change that makes it, what the check must say, and a twin that passes. */
const faults: [
  name: string,
  refused: Record<string, string | null>,
  says: string,
  twin: Record<string, string>,
][] = [
  [
    'a value of the wrong type',
    edit(TABLE, 'title: Transfer', 'title: 7'),
    `src/content/${TABLE}:1:1  tables/transfer  title  Invalid input: expected string, received number`,
    edit(TABLE, 'title: Transfer', 'title: "7"'),
  ],
  [
    'a missing field',
    edit('glossary/retention.mdx', 'short: The share that comes back.\n', ''),
    'src/content/glossary/retention.mdx:2:1  glossary/retention  short  is missing  add it',
    edit('glossary/retention.mdx', 'The share that', 'What'),
  ],
  [
    'an extra field',
    edit('glossary/retention.mdx', 'short:', 'color: red\nshort:'),
    'src/content/glossary/retention.mdx:3:1  glossary/retention  color  is not a field here',
    edit('glossary/retention.mdx', 'short:', 'aka: [stickiness]\nshort:'),
  ],
  [
    'an id that stands twice in a file',
    edit(
      TABLE,
      '    lesson: empathy\n',
      '    lesson: empathy\n  - id: empathy\n    cells: [Again, Again]\n',
    ),
    `src/content/${TABLE}:10:5  tables/transfer/empathy  id  /tables/transfer/empathy/ is there twice`,
    edit(
      TABLE,
      '    lesson: empathy\n',
      '    lesson: empathy\n  - id: growth\n    cells: [Again, Again]\n',
    ),
  ],
  [
    'an id that stands in two files',
    { 'facts/more.yaml': whole['facts/experiments.yaml']! },
    'src/content/facts/more.yaml:2:5  facts/more  id  the fact exp-01 is there already, in src/content/facts/experiments.yaml',
    { 'facts/more.yaml': whole['facts/experiments.yaml']!.replace('exp-01', 'exp-02') },
  ],
  [
    'an entry that stands in two files',
    { 'tables/transfer.yml': whole[TABLE]! },
    'src/content/tables/transfer.yml:1:1  tables/transfer  id  /tables/transfer/ is there already, in src/content/tables/transfer.yaml',
    { 'tables/transfers.yml': whole[TABLE]! },
  ],
  [
    'a reference to a lesson that is not there',
    edit(TABLE, 'lesson: empathy', 'lesson: empaty'),
    `src/content/${TABLE}:9:5  tables/transfer  rows.0.lesson  there is no learn/empaty  the nearest that exists is empathy`,
    edit(TABLE, 'lesson: empathy', 'lesson: start'),
  ],
  [
    'a reference to a row that is not there',
    edit(EMPATHY, 'rows="empathy"', 'rows="empaty"'),
    `src/content/${EMPATHY}:15:1  learn/empathy  <Table> rows  the table transfer has no row empaty  the nearest that exists is empathy`,
    edit(EMPATHY, ' rows="empathy"', ''),
  ],
  [
    'a reference to a term that is not there',
    edit('glossary/cohort.mdx', 'see: [retention]', 'see: [retentoin]'),
    'src/content/glossary/cohort.mdx:4:7  glossary/cohort  see.0  there is no glossary/retentoin  the nearest that exists is retention',
    edit('glossary/cohort.mdx', 'see: [retention]', 'see: []'),
  ],
  [
    'a reference to a source that is not there',
    edit('facts/experiments.yaml', '[paper]', '[papers]'),
    'src/content/facts/experiments.yaml:4:15  facts/experiments  facts.0.sources.0  there is no sources/papers  the nearest that exists is paper',
    edit('facts/experiments.yaml', '[paper]', '[ paper ]'),
  ],
  [
    'a circle of prerequisites, which is printed',
    edit('docs/learn/start.mdx', 'after: []', 'after: [end]'),
    'the prerequisites go in a circle: start → end → empathy → start',
    edit('docs/learn/end.mdx', 'after: [empathy]', 'after: [start, empathy]'),
  ],
  [
    'a lesson that comes before itself',
    edit('docs/learn/start.mdx', 'after: []', 'after: [start]'),
    'the prerequisites go in a circle: start → start',
    edit('docs/learn/start.mdx', 'after: []', 'after: [ ]'),
  ],
  [
    'broken YAML',
    edit(TABLE, 'columns:', 'columns: [unclosed'),
    `src/content/${TABLE}:3:11  tables/transfer  YAML  `,
    edit(TABLE, 'columns:', '# a note\ncolumns:'),
  ],
  [
    'an empty table',
    edit(TABLE, whole[TABLE]!.slice(whole[TABLE]!.indexOf('rows:')), 'rows: []\n'),
    `src/content/${TABLE}:6:1  tables/transfer  rows  is an empty table`,
    edit(TABLE, '    lesson: empathy\n', ''),
  ],
  [
    'a row with the wrong number of cells',
    edit(TABLE, 'cells: [Empathy, ', 'cells: [Empathy, More, '),
    `src/content/${TABLE}:8:5  tables/transfer  rows.0.cells  has 3 cells for 2 columns`,
    edit(TABLE, 'cells: [Empathy, ', 'cells: ["Empathy, more", '),
  ],
  [
    'an image that is not there',
    edit(EMPATHY, '### A detail', '![A screen](./missing.png)\n\n### A detail'),
    `src/content/${EMPATHY}:19:1  learn/empathy  image  there is no src/content/docs/learn/missing.png`,
    edit(EMPATHY, '### A detail', '![A screen](./there.png)\n\n### A detail'),
  ],
  [
    'an image of public/ that is not there',
    edit(EMPATHY, '### A detail', '![A screen](/missing.png)\n\n### A detail'),
    'image  there is no public/missing.png',
    edit(EMPATHY, '### A detail', '![A screen](/there.png)\n\n### A detail'),
  ],
  [
    'an image without a text alternative',
    edit(EMPATHY, '### A detail', '![](./there.png)\n\n### A detail'),
    'image  ./there.png has no text alternative',
    edit(EMPATHY, '### A detail', '![A screen](./there.png)\n\n### A detail'),
  ],
  [
    'a figure without a text alternative',
    edit('figures/cause.yaml', /description: .*\n/.exec(whole['figures/cause.yaml']!)![0], ''),
    'src/content/figures/cause.yaml:1:1  figures/cause  description  is missing',
    edit('figures/cause.yaml', 'Two boxes, the first', 'Two boxes side by side, the first'),
  ],
  [
    'a link that leads nowhere',
    edit(EMPATHY, '(/learn/start/idea/)', '(/learn/strat/)'),
    `src/content/${EMPATHY}:13:77  learn/empathy  link  /learn/strat/ leads nowhere  the nearest that exists is /learn/start/`,
    edit(EMPATHY, '(/learn/start/idea/)', '(/learn/start/)'),
  ],
  [
    'a fragment that leads nowhere',
    edit(EMPATHY, '(/learn/start/idea/)', '(/learn/start/#ideas)'),
    'link  /learn/start/#ideas leads to no part of a page  the nearest that exists is /learn/start/idea/',
    edit(EMPATHY, '(/learn/start/idea/)', '(/learn/start/detail/)'),
  ],
  [
    'a link written as a place',
    edit(EMPATHY, '(/learn/start/idea/)', '(#idea)'),
    'link  #idea is a place  write its address: /learn/empathy/idea/',
    edit(EMPATHY, '(/learn/start/idea/)', '(/learn/empathy/idea/)'),
  ],
  [
    'a heading without an id',
    edit(EMPATHY, '### A detail {#detail}', '### A detail'),
    `src/content/${EMPATHY}:19:1  learn/empathy  heading "A detail"  has no id  write one behind it`,
    edit(EMPATHY, '### A detail {#detail}', '### Another word {#detail}'),
  ],
  [
    'a heading level that is skipped',
    edit(EMPATHY, '### A detail', '#### A detail'),
    'heading "A detail"  is a heading of level 4 after one of level 2  use level 3',
    edit(EMPATHY, '### A detail', '## A detail'),
  ],
  [
    'a heading that claims to be the title',
    edit(EMPATHY, '## The idea', '# The idea'),
    'is a heading of level 1 after one of level 1  use level 2',
    edit(EMPATHY, '## The idea', '## An idea'),
  ],
  [
    'an id that stands twice on a page',
    edit(EMPATHY, '{#detail}', '{#idea}'),
    `src/content/${EMPATHY}:19:1  learn/empathy/idea  heading id  /learn/empathy/idea/ is there twice in this file`,
    edit(EMPATHY, '{#detail}', '{#ideas}'),
  ],
  [
    'a component that does not exist',
    edit(EMPATHY, '<Figure id="cause" />', '<Figur id="cause" />'),
    `src/content/${EMPATHY}:17:1  learn/empathy  <Figur>  there is no such component  the nearest that exists is Figure`,
    edit(EMPATHY, '<Figure id="cause" />', '<Figure id="cause"></Figure>'),
  ],
  [
    'a component that is not imported',
    edit(EMPATHY, 'Figure, ', ''),
    '<Figure>  is not imported  add Figure to the import',
    edit(EMPATHY, 'Checklist, Figure, ', 'Figure, Checklist, '),
  ],
  [
    'an id that a component names and that is not there',
    edit(EMPATHY, '<Figure id="cause" />', '<Figure id="cuase" />'),
    '<Figure> id  there is no figures/cuase  the nearest that exists is cause',
    edit(EMPATHY, '<Figure id="cause" />', '<Figure   id="cause" />'),
  ],
  [
    'a prop that a component does not take',
    edit(EMPATHY, 'rows="empathy"', 'row="empathy"'),
    '<Table> row  is no prop; the nearest is rows',
    edit(EMPATHY, ' rows="empathy"', ''),
  ],
  [
    'a prop that is an expression where words are wanted',
    edit(EMPATHY, '<Figure id="cause" />', '<Figure id={"cause"} />'),
    '<Figure> id  ',
    edit(EMPATHY, '<Figure id="cause" />', '<Figure id="cause"/>'),
  ],
  [
    'an id that breaks the grammar',
    edit(TABLE, 'id: empathy', 'id: Customer_Empathy'),
    `src/content/${TABLE}:7:5  tables/transfer  rows.0.id  is not an id`,
    edit(
      TABLE,
      '    lesson: empathy\n',
      '    lesson: empathy\n  - id: customer-empathy\n    cells: [A, B]\n',
    ),
  ],
  [
    'a file name that breaks the grammar',
    { 'glossary/Cohort_2.mdx': termOf('second cohort') },
    'file name  Cohort_2 is not an id',
    { 'glossary/cohort-2.mdx': termOf('second cohort') },
  ],
  [
    'a section that was another one and is not there',
    edit(EMPATHY, 'after: [start]', 'after: [start]\nsections: { ideas: { was: [thought] } }'),
    '"was" has no successor: the lesson has no section ideas  the nearest that exists is idea',
    edit(EMPATHY, 'after: [start]', 'after: [start]\nsections: { idea: { was: [thought] } }'),
  ],
  [
    'an old id that still lives',
    edit(EMPATHY, 'after: [start]', 'after: [start]\nwas: [start]'),
    'was  /learn/start/ still exists, so /learn/empathy/ cannot have been it',
    edit(EMPATHY, 'after: [start]', 'after: [start]\nwas: [compassion]'),
  ],
  [
    'an old id with two successors',
    {
      ...edit(EMPATHY, 'after: [start]', 'after: [start]\nwas: [compassion]'),
      ...edit('docs/learn/end.mdx', 'after: [empathy]', 'after: [empathy]\nwas: [compassion]'),
    },
    '/learn/compassion/ has two successors',
    edit(EMPATHY, 'after: [start]', 'after: [start]\nwas: [compassion]'),
  ],
  [
    'a component for inside a line that stands alone on one',
    edit(
      EMPATHY,
      'of <Larder at="interviews/households" />.',
      'of\n<Larder at="interviews/households" />\nof.',
    ),
    '<Larder>  stands alone on its line, which splits the paragraph  join it',
    edit(
      EMPATHY,
      'of <Larder at="interviews/households" />.',
      'of\n<Larder at="interviews/households" /> of.',
    ),
  ],
  [
    'a number of Larder’s that is not there',
    edit(EMPATHY, 'at="interviews/households"', 'at="interviews/houses"'),
    "<Larder> at  names interviews/houses, which Larder's figures lack  the nearest is interviews/households",
    edit(EMPATHY, 'at="interviews/households"', 'at="interviews/households" words'),
  ],
  [
    'a number in a fact’s words that the fact does not state',
    edit('parts/head-start.mdx', 'about one third', 'about one third of 30'),
    '<Fact> exp-01  says 30, which the fact does not state',
    edit('parts/head-start.mdx', 'about one third', 'about one third of twenty'),
  ],
  [
    'a number in a lesson with nothing behind it',
    edit(EMPATHY, ' [Start]', ' It took three weeks. [Start]'),
    'number  "three weeks" stands in the text with nothing behind it  write it by <Fact>',
    edit(EMPATHY, ' [Start]', ' It took some weeks. [Start]'),
  ],
  [
    'a number in an answer of a quiz that its question does not give',
    answered('It takes 3 weeks.', 'See above.'),
    'questions.0.options.0.text  "3" is neither in the question nor computed',
    answered('It takes {quotient 12 4} weeks, at 4 of 12.', 'See above.'),
  ],
  [
    'a number word in a reason that its question does not give',
    answered('Longer.', 'It takes three weeks.'),
    'questions.0.options.0.why  "three weeks" is neither in the question nor computed',
    answered('Longer.', 'It takes more than four weeks.'),
  ],
  [
    'a number word without a unit beside a computed one',
    answered('First {quotient 12 4 | words} weeks, then two.', 'See above.'),
    'questions.0.options.0.text  "two" is neither in the question nor computed',
    answered('First {quotient 12 4 | words} weeks, then {sum 4 12 | words}.', 'See above.'),
  ],
  [
    'a result that is typed and wrong, though the question gives its number',
    answered('Longer.', '12 / 4 is 4.'),
    'questions.0.options.0.why  "/ 4 is 4." states a result by hand  compute it',
    answered('Longer.', '12 / 4 is {quotient 12 4}.'),
  ],
  [
    'a calculation in a quiz with a number that its question does not give',
    answered('It takes {quotient 15 4} weeks.', 'See above.'),
    'computes with 15, which the question does not give',
    answered('With {given 15} it takes {quotient 15 4} weeks.', 'See above.'),
  ],
  [
    'an input that a reason sets',
    answered('Longer.', 'With {given 15} it takes longer.'),
    'sets an input by {given …}, which only an option of a quiz may',
    answered('With {given 15} it takes longer.', 'The 15 are plain.'),
  ],
  [
    'an input of another option',
    answered('Longer.', 'The 15 are plain.'),
    'questions.0.options.0.why  "15" is neither in the question nor computed',
    answered('Longer than {given 15%}.', 'The 15% are plain.'),
  ],
  [
    'a form that numbers lack',
    answered('It takes {quotient 12 4 | digit 1} weeks.', 'See above.'),
    'asks for the form "digit 1", which numbers lack  write "| words", or "| digits 1"',
    answered('It takes {quotient 12 4 | digits 1} weeks.', 'See above.'),
  ],
  [
    'a term whose first use leads nowhere',
    edit(EMPATHY, 'A <Term id="cohort">cohort</Term>', 'A cohort'),
    'term  "cohort" stands here first and leads nowhere  write <Term id="cohort">cohort</Term>',
    edit(EMPATHY, '</Term> of', '</Term> is a cohort of'),
  ],
  [
    'a name that two terms share',
    edit('glossary/retention.mdx', 'term: retention', 'term: retention\naka: [Cohort]'),
    'aka.0  "Cohort" is a name of glossary/cohort already  leave it to one of them',
    edit('glossary/retention.mdx', 'term: retention', 'term: retention\naka: [Return]'),
  ],
  [
    'a list of links that names a whole collection',
    edit('questions/ps-01.yaml', '/learn/empathy/idea/', '/glossary/'),
    'read 1  /glossary/ leads nowhere',
    edit('questions/ps-01.yaml', '/learn/empathy/idea/', '/glossary/cohort/'),
  ],
  [
    'a sample answer that leaves out a dimension of its rubric',
    edit('questions/ps-01.yaml', ', risks: 1', ''),
    'the scores do not fit the rubric sense: risks',
    edit('questions/ps-01.yaml', 'risks: 1', 'risks: 2'),
  ],
  [
    'a sample answer whose scores make another level',
    edit('questions/ps-01.yaml', 'level: 2', 'level: 3'),
    'the scores make level 2, not 3',
    edit('questions/ps-01.yaml', 'goal: 2', 'goal: 3'),
  ],
  [
    'an interview question whose rubric is not there',
    edit('questions/ps-01.yaml', 'rubric: sense', 'rubric: sens'),
    'there is no rubrics/sens  the nearest that exists is sense',
    edit('questions/ps-01.yaml', 'rubric: sense', "rubric: 'sense'"),
  ],
  [
    'an interview question that sends its reader nowhere',
    edit('questions/ps-01.yaml', '/learn/empathy/idea/', '/learn/empathy/ideas/'),
    '/learn/empathy/ideas/ leads nowhere  the nearest that exists is /learn/empathy/idea/',
    edit('questions/ps-01.yaml', '/learn/empathy/idea/', '/learn/empathy/detail/'),
  ],
  [
    'a rubric whose lesson is not there',
    edit('rubrics/sense.yaml', 'lesson: empathy', 'lesson: empaty'),
    'there is no learn/empaty  the nearest that exists is empathy',
    edit('rubrics/sense.yaml', 'lesson: empathy', 'lesson: start'),
  ],
  [
    'a template whose lesson is not there',
    edit('templates/memo.yaml', 'lesson: empathy', 'lesson: empaty'),
    'there is no learn/empaty  the nearest that exists is empathy',
    edit('templates/memo.yaml', 'lesson: empathy', 'lesson: start'),
  ],
  [
    'a filled template that leaves out a heading of the empty one',
    edit('templates/memo.yaml', 'filled: "## Aim', 'filled: "## Name'),
    'lacks the heading "## Aim" of the empty one',
    edit('templates/memo.yaml', 'filled: "## Aim', 'filled: "## Name\\n\\n## Aim'),
  ],
  [
    'a fault of a template that its bad example does not hold',
    edit('templates/memo.yaml', 'quote: To win', 'quote: To lose'),
    'wrong.2.quote  is not in the bad example  quote it word by word',
    edit('templates/memo.yaml', 'quote: To win', 'quote: To be first. To win'),
  ],
  [
    'a change that leads nowhere',
    edit('changes/opening.yaml', '[/learn/start/]', '[/learn/stat/]'),
    '/learn/stat/ leads nowhere',
    edit('changes/opening.yaml', '[/learn/start/]', '[/learn/empathy/]'),
  ],
  [
    'a file that lies where nothing looks for it',
    { 'docs/learn/deep/er.mdx': whole[EMPATHY]! },
    'src/content/docs/learn/deep/er.mdx:1:1  docs/learn/deep/er  file  lies where no collection looks',
    {},
  ],
];

describe.each(faults)('%s', (_, refused, says, twin) => {
  it('is refused, with its place, what is wrong and how to mend it', () => {
    const mistakes = check(refused);
    expect(mistakes.join('\n')).toContain(says);
    expect(mistakes[0]).toMatch(/^src\/(content|site).+:\d+:\d+ {2}\S+ {2}.+ {2}.+/);
  });

  it('has a twin that passes', () => {
    expect(check(twin)).toEqual([]);
  });
});

describe('the order of the course', () => {
  it('must name every lesson', () => {
    const mistakes = check({}, { ...order, parts: [{ id: 'head-start', lessons: [] }] });
    expect(mistakes.join('\n')).toContain('the lesson stands in no part');
  });

  it('may not name a lesson that is not there', () => {
    const lessons = ['empathy', 'emptiness'];
    const mistakes = check({}, { ...order, parts: [{ id: 'head-start', lessons }] });
    expect(mistakes.join('\n')).toContain('there is no lesson emptiness');
  });

  it('may not name a lesson twice', () => {
    const lessons = ['empathy', 'empathy'];
    const mistakes = check({}, { ...order, parts: [{ id: 'head-start', lessons }] });
    expect(mistakes.join('\n')).toContain('the lesson empathy stands in two places');
  });
});

it('all mistakes of a run are listed, in the order of the files', () => {
  const mistakes = check({
    ...edit(TABLE, 'lesson: empathy', 'lesson: nobody'),
    ...edit(EMPATHY, '### A detail', '#### A detail'),
    ...edit('glossary/cohort.mdx', 'see: [retention]', 'see: [nothing]'),
  });
  expect(mistakes).toHaveLength(3);
  expect(mistakes).toEqual(mistakes.toSorted());
});

it('a file that cannot be read is reported once, not by everyone who names it', () => {
  expect(check(edit('glossary/cohort.mdx', 'short:', 'shrot:'))).toHaveLength(2);
});

it('words in other scripts, long titles and right-to-left text pass', () => {
  expect(
    check({
      ...edit(
        'glossary/retention.mdx',
        'The share that comes back.',
        '🍅 نسبة العائدين, das Übrige',
      ),
      ...edit('docs/learn/end.mdx', 'Lesson end', `"${'A long title '.repeat(16)}"`),
    }),
  ).toEqual([]);
});
