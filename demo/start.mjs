/**
 * `npm start`: sets everything up, then runs one relay that serves the demo page, until Ctrl-C.
 * PORT and HOST choose where it listens; `npm start -- --lan` opens it to phones in the same network, over https.
 */
import { join } from 'node:path';
import { ensureBuilt, ensureDependencies, ROOT, requireNode, SetUpError } from './set-up.mjs';

const DEFAULT_PORT = 8080;
const SITE = join(ROOT, 'demo/dist');

start().catch((error) => {
  console.error(`\n${explain(error)}`);
  process.exitCode = 1;
});

async function start() {
  requireNode();
  const { isLan, port, host } = readSettings();
  await ensureDependencies();
  await ensureBuilt(['component', 'relay', 'demo']);
  // Only now: these need what was just installed and built.
  const { createRelay } = await import('stream-room-relay');
  if (isLan) {
    const { openLanServer } = await import('./lan-server.mjs');
    const { addresses, close } = await openLanServer(createRelay, { port, site: SITE });
    closeOnSignals(close);
    for (const address of addresses) console.log(`The demo is at ${address}`);
    console.log(
      'Every device in this network can join. It may warn about the certificate, which this machine signed itself.',
    );
  } else {
    const relay = createRelay({ port, site: SITE, open: 'any-room', ...(host && { host }) });
    await relay.listen();
    closeOnSignals(() => relay.close());
    console.log(`The demo is at ${relay.url}`);
  }
  console.log('Ctrl-C stops it.');
}

function readSettings() {
  const unknown = process.argv.slice(2).filter((argument) => argument !== '--lan');
  if (unknown.length > 0) throw new SetUpError(`"${unknown.join(' ')}" is unknown. There is only: npm start -- --lan`);
  const { PORT, HOST } = process.env;
  const port = PORT ? Number(PORT) : DEFAULT_PORT;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new SetUpError(`PORT is "${PORT}". It is a number from 0 (any free port) to 65535.`);
  }
  return { isLan: process.argv.includes('--lan'), port, host: HOST };
}

/** The first signal closes in order, a second one at once. */
function closeOnSignals(close) {
  let isClosing = false;
  const onSignal = () => {
    if (isClosing) process.exit(1);
    isClosing = true;
    close().then(
      () => process.exit(0),
      (error) => {
        console.error(explain(error));
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}

/** One sentence and the way out, where there is one; else everything there is to know. */
function explain(error) {
  if (error instanceof SetUpError || error.code === 'bad-config') return error.message;
  if (error.code === 'EADDRINUSE') {
    return `Port ${error.port} is taken. Choose another with PORT=${error.port + 1} npm start, or any free one with PORT=0 npm start.`;
  }
  if (error.code === 'EACCES') return `Port ${error.port} may not be used by this account. Try PORT=8080 npm start.`;
  return error.stack ?? String(error);
}
