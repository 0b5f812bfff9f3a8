import { mdxToMdast, type Features, type MdastNode } from 'satteri';

/** A point in a file, counted from 1. */
export interface Point {
  line: number;
  column: number;
}

export interface Heading {
  depth: number;
  text: string;
  id: string | undefined;
  at: Point;
}

export interface Link {
  url: string;
  at: Point;
}

export interface Image extends Link {
  alt: string;
}

/** One use of a component: `<Fact id="exp-01">about one third</Fact>`. */
export interface ComponentUse {
  name: string;
  /** Attributes as written; a bare attribute is true, a braced one is its source in braces. */
  props: Record<string, string | true>;
  /** The words inside it. */
  text: string;
  /** Whether it stands as a block of its own rather than inside a line. */
  isBlock: boolean;
  /** The id of the section that it stands in. */
  section: string | undefined;
  at: Point;
}

/** Words that stand in the same components of a line. */
export interface Run {
  text: string;
  /** The components of the line around them, outermost first; `code` and `link` for what Markdown makes. */
  within: string[];
  /** The term to which they are linked. */
  term: string | undefined;
  /** The props of the innermost component where it prints a number: the text is U+FFFC then. */
  printed?: Record<string, string | true>;
  at: Point;
}

/** A paragraph, a list item's line or a heading. */
export interface Block {
  isHeading: boolean;
  /** The id of the section that it stands in, its own for a heading. */
  section: string | undefined;
  /** The components around it, outermost first: `Scene`, `Document`. */
  within: string[];
  runs: Run[];
}

/** What an MDX file holds, in the order of the file. */
export interface Prose {
  headings: Heading[];
  links: Link[];
  images: Image[];
  components: ComponentUse[];
  /** Names that the file imports from '#components/lesson'. */
  imports: string[];
  blocks: Block[];
  /** The words of the text, components' own words included. */
  text: string;
}

/** The Markdown dialect of the site, shared by the site and by the check of its content. */
export const MARKDOWN_FEATURES: Features = { headingAttributes: true };

/** A node of the syntax tree, reduced to what is read here. */
interface Node {
  type: string;
  position?: { start: Point };
  children?: Node[];
  value?: string;
  name?: string | null;
  depth?: number;
  url?: string;
  alt?: string | null;
  attributes?: { type: string; name?: string; value?: string | null | { value: string } }[];
  data?: { hProperties?: { id?: string } };
}

function pointOf({ position }: Node): Point {
  return { line: position?.start.line ?? 1, column: position?.start.column ?? 1 };
}

function wordsOf(node: Node): string {
  if (node.type === 'text' || node.type === 'inlineCode' || node.type === 'code') {
    return node.value ?? '';
  }
  const inline = /^(paragraph|heading|strong|emphasis|link|mdxJsxTextElement)$/.test(node.type);
  return (node.children ?? []).map(wordsOf).join(inline ? '' : '\n');
}

/** The runs of a paragraph or heading. */
function runsOf(node: Node, within: string[], term: string | undefined): Run[] {
  if (node.type === 'text' || node.type === 'inlineCode') {
    const inner = node.type === 'text' ? within : [...within, 'code'];
    return [{ text: node.value ?? '', within: inner, term, at: pointOf(node) }];
  }
  if (node.type === 'break') return [{ text: '\n', within, term, at: pointOf(node) }];
  const isComponent = node.type.startsWith('mdxJsx') && node.name;
  const around = isComponent ? node.name! : node.type === 'link' ? 'link' : undefined;
  const inner = around ? [...within, around] : within;
  const id = isComponent && node.name === 'Term' ? propsOf(node)['id'] : undefined;
  const linked = typeof id === 'string' ? id : term;
  // What prints a number stands for words that only the built page has.
  if (isComponent && (node.children ?? []).length === 0) {
    return [{ text: '\ufffc', within: inner, term, printed: propsOf(node), at: pointOf(node) }];
  }
  return (node.children ?? []).flatMap((child) => runsOf(child, inner, linked));
}

function propsOf(node: Node): Record<string, string | true> {
  const props: Record<string, string | true> = {};
  for (const { type, name, value } of node.attributes ?? []) {
    if (type !== 'mdxJsxAttribute' || name === undefined) props['…'] = '{…}';
    else if (value === null || value === undefined) props[name] = true;
    else props[name] = typeof value === 'string' ? value : `{${value.value}}`;
  }
  return props;
}

/**
 * Reads an MDX file, front matter included.
 * @throws Error from the parser, with line and column in its message, where the MDX is broken.
 */
export function readProse(source: string): Prose {
  const tree = mdxToMdast(source, { features: MARKDOWN_FEATURES }) as MdastNode as Node;
  const prose: Prose = {
    headings: [],
    links: [],
    images: [],
    components: [],
    imports: [],
    blocks: [],
    text: wordsOf(tree),
  };
  let section: string | undefined;
  const visit = (node: Node, within: string[]): void => {
    const at = pointOf(node);
    if (node.type === 'heading') section = node.data?.hProperties?.id ?? section;
    if (node.type === 'heading' || node.type === 'paragraph') {
      const runs = runsOf(node, [], undefined);
      prose.blocks.push({ isHeading: node.type === 'heading', section, within, runs });
    }
    if (node.type === 'heading') {
      const id = node.data?.hProperties?.id;
      prose.headings.push({ depth: node.depth ?? 1, text: wordsOf(node), id, at });
    } else if (node.type === 'link') {
      prose.links.push({ url: node.url ?? '', at });
    } else if (node.type === 'image') {
      prose.images.push({ url: node.url ?? '', alt: node.alt ?? '', at });
    } else if (node.type === 'mdxjsEsm') {
      const names = /import \{([^}]*)\} from '#components\/lesson'/.exec(node.value ?? '')?.[1];
      prose.imports.push(...(names?.split(',').map((name) => name.trim()) ?? []).filter(Boolean));
    } else if (node.type.startsWith('mdxJsx') && node.name) {
      prose.components.push({
        name: node.name,
        props: propsOf(node),
        text: wordsOf(node),
        isBlock: node.type === 'mdxJsxFlowElement',
        section,
        at,
      });
    }
    const inner = node.type === 'mdxJsxFlowElement' && node.name ? [...within, node.name] : within;
    node.children?.forEach((child) => visit(child, inner));
  };
  visit(tree, []);
  return prose;
}

/** The point in the file of a character of a block, counted over its runs. */
export function pointAt({ runs }: Block, index: number): Point {
  let start = 0;
  for (const { text, at } of runs) {
    if (index < start + text.length) {
      const lines = text.slice(0, index - start).split('\n');
      const { length } = lines.at(-1)!;
      if (lines.length === 1) return { line: at.line, column: at.column + length };
      return { line: at.line + lines.length - 1, column: length + 1 };
    }
    start += text.length;
  }
  return runs[0]?.at ?? { line: 1, column: 1 };
}
