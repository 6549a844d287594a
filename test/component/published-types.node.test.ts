import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { ROOT } from '../support/source-files.ts';

describe('the published types', () => {
  it('hold in TypeScript, React, Vue and Svelte, and refuse what is wrong', () => {
    const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));
    try {
      execFileSync(process.execPath, [join(typescript, 'bin/tsc'), '-p', join(ROOT, 'test/fixtures/types')], {
        encoding: 'utf8',
      });
    } catch (error) {
      assert.fail(`${(error as { stdout?: string }).stdout ?? error}`);
    }
  });

  it('tell VS Code every attribute and its words', () => {
    const data = JSON.parse(readFileSync(join(ROOT, 'component/dist/types/html-custom-data.json'), 'utf8'));
    const [{ name, attributes }] = data.tags;
    assert.equal(name, 'stream-room');
    const layout = attributes.find((attribute: { name: string }) => attribute.name === 'layout');
    assert.deepEqual(
      layout.values.map((value: { name: string }) => value.name),
      ['grid', 'speaker', 'strip'],
    );
  });
});
