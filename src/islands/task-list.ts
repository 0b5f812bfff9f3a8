/**
 * Makes the tasks of a checklist remember: a tick is a state, and more is said behind a button. What is
 * shown first comes from the copy for the first paint; the database has the last word. A tick that was
 * made before this script arrived counts.
 */
import { countStates, sayCount } from '#domain/progress/count.ts';
import {
  mergeRecords,
  renameRecord,
  stateOf,
  type FieldName,
  type State,
  type TaskRecord,
} from '#domain/progress/record.ts';
import {
  changeTask,
  firstPaint,
  flush,
  mirror,
  NotSaved,
  onChange,
  pending,
  readTasks,
} from './progress-store.ts';

/** Ticks after which a reader is told once that they can be copied. */
const SEVERAL = 3;
const TOLD = 'crossover-told';

/** The browsers inside chat programs, which keep nothing for long. */
const CHAT = /FBA[NV]|Instagram|Line\/|MicroMessenger|WhatsApp|Slack|; wv\)/;

/** A task of the page. */
interface Task {
  id: string;
  /** Its id and those that it had before. */
  ids: string[];
  item: HTMLElement;
  box: HTMLInputElement;
  record: TaskRecord;
  /** What was said and has no answer from the store yet, and how many answers are due. */
  wish: Partial<Record<FieldName, string>>;
  due: number;
}

/** What helps once the browser keeps no more. */
const rescue = () => import('./kept-here.ts');

const askToStay = (event: Event): void => event.preventDefault();

/** The state to show: the reader's last word, also while it is being saved. */
const shownState = ({ wish, record }: Task): State =>
  (wish.state as State | undefined) ?? stateOf(record);

class TaskList extends HTMLElement {
  #tasks: Task[] = [];
  /** What the panels need, once one was opened. */
  #panels: typeof import('./task-panel.ts') | undefined;

