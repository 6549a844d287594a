import { expect } from '@open-wc/testing';
import { keepRunning } from '../../../component/support/audio-context.ts';

/** As browsers make them: suspended until `allowed`, and then only when resumed. */
class FakeContext extends EventTarget {
  state: AudioContextState | 'interrupted' = 'suspended';
  allowed = false;
  resumed = 0;

  resume(): Promise<void> {
    this.resumed += 1;
    if (this.allowed) this.become('running');
    return this.allowed ? Promise.resolve() : Promise.reject(new DOMException('not yet', 'NotAllowedError'));
  }

  become(state: AudioContextState | 'interrupted'): void {
    if (this.state === state) return;
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const click = () => window.dispatchEvent(new MouseEvent('click'));

describe('keeping an AudioContext running', () => {
  let lifetime: AbortController;
  let context: FakeContext;
  let blocked: boolean[];
  const keep = () => keepRunning(context as unknown as AudioContext, (now) => blocked.push(now), lifetime.signal);

  beforeEach(() => {
    lifetime = new AbortController();
    context = new FakeContext();
    blocked = [];
  });
  afterEach(() => lifetime.abort());

  it('says nothing where the browser lets it run', async () => {
    context.allowed = true;
    keep();
    await wait(500);
    expect(context.state).to.equal('running');
    expect(blocked).to.deep.equal([]);
  });

  it('says that it is blocked, and runs with the next click anywhere', async () => {
    keep();
    await wait(500);
    expect(blocked).to.deep.equal([true]);
    click();
    expect(blocked).to.deep.equal([true], 'a click that the browser does not count changes nothing');
    context.allowed = true;
    window.dispatchEvent(new KeyboardEvent('keydown'));
    expect(blocked).to.deep.equal([true, false]);
    const { resumed } = context;
    click();
    expect(context.resumed).to.equal(resumed, 'and leaves later clicks alone');
  });

  it('starts again what the system interrupted', async () => {
    context.allowed = true;
    keep();
    context.allowed = false;
    context.become('interrupted');
    await wait(500);
    expect(blocked).to.deep.equal([true]);
    context.allowed = true;
    click();
    expect(blocked).to.deep.equal([true, false]);
  });

  it('ends with its signal', async () => {
    keep();
    lifetime.abort();
    await wait(500);
    context.allowed = true;
    click();
    expect(context.state).to.equal('suspended');
    expect(blocked).to.deep.equal([]);
  });
});
