/**
 * Makes the tasks of a checklist remember: a tick is a state, and more is said behind a button. What is
 * shown first comes from the copy for the first paint; the database has the last word. A tick that was
 * made before this script arrived counts.
 */
import { countStates, sayCount } from '#domain/progress/count.ts';
import {
  isEvidence,
  mergeRecords,
  renameRecord,
  stateOf,
  toEvidence,
  toNote,
  type FieldName,
  type State,
  type TaskRecord,
} from '#domain/progress/record.ts';
import { timeOf } from '#domain/progress/stamp.ts';
import {
  changeTask,
  firstPaint,
  flush,
  isFirstTime,
  mirror,
  NotSaved,
  onChange,
  pending,
  readFact,
  readTasks,
} from './progress-store.ts';

/** Days after which a copy counts as old where the browser may clear what it keeps. */
const OLD = 5;
const DAY = 86_400_000;
/** Ticks after which a reader is told once that they can be copied. */
const SEVERAL = 3;
const TOLD = 'crossover-told';

/** Safari clears what a site keeps after seven days without a visit. */
const mayEvict = (): boolean =>
  /Safari\//.test(navigator.userAgent) && !/Chrom|Android/.test(navigator.userAgent);

/** The browsers inside chat programs, which keep nothing for long. */
const isInsideChat = (): boolean =>
  /FBAN|FBAV|Instagram|Line\/|MicroMessenger|WhatsApp|Slack|; wv\)/.test(navigator.userAgent);

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

/** The state to show: the reader's last word, also while it is being saved. */
const shownState = ({ wish, record }: Task): State =>
  (wish.state as State | undefined) ?? stateOf(record);

class TaskList extends HTMLElement {
  #tasks: Task[] = [];
  #stop: (() => void) | undefined;

