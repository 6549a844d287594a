/** A5 to A8: bombs that unpack, requests that never end, crowds that say nothing, resets at the worst moment. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { SUBPROTOCOL, TOKEN_PROTOCOL_PREFIX } from 'stream-room/protocol/subprotocol';
import { mintToken } from '../../../relay/auth/mint.ts';
import { ProtocolClient } from '../../support/protocol-client.ts';
import { maskedFrame, openRaw, untilEnd, upgradeRequest } from '../../support/raw-socket.ts';
import { openCanary } from '../canary.ts';
import { residentBytes } from '../process-memory.ts';
import { atMost, exactly, quantile, type Scenario, wait } from '../scenario.ts';

const MIB = 1024 * 1024;
const JOIN = JSON.stringify({ type: 'join', id: 1, room: 'slow', name: 'Slow', secret: 'S'.repeat(43) });
/** Another address of this machine, which has limits of its own. */
const CROWD_ADDRESS = '127.0.0.2';

function connect(port: number, localAddress?: string): Socket {
  const socket = createConnection({ port, host: '127.0.0.1', ...(localAddress ? { localAddress } : {}) });
  socket.on('error', () => {});
  return socket;
}

async function answerTo(socket: Socket, request: string): Promise<string> {
  socket.write(request);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  return answer.toString();
}

export const bombs: Scenario = {
  id: 'A5',
  summary: 'what would unpack to a gigabyte: never negotiated over the socket, refused over HTTP',
  async run({ openRelay }) {
    const relay = await openRelay();
    const canary = await openCanary(relay.socketUrl);
    const offer = { 'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits' };
    const socket = connect(relay.port);
    const answer = await answerTo(socket, upgradeRequest(offer));
    socket.destroy();
    const bomb = gzipSync(Buffer.alloc(10 * MIB));
    const before = residentBytes(relay.pid);
    const statuses = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const response = await fetch(`${relay.url}/live`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
          body: bomb,
        }).catch(() => undefined);
        return response?.status ?? 0;
      }),
    );
    return [
      exactly('upgraded', answer.slice(9, 12), '101'),
      exactly('extensions agreed on', /sec-websocket-extensions/i.test(answer) ? 1 : 0, 0),
      exactly('packed bodies that were taken', statuses.filter((status) => status >= 200 && status < 400).length, 0),
      atMost('growth of the relay', (residentBytes(relay.pid) - before) / MIB, 20, ' MiB'),
      ...(await canary.findings(600)),
    ];
  },
};

export const slowRequests: Scenario = {
  id: 'A6',
  summary: 'headers and frames that never end, byte by byte: gone within 13 s, others unaffected',
  async run({ openRelay, quick }) {
    const relay = await openRelay();
    const canary = await openCanary(relay.socketUrl);
    const count = quick ? 50 : 300;
    const request = upgradeRequest();
    const frame = maskedFrame(0x81, Buffer.from(JOIN));
    const withoutEnd = Array.from({ length: count }, () => connect(relay.port));
    const joining = await Promise.all(Array.from({ length: count }, () => openRaw(relay.port)));
    const started = performance.now();
    let at = 0;
    const drip = setInterval(() => {
      for (const socket of withoutEnd) if (socket.writable) socket.write(request.charAt(at));
      for (const socket of joining) if (socket.writable) socket.write(frame.subarray(at, at + 1));
      at += 1;
    }, 250);
    const ends = [...withoutEnd, ...joining].map(async (socket) => {
      await untilEnd(socket);
      return performance.now() - started;
    });
    const all = await Promise.race([Promise.all(ends), wait(40_000).then(() => [Number.POSITIVE_INFINITY])]);
    clearInterval(drip);
    for (const socket of [...withoutEnd, ...joining]) socket.destroy();
    // Ten seconds to join, two for the close to be answered, and the sweep that notices.
    return [atMost('all gone', quantile(all, 1), 13_000, ' ms'), ...(await canary.findings(600))];
  },
};

export const silentCrowd: Scenario = {
  id: 'A7',
  summary: '5,000 sockets of one address that say nothing: its limit holds, others join at once',
  async run({ openRelay, quick }) {
    // The origin is the relay's own page, from two addresses: that is somebody else's machine to it.
    const relay = await openRelay({ args: ['--max-connections-per-address', '100'] });
    const count = quick ? 500 : 5_000;
    const request = upgradeRequest({ Host: `localhost:${relay.port}`, Origin: `http://localhost:${relay.port}` });
    const sockets: Socket[] = [];
    const statuses = new Map<string, number>();
    for (let opened = 0; opened < count; opened += 100) {
      const some = Array.from({ length: 100 }, () => connect(relay.port, CROWD_ADDRESS));
      sockets.push(...some);
      for (const answer of await Promise.all(some.map((socket) => answerTo(socket, request)))) {
        const status = answer.slice(9, 12);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    }
    const joinsMs: number[] = [];
    for (let each = 0; each < 20; each++) {
      const started = performance.now();
      const { client } = await ProtocolClient.join(relay.socketUrl, { room: 'others' });
      joinsMs.push(performance.now() - started);
      client.close();
    }
    for (const socket of sockets) socket.destroy();
    return [
      exactly('let in of the crowd', statuses.get('101') ?? 0, 100),
      exactly('refused of the crowd', statuses.get('429') ?? 0, count - 100),
      atMost('joins of others, slowest', quantile(joinsMs, 1), 400, ' ms'),
    ];
  },
};

export const resets: Scenario = {
  id: 'A8',
  summary: 'resets while a token is checked, and bad frames as the first bytes: the relay lives',
  async run({ openRelay, quick }) {
    const tokenSecret = randomBytes(32).toString('base64url');
    const relay = await openRelay({ env: { TOKEN_SECRET: tokenSecret, OPEN: 'any-room' } });
    const canary = await openCanary(relay.socketUrl);
    const token = await mintToken({ key: tokenSecret, subject: 's', room: 'r', role: 'member', native: true });
    const withToken = upgradeRequest({ 'Sec-WebSocket-Protocol': `${SUBPROTOCOL}, ${TOKEN_PROTOCOL_PREFIX}${token}` });
    const count = quick ? 100 : 1_000;
    for (let each = 0; each < count; each++) {
      const socket = connect(relay.port);
      await once(socket, 'connect');
      socket.write(withToken);
      // At any moment of what happens there.
      if (each % 3 > 0) await new Promise((resolve) => setTimeout(resolve, each % 3));
      socket.resetAndDestroy();
    }
    let closed = 0;
    for (let each = 0; each < count; each++) {
      const socket = await openRaw(relay.port);
      socket.write(Buffer.from([0xf0 | (each & 0x0f), each & 0xff, 0xff, 0xff, 0xff]));
      if (each % 2 === 0) socket.resetAndDestroy();
      else {
        await Promise.race([untilEnd(socket), wait(5_000)]);
        closed += socket.destroyed ? 1 : 0;
        socket.destroy();
      }
    }
    const live = await fetch(`${relay.url}/live`);
    return [
      exactly('bad first bytes that ended their connection', closed, count / 2),
      exactly('/live', live.status, 200),
      ...(await canary.findings(600)),
    ];
  },
};
