/**
 * Makes a tool work: reads the form with each key, prints what it comes to, keeps what was typed in this
 * browser, and hands it on as a link, a table or a picture. What somebody sent is shown and changes nothing
 * of one's own until one says so.
 */
import { TOOLS } from '#domain/tools/all.ts';
import { encodeTyped, findTyped } from '#domain/tools/link.ts';
import { cardLabels, toCsv, toMarkdown } from '#domain/tools/table.ts';
import { isTyped, keyOf, type Reading, type Tool, type Typed } from '#domain/tools/tool.ts';
import { drawingElement, saveDrawing } from './drawing-element.ts';

/** Milliseconds of rest after a key before the tool computes, and before the outcome is said aloud. */
const REST = { read: 80, said: 1200 };
/** Of drawings for a phone and for a desk, as components/ToolReading.astro has them. */
const WIDTHS = { narrow: 320, wide: 640 };

type Input = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

function download(name: string, type: string, text: string): void {
  const link = make('a', { download: name, href: URL.createObjectURL(new Blob([text], { type })) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

class ToolForm extends HTMLElement {
  #tool!: Tool;
  #example!: Typed;
  #reading!: Reading;
  /** Whether somebody else's is shown, which is not kept. */
  #isShared = false;
  #timers: Record<keyof typeof REST, ReturnType<typeof setTimeout> | undefined> = {
    read: undefined,
    said: undefined,
  };

  async connectedCallback(): Promise<void> {
    const id = this.dataset['tool']!;
    this.#example = this.#exampleTyped();
    try {
      this.#tool = await TOOLS[id]!();
    } catch {
      // What stands in the place of the fields says so.
      this.#part('said')!.textContent = this.querySelector('.given p')!.textContent;
      return;
    }
    const early = this.#typed();
    const isEarly = JSON.stringify(early) !== JSON.stringify(this.#example);
    this.addEventListener('input', () => {
      this.#part('notice')!.hidden = true;
      this.#later();
    });
    document.addEventListener('pointerdown', ({ target }) => {
      const notice = this.#part('notice')!;
      // It stands over the page until the reader goes on; an address in it may be selected.
      if (!notice.contains(target as Node)) notice.hidden = true;
    });
    this.addEventListener('click', (event) => this.#onClick(event));
    addEventListener('hashchange', () => this.#openLink());
    addEventListener('pagehide', () => this.#keep());
    if (isEarly) this.#read();
    else if (!this.#openLink()) this.#show(this.#kept() ?? this.#example);
    this.#part('form')!.hidden = false;
    this.querySelector('.given')?.remove();
    this.dataset['ready'] = '';
  }

  #part(name: string): HTMLElement | null {
    return this.querySelector<HTMLElement>(`[data-part="${name}"]`);
  }

  get #lines(): HTMLLIElement[] {
    return [...this.querySelectorAll<HTMLLIElement>('.items > li')];
  }

  #inputsIn(box: ParentNode): Input[] {
    return [...box.querySelectorAll<Input>('[data-field]')];
  }

  /** The fields that belong to no line of the list. */
  #single(): Input[] {
    return this.#inputsIn(this.#part('form')!).filter((input) => !input.closest('.items'));
  }

  #typed(): Typed {
    const valuesOf = (inputs: Input[]) =>
      Object.fromEntries(inputs.map((input) => [input.dataset['field']!, input.value]));
    return {
      fields: valuesOf(this.#single()),
      items: this.#lines.map((line) => valuesOf(this.#inputsIn(line))),
    };
  }

  /** What stood in the form when the page came, whatever a browser or an early reader put there since. */
  #exampleTyped(): Typed {
    const first = (input: Input): string =>
      input instanceof HTMLSelectElement
        ? ([...input.options].find(({ defaultSelected }) => defaultSelected) ?? input.options[0])!
            .value
        : input.defaultValue;
    const valuesOf = (inputs: Input[]) =>
      Object.fromEntries(inputs.map((input) => [input.dataset['field']!, first(input)]));
    return {
      fields: valuesOf(this.#single()),
      items: this.#lines.map((line) => valuesOf(this.#inputsIn(line))),
    };
  }

  /** Puts texts into the form, and reads them. */
  #show({ fields, items }: Typed): void {
    for (const input of this.#single()) input.value = fields[input.dataset['field']!] ?? '';
    while (this.#lines.length > items.length) this.#lines.at(-1)!.remove();
    while (this.#lines.length < items.length) this.#addLine();
    this.#lines.forEach((line, at) => {
      for (const input of this.#inputsIn(line))
        input.value = items[at]![input.dataset['field']!] ?? '';
    });
    this.#read();
  }

  #addLine(): HTMLLIElement {
    const template = this.querySelector<HTMLTemplateElement>('template')!;
    const line = template.content.firstElementChild!.cloneNode(true) as HTMLLIElement;
    this.querySelector('.items')!.append(line);
    return line;
  }

  #later(): void {
    clearTimeout(this.#timers.read);
    this.#timers.read = setTimeout(() => {
      this.#compute();
      // In a task of its own: forty cohorts take a while to compute, and as long to print.
      this.#timers.read = setTimeout(() => {
        // A button that is drawn anew while a finger is on it would not hear the click.
        if (this.#part('reading')!.matches(':active')) return this.#later();
        this.#showReading();
        this.#keep();
      });
    }, REST.read);
  }

  #read(): void {
    clearTimeout(this.#timers.read);
    this.#compute();
    this.#showReading();
  }

  #compute(): void {
    this.#reading = this.#tool.read(this.#typed());
  }

  #showReading(): void {
    this.#showFaults();
    this.#print();
    const { list } = this.#tool;
    if (list) {
      const count = this.#lines.length;
      this.querySelector<HTMLButtonElement>('[data-do=add]')!.disabled = count >= list.most;
      for (const button of this.querySelectorAll<HTMLButtonElement>('[data-do=remove]'))
        button.disabled = count <= list.least;
    }
    clearTimeout(this.#timers.said);
    this.#timers.said = setTimeout(() => this.#sayOutcome(), REST.said);
  }

  #showFaults(): void {
    const mark = (input: Input, key: string): void => {
      const sentence = this.#reading.faults[key];
      const box = input.closest('.field')!.querySelector<HTMLElement>('.fault')!;
      box.id = `fault-${key.replace('/', '-')}`;
      box.textContent = sentence ?? '';
      box.hidden = !sentence;
      input.ariaInvalid = sentence ? 'true' : null;
      if (sentence) input.setAttribute('aria-describedby', box.id);
      else input.removeAttribute('aria-describedby');
    };
    for (const input of this.#single()) mark(input, input.dataset['field']!);
    this.#lines.forEach((line, at) => {
      for (const input of this.#inputsIn(line)) mark(input, keyOf(input.dataset['field']!, at));
    });
  }

  #sayOutcome(): void {
    const faults = Object.keys(this.#reading.faults).length;
    const [first] = this.#reading.results;
    const outcome = first ? `${first.label}: ${first.value}. ` : '';
    const mend =
      faults === 0 ? '' : `${faults} ${faults === 1 ? 'field needs' : 'fields need'} mending.`;
    // What the page comes to as it opens is read with it.
    if (this.dataset['touched'] !== undefined) this.#part('said')!.textContent = outcome + mend;
    this.dataset['touched'] = '';
  }

  #print(): void {
    const { results, remarks, charts, tables } = this.#reading;
    const id = this.#tool.id;
    const opened = [...this.querySelectorAll('details[open] caption')];
    const open = new Set(opened.map((caption) => caption.id));
    const reading = this.#part('reading')!;
    const reached = () => [...reading.querySelectorAll<HTMLElement>('button, summary, .scroll')];
    const at = reached().indexOf(document.activeElement as HTMLElement);
    reading.replaceChildren(
      make(
        'dl',
        { className: 'results' },
        ...results.map(({ label, value, sentence }) =>
          make(
            'div',
            {},
            make('dt', { textContent: label }),
            make(
              'dd',
              {},
              make('span', { className: 'value', textContent: value }),
              make('br'),
              make('span', { className: 'how', textContent: sentence }),
            ),
          ),
        ),
      ),
      ...(remarks.length > 0
        ? [
            make(
              'ul',
              { className: 'remarks' },
              ...remarks.map((textContent) => make('li', { textContent })),
            ),
          ]
        : []),
      ...charts.flatMap((chart, place) => {
        const draw = (size: keyof typeof WIDTHS): SVGElement =>
          drawingElement(chart, `${id}-${place}-${size}`, WIDTHS[size]);
        const wide = draw('wide');
        return [
          make(
            'figure',
            {},
            make('div', { className: 'narrow' }, draw('narrow')),
            make('div', { className: 'wide' }, wide),
            make('figcaption', { textContent: chart.title }),
          ),
          this.#actions([
            ['Save the drawing as SVG', () => saveDrawing(wide, `${id}-${place + 1}.svg`)],
          ]),
        ];
      }),
      ...tables.flatMap((table, place) => {
        const name = `${id}-table-${place}`;
        const labels = cardLabels(table);
        const labeled = (cell: HTMLElement, at: number): HTMLElement => {
          if (labels?.[at]) cell.dataset['label'] = labels[at];
          return cell;
        };
        const section = make(
          'section',
          { className: 'scroll', tabIndex: 0 },
          make(
            'table',
            { className: table.isMatrix ? 'matrix' : labels ? 'cards' : '' },
            make('caption', { id: name, textContent: table.caption }),
            make(
              'thead',
              {},
              make(
                'tr',
                {},
                ...table.heads.map((textContent) => make('th', { scope: 'col', textContent })),
              ),
            ),
            make(
              'tbody',
              {},
              ...table.rows.map(([first = '', ...cells]) =>
                make(
                  'tr',
                  {},
                  labeled(make('th', { scope: 'row', textContent: first }), 0),
                  ...cells.map((textContent, at) => labeled(make('td', { textContent }), at + 1)),
                ),
              ),
            ),
          ),
        );
        section.setAttribute('aria-labelledby', name);
        const actions = this.#actions([
          [
            'Copy as Markdown',
            () => this.#copy(toMarkdown(table), 'Copied the table as Markdown.'),
          ],
          [
            'Save as CSV',
            () => download(`${id}-${place + 1}.csv`, 'text/csv', `\ufeff${toCsv(table)}`),
          ],
        ]);
        if (!table.isFolded) return [section, actions];
        const details = make(
          'details',
          { open: open.has(name) },
          make('summary', { textContent: 'As a table' }),
          section,
          actions,
        );
        return [details];
      }),
    );
    if (at >= 0) reached()[at]?.focus({ preventScroll: true });
  }

  #actions(actions: [label: string, work: () => unknown][]): HTMLElement {
    return make(
      'p',
      { className: 'actions take' },
      ...actions.map(([textContent, work]) => {
        const button = make('button', { type: 'button', textContent });
        button.addEventListener('click', () => void work());
        return button;
      }),
    );
  }

  #onClick(event: MouseEvent): void {
    const button = (event.target as Element).closest<HTMLElement>('[data-do]');
    const { list } = this.#tool;
    switch (button?.dataset['do']) {
      case 'add':
        this.#inputsIn(this.#addLine())[0]!.focus();
        this.#later();
        break;
      case 'remove': {
        const line = button.closest('li')!;
        const at = this.#lines.indexOf(line);
        line.remove();
        this.#tell(`Removed ${list!.item} ${at + 1}.`);
        const next = this.#lines[Math.min(at, this.#lines.length - 1)];
        (next
          ? this.#inputsIn(next)[0]
          : this.querySelector<HTMLElement>('[data-do=add]')
        )?.focus();
        this.#later();
        break;
      }
      case 'link':
        void this.#copyLink();
        break;
      case 'example':
        this.#show(this.#example);
        this.#leaveLink();
        this.#forget();
        this.#tell('Larder’s example is back.');
        break;
      case 'keep':
        this.#leaveLink();
        this.#keep();
        this.#tell('Kept: it is yours now, in this browser.');
        break;
      case 'mine':
        this.#leaveLink();
        this.#show(this.#kept() ?? this.#example);
        break;
      case 'print':
        globalThis.print();
    }
  }

  /** Says something to all, also to those who hear the page. */
  #tell(sentence: string): void {
    const box = this.#part('notice')!;
    box.textContent = sentence;
    box.hidden = sentence === '';
    this.#part('said')!.textContent = sentence;
  }

  async #copy(text: string, sentence: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.#tell(sentence);
    } catch {
      this.#tell(`The browser does not let the page copy. Copy it from here: ${text}`);
    }
  }

  async #copyLink(): Promise<void> {
    const fragment = encodeTyped(this.#tool, this.#typed());
    if (fragment === undefined) {
      return this.#tell('This is too long for a link. Save the table as CSV, and send the file.');
    }
    const link = new URL(location.pathname, location.href);
    link.hash = fragment;
    await this.#copy(
      link.href,
      'Copied a link. It carries what stands in the fields, and nothing else.',
    );
  }

  /** Shows what a link carries. True where the address has one. */
  #openLink(): boolean {
    const found = findTyped(this.#tool, location.hash);
    if (found.kind === 'none') return false;
    if (found.kind === 'incomplete') {
      this.#tell('This link is incomplete. Ask for it once more, whole. Nothing was changed.');
      return false;
    }
    this.#isShared = true;
    this.#part('shared')!.hidden = false;
    this.#show(found.typed);
    return true;
  }

  #leaveLink(): void {
    this.#isShared = false;
    this.#part('shared')!.hidden = true;
    if (location.hash) history.replaceState(history.state, '', location.pathname + location.search);
  }

  get #key(): string {
    return `crossover-tool-${this.#tool.id}`;
  }

  #keep(): void {
    if (this.#isShared) return;
    try {
      const text = JSON.stringify(this.#typed());
      if (text === JSON.stringify(this.#example)) localStorage.removeItem(this.#key);
      else localStorage.setItem(this.#key, text);
    } catch {
      // Full or denied: the link and the tables still carry it away.
    }
  }

  #forget(): void {
    try {
      localStorage.removeItem(this.#key);
    } catch {
      // Denied: nothing was kept.
    }
  }

  /** What this browser kept; undefined where nothing is, or nothing that fits the tool. */
  #kept(): Typed | undefined {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(this.#key) ?? 'null');
      if (isTyped(kept, this.#tool)) return kept;
    } catch {
      // Damaged or denied: the example stands.
    }
    return undefined;
  }
}

customElements.define('tool-form', ToolForm);
