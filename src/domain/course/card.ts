/**
 * What a chat shows of a unit whose address is pasted there: a title, a few of its words and a picture.
 * Chats cut by bytes, so lengths are counted in bytes of UTF-8.
 */
import type { Larder } from '../larder.ts';
import { smartQuotes } from '../typography.ts';
import { entryTitle, type Course, type Data, type Entry, type Unit } from './course.ts';
import { spokenUnits, type SpokenUnit } from './words.ts';

const TITLE_BYTES = 60;
const DESCRIPTION_BYTES = { min: 80, max: 200 };

/** What the picture of a card shows. */
export interface Picture {
  /** What the unit is and where it stands: "Section", "Part 2, Campaigns to lifecycles". */
  kind: string;
  place: string;
  heading: string;
  /** Running words, cut by whoever draws where they do not fit. */
  words: string;
  /** Cells of a row, behind the names of their columns; a voice marks the market's and the product's side. */
  cells: { label: string; text: string; voice: 'market' | 'product' | undefined }[];
}

/** The card of a unit. */
export interface Card {
  address: string;
  /** At most 60 bytes, and like no other card's. */
  title: string;
  /** 80 to 200 bytes. */
  description: string;
  picture: Picture;
}

/** The length of a text in bytes of UTF-8. */
export function byteLength(text: string): number {
  // By place: a loop over the letters makes an object for each, 40 MB of them for a mebibyte of text.
  let length = 0;
  for (let place = 0; place < text.length; place++) {
    const code = text.codePointAt(place)!;
    if (code > 0xffff) place++;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}

/** The text, or as many of its first words as leave room for an ellipsis within `bytes`. */
export function shorten(text: string, bytes: number): string {
  if (byteLength(text) <= bytes) return text;
  let kept = '';
  for (const word of text.split(' ')) {
    const longer = kept === '' ? word : `${kept} ${word}`;
    if (byteLength(longer) > bytes - 3) break;
    kept = longer;
  }
  return `${kept.replace(/[\s,.:;–—·(“‘]+$/u, '')}…`;
}

function asSentence(text: string): string {
  return /[.?!…:][”’)]?$/u.test(text) ? text : `${text}.`;
}

/** What a unit of each kind is called. */
export const KINDS: Record<Unit['kind'], string> = {
  part: 'Part',
  lesson: 'Lesson',
  section: 'Section',
  table: 'Table',
  row: 'Row',
  checklist: 'Checklist',
  task: 'Task',
  quiz: 'Quiz',
  question: 'Quiz question',
  term: 'Term',
  answer: 'Question',
  rubric: 'Rubric',
  dimension: 'What is scored',
  'interview question': 'Interview question',
  template: 'Template',
  tool: 'Tool',
  source: 'Source',
};

/** For a course, a function that says where a unit stands: "Part 2, Campaigns to lifecycles". */
export function standings(course: Course): (unit: { kind: Unit['kind']; entry: Entry }) => string {
  const { entries, order } = course;
  const titleOf = (collection: 'learn' | 'rubrics', id: string): string => {
    const entry = entries[collection].find((each) => each.id === id);
    return entry ? entryTitle(entry) : id;
  };
  const lesson = (id: string): string => {
    const part = order.parts.findIndex(({ lessons }) => lessons.includes(id));
    return part === -1 ? titleOf('learn', id) : `Part ${part + 1}, ${titleOf('learn', id)}`;
  };
  return ({ kind, entry }) => {
    const { data } = entry;
    switch (entry.collection) {
      case 'parts':
        return `Part ${order.parts.findIndex(({ id }) => id === entry.id) + 1} of ${order.parts.length}`;
      case 'learn': {
        if (kind === 'section') return lesson(entry.id);
        const part = order.parts.findIndex(({ lessons }) => lessons.includes(entry.id));
        const home = entries.parts.find(({ id }) => id === order.parts[part]?.id);
        if (home) return `Part ${part + 1}, ${home.data.title}`;
        return entry.id === order.opening ? 'Before the first part' : 'After the last part';
      }
      case 'checklists':
      case 'quizzes':
        return lesson(entry.id);
      case 'templates':
      case 'tools':
      case 'rubrics':
        if (kind === 'dimension') return (data as Data<'rubrics'>).title;
        return lesson((data as Data<'templates'>).lesson);
      case 'questions':
        return titleOf('rubrics', (data as Data<'questions'>).rubric);
      case 'tables':
        return kind === 'row' ? (data as Data<'tables'>).title : 'Comparison tables';
      case 'glossary':
        return 'Glossary';
      case 'faq':
        return 'Questions that switchers ask';
      default:
        return 'Sources';
    }
  };
}

function cellsOf({ kind, entry, words }: SpokenUnit): Picture['cells'] {
  if (kind !== 'row') return [];
  const { columns } = entry.data as Data<'tables'>;
  return words.map((cell, index) => {
    const { voice } = columns[index + 1]!;
    const label = cell.slice(0, cell.indexOf(': '));
    return { label, text: cell.slice(label.length + 2), voice };
  });
}

/**
 * The cards of all units, in their order. A title that several units share, or that becomes the same
 * when it is cut, is followed by the place where the unit stands.
 */
export function cardsOf(course: Course, larder: Larder): Card[] {
  const placeOf = standings(course);
  const units = spokenUnits(course, larder);
  const plain = units.map(({ title }) => shorten(title, TITLE_BYTES));
  const uses = new Map<string, number>();
  for (const title of plain) uses.set(title, (uses.get(title) ?? 0) + 1);
  return units.map((unit, index) => {
    const place = smartQuotes(placeOf(unit));
    let title = plain[index]!;
    if (uses.get(title)! > 1) {
      const home =
        unit.kind === 'section'
          ? smartQuotes(entryTitle(unit.entry))
          : `${KINDS[unit.kind]}, ${place}`;
      const own = shorten(title, 36);
      title = `${own} · ${shorten(home, TITLE_BYTES - byteLength(own) - byteLength(' · '))}`;
    }
    const words = unit.words.map(asSentence).join(' ');
    const whole =
      plain[index] !== unit.title || byteLength(words) < DESCRIPTION_BYTES.min
        ? `${asSentence(unit.title)} ${words}`
        : words;
    const full =
      byteLength(whole) < DESCRIPTION_BYTES.min ? `${whole} ${KINDS[unit.kind]}: ${place}.` : whole;
    return {
      address: unit.address,
      title,
      description: shorten(full, DESCRIPTION_BYTES.max),
      picture: {
        kind: KINDS[unit.kind],
        place,
        heading: unit.title,
        words: shorten(words, 420),
        cells: cellsOf(unit),
      },
    };
  });
}
