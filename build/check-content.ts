/**
 * Checks everything in src/content and lists every mistake at once, each as
 * `file:line:column  unit  field  what is wrong  how to mend it`. Runs before every build, and by
 * itself as `npm run check:content`.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'astro/zod';
import {
  emptyEntries,
  type Collection,
  type Course,
  type Entries,
  type Entry,
  type Order,
} from '../src/domain/course/course.ts';
import { findMistakes, type Mistake } from '../src/domain/course/mistakes.ts';
import { readProse, type Point, type Prose } from '../src/domain/course/prose.ts';
import { checkProps, schemas } from '../src/schema.ts';
import { contentDirectory, courseOrder } from '../src/site.ts';

/** A mistake with its place, ready to print. */
export interface PlacedMistake extends Point {
  file: string;
  unit: string;
  field: string;
  problem: string;
  mend: string;
}

/** Where each collection's files live, under the content folder. */
const FOLDERS = Object.keys(schemas).map((collection): [Collection, string] => [
  collection as Collection,
  collection === 'learn' ? 'docs/learn' : collection,
]);

/** The YAML of a file, and the line before it: front matter begins in line 2. */
interface Yaml {
  document: Document;
  lines: LineCounter;
  lineBefore: number;
}

function readYaml(text: string, isMdx: boolean): Yaml {
  const lines = new LineCounter();
  const matter = isMdx ? (/^---\r?\n([\s\S]*?)^---/m.exec(text)?.[1] ?? '') : text;
  const document = parseDocument(matter, { lineCounter: lines, uniqueKeys: true });
  return { document, lines, lineBefore: isMdx ? 1 : 0 };
}

/** Where a path leads in the YAML: to the node itself, or as near as the document goes. */
function placeInYaml({ document, lines, lineBefore }: Yaml, path: (string | number)[]): Point {
  let offset = 0;
  let node: unknown = document.contents;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
      if (!pair) break;
      offset = (pair.key as { range?: [number] }).range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      const item = node.items[Number(step)] as { range?: [number] } | undefined;
      if (!item) break;
      offset = item.range?.[0] ?? offset;
      node = item;
    } else break;
  }
  const { line, col } = lines.linePos(offset);
  return { line: line + lineBefore, column: col };
}

const MENDS: Partial<Record<z.core.$ZodIssue['code'], string>> = {
  unrecognized_keys: 'take it out, or look for its right name in src/schema.ts',
  invalid_type: 'see the field in src/schema.ts',
};

function issueToMistake(
  entry: Omit<Mistake, 'problem' | 'mend' | 'field'>,
  issue: z.core.$ZodIssue,
): Mistake {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  const keys = issue.code === 'unrecognized_keys' ? issue.keys : [];
  const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  return {
    ...entry,
    field: [...path, ...keys].join('.') || 'file',
    path: [...path, ...keys],
    problem: missing ? 'is missing' : keys.length > 0 ? 'is not a field here' : issue.message,
    mend: missing ? 'add it: see src/schema.ts' : (MENDS[issue.code] ?? 'mend the value'),
  };
}

/** Content that was read: what has the right shape, and what is wrong with the rest. */
interface ParsedContent {
  entries: Entries;
  yamls: Map<string, Yaml>;
  mistakes: Mistake[];
}

