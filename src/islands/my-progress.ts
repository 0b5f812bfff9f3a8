/**
 * The page of one's own progress: the overview and the filters, copies and how they come back, and what
 * somebody shared by a link. It loads on that page alone.
 */
import type { AnswerRecord } from '#domain/progress/answers.ts';
import {
  faultOfSize,
  lastChange,
  previewAnswers,
  previewMerge,
  readBackup,
  recordsOfStates,
  sayPreview,
  undoMerge,
} from '#domain/progress/backup.ts';
import { countStates, sayCount } from '#domain/progress/count.ts';
import { encodeStates, findStates } from '#domain/progress/link.ts';
import {
  mergeRecords,
  renameRecord,
  stateOf,
  type State,
  type TaskRecord,
} from '#domain/progress/record.ts';
import { timeOf } from '#domain/progress/stamp.ts';
import { knownAnswers, onAnswer, readAnswers } from './answer-store.ts';
import { saveDamaged, showKept } from './kept-here.ts';
import {
  deleteAll,
  mergeAnswersIn,
  mergeIn,
  putBack,
  saveFile,
  writeFact,
} from './progress-copies.ts';
import { NotSaved, onChange, readAll, readFact } from './progress-store.ts';

/** What the page tells of the course. */
interface CourseTasks {
  ordinals: string[];
  renamed: Record<string, string>;
  retired: Record<string, string>;
}

/** A link that a mentor chose to remember. */
interface Remembered {
  name: string;
  payload: string;
  day: string;
}

/** What waits for the reader's word, and what can be taken back. */
interface Merge {
  records: TaskRecord[];
  answers: AnswerRecord[];
  words: string;
}

/** Whether what the browser kept is a link that was remembered. */
const isRemembered = (value: unknown): value is Remembered =>
  typeof value === 'object' &&
  value !== null &&
  ['name', 'payload', 'day'].every((key) => typeof Reflect.get(value, key) === 'string');

const DAY = 86_400_000;
const SHOWN_NEXT = 3;

const sayAnswers = (count: number): string => (count === 1 ? '1 answer' : `${count} answers`);

const word = (state: State): string => state[0]!.toUpperCase() + state.slice(1);

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}

class MyProgress extends HTMLElement {
  #course!: CourseTasks;
  #records = new Map<string, TaskRecord>();
  #answers = new Map<string, AnswerRecord>();
  #damaged: unknown[] = [];
  #copied: number | undefined;
  #waiting: Merge | undefined;
  #undo: TaskRecord[] = [];
  #undoAnswers: (() => Promise<unknown>) | undefined;
  #shared: { payload: string; states: State[] } | undefined;
  #isPrintDue = false;

  connectedCallback(): void {
    this.#course = JSON.parse(this.querySelector('script')!.textContent) as CourseTasks;
    this.querySelector('.unkept')?.remove();
    for (const name of ['filters', 'copies', 'mentor', 'device']) this.#part(name).hidden = false;
    for (const button of this.querySelectorAll<HTMLElement>('[data-do=share]'))
      button.hidden = !('share' in navigator);
    this.addEventListener('click', (event) => {
      const action = (event.target as Element).closest<HTMLElement>('[data-do]')?.dataset['do'];
      if (action) void this.#do(action);
    });
    this.addEventListener('change', (event) => {
      const field = event.target as HTMLInputElement;
      if (field.name === 'filter') this.#filter();
      if (field.dataset['part'] === 'file') void this.#readFile(field);
    });
    onChange((records) => {
      for (const record of records) this.#records.set(record.id, record);
      void this.#printSoon();
    });
    onAnswer((answers) => {
      for (const answer of answers) this.#answers.set(answer.id, answer);
      void this.#printSoon();
    });
    addEventListener('hashchange', () => this.#openShared());
    void this.#load();
  }

  #part(name: string): HTMLElement {
    return this.querySelector<HTMLElement>(`[data-part="${name}"]`)!;
  }

