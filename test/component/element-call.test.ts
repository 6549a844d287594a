import { expect, waitUntil } from '@open-wc/testing';
import type { Call, CallOptions } from '../../component/call/call.ts';
import { ElementCall } from '../../component/element-call.ts';
import { CallError } from '../../component/support/errors.ts';
import { FakeCall } from './support/fake-call.ts';

const OPTIONS: CallOptions = { relay: 'https://relay.example/', room: 'team', name: 'Ada', video: 'off', audio: 'off' };

function open({ hasLobby = true, loadInterface = () => Promise.resolve() as Promise<unknown> } = {}) {
  const call = new FakeCall(OPTIONS);
  const heard: string[] = [];
  const phases: string[] = [];
  const held: ElementCall = new ElementCall(OPTIONS, {
    createCall: () => call as unknown as Call,
    loadInterface,
    hasLobby: () => hasLobby,
    onEvent: (event) => heard.push(event.type),
    onChange: () => {
      // The first change comes while `held` is still being made.
      const phase = (held as ElementCall | undefined)?.phase;
      if (phase && phases.at(-1) !== phase) phases.push(phase);
    },
  });
  return { call, held, heard, phases };
}

const codeOf = (promise: Promise<void>) =>
  promise.then(
    () => 'joined',
    (error: CallError) => error.code,
  );

describe('ElementCall', () => {
  it('goes from the lobby into the call, and to the end', async () => {
    const { held, heard, phases } = open();
    expect(held.phase).to.equal('lobby');
    await held.join();
    expect(held.phase).to.equal('call');
    await held.leave();
    expect(held.phase).to.equal('ended');
    expect(phases).to.deep.equal(['joining', 'call', 'ended']);
    expect(heard.filter((type) => type === 'join' || type === 'leave')).to.deep.equal(['join', 'leave']);
  });

  it('joins once, however often it is asked', async () => {
    const { call, held } = open();
    await Promise.all([held.join(), held.join()]);
    await held.join();
    expect(call.log.filter(([method]) => method === 'join')).to.have.length(1);
  });

  it('left while joining, it has ended, and nobody is told of a failure', async () => {
    const { call, held } = open();
    call.joinGate = new Promise(() => {});
    let reject = (_error: CallError) => {};
    call.join = () =>
      new Promise((_resolve, refuse) => {
        reject = refuse;
      });
    const joining = codeOf(held.join());
    call.end('left');
    reject(new CallError('not-joined', 'left'));
    expect(await joining).to.equal('not-joined');
    expect(held.phase).to.equal('ended');
    expect(held.error).to.equal(undefined);
  });

  it('back in the lobby after a failure with its reason; without a lobby it has ended', async () => {
    for (const [hasLobby, phase] of [
      [true, 'lobby'],
      [false, 'ended'],
    ] as const) {
      const { call, held } = open({ hasLobby });
      call.joinError = new CallError('refused', 'x');
      expect(await codeOf(held.join())).to.equal('refused');
      expect(held.phase).to.equal(phase);
      expect(held.error?.code).to.equal('refused');
      call.joinError = undefined;
      await held.join();
      expect(held.error).to.equal(undefined);
    }
  });

  it('nobody stays in a call that cannot be drawn', async () => {
    const { call, held } = open({ loadInterface: () => Promise.reject(new TypeError('no such chunk')) });
    expect(await codeOf(held.join())).to.equal('request-failed');
    expect(call.state.value.connection).to.equal('ended');
  });

  it('tells the Call only what changed', async () => {
    const { call, held } = open();
    held.update({ ...OPTIONS });
    expect(call.log).to.deep.equal([]);
    held.update({ ...OPTIONS, name: 'Grace', room: 'other' });
    expect(call.log).to.deep.equal([
      ['configure', { name: 'Grace', room: 'other', relay: OPTIONS.relay, roomSecret: undefined }],
    ]);
  });

  it('another room during the call: out of this one and into that one', async () => {
    const { call, held, heard } = open();
    await held.join();
    held.update({ ...OPTIONS, room: 'other' });
    expect(held.phase).to.equal('joining');
    await waitUntil(() => held.phase === 'call');
    expect(call.options.room).to.equal('other');
    expect(heard.filter((type) => type === 'join' || type === 'leave')).to.deep.equal(['join', 'leave', 'join']);
  });

  it('another room while joining: whoever waited for the first one is told', async () => {
    const { call, held } = open();
    let letIn = () => {};
    call.joinGate = new Promise((resolve) => {
      letIn = resolve;
    });
    const first = codeOf(held.join());
    held.update({ ...OPTIONS, room: 'other' });
    letIn();
    expect(await first).to.equal('not-joined');
    await waitUntil(() => held.phase === 'call');
    expect(call.options.room).to.equal('other');
  });

  it('closes after it has left', async () => {
    const { call, held } = open();
    await held.join();
    held.close();
    await waitUntil(() => call.isClosed);
    expect(call.log.map(([method]) => method).slice(-2)).to.deep.equal(['leave', 'close']);
  });
});
