import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type CallState, initialState } from '../../../component/call/call-state.ts';
import { CallError } from '../../../component/support/errors.ts';
import { newsBetween } from '../../../component/ui/news.ts';
import { chatEntry, participant } from '../support/fake-call.ts';

const state = (changes: Partial<CallState>): CallState => ({
  ...initialState('Ada'),
  connection: 'connected',
  ...changes,
});
const bo = participant('Bo');
const cy = participant('Cy');

describe('newsBetween', () => {
  it('tells who came and who went', () => {
    assert.deepEqual(newsBetween(state({ participants: [bo] }), state({ participants: [cy] })), [
      { kind: 'joined', names: ['Cy'] },
      { kind: 'left', names: ['Bo'] },
    ]);
  });
  it('does not greet whom one finds in the room', () => {
    assert.deepEqual(newsBetween(state({ connection: 'connecting' }), state({ participants: [bo, cy] })), []);
  });
  it('says after a broken connection that one is back, not who moved meanwhile', () => {
    const broken = state({ connection: 'reconnecting', participants: [bo] });
    assert.deepEqual(newsBetween(broken, state({ participants: [cy] })), [{ kind: 'back' }]);
  });
  it('tells a message of somebody else, even one that came with the reconnect, and no own one', () => {
    const said = chatEntry('Bo', 'hello');
    const own = chatEntry('Ada', 'mine', { mine: true });
    assert.deepEqual(newsBetween(state({}), state({ chat: [said, own] })), [{ kind: 'message', entry: said }]);
    const news = newsBetween(state({ connection: 'reconnecting' }), state({ chat: [said] }));
    assert.ok(news.some(({ kind }) => kind === 'message'));
  });
  it('does not tell the history of the room as news', () => {
    assert.deepEqual(newsBetween(state({ connection: 'connecting' }), state({ chat: [chatEntry('Bo', 'x')] })), []);
  });
  it('tells hosts who waits, once', () => {
    const waiting = [{ id: 'waiting-alan-------', name: 'Alan' }];
    assert.deepEqual(newsBetween(state({}), state({ waiting })), [{ kind: 'waiting', names: ['Alan'] }]);
    assert.deepEqual(newsBetween(state({ waiting }), state({ waiting: [...waiting] })), []);
  });
  it('tells one’s new role, and that the room is locked', () => {
    assert.deepEqual(newsBetween(state({}), state({ role: 'host' })), [{ kind: 'role', role: 'host' }]);
    const roomState = { locked: true, waitingRoom: false };
    assert.deepEqual(newsBetween(state({}), state({ roomState })), [{ kind: 'room', locked: true }]);
    assert.deepEqual(newsBetween(state({ connection: 'connecting' }), state({ roomState, role: 'host' })), []);
  });
  it('tells a device’s failure once', () => {
    const error = new CallError('device-lost', 'gone');
    const failed = state({ camera: { ...initialState('').camera, error } });
    assert.deepEqual(newsBetween(state({}), failed), [{ kind: 'device', source: 'camera', error }]);
    assert.deepEqual(newsBetween(failed, { ...failed }), []);
  });
});