  async #load(): Promise<void> {
    try {
      const { records, damaged } = await readAll();
      this.#records = new Map(records.map((record) => [record.id, record]));
      const kept = await readAnswers();
      this.#answers = new Map(kept.answers.map((answer) => [answer.id, answer]));
      this.#damaged = [...damaged, ...kept.damaged];
      const copied = await readFact('copied');
      this.#copied = typeof copied === 'number' ? copied : undefined;
    } catch (error) {
      this.#fail(error);
    }
    this.#print();
    this.dataset['ready'] = '';
    this.#openShared();
  }

  /** The words of every task, by its id of today. */
  #titles(): Map<string, string> {
    const items = this.querySelectorAll<HTMLElement>('[data-task]');
    return new Map(
      [...items].map((item) => [
        item.dataset['task']!.split(' ')[0]!,
        item.querySelector('label span')!.firstChild!.textContent!.trim(),
      ]),
    );
  }

  #idToday(id: string): string {
    return this.#course.renamed[id] ?? id;
  }

  /** Every record under the id that its task has today. */
  #today(): Map<string, TaskRecord> {
    const today = new Map<string, TaskRecord>();
    for (const record of this.#records.values()) {
      const id = this.#idToday(record.id);
      const twin = today.get(id);
      const renamed = renameRecord(record, id);
      today.set(id, twin ? mergeRecords(twin, renamed) : renamed);
    }
    return today;
  }

  /**
   * Prints before the next frame, once for all that is heard until then: many tasks may change in one. A
   * note is left by a press, and what moves away before the release takes the click along, so it waits for
   * that, though not for ever: a browser may forget that it was let go.
   */
  async #printSoon(): Promise<void> {
    if (this.#isPrintDue) return;
    this.#isPrintDue = true;
    for (let looks = 0; looks < 30 && document.querySelector(':active'); looks++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    requestAnimationFrame(() => {
      this.#isPrintDue = false;
      this.#print();
    });
  }

  #print(): void {
    const today = this.#today();
    const titles = this.#titles();
    const isTouched = today.size > 0;
    const count = countStates([...titles.keys()].map((id) => stateOf(today.get(id))));
    this.#part('summary').textContent = isTouched ? `${sayCount(count)}.` : '';
    this.#part('empty').hidden = isTouched;
    const answered = this.#part('answered');
    answered.hidden = this.#answers.size === 0;
    answered.querySelector('span')!.textContent =
      this.#answers.size === 1 ? '1 question' : `${this.#answers.size} questions`;
    this.#printNext(today, titles);
    this.#printEarlier(today, titles);
    this.#printCopied(today, titles);
    this.#filter();
    void showKept(this.#part('kept'));
    const damaged = this.#part('damaged');
    damaged.hidden = this.#damaged.length === 0;
    const kept = this.#records.size + this.#answers.size;
    damaged.querySelector('span')!.textContent =
      `We found damaged data; ${kept} of ${kept + this.#damaged.length} items kept.`;
  }

  /** What is under way first, then where it sticks, then what follows the last thing done. */
  #printNext(today: Map<string, TaskRecord>, titles: Map<string, string>): void {
    const ids = [...titles.keys()];
    const inState = (state: State) => ids.filter((id) => stateOf(today.get(id)) === state);
    const last = ids.findLastIndex((id) => stateOf(today.get(id)) === 'done');
    const open = inState('to do');
    const following = [...open.filter((id) => ids.indexOf(id) > last), ...open];
    const next = [...new Set([...inState('doing'), ...inState('stuck'), ...following])];
    const box = this.#part('next');
    box.hidden = today.size === 0 || next.length === 0;
    box.querySelector('ol')!.replaceChildren(
      ...next.slice(0, SHOWN_NEXT).map((id) => {
        const link = element('a', titles.get(id)!);
        link.href = this.#item(id).querySelector<HTMLAnchorElement>('a.unit-link')!.href;
        const state = stateOf(today.get(id));
        return element('li', link, state === 'to do' ? '' : ` (${state})`);
      }),
    );
  }

  #item(id: string): HTMLElement {
    return [...this.querySelectorAll<HTMLElement>('[data-task]')].find(
      (item) => item.dataset['task']!.split(' ')[0] === id,
    )!;
  }

  /** Records of tasks that the course no longer has, or does not have yet. */
  #printEarlier(today: Map<string, TaskRecord>, titles: Map<string, string>): void {
    const earlier = [...today.values()].filter(({ id }) => !titles.has(id));
    const box = this.#part('earlier');
    box.hidden = earlier.length === 0;
    box.querySelector('ul')!.replaceChildren(
      ...earlier.map((record) => {
        const name = this.#course.retired[record.id] ?? record.id;
        const note = record.note?.value ? `: ${record.note.value}` : '';
        return element('li', `${name} (${stateOf(record)})${note}`);
      }),
    );
  }

  #printCopied(today: Map<string, TaskRecord>, titles: Map<string, string>): void {
    const copied = this.#copied;
    const changed = [...today.values()].filter((record) => {
      const change = lastChange(record);
      return change !== undefined && timeOf(change) > (copied ?? 0);
    });
    const days = copied === undefined ? 0 : Math.max(0, Math.floor((Date.now() - copied) / DAY));
    const when = days === 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`;
    const tasks = `${changed.length} ${changed.length === 1 ? 'task has' : 'tasks have'} changed`;
    this.#part('copied').textContent =
      copied === undefined ? 'No copy was saved yet.' : `Last copy: ${when}. Since then ${tasks}.`;
    const since = this.#part('since');
    since.hidden = copied === undefined || changed.length === 0;
    since
      .querySelector('ul')!
      .replaceChildren(
        ...changed.map((record) =>
          element('li', `${titles.get(record.id) ?? record.id} (${stateOf(record)})`),
        ),
      );
  }

  #filter(): void {
    const today = this.#today();
    const chosen = this.querySelector<HTMLInputElement>('[name=filter]:checked')?.value ?? 'all';
    const matches = (filter: string, id: string): boolean =>
      filter === 'all' ||
      (filter === 'touched' ? today.has(id) : stateOf(today.get(id)) === filter);
    const ids = [...this.#titles().keys()];
    for (const count of this.querySelectorAll<HTMLElement>('[data-count]')) {
      const { length } = ids.filter((id) => matches(count.dataset['count']!, id));
      count.textContent = `(${length})`;
    }
    const items = [...this.querySelectorAll<HTMLElement>('[data-task]')];
    for (const item of items) item.hidden = !matches(chosen, item.dataset['task']!.split(' ')[0]!);
    for (const group of this.querySelectorAll<HTMLElement>('.group'))
      group.hidden = !group.querySelector('[data-task]:not([hidden])');
    const isEmpty = items.every(({ hidden }) => hidden);
    this.#part('none').hidden = !isEmpty || (chosen === 'touched' && today.size === 0);
  }

  /** Says something to those who hear the page and to those who see it, who may read it elsewhere. */
  #say(sentence: string, shown = sentence): void {
    this.#part('said').textContent = '';
    const box = this.#part('trouble');
    box.hidden = shown === '';
    box.textContent = shown;
    requestAnimationFrame(() => {
      this.#part('said').textContent = sentence;
    });
  }

  #fail(error: unknown): void {
    if (!(error instanceof NotSaved)) throw error;
    const sentences = {
      denied:
        'Progress lasts only for this tab, and until you leave this page: the browser keeps nothing for this site.',
      full: 'Not saved: this browser’s storage is full. Save a copy as a file, then free some room: under “This browser” stands what can go.',
      newer: 'This tab is older than your data. Reload it, then go on.',
      blocked: 'Another tab holds the store. Close the other tab to continue.',
    };
    this.#say(sentences[error.trouble]);
  }

  async #do(action: string): Promise<void> {
    const actions: Record<string, () => unknown> = {
      'save-file': () => this.#saveFile(),
      'copy-link': () => this.#copyLink(),
      'show-code': () => this.#showCode(),
      share: () =>
        navigator.share({ title: document.title, url: this.#link() }).catch(() => undefined),
      'read-pasted': () => this.#readText((this.#part('pasted') as HTMLTextAreaElement).value),
      merge: () => this.#merge(),
      cancel: () => {
        this.#cancel();
        this.#opener?.focus();
      },
      undo: () => this.#takeBack(),
      remember: () => this.#remember(),
      'take-shared': () => this.#takeShared(),
      'close-shared': () => this.#closeShared(),
      'save-damaged': () => saveDamaged(this.#damaged),
      persist: () => this.#persist(),
      delete: () => this.#delete(),
    };
    try {
      await actions[action]?.();
    } catch (error) {
      this.#fail(error);
    }
  }

  async #saveFile(): Promise<void> {
    const titles = this.#titles();
    const answers = await knownAnswers();
    saveFile([...this.#records.values()], (id) => titles.get(this.#idToday(id)), answers);
    await this.#markCopied();
    const tasks = this.#records.size === 1 ? '1 task' : `${this.#records.size} tasks`;
    const more = answers.length > 0 ? ` and ${sayAnswers(answers.length)}` : '';
    this.#say(`Saved a copy with ${tasks}${more}.`);
  }

  async #markCopied(): Promise<void> {
    this.#copied = Date.now();
    await writeFact('copied', this.#copied);
    this.#print();
  }

  /** The states of all tasks, in the order of the ordinals. */
  #states(): State[] {
    const today = this.#today();
    return this.#course.ordinals.map((id) => stateOf(today.get(this.#idToday(id))));
  }

  #link(): string {
    const address = new URL(location.pathname, location.href);
    address.hash = `p=${encodeStates(this.#states())}`;
    return address.href;
  }

  async #copyLink(): Promise<void> {
    const link = this.#link();
    try {
      await navigator.clipboard.writeText(link);
    } catch {
      return this.#say(`The browser does not let the page copy. Copy it from here: ${link}`);
    }
    await this.#markCopied();
    this.#say('Copied your link. It carries the states of your tasks, and no notes.');
  }

  async #showCode(): Promise<void> {
    const modules = await Promise.all([import('lean-qr'), import('lean-qr/extras/svg')]).catch(
      () => undefined,
    );
    if (!modules) {
      return this.#say(
        'The code did not load. Look at your connection, then press the button once more.',
      );
    }
    const [{ generate }, { toSvgPath }] = modules;
    const code = generate(this.#link());
    const size = code.size + 8;
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('viewBox', `-4 -4 ${size} ${size}`);
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', 'Your link as a code that the camera of the other device reads');
    const paper = document.createElementNS(svg.namespaceURI!, 'rect');
    for (const [name, value] of Object.entries({ x: -4, y: -4, width: size, height: size }))
      paper.setAttribute(name, String(value));
    paper.setAttribute('fill', 'white');
    const path = document.createElementNS(svg.namespaceURI!, 'path');
    path.setAttribute('d', toSvgPath(code));
    path.setAttribute('fill', 'black');
    svg.append(paper, path);
    const box = this.#part('code');
    box.replaceChildren(svg);
    box.hidden = false;
    this.#say('The code is shown below the buttons. Point the camera of the other device at it.');
  }

  async #readFile(field: HTMLInputElement): Promise<void> {
    const [file] = field.files ?? [];
    if (!file) return;
    const fault = faultOfSize(file.size);
    if (fault !== undefined) this.#say(fault);
    else this.#readFileText(await file.text());
    field.value = '';
  }

  /** Shows what merging a pasted text would do: a link, or what stands in a file. Nothing is written yet. */
  #readText(text: string): void {
    if (text.trimStart().startsWith('{')) return this.#readFileText(text);
    this.#cancel();
    const shared = findStates(text);
    if (shared.kind === 'states') return this.#previewStates(shared.states);
    if (shared.kind === 'incomplete') {
      return this.#say('This link is incomplete. Copy it once more, whole. Nothing was changed.');
    }
    this.#say('This is neither a link of progress nor a copy. Nothing was changed.');
  }

  #readFileText(text: string): void {
    this.#cancel();
    const backup = readBackup(text, Date.now());
    if (backup.kind === 'refused') return this.#say(backup.why);
    const known = new Set([...this.#titles().keys(), ...Object.keys(this.#course.retired)]);
    const theirs = backup.records.map((record) => renameRecord(record, this.#idToday(record.id)));
    const preview = previewMerge(this.#today(), theirs, (id) => known.has(id));
    const { records, answers = [] } = backup;
    const said = [
      ...(records.length > 0 || answers.length === 0 ? [`${sayPreview(preview)}.`] : []),
      ...(answers.length > 0
        ? [`Answers to quizzes: ${sayPreview(previewAnswers(this.#answers, answers))}.`]
        : []),
      ...(backup.damaged > 0 ? [`Damaged, and left out: ${backup.damaged}.`] : []),
    ];
    this.#preview({ records, answers, words: said.join(' ') });
  }

  #previewStates(states: State[]): void {
    const ids = this.#course.ordinals.map((id) => this.#idToday(id));
    const records = recordsOfStates(states, ids, this.#today(), Date.now());
    const preview = previewMerge(this.#records, records, () => true);
    const beyond = states.slice(ids.length).filter((state) => state !== 'to do').length;
    const newer = beyond > 0 ? ` Newer than this page: ${beyond}; reload it to take them too.` : '';
    const words = records.length > 0 ? sayPreview(preview) : 'nothing that is further than yours';
    this.#preview({ records, answers: [], words: `${words}.${newer}` });
  }

  /** What the keys were on when a preview came, and where they go back to when it is gone. */
  #opener: HTMLElement | undefined;

  #preview(merge: Merge): void {
    this.#waiting = merge;
    this.#opener = document.activeElement as HTMLElement;
    const words = `In the copy: ${merge.words} Nothing was changed yet.`;
    this.#part('preview-words').textContent = words;
    this.#part('preview').hidden = false;
    this.#say(words, '');
    this.querySelector<HTMLElement>('[data-do=merge]')!.focus();
  }

  #cancel(): void {
    this.#waiting = undefined;
    this.#part('preview').hidden = true;
  }

  async #merge(): Promise<void> {
    if (!this.#waiting) return;
    const { records, answers, words } = this.#waiting;
    // Pressed twice, a second merge would have the first as what was there before, and undo nothing.
    this.#waiting = undefined;
    this.#undo = await mergeIn(records);
    this.#undoAnswers = await mergeAnswersIn(answers);
    this.#merged = new Map(
      this.#undo.flatMap(({ id }) => this.#records.get(id) ?? []).map((r) => [r.id, r]),
    );
    this.#cancel();
    this.#part('undo-words').textContent = `Merged: ${words}`;
    this.#part('undo').hidden = false;
    this.#say(`Merged: ${words} Saved.`);
    this.querySelector<HTMLElement>('[data-do=undo]')!.focus();
  }

  /** The records as the last merge left them. */
  #merged = new Map<string, TaskRecord>();

  async #takeBack(): Promise<void> {
    await putBack(
      this.#undo.map((before) => {
        const merged = this.#merged.get(before.id) ?? before;
        return undoMerge(this.#records.get(before.id) ?? merged, before, merged);
      }),
    );
    await this.#undoAnswers?.();
    this.#undo = [];
    this.#undoAnswers = undefined;
    this.#part('undo').hidden = true;
    this.#opener?.focus();
    await this.#load();
    this.#say('Undone: your progress is as it was before the merge.');
  }

  #openShared(): void {
    const shared = findStates(location.hash);
    if (shared.kind === 'none') return;
    if (shared.kind === 'incomplete') {
      return this.#say(
        'This link is incomplete. Ask for it once more, whole. Nothing was changed.',
      );
    }
    // Another link than the one that is shown is news.
    this.#part('shared').hidden = shared.payload !== this.#shared?.payload;
    this.#shared = shared;
    void this.#printShared();
  }

  async #printShared(): Promise<void> {
    if (!this.#shared) return;
    const { states } = this.#shared;
    const titles = this.#titles();
    const today = this.#today();
    const { ordinals, retired } = this.#course;
    const rows = ordinals.map((id, place) => {
      const now = this.#idToday(id);
      const title = titles.get(now) ?? retired[now] ?? now;
      return { title, theirs: states[place] ?? 'to do', mine: stateOf(today.get(now)) };
    });
    const count = countStates(rows.map(({ theirs }) => theirs));
    this.#part('shared-count').textContent = `${sayCount(count)}.`;
    this.#part('shared-list').replaceChildren(
      this.#table(
        'What is under way, done or stuck',
        ['Task', 'Theirs', 'Yours'],
        rows
          .filter(({ theirs }) => theirs !== 'to do')
          .map(({ title, theirs, mine }) => [title, word(theirs), word(mine)]),
      ),
    );
    await this.#printChanges(rows.map(({ title }) => title));
    const box = this.#part('shared');
    if (!box.hidden) return; // the keys may be on any part of it
    box.hidden = false;
    box.querySelector('h2')!.focus();
  }

  #table(caption: string, heads: string[], rows: string[][]): HTMLTableElement {
    const cell = (name: 'th' | 'td', text: string, scope: string): HTMLElement => {
      const made = element(name, text);
      if (name === 'th') made.setAttribute('scope', scope);
      return made;
    };
    return element(
      'table',
      element('caption', caption),
      element('thead', element('tr', ...heads.map((head) => cell('th', head, 'col')))),
      element(
        'tbody',
        ...rows.map(([first, ...others]) =>
          element('tr', cell('th', first!, 'row'), ...others.map((text) => cell('td', text, ''))),
        ),
      ),
    );
  }

  async #remembered(): Promise<Remembered[]> {
    const kept = await readFact('remembered').catch(() => undefined);
    return Array.isArray(kept) ? kept.filter(isRemembered) : [];
  }

  /** What differs from the remembered link that is most like this one. */
  async #printChanges(titles: string[]): Promise<void> {
    const box = this.#part('shared-changes');
    box.replaceChildren();
    const now = this.#shared!.states;
    const older = (await this.#remembered()).flatMap(({ name, payload, day }) => {
      const found = findStates(`#p=${payload}`);
      if (found.kind !== 'states') return [];
      const changes = titles.flatMap((title, place) => {
        const [from, to] = [found.states[place] ?? 'to do', now[place] ?? 'to do'];
        return from === to ? [] : [[title, word(from), word(to)]];
      });
      return [{ name, day, changes }];
    });
    const [nearest] = older.toSorted((a, b) => a.changes.length - b.changes.length);
    if (!nearest) return;
    (this.#part('shared-name') as HTMLInputElement).value = nearest.name;
    const since = `since the link of ${nearest.day}${nearest.name ? ` from ${nearest.name}` : ''}`;
    box.append(
      nearest.changes.length === 0
        ? element('p', `Nothing changed ${since}.`)
        : this.#table(`Changed ${since}`, ['Task', 'Then', 'Now'], nearest.changes),
    );
  }

  async #remember(): Promise<void> {
    const name = (this.#part('shared-name') as HTMLInputElement).value.trim();
    const others = (await this.#remembered()).filter((each) => each.name !== name);
    const day = new Date().toISOString().slice(0, 10);
    const own: Remembered = { name, payload: this.#shared!.payload, day };
    await writeFact('remembered', [...others, own].slice(-20));
    this.#say('Remembered. The next link that you open is compared with it.');
  }

  #takeShared(): void {
    this.#previewStates(this.#shared!.states);
    this.#part('preview').scrollIntoView({ block: 'center' });
  }

  #closeShared(): void {
    this.#part('shared').hidden = true;
    this.querySelector<HTMLElement>('#overview')!.focus();
    history.replaceState(history.state, '', location.pathname + location.search);
    this.#shared = undefined;
    this.#say('');
  }

  async #persist(): Promise<void> {
    const isKept = await navigator.storage?.persist?.();
    const sentence = isKept
      ? 'The browser keeps your progress until you delete it.'
      : 'The browser did not promise it. Save a copy now and then.';
    this.#part('persisted').textContent = sentence;
    this.#say(sentence);
  }

  async #delete(): Promise<void> {
    await deleteAll();
    this.#records.clear();
    this.#answers.clear();
    this.#damaged = [];
    location.reload();
  }
}

customElements.define('my-progress', MyProgress);