  connectedCallback(): void {
    this.#tasks = [...this.querySelectorAll<HTMLElement>('[data-task]')].flatMap((item) => {
      const ids = (item.dataset['task'] ?? '').split(' ');
      const box = item.querySelector<HTMLInputElement>('input[type=checkbox]');
      return box
        ? [{ id: ids[0]!, ids, item, box, record: { id: ids[0]! }, wish: {}, due: 0 }]
        : [];
    });
    const early = new Map(
      this.#tasks
        .filter(({ box }) => box.checked !== box.defaultChecked)
        .map((task) => [task, task.box.checked]),
    );
    // Else Firefox would bring a tick back after a reload, which would look like a new one.
    for (const { box } of this.#tasks) box.autocomplete = 'off';
    const states = firstPaint();
    for (const task of this.#tasks) {
      const state = task.ids.map((id) => states.get(id)).find((each) => each);
      if (state) task.record.state = { value: state, at: '' };
      if (!early.has(task)) this.#show(task);
    }
    this.addEventListener('change', this.#onInput);
    this.addEventListener('click', this.#onClick);
    // Back from the history, a page is as it was left, and other pages may have changed the tasks.
    addEventListener('pageshow', this.#onShow);
    this.#stop = onChange((records) => this.#take(records));
    this.#count('');
    if (isInsideChat()) {
      this.#warn('chat');
    }
    void this.#load().then(() => {
      for (const [task, isDone] of early)
        void this.#change(task, { state: isDone ? 'done' : 'to do' });
    });
  }

  disconnectedCallback(): void {
    this.#stop?.();
    removeEventListener('pageshow', this.#onShow);
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
      await this.#remind();
    } catch (error) {
      this.#fail(error);
    }
  }

  #onShow = ({ persisted }: PageTransitionEvent): void => {
    if (persisted) void this.#load();
  };

  /** Shows what the database, this tab or another one says of the tasks. */
  #take(records: Iterable<TaskRecord>): void {
    const known = new Map<string, TaskRecord>();
    for (const record of records) known.set(record.id, record);
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
    item.querySelector('.kept')!.replaceChildren(...kept);
    const panel = item.querySelector('.panel');
    if (!panel) return;
    for (const field of panel.querySelectorAll<HTMLInputElement>('[data-field]')) {
      const name = field.dataset['field'] as FieldName;
      if (field.type === 'radio') field.checked = field.value === state;
      else if (field !== document.activeElement) field.value = record[name]?.value ?? '';
    }
  }

  #onInput = (event: Event): void => {
    const field = event.target as HTMLInputElement;
    const task = this.#tasks.find(({ item }) => item.contains(field));
    if (!task) return;
    if (field === task.box)
      return void this.#change(task, { state: field.checked ? 'done' : 'to do' });
    const name = field.dataset['field'] as FieldName | undefined;
    if (!name) return;
    const typed = field.value.trim();
    // As the browser writes an address: letters beyond ASCII escaped, a missing slash added.
    const value = name === 'evidence' ? toEvidence(URL.parse(typed)?.href ?? typed) : toNote(typed);
    const fault = name === 'evidence' && value !== '' && !isEvidence(value);
    if (name === 'evidence') {
      field.ariaInvalid = String(fault);
      task.item.querySelector<HTMLElement>('.fault')!.hidden = !fault;
    }
    if (!fault) void this.#change(task, { [name]: value });
  };

  #onClick = (event: Event): void => {
    const button = (event.target as Element).closest('button');
    if (button?.matches('.again')) void this.#tryAgain();
    if (!button?.matches('.more')) return;
    const task = this.#tasks.find(({ item }) => item.contains(button));
    if (!task) return;
    const panel = task.item.querySelector<HTMLElement>('.panel') ?? this.#openPanel(task);
    panel.hidden = button.ariaExpanded === 'true';
    button.ariaExpanded = String(!panel.hidden);
  };

  /** The panel of a task, made when it is first asked for. */
  #openPanel(task: Task): HTMLElement {
    const template = this.querySelector('template')!;
    const panel = template.content.firstElementChild!.cloneNode(true) as HTMLElement;
    for (const radio of panel.querySelectorAll<HTMLInputElement>('[type=radio]'))
      radio.name = task.id;
    task.item.append(panel);
    this.#show(task);
    return panel;
  }

  async #change(task: Task, change: Partial<Record<FieldName, string>>): Promise<void> {
    Object.assign(task.wish, change);
    task.due++;
    this.#count('Saving …');
    const answer = await changeTask(task.id, change).catch((error: unknown) => error);
    if (--task.due === 0) task.wish = {};
    const isSaved = !(answer instanceof Error);
    const record = isSaved ? (answer as TaskRecord) : pending().find(({ id }) => id === task.id);
    if (record) task.record = mergeRecords(task.record, record);
    this.#show(task);
    if (!isSaved) return this.#fail(answer);
    this.#warn('none');
    this.#count(this.#tasks.some(({ due }) => due > 0) ? 'Saving …' : 'Saved.');
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
    this.#warn(trouble, pending().length > 0 && trouble !== 'newer');
    this.#count(pending().length > 0 ? 'Not saved.' : '');
    const isOld = trouble === 'newer';
    for (const { box } of this.#tasks) box.disabled = isOld;
    this.toggleAttribute('data-read-only', isOld);
  }

  /** A reader with several ticks hears once that they can be copied. */
  #tell(): void {
    const done = [...firstPaint().values()].filter((state) => state === 'done');
    if (done.length < SEVERAL) return;
    if (!isFirstTime(TOLD)) return;
    this.#warn('several');
  }

  /** Where the browser may clear what it keeps, an old copy is mentioned. */
  async #remind(): Promise<void> {
    if (!mayEvict()) return;
    const stamps = this.#tasks.flatMap(({ record }) => record.state?.at || []).sort();
    const first = stamps[0];
    if (first === undefined) return;
    const copied = await readFact('copied');
    const since = (Date.now() - (typeof copied === 'number' ? copied : timeOf(first))) / DAY;
    if (since < OLD) return;
    this.#warn('old');
  }

  /** Says one of the component's sentences beneath the list, or none, with a way to the copies. */
  #warn(which: string, canTryAgain = false): void {
    const box = this.querySelector<HTMLElement>('.trouble')!;
    const sentence = this.querySelector('template')!.content.querySelector(`[data-when=${which}]`);
    box.hidden = !sentence;
    box.querySelector('span')!.textContent = sentence?.textContent ?? '';
    box.querySelector<HTMLElement>('.again')!.hidden = !canTryAgain;
  }

  #count(said: string): void {
    const count = countStates(this.#tasks.map(shownState));
    this.querySelector('[role=status]')!.textContent = `${sayCount(count)}. ${said}`;
  }
}

customElements.define('task-list', TaskList);
