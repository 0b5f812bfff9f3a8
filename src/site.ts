import { readFileSync } from 'node:fs';
import type { Order } from './domain/course/course.ts';

/** The name of the site. */
export const title = 'Crossover';

/** What the site is, in one sentence. */
export const description = 'A course that takes a marketer into product management.';

/** Where the site stands in the world, without a slash at the end. */
export const url = process.env['SITE_URL'] ?? 'http://localhost:4321';

/** The path under which it is served, "/" or "/guide". */
export const base = process.env['BASE'] ?? '/';

/** A mail address for readers. Links to it are absent while it is undefined. */
export const contact: string | undefined = process.env['CONTACT'];

/** The address of the repository. Links to it are absent while it is undefined. */
export const repository: string | undefined = process.env['REPOSITORY'];

/** Whether browsers keep the site for reading offline. OFFLINE=off also takes back what they have kept. */
export const offline = process.env['OFFLINE'] !== 'off';

/** The folder of the content. CONTENT_DIR points a build at lessons made by build/generate-lessons.ts. */
export const contentDirectory = process.env['CONTENT_DIR'] ?? 'src/content';

/** Whether the lessons were made for a trial: they were never published, and have no cards. */
export const isTrial = process.env['CONTENT_DIR'] !== undefined;

/** The parts and the order of the lessons. A lesson may move; its address stays. */
const order: Order = {
  opening: 'start',
  parts: [
    {
      id: 'head-start',
      lessons: ['customer-empathy', 'launch-and-growth', 'data-driven-decisions'],
    },
    {
      id: 'mindset',
      lessons: ['campaigns-to-lifecycles', 'technical-debt-and-constraints', 'demand-to-value'],
    },
    {
      id: 'skill-gaps',
      lessons: [
        'technical-fluency',
        'product-analytics',
        'agile-working',
        'ai-and-decision-science',
      ],
    },
    {
      id: 'transition-plan',
      lessons: ['start-inside', 'portfolio', 'resume-and-narrative', 'skill-sprints'],
    },
    {
      id: 'interview',
      lessons: [
        'product-sense',
        'execution-and-prioritization',
        'technical-interview',
        'behavioral-interview',
        'go-to-market-value',
      ],
    },
    {
      id: 'the-job',
      lessons: [
        'discovery',
        'opportunity-trees',
        'strategy-and-roadmap',
        'experiments',
        'pricing-and-unit-economics',
        'saying-no',
        'privacy-and-accessibility',
      ],
    },
    {
      id: 'getting-there',
      lessons: [
        'choosing-a-seat',
        'year-of-gates',
        'mentor',
        'postings-and-firms',
        'search-funnel',
        'rejection-and-debrief',
        'first-90-days',
      ],
    },
  ],
  closing: 'next-steps',
};

/** The order in force: the site's own, or the one beside generated lessons. */
export const courseOrder: Order = process.env['CONTENT_DIR']
  ? (JSON.parse(readFileSync(`${contentDirectory}/course.json`, 'utf8')) as Order)
  : order;
