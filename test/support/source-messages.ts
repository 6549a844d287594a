/** Every text that sources say through `msg()` and `plural()`, as translations have to know it. Knows no translation. */
import { transformSync } from 'esbuild';
import { parseAst } from 'rollup/parseAst';
import { read } from './source-files.ts';

export interface SourceMessage {
  /** As in a translation: `{0} joined`, `Speaker (layout)`. */
  readonly key: string;
  readonly isCounted: boolean;
  /** Of the file that says it. */
  readonly path: string;
}

interface Node {
  readonly type: string;
  readonly [property: string]: unknown;
}

/** Throws where a text is put together in a way that nobody could translate. */
export function messagesOf(path: string, text = read(path)): readonly SourceMessage[] {
  const { code } = transformSync(text, { loader: 'ts', format: 'esm', target: 'es2022' });
  const found: SourceMessage[] = [];
  visit(parseAst(code) as unknown as Node, (node) => {
    const callee = node.type === 'CallExpression' ? (node['callee'] as Node) : undefined;
    const name = callee?.type === 'Identifier' ? String(callee['name']) : '';
    if (name !== 'msg' && name !== 'plural') return;
    const [first, second] = node['arguments'] as readonly Node[];
    const isCounted = name === 'plural';
    const words = templateOf(isCounted ? second : first);
    const context = !isCounted && second ? templateOf(second) : '';
    if (words === undefined || context === undefined)
      throw new Error(`${path}: ${name}() takes a text as it is, or str\`…\`: nothing else can be found again.`);
    found.push({ key: context === '' ? words : `${words} (${context})`, isCounted, path });
  });
  return found;
}

function templateOf(node: Node | undefined): string | undefined {
  if (node?.type === 'Literal' && typeof node['value'] === 'string') return node['value'];
  if (node?.type !== 'TaggedTemplateExpression' || (node['tag'] as Node)['name'] !== 'str') return undefined;
  const { quasis } = node['quasi'] as { quasis: readonly { value: { cooked: string } }[] };
  return quasis.map(({ value }, index) => (index === 0 ? value.cooked : `{${index - 1}}${value.cooked}`)).join('');
}

function visit(value: unknown, onNode: (node: Node) => void): void {
  if (Array.isArray(value)) for (const each of value) visit(each, onNode);
  else if (typeof value === 'object' && value !== null && 'type' in value) {
    onNode(value as Node);
    for (const child of Object.values(value)) visit(child, onNode);
  }
}
