import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

describe('in Node, as for rendering on a server', () => {
  it('everything can be imported without a DOM, and registers nothing', async () => {
    assert.equal(typeof document, 'undefined');
    const { StreamRoom, Call } = await import('../../component/define.ts');
    assert.equal(typeof StreamRoom, 'function');
    assert.equal(typeof Call, 'function');
  });
  it('an element can be made and its properties read', async () => {
    const { StreamRoom } = await import('../../component/define.ts');
    const room = new StreamRoom();
    assert.equal(room.layout, 'grid');
    room.layout = 'speaker';
    assert.equal(room.layout, 'speaker');
    assert.ok(StreamRoom.observedAttributes.includes('display-name'));
  });
});
