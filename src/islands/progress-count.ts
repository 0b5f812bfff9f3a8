/**
 * Says how far some tasks are, wherever they stand: in the sidebar, on the page of a part, on the course
 * page. Without tasks of its own it sums those of its section, or of the page.
 */
import { countStates, sayCount } from '#domain/progress/count.ts';
import { stateOf, type State } from '#domain/progress/record.ts';
import { firstPaint, mirror, onChange, readAll } from './progress-store.ts';

/** The states that the page knows: of the first paint, then of the database. */
let states: Map<string, State> | undefined;
let reading: Promise<void> | undefined;

async function read(): Promise<void> {
  const { records } = await readAll();
  mirror(records, true);
  states = new Map(records.map((record) => [record.id, stateOf(record)]));
}

/** The tasks of a count, each with the ids that it had before: "checklist task task|old; checklist task". */
function tasksOf(count: HTMLElement): string[][] {
  const { tasks } = count.dataset;
  if (tasks === undefined) {
    const scope = count.closest('section, main')!;
    return [...scope.querySelectorAll<HTMLElement>('progress-count[data-tasks]')].flatMap(tasksOf);
  }
  return tasks.split('; ').flatMap((list) => {
    const [checklist, ...names] = list.split(' ');
    return names.map((name) =>
      name.split('|').map((id) => (id.includes('/') ? id : `${checklist}/${id}`)),
    );
  });
}

class ProgressCount extends HTMLElement {
  /** What stands there while nobody has touched a task. */
  #untouched: string | undefined;

  connectedCallback(): void {
    states ??= firstPaint();
    onChange((records) => {
      for (const record of records) states?.set(record.id, stateOf(record));
      this.#print();
    });
    this.#print();
    reading ??= read();
    // Where the database cannot be read, the list of tasks on the page says why.
    reading.then(
      () => this.#print(),
      () => undefined,
    );
  }

  #print(): void {
    const found = tasksOf(this).map(
      (ids) => ids.map((id) => states?.get(id)).find(Boolean) ?? 'to do',
    );
    const isTouched = found.some((state) => state !== 'to do');
    this.#untouched ??= this.textContent;
    this.textContent = isTouched ? sayCount(countStates(found)) : this.#untouched;
  }
}

customElements.define('progress-count', ProgressCount);
