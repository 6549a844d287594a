/** A TCP proxy that can cut, freeze and slow what passes through it. Knows nothing of the bytes. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface TcpProxy {
  readonly port: number;
  /** Resets every connection; new ones are accepted. */
  cut(): void;
  /** Nothing passes any more, nobody is told: a cable pulled out. */
  freeze(): void;
  thaw(): void;
  /** Refuses new connections until `accept()`. */
  refuse(): void;
  accept(): void;
  /** Limits bytes per second towards clients; undefined lifts the limit. */
  limitDownlink(bytesPerSecond: number | undefined): void;
  /** The same from clients to the server. */
  limitUplink(bytesPerSecond: number | undefined): void;
  close(): Promise<void>;
}

/** Slices of time in which a limited direction passes its share. */
const SLICE_MS = 20;

/** A proxy on a free loopback port in front of `targetPort`. The caller closes it. */
export async function openTcpProxy(targetPort: number): Promise<TcpProxy> {
  const pairs = new Set<readonly [client: Socket, upstream: Socket]>();
  let frozen = false;
  let refusing = false;
  let downlink: number | undefined;
  let uplink: number | undefined;

  const server = createServer((client) => {
    if (refusing) {
      client.destroy();
      return;
    }
    const upstream = connect(targetPort, '127.0.0.1');
    const pair = [client, upstream] as const;
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      client.destroy();
      upstream.destroy();
    };
    for (const socket of pair) {
      socket.setNoDelay(true);
      socket.on('error', end);
      socket.on('close', end);
    }
    carry(client, upstream, () => uplink);
    carry(upstream, client, () => downlink);
  });

  function carry(from: Socket, to: Socket, limit: () => number | undefined): void {
    from.on('data', (bytes) => {
      const bytesPerSecond = limit();
      const mayGoOn = to.write(bytes);
      if (bytesPerSecond !== undefined) {
        from.pause();
        setTimeout(() => resume(from), Math.max(SLICE_MS, (bytes.length / bytesPerSecond) * 1000));
      } else if (!mayGoOn) {
        from.pause();
        to.once('drain', () => resume(from));
      }
    });
  }
  const resume = (socket: Socket) => {
    if (!frozen) socket.resume();
  };
  const each = (action: (socket: Socket) => void) => {
    for (const pair of pairs) for (const socket of pair) action(socket);
  };

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    cut: () => each((socket) => socket.resetAndDestroy()),
    freeze: () => {
      frozen = true;
      each((socket) => socket.pause());
    },
    thaw: () => {
      frozen = false;
      each((socket) => socket.resume());
    },
    refuse: () => {
      refusing = true;
    },
    accept: () => {
      refusing = false;
    },
    limitDownlink: (bytesPerSecond) => {
      downlink = bytesPerSecond;
    },
    limitUplink: (bytesPerSecond) => {
      uplink = bytesPerSecond;
    },
    close: () =>
      new Promise((resolve) => {
        each((socket) => socket.destroy());
        server.close(() => resolve());
      }),
  };
}
