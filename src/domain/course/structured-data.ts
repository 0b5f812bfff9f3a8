import type {
  BreadcrumbList,
  Course as CourseThing,
  DefinedTerm,
  FAQPage,
  Graph,
  LearningResource,
  Thing,
} from 'schema-dts';
import type { Data } from './course.ts';
import type { SpokenUnit } from './words.ts';

/** What a unit's page tells search engines, beside what it shows. */
export interface Setting {
  /** The name of the course and what it is. */
  name: string;
  description: string;
  /** The page of an address in full: "https://example.org/guide/faq/pmm-vs-pm/". */
  urlOf: (address: string) => string;
  /** The pages above this one, from the home page down. */
  above: { title: string; address: string }[];
  minutes?: number | undefined;
  updated?: string | undefined;
}

/** The course itself, as the home page tells it. */
export function courseData({ name, description, urlOf }: Omit<Setting, 'above'>): CourseThing {
  return {
    '@type': 'Course',
    '@id': urlOf('/'),
    name,
    description,
    url: urlOf('/'),
    inLanguage: 'en',
    isAccessibleForFree: true,
    provider: { '@type': 'Organization', name, url: urlOf('/') },
    hasCourseInstance: { '@type': 'CourseInstance', courseMode: 'online', courseWorkload: 'P1Y' },
  };
}

function breadcrumbs(unit: SpokenUnit, { above, urlOf }: Setting): BreadcrumbList {
  return {
    '@type': 'BreadcrumbList',
    itemListElement: [...above, unit].map(({ title, address }, index) => ({
      '@type': 'ListItem',
      position: index + 1,
      name: title,
      item: urlOf(address),
    })),
  };
}

/** The unit in the words of schema.org: where it stands, and what it is if they have a word for it. */
export function unitData(unit: SpokenUnit, setting: Setting): Graph {
  const { urlOf, minutes, updated } = setting;
  const things: Thing[] = [breadcrumbs(unit, setting)];
  const own = urlOf(unit.address);
  if (unit.kind === 'lesson') {
    const { title, description, artifact } = unit.entry.data as Data<'learn'>;
    const lesson: LearningResource = {
      '@type': 'LearningResource',
      '@id': own,
      name: title,
      description,
      url: own,
      learningResourceType: 'lesson',
      teaches: artifact,
      inLanguage: 'en',
      isAccessibleForFree: true,
      isPartOf: { '@id': urlOf('/') },
      ...(minutes !== undefined && { timeRequired: `PT${minutes}M` }),
      ...(updated !== undefined && { dateModified: updated }),
    };
    things.push(lesson);
  }
  if (unit.kind === 'term') {
    const { term, aka } = unit.entry.data as Data<'glossary'>;
    const definition: DefinedTerm = {
      '@type': 'DefinedTerm',
      '@id': own,
      name: term,
      description: unit.words[0]!,
      url: own,
      inDefinedTermSet: urlOf('/glossary/'),
      ...(aka.length > 0 && { alternateName: aka }),
    };
    things.push(definition);
  }
  if (unit.kind === 'answer') {
    const page: FAQPage = {
      '@type': 'FAQPage',
      '@id': own,
      mainEntity: {
        '@type': 'Question',
        name: unit.title,
        acceptedAnswer: { '@type': 'Answer', text: unit.words.join('\n\n') },
      },
    };
    things.push(page);
  }
  return { '@context': 'https://schema.org', '@graph': things };
}
