/** X2 and X3: a relay without `__proto__`, and somebody who guesses at a room’s secret. */
import { randomBytes } from 'node:crypto';
import { SUBPROTOCOL } from 'stream-room/protocol/subprotocol';
import { WebSocket } from 'ws';
import { secretRoom } from '../../../component/call/room-secret.ts';
import { ProtocolClient, Refused } from '../../support/protocol-client.ts';
import { openCanary } from '../canary.ts';
import { atLeast, atMost, exactly, none, type Scenario } from '../scenario.ts';

const GUESSES_AT_ONCE = 20;
/** Welch: below this, two samples tell nothing about which was which. */
const MAX_T = 4.5;

const newSecret = (): string => randomBytes(32).toString('base64url');

const POISON = [
  '{"type":"join","__proto__":{"grants":["moderate"]},"id":1,"room":"x","name":"Eve","secret":"SECRET"}',
  '{"type":"ping","id":2,"constructor":{"prototype":{"polluted":1}}}',
  '{"type":"__proto__","id":3}',
  '{"type":"send","id":4,"data":{"__proto__":{"polluted":1}}}',
  '{"type":"chat","id":5,"messageId":"xxxxxxxxxxxxxxxxxxxxxx","text":"x","__proto__":null}',
];

export const withoutProto: Scenario = {
  id: 'X2',
  summary: 'a relay that runs with --disable-proto=delete: everything works, poison has no effect',
  async run({ openRelay, openRedis }) {
    const redis = await openRedis();
    const complaints: string[] = [];
    const relay = await openRelay({
      args: ['--redis', redis.url],
      env: { NODE_OPTIONS: '--disable-proto=delete' },
      onLine: (line) => {
        if (/"level":"(error|warn)"/.test(line)) complaints.push(line);
      },
    });
    const canary = await openCanary(relay.socketUrl);
    const { client: ada } = await ProtocolClient.join(relay.socketUrl, { room: 'x', name: 'Ada' });
    const eve = await ProtocolClient.open(relay.socketUrl);
    for (const text of POISON) eve.sendText(text.replace('SECRET', newSecret().slice(0, 43)));
    await eve.settled();
    const track = await ada.publish();
    await eve.subscribe(track);
    ada.sendPacket({ trackId: track });
    await eve.untilPackets(1);
    await ada.request({ type: 'chat', messageId: 'y'.repeat(22), text: 'hello' });
    await eve.untilTrue(() => eve.ofType('chat').length > 0, 'chat');
    for (const each of [ada, eve]) each.close();
    return [none('errors in the log', complaints), ...(await canary.findings(600))];
  },
};

/** Tries one proof over a connection that is open. @returns what came back, without its number, and after how long */
async function guess(client: ProtocolClient, room: string, proof: string): Promise<{ body: string; micros: number }> {
  const started = process.hrtime.bigint();
  const body = await client.join({ room, proof }).then(
    () => 'let in',
    (error: unknown) => (error instanceof Refused ? `${error.code}: ${error.message}` : `lost: ${client.closed?.code}`),
  );
  return { body, micros: Number(process.hrtime.bigint() - started) / 1_000 };
}

/** All but one of its characters are right. */
const nearlyRight = (proof: string) => proof.slice(0, -2) + (proof.at(-2) === 'A' ? 'B' : 'A') + proof.slice(-1);

/** The same text, put together anew. */
const copyOf = (text: string) => Buffer.from(text).toString();

const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;
const variance = (values: readonly number[]) => {
  const middle = mean(values);
  return values.reduce((sum, each) => sum + (each - middle) ** 2, 0) / (values.length - 1);
};
/** Without the slowest tenth: those tell of the machine. */
const usual = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b).slice(0, Math.floor(values.length * 0.9));
const welch = (a: readonly number[], b: readonly number[]) =>
  Math.abs(mean(a) - mean(b)) / Math.sqrt(variance(a) / a.length + variance(b) / b.length);

export const guesses: Scenario = {
  id: 'X3',
  summary: 'somebody guesses at a room’s secret: no hit, nearly all refused unread, no answer tells anything',
  async run({ openRelay, quick, note }) {
    // Here the limits are as they are delivered, but for addresses that a proxy says: each has its own.
    const relay = await openRelay({
      args: ['--open', 'secret-rooms', '--trust-proxy', '127.0.0.1', '--handshake-rate', '20/200'],
    });
    const secret = newSecret();
    const { room, proof } = await secretRoom(secret);
    const { client: owner } = await ProtocolClient.join(relay.socketUrl, { room, proof });

    const outcomes = new Map<string, number>();
    const count = (what: string) => outcomes.set(what, (outcomes.get(what) ?? 0) + 1);
    const total = quick ? 2_000 : 100_000;
    let tried = 0;
    const agent = async () => {
      while (tried < total) {
        tried += 1;
        count(await guessOverHttp(relay.port, room));
      }
    };
    await Promise.all(Array.from({ length: GUESSES_AT_ONCE }, agent));
    note(`of ${total}: ${[...outcomes].map(([what, times]) => `${what} ${times}`).join(', ')}`);

    const near: number[] = [];
    const far: number[] = [];
    const bodies = new Set<string>();
    const samples = quick ? 400 : 20_000;
    let address = 0;
    while (near.length + far.length < samples) {
      // Before the limit of one address is reached, somebody else goes on.
      address += 1;
      const from = `198.18.${(address >> 8) & 0xff}.${address & 0xff}`;
      const client = await openFrom(relay.socketUrl, relay.port, from);
      for (let each = 0; each < 8; each++) {
        const isNear = Math.random() < 0.5;
        // Both are made, in one way, before the clock starts: else the difference between the two makings is measured.
        const [nearly, wholly] = [nearlyRight(proof), newSecret()].map(copyOf);
        const answer = await guess(client, room, (isNear ? nearly : wholly) ?? '');
        bodies.add(answer.body);
        (isNear ? near : far).push(answer.micros);
      }
      client.close();
    }
    await owner.settled();
    owner.close();
    const refused = (outcomes.get('429') ?? 0) / total;
    return [
      exactly('let in', outcomes.get('let in') ?? 0, 0),
      atLeast('refused unread, part of all', refused, 0.99),
      exactly('different answers to wrong secrets', bodies.size, 1),
      atMost(`Welch t of ${samples} answers, nearly right against wholly wrong`, welch(usual(near), usual(far)), MAX_T),
    ];
  },
};

/** One connection with one guess, all from one address. */
function guessOverHttp(port: number, room: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/socket`, [SUBPROTOCOL], {
      perMessageDeflate: false,
      headers: { 'X-Forwarded-For': '203.0.113.7', Origin: `http://127.0.0.1:${port}` },
    });
    socket.on('unexpected-response', (request, response) => {
      response.resume();
      request.destroy();
      resolve(String(response.statusCode));
    });
    socket.on('error', () => resolve('error'));
    socket.on('close', (code) => resolve(`closed ${code}`));
    socket.on('open', () =>
      socket.send(JSON.stringify({ type: 'join', id: 1, room, name: 'Eve', secret: newSecret(), proof: newSecret() })),
    );
    socket.on('message', (bytes: Buffer) => {
      const { type } = JSON.parse(bytes.toString()) as { type: string };
      resolve(type === 'ack' ? 'let in' : 'wrong');
      socket.terminate();
    });
  });
}

async function openFrom(url: string, port: number, address: string): Promise<ProtocolClient> {
  return ProtocolClient.open(url, {
    headers: { 'X-Forwarded-For': address, Origin: `http://localhost:${port}` },
  });
}
