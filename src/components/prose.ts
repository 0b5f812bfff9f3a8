/** The components that short texts (parts, terms, answers, tools) may use without an import. */
import CohortImport from './CohortImport.astro';
import Computed from './Computed.astro';
import Document from './Document.astro';
import Fact from './Fact.astro';
import Figure from './Figure.astro';
import Larder from './Larder.astro';
import Table from './Table.astro';
import Term from './Term.astro';
import Tool from './Tool.astro';

export const proseComponents = {
  CohortImport,
  Computed,
  Document,
  Fact,
  Figure,
  Larder,
  Table,
  Term,
  Tool,
};
