/** A gateway on an HTTP server of its own, with whoever checks tokens in the test's hand. Knows nothing of HTTP pages. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { ANYBODY, type Identity } from '../../relay/auth/identity.ts';
import { systemClock } from '../../relay/clock.ts';
import { type Config, createConfig } from '../../relay/config.ts';
import { createClientReader } from '../../relay/gateway/client-address.ts';
import { Gateway } from '../../relay/gateway/gateway.ts';
import type { Authenticator } from '../../relay/gateway/handshake.ts';
import { Heartbeat } from '../../relay/gateway/heartbeat.ts';
import { UplinkReceipts } from '../../relay/gateway/uplink-receipts.ts';
import { AddressLimits } from '../../relay/limits/address-limits.ts';
import { Registry } from '../../relay/rooms/registry.ts';

export interface GatewayOptions {
  readonly config?: Partial<Config>;
  readonly authenticate?: (token: string | undefined) => Promise<Identity>;
  readonly authenticator?: Promise<Authenticator>;
}

const CROWD = { maxConnectionsPerAddress: 100_000, handshakeRate: { perSecond: 100_000, burst: 100_000 } };

export async function openGateway(t: { after(close: () => Promise<void>): void }, options: GatewayOptions = {}) {
  const { authenticate = async () => ANYBODY, authenticator = Promise.resolve({ authenticate }) } = options;
  const config = createConfig({ ...CROWD, ...options.config });
  const clock = systemClock;
  const said: string[] = [];
  const limits = new AddressLimits(config);
  const gateway = new Gateway({
    ...{ config, clock, authenticator, limits },
    log: (level, message, cause) => said.push(`${level}: ${message} ${cause}`),
    registry: new Registry(clock, config),
    heartbeat: new Heartbeat(clock, 1_000),
    receipts: new UplinkReceipts(clock),
    clients: createClientReader(config.trustProxy),
  });
  const lifetime = new AbortController();
  const server = createServer();
  /** The server's ends. */
  const sockets: Socket[] = [];
  server.on('connection', (socket) => sockets.push(socket));
  gateway.attach(server, lifetime.signal);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(async () => {
    await gateway.close();
    lifetime.abort();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  const { port } = server.address() as AddressInfo;
  return { gateway, limits, port, said, sockets, socketUrl: `ws://127.0.0.1:${port}/socket` };
}
