/** No regular expression of ours can be made to take a second, whatever it is given: each goes through `recheck`. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { transformSync } from 'esbuild';
import { check } from 'recheck';
import { parseAst } from 'rollup/parseAst';
import { filesBelow, read } from './support/source-files.ts';

/** What only builds reads our own files. */
const isShipped = (path: string) => !path.includes('/build/');

const FOLDERS = ['component', 'relay', 'extension', 'demo'];
const AT_ONCE = 4;
/** ms: a pattern that cannot be judged in so long is too clever. */
const PATIENCE_MS = 20_000;

interface Pattern {
  readonly source: string;
  readonly flags: string;
  readonly paths: Set<string>;
}

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

const SOURCES = FOLDERS.flatMap(filesBelow).filter(
  (path) => /\.(ts|mjs|js)$/.test(path) && !path.endsWith('.d.ts') && isShipped(path),
);

/** Every node of a program. */
function* nodesOf(node: Node): Generator<Node> {
  yield node;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child === 'object' && child !== null && 'type' in child) yield* nodesOf(child as Node);
    }
  }
}

const isRegExp = ({ type, callee }: Node): boolean =>
  (type === 'NewExpression' || type === 'CallExpression') && (callee as Node | undefined)?.['name'] === 'RegExp';

const patterns = new Map<string, Pattern>();
/** Put together while the program runs: nobody can judge those here. */
const composed: string[] = [];

function note(source: string, flags: string, path: string): void {
  const known = patterns.get(`${source} ${flags}`);
  if (known) known.paths.add(path);
  else patterns.set(`${source} ${flags}`, { source, flags, paths: new Set([path]) });
}

for (const path of SOURCES) {
  const { code } = transformSync(read(path), { loader: path.endsWith('.ts') ? 'ts' : 'js', target: 'es2022' });
  for (const node of nodesOf(parseAst(code) as unknown as Node)) {
    const regex = node['regex'] as { pattern: string; flags: string } | undefined;
    if (node.type === 'Literal' && regex) note(regex.pattern, regex.flags, path);
    if (!isRegExp(node)) continue;
    const [source, flags] = node['arguments'] as Node[];
    const written = [source?.['value'], flags?.['value'] ?? ''];
    if (typeof written[0] === 'string') note(written[0], String(written[1]), path);
    else composed.push(path);
  }
}

describe('regular expressions', () => {
  it('are all found', () => {
    assert.ok(patterns.size > 100, `${patterns.size} in ${SOURCES.length} files`);
    // One class of characters, written once for two regular expressions.
    assert.deepEqual(composed, ['component/call/outgoing.ts']);
  });

  it('take a time that grows no faster than what they are given', { timeout: 300_000 }, async () => {
    const left = [...patterns.values()];
    const wrong: string[] = [];
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let next = left.pop(); next; next = left.pop()) {
          const { source, flags, paths } = next;
          const { status } = await check(source, flags, { timeout: PATIENCE_MS });
          if (status !== 'safe') wrong.push(`/${source}/${flags} of ${[...paths]}: ${status}`);
        }
      }),
    );
    assert.deepEqual(wrong, []);
  });
});
