#!/usr/bin/env node
/** The command: flags and environment in, one relay, signals. Knows nothing of rooms. */
import { type Command, readCommand } from './command-line.ts';
import { ConfigError, isLoopback } from './config.ts';
import { createLog } from './log.ts';
import { createRelay, type Relay } from './relay.ts';
import { runTokenCommand } from './token-command.ts';

async function main(): Promise<void> {
  const [word, ...args] = process.argv.slice(2);
  if (word === 'token') return await runTokenCommand(args, process.env, (text) => process.stdout.write(text));
  const command = read();
  if (command.kind === 'help') {
    process.stdout.write(command.text);
    return;
  }
  const { config } = command;
  const write = (line: string) => void process.stdout.write(line);
  const log = createLog({ level: config.logLevel, isHuman: process.stdout.isTTY === true, write });
  const relay = createRelay({ ...config, log });
  await relay.listen();
  closeOnSignals(relay);
  log('info', `stream-room-relay listens on ${relay.url}`);
  if (config.redis !== undefined) {
    log(
      'info',
      `it shares its rooms with the other relays of this Redis${config.relayId ? `, as ${config.relayId}` : ''}`,
    );
  }
  if (isLoopback(config.host)) {
    log('info', 'only this machine reaches it; to let others in: --host 0.0.0.0, with keys for tokens and TLS');
  } else if (config.tlsCert === undefined) {
    log('info', 'it has no TLS of its own: browsers want TLS in front of it for camera and microphone');
  }
}

function read(): Command {
  return readCommand(process.argv.slice(2), process.env);
}

/** The first signal closes in order, a second one at once. */
function closeOnSignals(relay: Relay): void {
  let isClosing = false;
  const onSignal = () => {
    if (isClosing) process.exit(1);
    isClosing = true;
    relay.close().then(
      () => process.exit(0),
      (error) => fail(error),
    );
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}

function fail(error: unknown): void {
  console.error(`stream-room-relay: ${explain(error)}`);
  process.exit(error instanceof ConfigError ? 2 : 1);
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, port, address } = error as NodeJS.ErrnoException & { port?: number; address?: string };
  if (code === 'EADDRINUSE') return `Port ${port} is in use. Choose another with --port, or 0 for any free one.`;
  if (code === 'EACCES') return `Port ${port} may not be used by this account. Choose one above 1023 with --port.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `This machine has no address "${address ?? (error as { hostname?: string }).hostname}". Choose another with --host.`;
  }
  return error instanceof ConfigError ? error.message : (error.stack ?? error.message);
}

main().catch(fail);
