/**
 * Gives a unit another id, whole: its file, every reference to it, `was` on the unit, and the ledger.
 * Run as `npm run rename /faq/old-id/ /faq/new-id/`, for a part as
 * `npm run rename /learn/start/old-id/ /learn/start/new-id/`.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isMap, isScalar, isSeq, parseDocument, visit, type Node, type YAMLMap } from 'yaml';
import { formatAddress, parseAddress, type Address } from '../src/domain/course/address.ts';
import { isId } from '../src/domain/course/id.ts';

const CONTENT = 'src/content';

/** The fields that name an entry of a collection, wherever they stand. */
const FIELDS: Record<string, string[]> = {
  learn: ['lesson', 'after'],
  rubrics: ['rubric'],
  sources: ['sources'],
  glossary: ['see'],
};

/** The components that name an entry of a collection. */
const COMPONENTS: Record<string, string> = {
  glossary: 'Term',
  tables: 'Table',
  quizzes: 'Quiz',
  checklists: 'Checklist',
};

/** The lists whose items are parts of an entry. */
const LISTS = ['rows', 'tasks', 'retired', 'questions', 'dimensions'];

/** A stretch of a text, and what stands there instead. */
interface Edit {
  from: number;
  to: number;
  text: string;
}

function applied(text: string, edits: Edit[]): string {
  return edits
    .toSorted((a, b) => b.from - a.from)
    .reduce((result, edit) => result.slice(0, edit.from) + edit.text + result.slice(edit.to), text);
}

/** The YAML of a file, and where it begins: behind the first line of an MDX file. */
function yamlOf(path: string, text: string): { contents: Node | null; start: number; end: number } {
  const matter = path.endsWith('.mdx') ? /^---\r?\n([^]*?)^---/m.exec(text) : undefined;
  const start = matter ? text.indexOf(matter[1]!) : 0;
  const end = matter ? start + matter[1]!.length : text.length;
  if (path.endsWith('.mdx') && !matter) return { contents: null, start, end: start };
  return { contents: parseDocument(text.slice(start, end)).contents, start, end };
}

function rangeOf(node: unknown): [number, number] {
  const { range } = node as { range?: [number, number, number] | null };
  if (!range) throw new Error('The YAML has a node without a place. Rename the id by hand.');
  return [range[0], range[1]];
}

/** `was: [old]` in a map: added to the list that is there, or as a line of its own behind the pair `after`. */
function addWas(map: YAMLMap, old: string, text: string, start: number, after: unknown): Edit {
  const was = map.get('was', true);
  if (isSeq(was)) {
    const [from, to] = rangeOf(was);
    const ids = was.items.map((item) => (isScalar(item) ? String(item.value) : ''));
    return { from: start + from, to: start + to, text: `[${[...ids, old].join(', ')}]` };
  }
  const [, end] = rangeOf(after);
  const line = text.lastIndexOf('\n', start + rangeOf(map)[0] - 1) + 1;
  const indent = ' '.repeat(start + rangeOf(map)[0] - line);
  return { from: start + end, to: start + end, text: `\n${indent}was: [${old}]` };
}

/** Whether the file holds the entry with an id. */
function holds(path: string, collection: string, entry: string): boolean {
  const folder = collection === 'learn' ? 'docs/learn' : collection;
  return [`${CONTENT}/${folder}/${entry}.mdx`, `${CONTENT}/${folder}/${entry}.yaml`].includes(path);
}

