/**
 * The shape of everything in src/content, one collection after the other. Astro parses the files
 * with these schemas; build/check-content.ts parses them with the same ones and adds the place of
 * each mistake. What reaches across entries (references, repeated ids) is in domain/course.
 */
import { z } from 'astro/zod';
import { ID_PATTERN } from './domain/course/id.ts';
import { nearest } from './domain/nearest.ts';

/** A short, chosen, permanent noun in kebab-case. It never changes; the words beside it may. */
const id = z
  .string()
  .regex(ID_PATTERN, 'is not an id: use lower-case words of letters and digits joined by hyphens');

/** One line of words. Numbers stand in it by reference: `{larder interviews/households}`. */
const line = z.string().trim().min(1, 'is empty');

/** The ids under which this unit was known before. Their addresses still open. */
const was = z.array(id).default([]);

/** A day as 2026-11-23. Astro's YAML reader hands it over as a Date, the check's as a string. */
const day = z.preprocess(
  (value) => (value instanceof Date ? value.toISOString().slice(0, 10) : value),
  z.iso.date(),
);

/** An address inside the site, such as `/learn/customer-empathy/root-cause/`. */
const address = z
  .string()
  .regex(/^\/([a-z0-9-]+\/){1,3}$/, 'is not an address: write /collection/entry/part/');

/** Front matter of a lesson, beside what Starlight knows. */
export const lessonFields = {
  /** What the reader holds at the end: "notes from three interviews that …". Lower case, no full stop. */
  artifact: line,
  /** The question to put to a mentor together with the artifact. */
  mentor: line,
  /** Lessons that come before this one. */
  after: z.array(id).default([]),
  was,
  /** Sections whose id was another one before: `sections: { new-id: { was: [old-id] } }`. */
  sections: z.record(id, z.strictObject({ was: z.array(id).min(1, 'is empty') })).default({}),
};

export const lesson = z.strictObject({
  title: line,
  /** One or two sentences for search results and chats: what the reader learns. */
  description: line.max(200, 'is longer than 200 characters'),
  ...lessonFields,
});

export const part = z.strictObject({
  title: line,
  /** One line: what the reader can do after this part. */
  promise: line.max(140, 'is longer than 140 characters'),
  /** What the reader has made by its end, as it follows "You leave with". */
  leaves: line.max(80, 'is longer than 80 characters'),
  description: line.max(200, 'is longer than 200 characters'),
  was,
});

export const table = z
  .strictObject({
    title: line,
    /** What the table compares, in one sentence; it becomes the caption. */
    caption: line,
    /** `true` for a sheet of Larder's own, which is invented. */
    larder: z.boolean().default(false),
    /** The first column names the row. A voice marks the market's side and the product's side. */
    columns: z
      .array(z.strictObject({ id, label: line, voice: z.enum(['market', 'product']).optional() }))
      .min(2, 'needs at least two columns'),
    rows: z
      .array(
        z.strictObject({
          id,
          cells: z.array(line),
          /** The lesson that explains the row. */
          lesson: id.optional(),
          was,
        }),
      )
      .min(1, 'is an empty table: add at least one row'),
    /** How to use the table, printed above it on its own page. */
    use: line.optional(),
    was,
  })
  .superRefine((value, context) => {
    value.rows.forEach((row, index) => {
      if (row.cells.length !== value.columns.length) {
        context.addIssue({
          code: 'custom',
          path: ['rows', index, 'cells'],
          message: `has ${row.cells.length} cells for ${value.columns.length} columns`,
        });
      }
    });
  });

/** The file is named like its lesson. */
export const checklist = z.strictObject({
  title: line,
  tasks: z
    .array(
      z.strictObject({
        id,
        task: line,
        /** How the reader knows that it is done, after "Done when". Lower case start, full stop at the end. */
        done: line,
        was,
      }),
    )
    .min(5, 'needs at least five tasks')
    .max(8, 'has more than eight tasks'),
  /** Tasks that are off the list. Whoever has ticked one keeps it, and its address still opens. */
  retired: z.array(z.strictObject({ id, task: line, done: line, was })).default([]),
  was,
});

