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
  at: Point;
}

/** What an MDX file holds, in the order of the file. */
export interface Prose {
  headings: Heading[];
  links: Link[];
  images: Image[];
  components: ComponentUse[];
  /** Names that the file imports from '#components/lesson'. */
  imports: string[];
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

function wordsOf(node: Node): string {
  if (node.type === 'text' || node.type === 'inlineCode' || node.type === 'code') {
    return node.value ?? '';
  }
  const inline = /^(paragraph|heading|strong|emphasis|link|mdxJsxTextElement)$/.test(node.type);
  return (node.children ?? []).map(wordsOf).join(inline ? '' : '\n');
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
    text: wordsOf(tree),
  };
  const visit = (node: Node): void => {
    const start = node.position?.start;
    const at = { line: start?.line ?? 1, column: start?.column ?? 1 };
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
        at,
      });
    }
    node.children?.forEach(visit);
  };
  visit(tree);
  return prose;
}
