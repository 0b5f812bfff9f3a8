/**
 * Writes a synthetic course of any size, to see how the build grows:
 *
 *   node build/generate-lessons.ts 300 .generated/300
 *   CONTENT_DIR=.generated/300 npm run build
 *
 * The folder has the layout of src/content, and course.json in it holds the order of the lessons.
 * A lesson has what a written one has (a figure, a checklist, a quiz, terms, a table row, facts, an
 * interview question), in words that mean nothing. The same number gives the same words every time.
 */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import type { Order } from '../src/domain/course/course.ts';
import { randomFrom } from '../src/domain/shuffle.ts';

const LESSONS_IN_A_PART = 10;

/** The first and the last lesson, under the ids that they have in src/site.ts. */
const OPENING = 'start';
const CLOSING = 'next-steps';

/** The templates that the first page of the site names. */
const NAMED =
  'interview-guide tracking-plan experiment-plan release-plan case-study story-bank'.split(' ');

const NOUNS = 'anchor answer basket bridge budget candle canvas channel choice corner customer decision dinner door draft evening figure forecast friend garden guess habit harbor household interview kitchen ladder lantern letter list market measure meeting member mirror month mountain narrative notebook orchard pattern person pilot plan planner pocket promise question reason recipe record release result river room routine sample season shelf signal sketch spinach story street survey table teacher team ticket tower trade village visit voice week window workshop'.split(' '); // prettier-ignore
const VERBS = 'answers borrows bridges carries changes checks counts crosses describes explains feeds follows gathers guards guides helps holds joins keeps leaves lifts marks meets mends moves names needs opens orders outlasts paints plants prepares protects questions reaches reads records repeats rests settles shapes shares sharpens shows sorts steadies supports surprises teaches tests turns waits weighs widens writes'.split(' '); // prettier-ignore
const ADJECTIVES = 'ample brief bright broad calm careful clear common curious distant early empty even exact fair familiar firm fresh gentle honest hidden humble idle large late lively lonely narrow open ordinary patient plain present quiet rare ready recent sharp shared simple single slow small steady strange sturdy sudden tidy useful usual visible warm weekly whole'.split(' '); // prettier-ignore
const JOINTS = ['because', 'before', 'while', 'after', 'although', 'and'];

/** A stream of words that its seed decides entirely. */
class Words {
  #next: () => number;

  constructor(seed: number) {
    this.#next = randomFrom(String(seed));
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.#next() * items.length)]!;
  }

  /** Different nouns. */
  nouns(count: number): string[] {
    const chosen = new Set<string>();
    while (chosen.size < count) chosen.add(this.pick(NOUNS));
    return [...chosen];
  }

  phrase(): string {
    return `the ${this.pick(ADJECTIVES)} ${this.pick(NOUNS)}`;
  }

  clause(): string {
    return `${this.phrase()} ${this.pick(VERBS)} ${this.phrase()}`;
  }

  /** Eight to seventeen words with a full stop. */
  sentence(): string {
    const tail = this.pick([true, false]) ? ` ${this.pick(JOINTS)} ${this.clause()}` : ' again';
    return capitalize(`${this.clause()}${tail}.`);
  }

  paragraph(sentences: number): string {
    return Array.from({ length: sentences }, () => this.sentence()).join(' ');
  }

