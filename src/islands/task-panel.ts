/**
 * What is said of a task beyond its tick: the panel behind "More", with a state, a note and a link to what
 * shows that it is done. It loads with the first click on one.
 */
import {
  isEvidence,
  toEvidence,
  toNote,
  type FieldName,
  type State,
  type TaskRecord,
} from '#domain/progress/record.ts';

const panelOf = (item: HTMLElement) => item.querySelector<HTMLElement>('.panel');

/** Opens or closes the panel of a task, and makes it first if need be. */
export function togglePanel(
  item: HTMLElement,
  id: string,
  button: HTMLButtonElement,
  template: HTMLTemplateElement,
): void {
  let panel = panelOf(item);
  if (!panel) {
    panel = template.content.firstElementChild!.cloneNode(true) as HTMLElement;
    for (const radio of panel.querySelectorAll<HTMLInputElement>('[type=radio]')) radio.name = id;
    item.append(panel);
  }
  panel.hidden = button.ariaExpanded === 'true';
  button.ariaExpanded = String(!panel.hidden);
}

/** Shows what is known in the fields of the panel, if there is one; a field being typed in stays. */
export function fillPanel(item: HTMLElement, record: TaskRecord, state: State): void {
  const fields = panelOf(item)?.querySelectorAll<HTMLInputElement>('[data-field]') ?? [];
  for (const field of fields) {
    const name = field.dataset['field'] as FieldName;
    if (field.type === 'radio') field.checked = field.value === state;
    else if (field !== document.activeElement) field.value = record[name]?.value ?? '';
  }
}

/** What a field of the panel says; nothing where it has a fault, which is shown beside it. */
export function readField(
  item: HTMLElement,
  field: HTMLInputElement,
): Partial<Record<FieldName, string>> | undefined {
  const name = field.dataset['field'] as FieldName | undefined;
  if (!name) return undefined;
  const typed = field.value.trim();
  // As the browser writes an address: letters beyond ASCII escaped, a missing slash added.
  const value = name === 'evidence' ? toEvidence(URL.parse(typed)?.href ?? typed) : toNote(typed);
  const fault = name === 'evidence' && value !== '' && !isEvidence(value);
  if (name === 'evidence') {
    field.ariaInvalid = String(fault);
    item.querySelector<HTMLElement>('.fault')!.hidden = !fault;
  }
  return fault ? undefined : { [name]: value };
}