/** The id of a part changed in the file of its entry, and `was` on it. */
function renamePart(path: string, text: string, old: string, id: string): string {
  const { contents, start, end } = yamlOf(path, text);
  if (path.endsWith('.mdx')) {
    if (!text.includes(`{#${old}}`)) return text;
    const body = text.replaceAll(`{#${old}}`, `{#${id}}`);
    const sections = isMap(contents) ? contents.get('sections', true) : undefined;
    if (!isMap(sections)) {
      return `${body.slice(0, end)}sections: { ${id}: { was: [${old}] } }\n${body.slice(end)}`;
    }
    const known = sections.items.find(({ key }) => isScalar(key) && key.value === old);
    const edits: Edit[] = [];
    if (known && isMap(known.value)) {
      const [from, to] = rangeOf(known.key);
      edits.push({ from: start + from, to: start + to, text: id });
      edits.push(addWas(known.value, old, body, start, known.value));
    } else if (sections.flow) {
      const from = start + rangeOf(sections)[0] + 1;
      edits.push({ from, to: from, text: ` ${id}: { was: [${old}] },` });
    } else {
      const from = start + rangeOf(sections)[0];
      const indent = ' '.repeat(from - body.lastIndexOf('\n', from) - 1);
      edits.push({ from, to: from, text: `${id}: { was: [${old}] }\n${indent}` });
    }
    return applied(body, edits);
  }
  const edits: Edit[] = [];
  for (const name of LISTS) {
    const list = isMap(contents) ? contents.get(name, true) : undefined;
    for (const item of isSeq(list) ? list.items : []) {
      const own = isMap(item) ? item.get('id', true) : undefined;
      if (!isMap(item) || !isScalar(own) || own.value !== old) continue;
      const [from, to] = rangeOf(own);
      edits.push({ from: start + from, to: start + to, text: id });
      edits.push(addWas(item, old, text, start, own));
    }
  }
  return applied(text, edits);
}

/** `was` on an entry whose file has another name now. */
function markEntry(path: string, text: string, old: string): string {
  const { contents, start, end } = yamlOf(path, text);
  if (isMap(contents) && contents.has('was')) {
    return applied(text, [addWas(contents, old, text, start, contents)]);
  }
  const head = text.slice(0, end).replace(/\n*$/, '\n');
  return `${head}was: [${old}]\n${text.slice(end)}`;
}

/** Fields of YAML that name the entry, and keys of scores that name the dimension of a rubric. */
function renameFields(path: string, text: string, unit: Address, id: string): string {
  const { contents, start } = yamlOf(path, text);
  if (!contents) return text;
  const { collection, entry, part } = unit;
  const edits: Edit[] = [];
  const put = (node: unknown): void => {
    const [from, to] = rangeOf(node);
    edits.push({ from: start + from, to: start + to, text: id });
  };
  visit(contents, {
    Pair(_, { key, value }) {
      const name = isScalar(key) ? String(key.value) : '';
      if (part === undefined && FIELDS[collection]?.includes(name)) {
        const values = isSeq(value) ? value.items : [value];
        values.filter((each) => isScalar(each) && each.value === entry).forEach(put);
      }
      if (collection === 'rubrics' && part !== undefined && name === 'scores' && isMap(value)) {
        const rubric = isMap(contents) ? contents.get('rubric') : undefined;
        const keys = value.items.map((item) => item.key);
        if (rubric === entry)
          keys.filter((each) => isScalar(each) && each.value === part).forEach(put);
      }
    },
  });
  return applied(text, edits);
}

/** What names the unit in any text: addresses, components, the order of the course, calls by id. */
function renameMentions(path: string, text: string, unit: Address, id: string): string {
  const { collection, entry, part } = unit;
  const old = formatAddress(unit).slice(1);
  const now = formatAddress(part === undefined ? { collection, entry: id } : { ...unit, part: id });
  let result = text.replaceAll(new RegExp(`(?<![\\w-])${old}`, 'g'), now.slice(1));
  const component = COMPONENTS[collection];
  if (component && part === undefined) {
    const use = new RegExp(`(<${component}\\b[^>]*?\\bid=")${entry}(")`, 'g');
    result = result.replaceAll(use, `$1${id}$2`);
  }
  if (collection === 'tables' && part !== undefined) {
    const use = new RegExp(`(<Table\\b(?=[^>]*\\bid="${entry}")[^>]*?\\brows=")([^"]*)(")`, 'g');
    result = result.replaceAll(use, (_, before: string, rows: string, after: string) => {
      const ids = rows.split(' ').map((row) => (row === part ? id : row));
      return before + ids.join(' ') + after;
    });
  }
  if (part !== undefined || !/\.(ts|astro)$/.test(path)) return result;
  const isOrder = path === 'src/site.ts' && (collection === 'learn' || collection === 'parts');
  const call = new RegExp(`('${collection}', )'${entry}'`, 'g');
  result = result.replaceAll(call, `$1'${id}'`);
  return isOrder ? result.replaceAll(`'${entry}'`, `'${id}'`) : result;
}