  connectedCallback(): void {
    this.#tasks = [...this.querySelectorAll<HTMLElement>('[data-task]')].map((item) => {
      const ids = item.dataset['task']!.split(' ');
      const box = item.querySelector('input')!;
      return { id: ids[0]!, ids, item, box, record: { id: ids[0]! }, wish: {}, due: 0 };
    });
    const states = firstPaint();
    const early: Task[] = [];
    for (const task of this.#tasks) {
      const state = task.ids.map((id) => states.get(id)).find(Boolean);
      if (state) task.record.state = { value: state, at: '' };
      // A browser may bring a known tick back after a reload; that is no new one.
      if (task.box.checked && state !== 'done') early.push(task);
      else this.#show(task);
      task.box.autocomplete = 'off';
    }
    this.addEventListener('change', this.#onInput);
    this.addEventListener('click', this.#onClick);
    // Back from the history, a page is as it was left, and other pages may have changed the tasks.
    addEventListener('pageshow', ({ persisted }) => {
      if (persisted) void this.#load();
    });
    onChange((records) => this.#take(records));
    this.#count('');
    if (CHAT.test(navigator.userAgent)) this.#warn('chat');
    void this.#load().then(() => {
      for (const task of early) void this.#change(task, { state: 'done' });
    });
  }

  async #load(): Promise<void> {
    try {
      const records = await readTasks(this.#tasks.flatMap(({ ids }) => ids));
      // What the first paint showed is forgotten: the database knows better, also that it knows nothing.
      for (const task of this.#tasks) {
        if (task.record.state?.at === '') delete task.record.state;
        this.#show(task);
      }
      this.#take(records.values());
      mirror(this.#tasks.map(({ record }) => record));
      // Safari clears what a site keeps after seven days without a visit.
      if (/^(?!.*(Chrom|Android)).*Safari/.test(navigator.userAgent)) {
        const { isCopyOld } = await rescue();
        if (await isCopyOld(records.values())) this.#warn('old');
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Shows what the database, this tab or another one says of the tasks. */
  #take(records: Iterable<TaskRecord>): void {
    const known = new Map([...records].map((record) => [record.id, record]));
    for (const task of this.#tasks) {
      const news = task.ids.flatMap((id) => known.get(id) ?? []);
      if (news.length === 0) continue;
      const record = news.map((each) => renameRecord(each, task.id)).reduce(mergeRecords);
      task.record = mergeRecords(task.record, record);
      this.#show(task);
    }
    this.#count('');
  }

  #show(task: Task): void {
    const { item, box, record, id } = task;
    const state = shownState(task);
    box.checked = state === 'done';
    item.dataset['state'] = state;
    const kept: HTMLElement[] = [];
    const keep = <Name extends 'b' | 'span' | 'a'>(name: Name, text: string | undefined) => {
      const element = document.createElement(name);
      element.textContent = text ?? '';
      if (text) kept.push(element);
      return element;
    };
    if (state !== 'to do' && state !== 'done') keep('b', state[0]!.toUpperCase() + state.slice(1));
    if (pending().some((each) => each.id === id)) keep('b', 'Not saved yet');
    keep('span', record.note?.value);
    const evidence = keep('a', record.evidence?.value);
    evidence.href = evidence.textContent;
    evidence.rel = 'noopener';
    item.querySelector<HTMLElement>('.more')!.hidden = false;
    item.querySelector('.kept')!.replaceChildren(...kept);
    this.#panels?.fillPanel(item, record, state);
  }

  #onInput = (event: Event): void => {
    const field = event.target as HTMLInputElement;
    const task = this.#tasks.find(({ item }) => item.contains(field));
    if (!task) return;
    if (field === task.box)
      return void this.#change(task, { state: field.checked ? 'done' : 'to do' });
    const change = this.#panels?.readField(task.item, field);
    if (change) void this.#change(task, change);
  };

  #onClick = async ({ target }: Event): Promise<void> => {
    const button = (target as Element).closest('button');
    if (button?.matches('.again')) void this.#tryAgain();
    try {
      if (button?.matches('.copy')) await (await rescue()).saveRecords();
      if (!button?.matches('.more')) return;
      const task = this.#tasks.find(({ item }) => item.contains(button))!;
      this.#panels ??= await import('./task-panel.ts');
      this.#panels.togglePanel(task.item, task.id, button, this.querySelector('template')!);
      this.#show(task);
    } catch {
      this.#warn('offline');
    }
  };

  async #change(task: Task, change: Partial<Record<FieldName, string>>): Promise<void> {
    Object.assign(task.wish, change);
    task.due++;
    this.#count('');
    const answer = await changeTask(task.id, change).catch((error: unknown) => error);
    if (--task.due === 0) task.wish = {};
    const isSaved = !(answer instanceof Error);
    const record = isSaved ? (answer as TaskRecord) : pending().find(({ id }) => id === task.id);
    if (record) task.record = mergeRecords(task.record, record);
    this.#show(task);
    if (!isSaved) return this.#fail(answer);
    this.#warn('none');
    this.#count('Saved.');
    this.#tell();
  }

  async #tryAgain(): Promise<void> {
    try {
      await flush();
      this.#warn('none');
      for (const task of this.#tasks) this.#show(task);
      this.#count('Saved.');
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (!(error instanceof NotSaved)) throw error;
    const { trouble } = error;
    const isWaiting = pending().length > 0;
    this.#warn(trouble, isWaiting && trouble !== 'newer');
    this.#count(isWaiting ? 'Not saved.' : '');
    for (const { box } of this.#tasks) box.disabled = trouble === 'newer';
  }

  /** A reader with several ticks hears once that they can be copied. */
  #tell(): void {
    const done = [...firstPaint().values()].filter((state) => state === 'done');
    try {
      if (done.length < SEVERAL || localStorage[TOLD]) return;
      localStorage[TOLD] = '1';
      this.#warn('several');
    } catch {
      // Where storage is denied nothing is kept, and another sentence says so.
    }
  }

  /** Says one of the component's sentences beneath the list, or none, with a way to the copies. */
  #warn(which: string, canTryAgain = false): void {
    const box = this.querySelector<HTMLElement>('.trouble')!;
    const sentence = this.querySelector('template')!.content.querySelector(`[data-when=${which}]`);
    box.hidden = !sentence;
    box.querySelector('span')!.textContent = sentence?.textContent ?? '';
    box.classList.toggle('unsaved', canTryAgain);
    const room = box.querySelector<HTMLElement>('.room')!;
    room.hidden = true;
    if (which === 'full') void rescue().then(({ showKept }) => showKept(room));
    // What is in memory alone goes with the page, so the browser asks before it leaves.
    (canTryAgain ? addEventListener : removeEventListener)('beforeunload', askToStay);
  }

  /** Says how far the list is, and nothing while it is not known whether that is saved. */
  #count(said: string): void {
    const isDue = this.#tasks.some(({ due }) => due > 0);
    const words = isDue ? '' : `${sayCount(countStates(this.#tasks.map(shownState)))}. ${said}`;
    const place = this.querySelector('.count')!;
    if (place.textContent !== words) place.textContent = words;
    // After the first words, which are not news: from now on a change of them is read aloud.
    place.role = 'status';
  }
}

customElements.define('task-list', TaskList);

if (document.querySelector('my-progress')) {
  // my-progress.ts imports the one, and would ask for it a round trip later. Without it the list remains.
  void Promise.allSettled([rescue(), import('./my-progress.ts')]);
}
