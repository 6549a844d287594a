import { expect } from '@open-wc/testing';
import { Source } from '../../../component/support/observable.ts';

describe('Source', () => {
  it('tells its observers each change, and not the value at the time of the call', () => {
    const source = new Source(1);
    const seen: number[] = [];
    source.observe((value) => seen.push(value), { signal: new AbortController().signal });
    source.value = 2;
    source.value = 2;
    source.value = 3;
    expect(seen).to.deep.equal([2, 3]);
  });

  it('tells nobody after the signal aborted', () => {
    const source = new Source('a');
    const ending = new AbortController();
    const seen: string[] = [];
    source.observe((value) => seen.push(value), { signal: ending.signal });
    ending.abort();
    source.value = 'b';
    source.observe((value) => seen.push(value), { signal: ending.signal });
    source.value = 'c';
    expect(seen).to.deep.equal([]);
  });

  it('lets an observer leave while the others are told', () => {
    const source = new Source(0);
    const first = new AbortController();
    const seen: string[] = [];
    source.observe(() => first.abort(), { signal: first.signal });
    source.observe((value) => seen.push(`second ${value}`), { signal: new AbortController().signal });
    source.value = 1;
    source.value = 2;
    expect(seen).to.deep.equal(['second 1', 'second 2']);
  });

  it('holds two observations with the same function apart', () => {
    const source = new Source(0);
    const first = new AbortController();
    let calls = 0;
    const count = () => {
      calls += 1;
    };
    source.observe(count, { signal: first.signal });
    source.observe(count, { signal: new AbortController().signal });
    source.value = 1;
    first.abort();
    source.value = 2;
    expect(calls).to.equal(3);
  });
});
