import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { openWebSocket } from '../../../component/transport/websocket-transport.ts';

/** The browser's WebSocket, as far as the transport uses it. */
class FakeWebSocket extends EventTarget {
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static last: FakeWebSocket;
  binaryType = 'blob';
  readyState = 0;
  bufferedAmount = 0;
  readonly sent: unknown[] = [];
  readonly closes: [number, string][] = [];

  constructor(
    readonly url: string,
    readonly protocol: string | readonly string[],
  ) {
    super();
    if (!/^wss?:/.test(url)) throw new SyntaxError(`The URL "${url}" is invalid.`);
    FakeWebSocket.last = this;
  }
  send(message: unknown): void {
    this.sent.push(message);
  }
  close(code: number, reason: string): void {
    if (code !== 1000 && (code < 3000 || code > 4999)) throw new RangeError(`A script may not close with ${code}.`);
    if (new TextEncoder().encode(reason).length > 123) throw new SyntaxError('The reason is too long.');
    this.readyState = 2;
    this.closes.push([code, reason]);
  }
  opened(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }
  received(data: unknown): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }
  ended(code: number, reason = ''): void {
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason }));
  }
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('the WebSocket transport', () => {
  const original = globalThis.WebSocket;
  beforeEach(() => {
    globalThis.WebSocket = FakeWebSocket as unknown as typeof WebSocket;
  });
  afterEach(() => {
    globalThis.WebSocket = original;
  });

  function create(url = 'ws://relay.test/socket') {
    const told: unknown[] = [];
    const transport = openWebSocket(
      { url, subprotocols: ['stream-room.v1', 'stream-room.token.a.b.c'] },
      {
        onOpen: () => told.push('open'),
        onMessage: (message) => told.push(message),
        onClose: (code, reason) => told.push([code, reason]),
      },
    );
    return { transport, told, socket: FakeWebSocket.last };
  }

  it('opens with the subprotocols, the token among them, and takes text and bytes', () => {
    const { told, socket } = create();
    assert.deepEqual(
      [socket.url, socket.protocol, socket.binaryType],
      ['ws://relay.test/socket', ['stream-room.v1', 'stream-room.token.a.b.c'], 'arraybuffer'],
    );
    socket.opened();
    socket.received('{"type":"ack","id":1}');
    socket.received(Uint8Array.of(1, 2).buffer);
    assert.deepEqual(told, ['open', '{"type":"ack","id":1}', Uint8Array.of(1, 2)]);
  });

  it('sends once it is open, and only then', () => {
    const { transport, socket } = create();
    transport.send('early');
    socket.opened();
    transport.send('hello');
    transport.close(1000, 'bye');
    transport.send('late');
    assert.deepEqual(socket.sent, ['hello']);
  });

  it('tells how much waits to be sent', () => {
    const { transport, socket } = create();
    socket.bufferedAmount = 77;
    assert.equal(transport.bufferedBytes, 77);
  });

  it('tells once that it was closed by the relay', async () => {
    const { transport, told, socket } = create();
    socket.opened();
    socket.ended(4409, 'replaced');
    transport.close(1000, 'bye');
    await settled();
    assert.deepEqual(told, ['open', [4409, 'replaced']]);
  });

  it('tells at once that it was closed here, and hears nothing more', async () => {
    const { transport, told, socket } = create();
    socket.opened();
    transport.close(4504, 'silent');
    await settled();
    assert.deepEqual(told, ['open', [4504, 'silent']]);
    assert.deepEqual(socket.closes, [[4504, 'silent']]);
    socket.received('late');
    socket.ended(1006);
    await settled();
    assert.equal(told.length, 2);
  });

  it('closes with codes and reasons that browsers allow', async () => {
    const { transport, told, socket } = create();
    socket.opened();
    transport.close(1001, 'ä'.repeat(200));
    await settled();
    assert.equal(socket.closes[0]![0], 1000);
    assert.equal((told[1] as [number, string])[0], 1001);
  });

  it('takes an address that is none for a connection that failed', async () => {
    const { told, transport } = create('nonsense');
    assert.equal(told.length, 0);
    await settled();
    const [code, reason] = told.at(0) as [number, string];
    assert.equal(code, 1006);
    assert.match(reason, /invalid/);
    transport.send('x');
    transport.close(1000, '');
    await settled();
    assert.equal(told.length, 1);
  });
});