  paragraphs(count: number): string {
    return Array.from({ length: count }, () => this.paragraph(6)).join('\n\n');
  }
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A file to write: its path in the content folder and its text. */
type File = [name: string, text: string];

const yaml = (name: string, data: object): File => [`${name}.yaml`, stringify(data)];
const mdx = (name: string, matter: object, body: string): File => [
  `${name}.mdx`,
  `---\n${stringify(matter)}---\n\n${body.trim()}\n`,
];

/** What a lesson needs to know of its place in the course. */
interface Place {
  id: string;
  seed: number;
  /** The lesson before, which is its prerequisite. */
  before: string | undefined;
  /** The part whose table and facts it uses. */
  part: string;
}

const termOf = (lesson: string): string => `term-of-${lesson}`;
const tableOf = (part: string): string => `table-of-${part}`;
const factOf = (part: string): string => `fact-of-${part}`;
const sourceOf = (part: string): string => `source-of-${part}`;
const rubricOf = (part: string): string => `rubric-of-${part}`;

function lessonText(words: Words, { id, part }: Place, sections: string[]): string {
  const section = (noun: string): string => `
## ${capitalize(words.phrase())} {#${noun}}

${words.paragraphs(2)}
`;
  const mistake = (noun: string): string => `
### ${capitalize(words.phrase())} {#wrong-${noun}}

${words.paragraph(3)} **The way out:** ${words.paragraph(2)}
`;
  return `
import { Checklist, Computed, Document, Fact, Figure, Larder, Mistakes, Quiz, Scene, ShowIt, Sources, Table, Term } from '#components/lesson';

<Scene>

${words.paragraph(7)}

</Scene>

## What carries over {#carries-over}

${words.paragraph(5)} <Term id="${termOf(id)}">${words.phrase()}</Term> ${words.pick(VERBS)} ${words.phrase()}.

<Table id="${tableOf(part)}" rows="${id}" />

<Fact id="${factOf(part)}">${words.sentence()}</Fact> Of <Larder at="sample/households" /> households, <Larder at="sample/active" words />
came back, which is <Computed is="share" from="sample/active sample/households" />.
${sections.map(section).join('')}
<Document title="${capitalize(words.phrase())}" of="${capitalize(words.phrase())}">

**${capitalize(words.pick(NOUNS))}:** ${words.paragraph(3)}

- ${words.sentence()}
- ${words.sentence()}

</Document>

<Figure id="${id}" />

## Where it goes wrong {#goes-wrong}

<Mistakes>
${words.nouns(3).map(mistake).join('')}
</Mistakes>

## Do it {#do-it}

${words.paragraph(2)}

<Checklist id="${id}" />

## Check yourself {#check-yourself}

<Quiz id="${id}" />

## Show it {#show-it}

<ShowIt>

${words.paragraph(4)}

</ShowIt>

## Sources {#sources}

<Sources />
`;
}

function lessonFiles(place: Place): File[] {
  const { id, seed, before } = place;
  const words = new Words(seed);
  const title = capitalize(words.clause());
  const sections = words.nouns(3);
  return [
    mdx(
      `docs/learn/${id}`,
      {
        title,
        description: words.sentence(),
        artifact: words.phrase(),
        mentor: `Which part of ${words.phrase()} would you not trust, and why?`,
        after: before === undefined ? [] : [before],
      },
      lessonText(words, place, sections),
    ),
    yaml(`checklists/${id}`, {
      title: capitalize(words.phrase()),
      tasks: words.nouns(6).map((noun) => ({
        id: noun,
        task: words.sentence(),
        done: `${words.clause()}.`,
      })),
    }),
    yaml(`quizzes/${id}`, {
      title: capitalize(words.phrase()),
      questions: words.nouns(5).map((noun) => ({
        id: noun,
        question: `Why is it that ${words.clause()}?`,
        options: [
          { text: words.sentence(), why: words.sentence() },
          { text: words.sentence(), right: true, why: words.sentence() },
          { text: words.sentence(), why: words.sentence() },
        ],
        section: `/learn/${id}/${words.pick(sections)}/`,
      })),
    }),
    yaml(`figures/${id}`, {
      kind: 'steps',
      title: capitalize(words.phrase()),
      description: `Four boxes in a row, joined by arrows. ${words.paragraph(2)}`,
      caption: words.sentence(),
      steps: words.nouns(4).map((noun) => ({ label: capitalize(noun), note: words.phrase() })),
    }),
    mdx(
      `glossary/${termOf(id)}`,
      {
        term: capitalize(`${words.pick(ADJECTIVES)} ${words.pick(NOUNS)} of ${id}`),
        short: words.sentence(),
        aka: [`${words.pick(ADJECTIVES)} ${words.pick(NOUNS)} in ${id}`],
        see: before === undefined ? [] : [termOf(before)],
        sources: [sourceOf(place.part)],
      },
      words.paragraph(5),
    ),
    yaml(`questions/question-of-${id}`, {
      question: `Why is it that ${words.clause()}?`,
      rubric: rubricOf(place.part),
      tests: words.sentence(),
      minutes: 20,
      outline: words.nouns(5).map((noun) => ({ step: capitalize(noun), says: words.paragraph(2) })),
      faults: words.nouns(3).map(() => ({ fault: words.sentence(), instead: words.sentence() })),
      read: [`/learn/${id}/${words.pick(sections)}/`],
    }),
  ];
}

function template(id: string, lesson: string, words: Words): File {
  const mistakes = words.nouns(3).map(() => words.sentence());
  return yaml(`templates/${id}`, {
    title: `${capitalize(words.phrase())} of ${id}`,
    description: words.sentence(),
    use: words.sentence(),
    lesson,
    of: capitalize(words.phrase()),
    ...Object.fromEntries(
      ['empty', 'filled'].map((form) => [form, `## Aim\n\n${words.paragraph(4)}\n`]),
    ),
    bad: `## Aim\n\n${mistakes.join(' ')}\n`,
    wrong: mistakes.map((quote) => ({
      quote,
      problem: words.sentence(),
      instead: words.sentence(),
    })),
  });
}

function partFiles(id: string, lessons: string[], seed: number): File[] {
  const words = new Words(seed);
  return [
    mdx(
      `parts/${id}`,
      {
        title: capitalize(words.clause()),
        promise: words.sentence(),
        leaves: words.phrase(),
        description: words.sentence(),
      },
      `${words.paragraphs(2)}\n\n<Table id="${tableOf(id)}" />`,
    ),
    yaml(`tables/${tableOf(id)}`, {
      title: capitalize(words.phrase()),
      caption: words.sentence(),
      columns: [
        { id: 'subject', label: 'Subject' },
        { id: 'market', label: 'For the market', voice: 'market' },
        { id: 'product', label: 'For the product', voice: 'product' },
      ],
      rows: lessons.map((lesson) => ({
        id: lesson,
        cells: [capitalize(words.phrase()), words.sentence(), words.sentence()],
        lesson,
      })),
    }),
    yaml(`rubrics/${rubricOf(id)}`, {
      title: capitalize(words.phrase()),
      description: words.sentence(),
      about: words.sentence(),
      lesson: lessons[0]!,
      dimensions: words.nouns(5).map((noun) => ({
        id: noun,
        dimension: capitalize(noun),
        levels: words.nouns(4).map(() => words.sentence()),
      })),
    }),
    template(`template-of-${id}`, lessons[0]!, words),
    yaml(`facts/${id}`, {
      facts: [{ id: factOf(id), claim: words.sentence(), sources: [sourceOf(id)] }],
    }),
    yaml(`sources/${sourceOf(id)}`, {
      title: capitalize(words.clause()),
      url: `https://example.org/${id}`,
      grade: 'secondary',
      read: '2026-11-23',
    }),
  ];
}

/**
 * The files of a course of `count` lessons (at least three), the opening and the closing one among
 * them, with course.json.
 */
export function generateCourse(count: number): File[] {
  const inParts = Array.from({ length: count - 2 }, (_, index) => `lesson-${index + 1}`);
  const parts = Array.from(
    { length: Math.ceil(inParts.length / LESSONS_IN_A_PART) },
    (_, index) => ({
      id: `part-${index + 1}`,
      lessons: inParts.slice(index * LESSONS_IN_A_PART, (index + 1) * LESSONS_IN_A_PART),
    }),
  );
  const order: Order = { opening: OPENING, parts, closing: CLOSING };
  const homes = new Map(parts.flatMap(({ id, lessons }) => lessons.map((lesson) => [lesson, id])));
  // The two lessons outside the parts use the table of the part beside them.
  homes.set(OPENING, parts[0]!.id).set(CLOSING, parts.at(-1)!.id);
  const lessons = [OPENING, ...inParts, CLOSING];
  const question = new Words(count);
  return [
    ['course.json', `${JSON.stringify(order, undefined, 2)}\n`],
    ...lessons.flatMap((id, index) =>
      lessonFiles({ id, seed: index + 1, before: lessons[index - 1], part: homes.get(id)! }),
    ),
    ...parts.flatMap(({ id, lessons: own }, index) => {
      const beside = [
        ...(index === 0 ? [OPENING] : []),
        ...own,
        ...(index === parts.length - 1 ? [CLOSING] : []),
      ];
      return partFiles(id, beside, -index - 1);
    }),
    ...NAMED.map((id) => template(id, inParts[0]!, question)),
    mdx(
      'tools/growth-loop',
      {
        title: 'Growth loop',
        description: question.sentence(),
        lesson: inParts[0]!,
        example: {
          fields: {
            invitations: '2',
            acceptance: '20%',
            cycle: '2',
            seed: '300',
            cost: '18',
            span: '12',
            market: '40,000',
          },
        },
      },
      '<Tool id="growth-loop" />',
    ),
    mdx(
      'faq/any-question',
      { question: `Why is it that ${question.clause()}?`, short: question.sentence() },
      question.paragraph(4),
    ),
    yaml('larder/sample', {
      about: 'Figures that the generated lessons mention.',
      figures: { households: 12, active: 9 },
    }),
  ];
}

/** Writes the course that the command line asks for. */
function main(countText: string | undefined, directory: string | undefined): void {
  const count = Number(countText);
  if (!Number.isInteger(count) || count < 3 || directory === undefined) {
    throw new Error(
      'Say how many lessons (three or more) and where: node build/generate-lessons.ts 300 .generated/300',
    );
  }
  const project = path.resolve(import.meta.dirname, '..');
  const target = path.resolve(directory);
  const [top] = path.relative(project, target).split(path.sep);
  if (!top || top === '..' || path.isAbsolute(top) || top === 'src' || top === 'node_modules') {
    throw new Error(
      `Lessons cannot be generated into ${target}: their imports (#components) work inside the project only, and src is for written ones. Name a folder such as .generated/${count}.`,
    );
  }
  if (existsSync(target) && readdirSync(target).length > 0) {
    throw new Error(`The folder ${target} is not empty: delete it first, or name another one.`);
  }
  const files = generateCourse(count);
  for (const [name, text] of files) {
    const file = path.join(target, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  console.log(`Wrote ${count} lessons (${files.length} files) into ${target}.`);
}

// The second half holds when build/require-node.cjs started this file.
if (import.meta.main || process.argv[1] === import.meta.filename) {
  try {
    main(process.argv[2], process.argv[3]);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