/** The file is named like its lesson. */
export const quiz = z.strictObject({
  title: line,
  questions: z
    .array(
      z
        .strictObject({
          id,
          question: line,
          /** Three or four, in any order: the site shuffles them. */
          options: z
            .array(z.strictObject({ text: line, right: z.literal(true).optional(), why: line }))
            .min(3, 'needs at least three options')
            .max(5, 'has more than five options'),
          /** The section that answers it. */
          section: address,
          was,
        })
        .refine(
          (question) => question.options.filter((option) => option.right).length === 1,
          'needs exactly one option with right: true',
        ),
    )
    .min(5, 'needs at least five questions'),
  was,
});

/** A kind of interview round: what is scored in it, at four levels each. The file is named like the kind. */
export const rubric = z.strictObject({
  title: line,
  description: line.max(200, 'is longer than 200 characters'),
  /** What the round is for, in one or two sentences. */
  about: line,
  /** The lesson that teaches the round. */
  lesson: id,
  dimensions: z
    .array(
      z.strictObject({
        id,
        dimension: line,
        /** What an answer does at level 1, 2, 3 and 4. */
        levels: z.array(line).length(4, 'needs exactly four levels'),
        was,
      }),
    )
    .length(5, 'needs exactly five dimensions'),
  was,
});

/** A question that an interviewer may ask. The file is named by kind and number: ps-04. */
export const question = z.strictObject({
  question: line,
  /** The rubric by which an answer is scored. */
  rubric: id,
  /** What the interviewer learns from the answer. */
  tests: line,
  /** Length of one practice answer. */
  minutes: z.number().int().positive(),
  /** What a strong answer says, in order. */
  outline: z
    .array(z.strictObject({ step: line, says: line }))
    .min(4, 'needs at least four steps')
    .max(8, 'has more than eight steps'),
  /** What marketers in particular do wrong here, and what to do instead. */
  faults: z
    .array(z.strictObject({ fault: line, instead: line }))
    .min(2, 'needs at least two faults'),
  /** Sections that prepare for it. */
  read: z.array(address).min(1, 'needs at least one section'),
  /** Answers written out and scored. */
  samples: z
    .array(
      z.strictObject({
        level: z.number().int().min(1).max(4),
        /** The answer in the order in which it is spoken, with the interviewer's remark where there is one. */
        passages: z
          .array(z.strictObject({ says: line, mark: line.optional() }))
          .min(3, 'needs at least three passages'),
        /** A level for each dimension of the rubric; their mean, rounded, is the level of the answer. */
        scores: z.record(id, z.number().int().min(1).max(4)),
        /** What would lift the answer, or what makes it strong. */
        verdict: line,
      }),
    )
    .default([]),
  was,
});

/** A document to copy: empty, filled for Larder, and filled badly. The texts are Markdown. */
export const template = z.strictObject({
  title: line,
  description: line.max(200, 'is longer than 200 characters'),
  /** For whom and when it is written, and how long it is. */
  use: line,
  /** The lesson that explains it. */
  lesson: id,
  empty: line,
  /** Larder's: who wrote it and when. */
  of: line,
  filled: line,
  bad: line,
  /** What is wrong with the bad one. Each quotes it word by word. */
  wrong: z
    .array(z.strictObject({ quote: line, problem: line, instead: line }))
    .min(3, 'needs at least three faults'),
  was,
});

/** A tool to work with; its fields and what it makes of them are in src/domain/tools. */
export const tool = z.strictObject({
  title: line,
  description: line.max(200, 'is longer than 200 characters'),
  /** The lesson that leads to it. */
  lesson: id,
  /** What stands in its fields at first: Larder's case, by the names of the fields. */
  example: z.strictObject({
    fields: z.record(z.string(), z.string()),
    /** The lines of its list, each in the order of the columns. */
    items: z.array(z.array(z.string())).default([]),
  }),
  was,
});

export const term = z.strictObject({
  term: line,
  /** The definition, complete in itself. */
  short: line.max(200, 'is longer than 200 characters'),
  /** Acronyms, other spellings, everyday words for it. */
  aka: z.array(line).default([]),
  /** Wordings that mean other things too ("launch", "press release"): no first use of the term. */
  everyday: z.array(line).default([]),
  /** What a marketer calls the same thing or its nearest cousin. */
  marketers: line.optional(),
  /** Related terms. */
  see: z.array(id).default([]),
  sources: z.array(id).default([]),
  was,
});

export const faq = z.strictObject({
  question: line,
  /** The answer in one or two sentences. */
  short: line.max(300, 'is longer than 300 characters'),
  was,
});

