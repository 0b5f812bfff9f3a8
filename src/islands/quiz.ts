/**
 * Lets the questions of a quiz be answered in place. The page holds them with their answers, to be opened
 * without JavaScript; here the options become buttons in an order that a stated seed decides, and a choice
 * explains itself and every other option. It loads on pages with a quiz alone, and what keeps an answer
 * with the first touch.
 */
import { shuffled } from '#domain/shuffle.ts';

/** What keeps answers. */
const store = () => import('./answer-store.ts');

/** Decides the order of the options on this visit; the address may state it. */
const seed =
  /^\w{1,8}$/.exec(new URLSearchParams(location.search).get('order') ?? '')?.[0] ??
  crypto.getRandomValues(new Uint16Array(1))[0]!.toString(16).padStart(4, '0');

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.className = className;
  made.append(...children);
  return made;
}

class QuizList extends HTMLElement {
  connectedCallback(): void {
    this.prepare();
    // No focus: whoever arrives by a link has it, and has touched nothing.
    for (const sign of ['keydown', 'pointerover'])
      this.addEventListener(sign, () => void store().catch(() => undefined), { once: true });
  }

  /** Makes the questions answerable that are not yet. */
  prepare(): void {
    for (const question of this.querySelectorAll<HTMLElement>('[data-question]')) {
      const details = question.querySelector('details');
      if (details) this.#prepare(question, details);
    }
    const order = this.querySelector('.order a:last-child');
    if (!order) return;
    order.textContent = `Order ${seed}`;
    order.setAttribute('href', `?order=${seed}`);
  }

  #prepare(question: HTMLElement, details: HTMLDetailsElement): void {
    const list = question.querySelector('.options')!;
    const reasons = [...details.querySelectorAll('li')];
    const [reason, link] = details.querySelectorAll<HTMLElement>(':scope > p');
    const right = Number(details.dataset['right']);
    const items = [...list.children].map((item, place) => {
      const why = place === right ? reason! : reasons.shift()!;
      why.querySelector('b')!.textContent = '';
      // No link stands inside a button: the marks of sources follow the reason.
      const marks = item.querySelectorAll('sup');
      for (const mark of marks) mark.remove();
      const button = element('button', '', ...item.childNodes);
      button.type = 'button';
      item.append(button, element('p', 'why', ...why.childNodes, ...marks));
      return item;
    });
    const said = element('p', 'said');
    const again = element('button', 'again', 'Try again');
    again.type = 'button';
    const after = element('div', 'after', said, link!, again);
    details.replaceWith(after);

    let tries = 0;
    const begin = (): void => {
      delete question.dataset['answered'];
      said.textContent = '';
      after.hidden = true;
      list.append(...shuffled(items, `${seed} ${question.dataset['question']} ${tries++}`));
      for (const item of items) {
        item.className = '';
        const button = item.querySelector('button')!;
        button.ariaDisabled = button.ariaPressed = null;
        item.querySelector('b')!.textContent = '';
      }
    };
    list.addEventListener('click', ({ target }) => {
      const button = (target as Element).closest('button');
      // Only the first answer of a try is one: after it, every option is explained.
      if (!button || 'answered' in question.dataset) return;
      const chosen = items.findIndex((item) => item.contains(button));
      items.forEach((item, place) => {
        const each = item.querySelector('button')!;
        each.ariaDisabled = 'true';
        each.ariaPressed = String(each === button);
        const verdict = place === right ? 'right' : 'not this';
        if (place === right) item.className = 'right';
        item.querySelector('b')!.textContent =
          place === chosen ? `Your choice, ${verdict}.` : place === right ? 'Right.' : 'Not this.';
      });
      question.dataset['answered'] = '';
      after.hidden = false;
      void this.#keep(question, said, chosen === right);
    });
    again.addEventListener('click', () => {
      begin();
      list.querySelector('button')!.focus();
    });
    begin();
  }

  async #keep(question: HTMLElement, said: HTMLElement, isRight: boolean): Promise<void> {
    const verdict = isRight ? 'Right.' : 'Not this time.';
    said.textContent = verdict;
    const status = this.querySelector('[role=status]')!;
    status.textContent = '';
    const ids = question.dataset['question']!.split(' ');
    const kept = await store().then(
      ({ keepAnswer }) => keepAnswer(ids, isRight),
      () => 'Not kept: a part of the page did not load. Look at your connection.',
    );
    const words = `${verdict} ${kept}`;
    if (said.textContent === verdict) said.textContent = words;
    const [, ...reason] = question.querySelector('[aria-pressed=true] + .why')!.childNodes;
    status.textContent = words + reason.map((node) => node.textContent).join('');
  }
}

customElements.define('quiz-list', QuizList);

// Without it the page says so after two seconds.
if (document.querySelector('due-today')) import('./due-today.ts').catch(() => undefined);
