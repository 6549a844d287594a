/** Loopback ports that nobody listens on now, for programs that cannot be given 0. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/**
 * Below those that systems give out by themselves (Linux from 32768, the others from 49152): until the program listens, no
 * connection and no server on port 0 takes it.
 */
const LOWEST = 10_000;
const HIGHEST = 32_767;
const ATTEMPTS = 100;

export async function freePorts(count: number): Promise<number[]> {
  // All held at once, so that no port comes twice.
  const held: { readonly server: Server; readonly port: number }[] = [];
  for (let attempt = 0; held.length < count && attempt < ATTEMPTS * count; attempt++) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST + 1));
    const server = createServer().listen(port, '127.0.0.1');
    // Rejects with what is wrong with this port.
    if (await once(server, 'listening').catch(() => false)) held.push({ server, port });
  }
  await Promise.all(held.map(({ server }) => new Promise((done) => server.close(done))));
  if (held.length < count) throw new Error(`${count} free ports were asked for, and ${held.length} found.`);
  return held.map(({ port }) => port);
}

export async function freePort(): Promise<number> {
  const [port = 0] = await freePorts(1);
  return port;
}
