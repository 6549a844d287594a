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
      if (frozen) socket.pause();
    }
    carry(client, upstream, () => uplink);
    carry(upstream, client, () => downlink);
  });

  function carry(from: Socket, to: Socket, limit: () => number | undefined): void {
    from.on('data', (bytes) => {
      if (limit() !== undefined) {
        from.pause();
        carrySlowly(bytes, from, to, limit);
      } else if (!to.write(bytes)) {
        from.pause();
        to.once('drain', () => resume(from));
      }
    });
  }

  /** A slice at a time, as a narrow link would: one read may bring seconds of what it can carry. */
  function carrySlowly(bytes: Buffer, from: Socket, to: Socket, limit: () => number | undefined): void {
    const bytesPerSecond = limit();
    const share = bytesPerSecond === undefined ? bytes.length : Math.max(1, (bytesPerSecond * SLICE_MS) / 1000);
    const slice = bytes.subarray(0, Math.ceil(share));
    if (!to.destroyed && !frozen) to.write(slice);
    const rest = frozen ? bytes : bytes.subarray(slice.length);
    setTimeout(
      () => {
        if (to.destroyed) return;
        if (rest.length > 0) carrySlowly(rest, from, to, limit);
        else resume(from);
      },
      bytesPerSecond === undefined ? 0 : (slice.length / bytesPerSecond) * 1000,
    );
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