/**
 * The files after a unit got another id. Files that it doesn't touch stay as they are.
 * @param files path to text, from the project's folder.
 * @param from the address of a unit.
 * @param to its address from now on: another id at the same place.
 * @throws Error that says why the unit cannot be renamed so.
 */
export function renameUnit(
  files: Map<string, string>,
  from: string,
  to: string,
): Map<string, string> {
  const unit = parseAddress(from);
  const next = parseAddress(to);
  if (!unit || !next) {
    throw new Error(
      `${unit ? to : from} is no address. Write /collection/entry/ or /collection/entry/part/.`,
    );
  }
  const id = next.part ?? next.entry;
  const old = unit.part ?? unit.entry;
  const isSamePlace =
    unit.collection === next.collection &&
    (unit.part === undefined) === (next.part === undefined) &&
    (unit.part === undefined || unit.entry === next.entry);
  if (!isSamePlace)
    throw new Error(`${to} is another place than ${from}: only its last id may differ.`);
  if (!isId(id))
    throw new Error(
      `${id} is no id: use lower-case words of letters and digits joined by hyphens.`,
    );
  const home = [...files.keys()].find((path) => holds(path, unit.collection, unit.entry));
  if (home === undefined)
    throw new Error(`There is no file for ${from}. Look for the entry in ${CONTENT}.`);
  const taken = [...files.keys()].find((path) => holds(path, next.collection, next.entry));
  if (unit.part === undefined && taken)
    throw new Error(`${taken} is there already. Choose another id.`);

  // A checklist and a quiz are named like their lesson.
  const units: Address[] =
    unit.collection === 'learn' && unit.part === undefined
      ? ['learn', 'checklists', 'quizzes'].map((collection) => ({ collection, entry: old }))
      : [unit];
  let result = new Map(files);
  for (const each of units) {
    const renamed = new Map<string, string>();
    for (const [path, text] of result) {
      const isHome = holds(path, each.collection, each.entry);
      let changed = text;
      if (isHome && each.part !== undefined) changed = renamePart(path, changed, old, id);
      if (isHome && each.part !== undefined && changed === text) {
        throw new Error(`${path} has no part ${old}. Look for its id there.`);
      }
      if (isHome && each.part === undefined) changed = markEntry(path, changed, old);
      if (path.startsWith(CONTENT)) changed = renameFields(path, changed, each, id);
      changed = renameMentions(path, changed, each, id);
      const moves = isHome && each.part === undefined;
      renamed.set(moves ? path.replace(/[^/]+(\.\w+)$/, `${id}$1`) : path, changed);
    }
    result = renamed;
  }
  return result;
}

/** The texts in which a unit may be named. */
export function readSources(): Map<string, string> {
  const files = ['src', 'tests'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile() && /\.(mdx|yaml|ts|astro)$/.test(file.name))
      .map((file) => join(file.parentPath, file.name).replaceAll('\\', '/')),
  );
  return new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
}

function rename(from: string, to: string): boolean {
  const before = readSources();
  const after = renameUnit(before, from, to);
  for (const path of before.keys()) if (!after.has(path)) rmSync(path);
  const changed = [...after].filter(([path, text]) => before.get(path) !== text);
  for (const [path, text] of changed) writeFileSync(path, text);
  console.log(`${from} is ${to} now, in ${changed.length} files.`);
  // In processes of their own: this one has loaded the order of the course as it was.
  return [['build/check-content.ts'], ['build/ledger.ts', '--record']].every(
    (command) => spawnSync(process.execPath, command, { stdio: 'inherit' }).status === 0,
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [, , from, to] = process.argv;
  try {
    if (from === undefined || to === undefined) {
      throw new Error('Say what and how: npm run rename /faq/old-id/ /faq/new-id/');
    }
    process.exitCode = rename(from, to) ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