/** What readers say for what the site says, for the search. */
export const vocabulary = z.strictObject({
  topic: line,
  /** Whether it comes with the full text, which has room, and not with the small index, which has none left. */
  withFullText: z.boolean().default(false),
  entries: z
    .array(
      z.strictObject({
        /** Phrases as they are typed: small letters, no punctuation. */
        says: z.array(line).min(1, 'is empty'),
        /** The units to which they lead, the best first. */
        leads: z.array(address).min(1, 'is empty'),
      }),
    )
    .default([]),
  /** Words that mean the same to whoever searches here. */
  same: z.array(z.array(line).min(2, 'needs two words')).default([]),
});

/** What was new or mended on one day, for readers who come back. */
export const change = z.strictObject({
  day,
  title: line,
  changes: z
    .array(
      z.strictObject({
        says: line,
        /** Where it is. */
        at: z.array(address).default([]),
      }),
    )
    .min(1, 'is empty'),
});

export const source = z.strictObject({
  title: line,
  url: z.url(),
  /** `read`: the original was read. `secondary`: a page about it was read. `unread`: named for further reading. */
  grade: z.enum(['read', 'secondary', 'unread']),
  /** The day on which it was read. */
  read: day,
  /** What a reader should know of how it was read. */
  note: line.optional(),
  was,
});

export const facts = z.strictObject({
  facts: z
    .array(
      z.strictObject({
        id,
        /** What the sources say, with every number that a lesson may quote from it. */
        claim: line,
        sources: z.array(id).min(1, 'needs at least one source'),
      }),
    )
    .min(1, 'is empty'),
});

/** A number of Larder's: 2000, "45%" or "$6". */
const figureOfLarder = z.union([z.number(), z.string().regex(/^(\$\d+(\.\d+)?|\d+(\.\d+)?%)$/)], {
  error: 'is not a figure: write 2000, 45% or $6',
});

export const larder = z.strictObject({
  /** What these figures are and when they were counted. */
  about: line,
  figures: z.record(id, z.union([figureOfLarder, z.record(id, figureOfLarder)])),
});

const voice = z.enum(['market', 'product']).optional();
const step = z.strictObject({ label: line, note: line.optional(), voice });

interface Branch {
  label: string;
  note?: string | undefined;
  voice?: 'market' | 'product' | undefined;
  children?: Branch[] | undefined;
}
const branch: z.ZodType<Branch> = z.strictObject({
  label: line,
  note: line.optional(),
  voice,
  get children() {
    return z.array(branch).optional();
  },
});

/** What every figure has: a name, its text alternative and the sentence beneath it. */
const figureFields = {
  title: line,
  /** Says in words all that the drawing shows, for a reader who does not see it. */
  description: line.min(60, 'is too short to stand for the drawing: say what it shows'),
  caption: line,
};

/** A quantity in a figure: a number, or a reference such as "{share a b}". */
const quantity = z.union([z.number(), line]);