function parseContent(files: Map<string, string>, folder: string): ParsedContent {
  const entries = emptyEntries();
  const yamls = new Map<string, Yaml>();
  const mistakes: Mistake[] = [];

  for (const [path, text] of files) {
    const file = `${folder}/${path}`;
    const home = FOLDERS.find(([, name]) => path.startsWith(`${name}/`));
    const match = home && /^([^/]+)\.(mdx|ya?ml)$/.exec(path.slice(home[1].length + 1));
    if (!home || !match) {
      mistakes.push({
        file,
        unit: path.replace(/\.[^.]*$/, ''),
        field: 'file',
        problem: 'lies where no collection looks for it',
        mend: `put it straight into one of ${FOLDERS.map(([, name]) => name).join(', ')}, as .mdx or .yaml`,
      });
      continue;
    }
    const [collection] = home;
    const id = match[1]!;
    const isMdx = match[2] === 'mdx';
    const unit = `${collection}/${id}`;
    const yaml = readYaml(text, isMdx);
    yamls.set(file, yaml);
    for (const { message, pos } of yaml.document.errors) {
      const point = yaml.lines.linePos(pos[0]);
      mistakes.push({
        file,
        unit,
        field: 'YAML',
        problem: message.split('\n')[0]!.replace(/ at line.*$/, ''),
        mend: 'mend the YAML: quote the value, or look at the indentation',
        at: { line: point.line + yaml.lineBefore, column: point.col },
      });
    }
    if (yaml.document.errors.length > 0) continue;
    let prose: Prose | undefined;
    if (isMdx) {
      try {
        prose = readProse(text);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        const place = /(\d+):(\d+)/.exec(message);
        mistakes.push({
          file,
          unit,
          field: 'MDX',
          problem: message.split('\n')[0]!,
          mend: 'mend the markup',
          at: { line: Number(place?.[1] ?? 1), column: Number(place?.[2] ?? 1) },
        });
        continue;
      }
    }
    const parsed = schemas[collection].safeParse(yaml.document.toJS() ?? {});
    if (parsed.success) {
      const entry = { collection, id, file, data: parsed.data, ...(prose && { prose }) };
      (entries[collection] as Entry[]).push(entry as Entry);
    } else {
      mistakes.push(...parsed.error.issues.map((issue) => issueToMistake({ file, unit }, issue)));
    }
  }
  return { entries, yamls, mistakes };
}

/**
 * Checks a whole content folder held in memory.
 * @param files text by path from the content folder, such as `tables/skill-transfer.yaml`.
 * @param exists whether a path from the project's folder exists, for images.
 * @param folder the content folder, for messages.
 */
export function checkContent(
  files: Map<string, string>,
  order: Order,
  exists: (path: string) => boolean,
  folder = 'src/content',
): PlacedMistake[] {
  const { entries, yamls, mistakes } = parseContent(files, folder);
  const unread = new Set(mistakes.map(({ unit }) => unit));
  return [...mistakes, ...findMistakes({ entries, order }, { exists, checkProps, unread })]
    .map(({ file, unit, field, problem, mend, path, at }) => {
      const yaml = yamls.get(file);
      const point = at ?? (yaml ? placeInYaml(yaml, path ?? []) : { line: 1, column: 1 });
      return { file, unit, field, problem, mend, ...point };
    })
    .sort((a, b) => a.file.localeCompare(b.file, 'en') || a.line - b.line || a.column - b.column);
}

/** The course that files of content make, for those that were checked before. */
export function courseOf(files: Map<string, string>, order: Order, folder = 'src/content'): Course {
  return { entries: parseContent(files, folder).entries, order };
}

/** The course as it lies in a content folder, for the steps of a build that has checked it before. */
export function readCourse(folder: string): Course {
  return { entries: parseContent(readContent(folder), folder).entries, order: courseOrder };
}

/** One line of the report. */
export function formatMistake(mistake: PlacedMistake): string {
  const { file, line, column, unit, field, problem, mend } = mistake;
  return `${file}:${line}:${column}  ${unit}  ${field}  ${problem}  ${mend}`;
}

/** Reads every content file under a folder. */
export function readContent(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(
      (file) => file.isFile() && !file.name.startsWith('.') && /\.(mdx?|ya?ml)$/.test(file.name),
    )
    .map((file) => join(file.parentPath, file.name))
    .sort();
  return new Map(
    files.map((file) => [
      file.slice(folder.length + 1).replaceAll('\\', '/'),
      readFileSync(file, 'utf8'),
    ]),
  );
}

/**
 * Checks the content of the site and prints what is wrong.
 * @returns whether it is whole.
 */
export function reportContent(): boolean {
  const files = readContent(contentDirectory);
  const mistakes = checkContent(files, courseOrder, existsSync, contentDirectory);
  for (const mistake of mistakes) console.error(formatMistake(mistake));
  if (mistakes.length > 0) {
    console.error(`\n${mistakes.length} mistakes in ${contentDirectory}.`);
    return false;
  }
  console.log(`${files.size} content files, no mistakes.`);
  return true;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.exitCode = reportContent() ? 0 : 1;
}
