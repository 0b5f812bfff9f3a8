/**
 * Rows of one's own for the retention lab: a file, dropped or chosen, or rows that were pasted. They are read
 * in a worker, or slice by slice where there is none, and stay in this browser; the form gets the triangle.
 */
import type { Imported } from '#domain/retention-csv.ts';
import type { Choice, CohortMessage } from './cohort-reading.ts';

type Input = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Letters from which on pasted rows are read at once, without going through a field that they would choke. */
const MANY = 50_000;

/** Monday, February 16, 2026, counted in days from 1970: the first cohort of the example. */
const EXAMPLE_MONDAY = Date.UTC(2026, 1, 16) / 86_400_000;

/** Works what stands in a <cohort-import>. */
export class CohortPanel {
  #source: Blob | undefined;
  /** Where a fault is told: the field that the rows came from. */
  #from: Input | undefined;
  #stop: (() => void) | undefined;
  /** What stood in the form before the first rows came. */
  #before: Map<Input, string> | undefined;

  constructor(private readonly element: HTMLElement) {
    const file = this.#control<HTMLInputElement>('file');
    const pasted = this.#control<HTMLTextAreaElement>('pasted');
    file.addEventListener('change', () => {
      if (file.files?.[0]) void this.#start(file.files[0], file);
      // So that the same file, mended, can be chosen again.
      file.value = '';
    });
    pasted.addEventListener('paste', (event) => {
      const text = event.clipboardData?.getData('text') ?? '';
      if (text.length < MANY) return;
      event.preventDefault();
      void this.#start(new Blob([text]), pasted);
    });
    for (const name of ['definition', 'period', 'segment'])
      this.#control(name).addEventListener('change', () => {
        if (this.#source) void this.#start(this.#source, this.#from!);
      });
    element.addEventListener('click', (event) => {
      const button = (event.target as Element).closest<HTMLElement>('[data-do]');
      if (button?.dataset['do'] === 'read') void this.#start(new Blob([pasted.value]), pasted);
      if (button?.dataset['do'] === 'example') void this.#showExample(pasted);
      if (button?.dataset['do'] === 'cancel') this.#cancel();
      if (button?.dataset['do'] === 'undo') this.#undo();
    });
    element.addEventListener('drop', (event) => {
      event.preventDefault();
      const { files } = event.dataTransfer!;
      const text = event.dataTransfer!.getData('text');
      if (files[0]) void this.#start(files[0], file);
      else if (text !== '') void this.#start(new Blob([text]), pasted);
    });
    element.dataset['ready'] = '';
  }

  #part<Kind extends HTMLElement = HTMLElement>(name: string): Kind {
    return this.element.querySelector<Kind>(`[data-part="${name}"]`)!;
  }

  #control<Kind extends Input = Input>(name: string): Kind {
    return this.#part<Kind & HTMLElement>(name);
  }

  /** Larder's own rows, to see what is meant and to try with: they come to the example of the form. */
  async #showExample(pasted: HTMLTextAreaElement): Promise<void> {
    const rows = await import('#domain/retention-csv.ts').catch(() => undefined);
    if (!rows) {
      return this.#tell(
        'The example did not load. Look at your connection, then press the button once more.',
      );
    }
    const { defaultValue } = this.#fields.get('cohorts') as HTMLTextAreaElement;
    const cohorts = defaultValue
      .trim()
      .split('\n')
      .map((line) => line.replace(/^.*:/, '').trim().split(/\s+/).map(Number));
    pasted.value = rows.exampleRows(cohorts, EXAMPLE_MONDAY);
    this.#tell('These are the visits behind Larder’s cohorts of spring. Read them.');
    this.element.querySelector<HTMLElement>('[data-do="read"]')!.focus();
  }

  async #start(source: Blob, from: Input): Promise<void> {
    this.#stop?.();
    this.#source = source;
    this.#from = from;
    this.#tell('');
    this.#blame(undefined);
    this.#part('undo').hidden = true;
    this.#progress(0, 0);
    this.#part('running').hidden = false;
    const choice: Choice = {
      definition: this.#control('definition').value as Choice['definition'],
      period: this.#control('period').value as Choice['period'],
      segment: this.#control('segment').value,
      room: {
        cohorts: Number(this.element.dataset['cohorts']),
        periods: Number(this.element.dataset['periods']),
      },
    };
    const imported = await this.#read(source, choice);
    if (!imported) return;
    this.#stop = undefined;
    this.#part('running').hidden = true;
    if (imported.fault !== undefined) this.#blame(imported.fault);
    else this.#fill(imported, choice);
  }

  /** Nothing where it was stopped. */
  #read(rows: Blob, choice: Choice): Promise<Imported | undefined> {
    const report = (share: number, count: number): void => this.#progress(share, count);
    return new Promise((resolve) => {
      const inPage = (): void => {
        const abort = new AbortController();
        this.#stop = () => {
          abort.abort();
          resolve(undefined);
        };
        import('./cohort-reading.ts')
          .then(({ readCohorts }) => readCohorts(rows, choice, report, abort.signal))
          .then(resolve, (error: unknown) => {
            if (!abort.signal.aborted)
              resolve({
                fault: `The browser could not read the file (${String(error)}). Choose it again.`,
              });
          });
      };
      let worker: Worker;
      try {
        worker = new Worker(new URL('./cohort-worker.ts', import.meta.url), { type: 'module' });
      } catch {
        return inPage();
      }
      this.#stop = () => {
        worker.terminate();
        resolve(undefined);
      };
      worker.addEventListener('error', () => {
        worker.terminate();
        inPage();
      });
      worker.addEventListener('message', ({ data }: MessageEvent<CohortMessage>) => {
        if (data.kind === 'progress') return report(data.share, data.rows);
        worker.terminate();
        resolve(data.imported);
      });
      worker.postMessage({ rows, choice });
    });
  }

  #progress(share: number, rows: number): void {
    this.#part<HTMLProgressElement>('progress').value = share;
    this.#part('count').textContent = `${rows.toLocaleString('en-US')} rows so far`;
  }

  #cancel(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#source = undefined;
    this.#part('running').hidden = true;
    this.#tell('Stopped. The form is as it was.');
    this.#from?.focus();
  }

  get #fields(): Map<string, Input> {
    const inputs = document.querySelectorAll<Input>('tool-form [data-field]');
    return new Map([...inputs].map((input) => [input.dataset['field']!, input]));
  }

  #fill(imported: Exclude<Imported, { fault: string }>, choice: Choice): void {
    const [one, other] = imported.segments;
    const fields = this.#fields;
    this.#before ??= new Map([...fields.values()].map((input) => [input, input.value]));
    this.#put(
      new Map(
        Object.entries({
          definition: choice.definition,
          period: choice.period,
          name: one?.name ?? '',
          cohorts: one?.triangle ?? '',
          otherName: other?.name ?? '',
          other: other?.triangle ?? '',
        }).map(([name, value]) => [fields.get(name)!, value]),
      ),
    );
    this.#tell(`${imported.sentence} The form below holds them now.`);
    this.#part('undo').hidden = false;
  }

  #undo(): void {
    if (this.#before) this.#put(this.#before);
    this.#before = undefined;
    this.#source = undefined;
    this.#part('undo').hidden = true;
    this.#tell('The form holds what it held before.');
    this.#control('file').focus();
  }

  #put(values: Map<Input, string>): void {
    for (const [input, value] of values) {
      input.value = value;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }

  #tell(sentence: string): void {
    this.#part('said').textContent = sentence;
  }

  #blame(fault: string | undefined): void {
    const box = this.#part('fault');
    box.textContent = fault ?? '';
    box.hidden = fault === undefined;
    for (const name of ['file', 'pasted']) {
      const input = this.#control(name);
      const isBlamed = fault !== undefined && input === this.#from;
      input.ariaInvalid = isBlamed ? 'true' : null;
      if (isBlamed) input.setAttribute('aria-describedby', box.id);
      else input.removeAttribute('aria-describedby');
    }
  }
}