export const figure = z.discriminatedUnion('kind', [
  /** Boxes one after the other; `returns` labels an arrow from the last back to the first. */
  z.strictObject({
    ...figureFields,
    kind: z.literal('steps'),
    steps: z.array(step).min(2).max(8),
    returns: line.optional(),
  }),
  /** One thing at the top, what it is made of beneath it. */
  z.strictObject({ ...figureFields, kind: z.literal('tree'), root: branch }),
  /** Values over time, one line a series; null where a value is not there yet. */
  z.strictObject({
    ...figureFields,
    kind: z.literal('lines'),
    x: z.strictObject({ label: line, ticks: z.array(line).min(2) }),
    y: z
      .strictObject({ label: line, unit: z.enum(['percent', 'number']), max: z.number() })
      .refine(
        ({ unit, max }) => unit !== 'percent' || max <= 1,
        'has shares above 1: write 1 for 100%',
      ),
    series: z
      .array(z.strictObject({ label: line, voice, values: z.array(quantity.nullable()).min(2) }))
      .min(1)
      .max(4),
  }),
  /** Lengths compared. */
  z.strictObject({
    ...figureFields,
    kind: z.literal('bars'),
    unit: z.enum(['percent', 'number', 'dollar']),
    bars: z
      .array(z.strictObject({ label: line, note: line.optional(), value: quantity, voice }))
      .min(2)
      .max(8),
  }),
  /** Products compared as areas: as wide as the one factor, as high as the other. */
  z.strictObject({
    ...figureFields,
    kind: z.literal('areas'),
    /** What the width and the height of an area stand for. */
    x: z.strictObject({ label: line }),
    y: z.strictObject({ label: line }),
    areas: z
      .array(
        z.strictObject({
          label: line,
          note: line.optional(),
          voice,
          across: quantity,
          up: quantity,
        }),
      )
      .min(2)
      .max(6),
  }),
  /** Groups by their start, one a row, and beneath them the curve that they have in common. */
  z.strictObject({
    ...figureFields,
    kind: z.literal('cohorts'),
    x: z.strictObject({ label: line, ticks: z.array(line).min(2).max(6) }),
    /** Names the curve. */
    pooled: line,
    /** How many of a group are active in each period, the first is its size; a later group has fewer. */
    cohorts: z
      .array(z.strictObject({ label: line, values: z.array(quantity).min(1).max(6) }))
      .min(2)
      .max(6),
  }),
  /** Two questions crossed: four fields, from the upper left, row by row. */
  z.strictObject({
    ...figureFields,
    kind: z.literal('fields'),
    x: z.strictObject({ label: line, low: line, high: line }),
    y: z.strictObject({ label: line, low: line, high: line }),
    fields: z.array(step).length(4),
  }),
  /** Who says what to whom, in order, top to bottom. */
  z.strictObject({
    ...figureFields,
    kind: z.literal('messages'),
    actors: z
      .array(z.strictObject({ id, label: line, voice }))
      .min(2)
      .max(4),
    messages: z
      .array(z.strictObject({ from: id, to: id, label: line }))
      .min(2)
      .max(9),
  }),
  /** Spans of time on one axis. */
  z.strictObject({
    ...figureFields,
    kind: z.literal('spans'),
    unit: line,
    end: z.number().positive(),
    spans: z
      .array(
        z
          .strictObject({
            label: line,
            from: z.number().min(0),
            to: z.number(),
            note: line.optional(),
            voice,
          })
          .refine(({ from, to }) => to > from, 'ends before it begins'),
      )
      .min(2)
      .max(8),
  }),
]);

/** The components that MDX may use, and their props. Each component parses its props with its own. */
export const componentProps = {
  Scene: z.strictObject({}),
  Fact: z.strictObject({ id }),
  Larder: z.strictObject({ at: line, words: z.literal(true).optional() }),
  Computed: z.strictObject({
    is: line,
    from: line,
    digits: z
      .string()
      .regex(/^[0-4]$/)
      .optional(),
    words: z.literal(true).optional(),
  }),
  Term: z.strictObject({ id }),
  Table: z.strictObject({ id, rows: line.optional() }),
  Figure: z.strictObject({ id }),
  Document: z.strictObject({ title: line, of: line }),
  Mistakes: z.strictObject({}),
  Checklist: z.strictObject({ id }),
  /** `question` shows one question alone. */
  Quiz: z.strictObject({ id, question: id.optional() }),
  Tool: z.strictObject({ id }),
  CohortImport: z.strictObject({}),
  ShowIt: z.strictObject({}),
  Sources: z.strictObject({}),
} satisfies Record<string, z.ZodObject>;

/**
 * What is wrong with the props of a component in MDX; an empty list where nothing is.
 * @param props attributes as written; a bare attribute is true, a braced one its source in braces.
 */
export function checkProps(
  component: keyof typeof componentProps,
  props: Record<string, string | true>,
): { prop: string; problem: string }[] {
  const schema = componentProps[component];
  const result = schema.safeParse(props);
  if (result.success) return [];
  return result.error.issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') {
      return [{ prop: issue.path.join('.'), problem: issue.message }];
    }
    return issue.keys.map((prop) => {
      const best = nearest(prop, Object.keys(schema.shape));
      return {
        prop,
        problem: best ? `is no prop; the nearest is ${best}` : 'is no prop; it takes none',
      };
    });
  });
}

/** Folder of src/content to schema. Lessons live in docs/learn, where Starlight looks for them. */
export const schemas = {
  learn: lesson,
  parts: part,
  tables: table,
  checklists: checklist,
  quizzes: quiz,
  glossary: term,
  faq,
  rubrics: rubric,
  questions: question,
  templates: template,
  tools: tool,
  changes: change,
  sources: source,
  facts,
  larder,
  figures: figure,
  vocabulary,
};
