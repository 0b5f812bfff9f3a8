/**
 * The questions that are due on this device, answered in place. It loads on their page alone, and each
 * quiz with the first of its questions that is shown.
 */
import { formatDay } from '#domain/day.ts';
import {
  dueOn,
  mergeAnswers,
  nextDueDay,
  sayDay,
  type AnswerRecord,
} from '#domain/progress/answers.ts';
import { onAnswer, readAnswers, sayTrouble, today } from './answer-store.ts';

/** What src/pages/quizzes/[id]/questions.json.ts says of a quiz. */
export type QuizFile = {
  id: string;
  question: string;
  /** Each with its reason, in any order. */
  options: [text: string, why: string][];
  /** The place of the right one. */
  right: number;
  section: string;
}[];

/** How many questions are shown at once: each may be of another quiz, and so of another file. */
const SHOWN = 3;

interface Question {
  /** Its id of today and those that it had before. */
  ids: string[];
  quiz: HTMLAnchorElement;
}

const counted = (count: number, verb: string): string =>
  count === 1 ? `1 question ${verb === 'are' ? 'is' : verb}` : `${count} questions ${verb}`;

class DueToday extends HTMLElement {
  #questions = new Map<string, Question>();
  #answers = new Map<string, AnswerRecord>();
  /** The ids of what is due and not shown yet. */
  #waiting: string[] = [];
  #files = new Map<string, Promise<QuizFile>>();

  connectedCallback(): void {
    for (const item of this.querySelectorAll<HTMLElement>('[data-questions]')) {
      const quiz = item.querySelector('a')!;
      for (const entry of item.dataset['questions']!.split(' ')) {
        const ids = entry.split('|');
        for (const id of ids) this.#questions.set(id, { ids, quiz });
      }
    }
    this.#part('more').addEventListener('click', () => void this.#showMore(true));
    onAnswer((records) => {
      this.#take(records);
      this.#say();
    });
    addEventListener('pageshow', ({ persisted }) => {
      if (persisted) location.reload();
    });
    void this.#load();
  }

  #part(name: string): HTMLElement {
    return this.querySelector<HTMLElement>(`[data-part="${name}"]`)!;
  }

  async #load(): Promise<void> {
    try {
      this.#take((await readAnswers()).answers);
    } catch (error) {
      this.#part('trouble').textContent = sayTrouble(error);
    }
    this.#waiting = this.#due().map(({ id }) => id);
    this.#say();
    await this.#showMore(false);
    this.dataset['ready'] = '';
  }

  /** Takes in answers to questions that the course has, each under its id of today. */
  #take(records: AnswerRecord[]): void {
    for (const record of records) {
      const id = this.#questions.get(record.id)?.ids[0];
      if (id === undefined) continue;
      const twin = this.#answers.get(id);
      this.#answers.set(id, twin ? mergeAnswers(twin, { ...record, id }) : { ...record, id });
    }
  }

  #due(): AnswerRecord[] {
    return dueOn(this.#answers.values(), today());
  }

  /** Says how much is due, and when the next question comes. */
  #say(): void {
    const day = today();
    const { length } = this.#due();
    const next = nextDueDay(this.#answers.values(), day);
    const isEmpty = this.#answers.size === 0;
    this.#part('empty').hidden = !isEmpty;
    const after = next ? `The next one comes ${sayDay(next, day)}, on ${formatDay(next)}.` : '';
    const sentence =
      length > 0 ? `${counted(length, 'are')} due.` : `Nothing is due today. ${after}`;
    this.#part('summary').textContent = isEmpty ? '' : sentence;
  }

  async #showMore(isAsked: boolean): Promise<void> {
    const ids = this.#waiting.splice(0, SHOWN);
    const more = this.#part('more');
    const made = await Promise.all(
      ids.map(async (id): Promise<HTMLElement> => {
        const question = this.#questions.get(id)!;
        try {
          const file = await this.#fileOf(question.quiz);
          const found = file.find((each) => each.id === id.split('/')[1])!;
          return this.#make(question, found);
        } catch {
          return this.#missing(question);
        }
      }),
    );
    const list = this.querySelector('.quiz')!;
    list.append(...made);
    const quiz = this.querySelector<HTMLElement & { prepare(): void }>('quiz-list')!;
    quiz.prepare();
    quiz.hidden = list.children.length === 0;
    more.hidden = this.#waiting.length === 0;
    more.textContent = `Show ${counted(Math.min(SHOWN, this.#waiting.length), 'more')}`;
    if (isAsked) made[0]?.querySelector<HTMLElement>('button, a')?.focus();
  }

  #fileOf(quiz: HTMLAnchorElement): Promise<QuizFile> {
    const known = this.#files.get(quiz.href);
    if (known) return known;
    const file = fetch(`${quiz.href}questions.json`).then(
      (response) => response.json() as Promise<QuizFile>,
    );
    this.#files.set(quiz.href, file);
    return file;
  }

  /** A question as Quiz.astro prints it. */
  #make(
    { ids, quiz }: Question,
    { question, options, right, section }: QuizFile[number],
  ): HTMLElement {
    const item = this.querySelector('template')!.content.firstElementChild!.cloneNode(
      true,
    ) as HTMLElement;
    item.dataset['question'] = ids.join(' ');
    item.querySelector('legend')!.textContent = question;
    const details = item.querySelector('details')!;
    details.dataset['right'] = String(right);
    const [list, reasons] = [item.querySelector('.options')!, item.querySelector('details ul')!];
    options.forEach(([text, why], place) => {
      const option = document.createElement('li');
      option.textContent = text;
      list.append(option);
      const reason = place === right ? details.querySelector('p')! : document.createElement('li');
      reason.append(document.createElement('b'), ` ${why}`);
      if (place !== right) reasons.append(reason);
    });
    const link = item.querySelector<HTMLAnchorElement>('details a')!;
    link.href = section;
    link.querySelector('span')!.textContent = `: ${question}`;
    const from = item.querySelector<HTMLAnchorElement>('.from a')!;
    from.href = `${quiz.href}#${ids[0]!.split('/')[1]}`;
    from.textContent = quiz.textContent;
    return item;
  }

  /** What stands in the place of a question that did not load. */
  #missing({ quiz }: Question): HTMLElement {
    const item = document.createElement('li');
    const link = document.createElement('a');
    link.href = quiz.href;
    link.textContent = quiz.textContent;
    item.append('This question did not load. Look at your connection, or open its quiz: ', link);
    return item;
  }
}

customElements.define('due-today', DueToday);
