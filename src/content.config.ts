import { defineCollection } from 'astro:content';
import { glob } from 'astro/loaders';
import { docsSchema } from '@astrojs/starlight/schema';
import { z } from 'astro/zod';
import { lessonFields, schemas } from './schema.ts';
import { contentDirectory } from './site.ts';

/** One file an entry; its id is the file name, whatever the file says. */
const files = (folder: string, pattern: string) =>
  glob({
    base: `${contentDirectory}/${folder}`,
    pattern,
    generateId: ({ entry }) => entry.replace(/\.[^.]+$/, ''),
  });

export const collections = {
  docs: defineCollection({
    loader: files('docs', 'learn/*.mdx'),
    // Optional here, because Starlight parses the pages that are no lessons with this schema too;
    // the check of the content demands both of every lesson.
    schema: docsSchema({
      extend: z.object(lessonFields).partial({ artifact: true, mentor: true }),
    }),
  }),
  parts: defineCollection({ loader: files('parts', '*.mdx'), schema: schemas.parts }),
  tables: defineCollection({ loader: files('tables', '*.yaml'), schema: schemas.tables }),
  checklists: defineCollection({
    loader: files('checklists', '*.yaml'),
    schema: schemas.checklists,
  }),
  quizzes: defineCollection({ loader: files('quizzes', '*.yaml'), schema: schemas.quizzes }),
  glossary: defineCollection({ loader: files('glossary', '*.mdx'), schema: schemas.glossary }),
  faq: defineCollection({ loader: files('faq', '*.mdx'), schema: schemas.faq }),
  rubrics: defineCollection({ loader: files('rubrics', '*.yaml'), schema: schemas.rubrics }),
  questions: defineCollection({ loader: files('questions', '*.yaml'), schema: schemas.questions }),
  templates: defineCollection({ loader: files('templates', '*.yaml'), schema: schemas.templates }),
  tools: defineCollection({ loader: files('tools', '*.mdx'), schema: schemas.tools }),
  changes: defineCollection({ loader: files('changes', '*.yaml'), schema: schemas.changes }),
  sources: defineCollection({ loader: files('sources', '*.yaml'), schema: schemas.sources }),
  facts: defineCollection({ loader: files('facts', '*.yaml'), schema: schemas.facts }),
  larder: defineCollection({ loader: files('larder', '*.yaml'), schema: schemas.larder }),
  figures: defineCollection({ loader: files('figures', '*.yaml'), schema: schemas.figures }),
  vocabulary: defineCollection({
    loader: files('vocabulary', '*.yaml'),
    schema: schemas.vocabulary,
  }),
};
