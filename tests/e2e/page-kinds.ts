import { readSite } from '../../build/check-pages.ts';
import { parseAddress } from '#domain/course/address.ts';

/**
 * What the long run walks over: every whole page of the built site, and of the pages of parts, which are
 * many and of five makes, one in forty. Paths without a slash at their beginning.
 */
export function everyWholePage(): string[] {
  const paths = readSite('dist').pages.map(({ path }) => path);
  const isPart = (path: string) => parseAddress(path)?.part !== undefined;
  const parts = paths.filter(isPart).filter((_, index) => index % 40 === 0);
  return [...paths.filter((path) => !isPart(path)), ...parts].map((path) => path.slice(1));
}

/** One page of each kind, as a path without a slash at its beginning. */
export const PAGE_KINDS = [
  '',
  'learn/',
  'learn/customer-empathy/',
  'parts/skill-gaps/',
  'tables/',
  'tables/skill-transfer/',
  'tables/larder-tracking-plan/',
  'checklists/',
  'checklists/start-inside/',
  'quizzes/start-inside/',
  'glossary/',
  'glossary/north-star-metric/',
  'faq/',
  'faq/pmm-vs-pm/',
  'rubrics/technical/',
  'questions/',
  'questions/te-02/',
  'templates/',
  'templates/retirement-note/',
  'sources/',
  'sources/microsoft-experiments-paper/',
  'about/',
  'about/claims/',
  'about/privacy/',
  'about/offline/',
  'tools/',
  'tools/retention-lab/',
  'tools/rice-worksheet/',
  'changes/',
  'progress/',
  'review/',
  'learn/product-analytics/cohorts/',
  'tables/skill-transfer/growth-strategy/',
  'checklists/start-inside/manager-talk/',
  'quizzes/start-inside/unpaid-work/',
  'rubrics/technical/system/',
  'nowhere/',
];
