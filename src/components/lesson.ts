/** Everything that a lesson may use; componentProps in src/schema.ts says what each takes. */
export { default as Checklist } from './Checklist.astro';
export { default as Computed } from './Computed.astro';
export { default as Document } from './Document.astro';
export { default as Fact } from './Fact.astro';
export { default as Figure } from './Figure.astro';
export { default as Larder } from './Larder.astro';
export { default as Mistakes } from './Mistakes.astro';
export { default as Quiz } from './Quiz.astro';
export { default as Scene } from './Scene.astro';
export { default as ShowIt } from './ShowIt.astro';
export { default as Sources } from './Sources.astro';
export { default as Table } from './Table.astro';
export { default as Term } from './Term.astro';
