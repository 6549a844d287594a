/**
 * The demo for phones in the same network: the relay as a guest on an https server, with a certificate that this
 * machine signs itself, because browsers give cameras and codecs to secure pages only.
 */
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:https';
import { networkInterfaces } from 'node:os';
import express from 'express';
import { SetUpError } from './set-up.mjs';

const CERTIFICATE_DAYS = 7; // longer than any try-out, short enough to mean nothing when it leaks

/** Answers with the addresses to open, best first, and how to close everything. */
export async function openLanServer(createRelay, { port, site }) {
  const hosts = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address);
  if (hosts.length === 0)
    throw new SetUpError('This machine is in no network: connect it, or use npm start without --lan.');
  const server = createServer(createCertificate([...hosts, '127.0.0.1']));
  const relay = createRelay({ server, site, host: '0.0.0.0', open: 'any-room' });
  server.on('request', express().use(relay.router));
  await new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, '0.0.0.0', done);
  });
  const bound = server.address().port;
  return {
    addresses: [...hosts, 'localhost'].map((host) => `https://${host}:${bound}/`),
    async close() {
      await relay.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** Key and certificate in memory only. Node cannot make certificates, openssl is nearly everywhere. */
function createCertificate(addresses) {
  const names = ['DNS:localhost', ...addresses.map((address) => `IP:${address}`)].join(',');
  const { status, stdout, stderr } = spawnSync(
    'openssl',
    [
      ...'req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -keyout - -out -'.split(' '),
      ...['-days', `${CERTIFICATE_DAYS}`, '-subj', '/CN=stream-room demo', '-addext', `subjectAltName=${names}`],
    ],
    { encoding: 'utf8' },
  );
  if (status !== 0) {
    throw new SetUpError(`--lan needs openssl to make a certificate: install it. ${(stderr ?? '').trim()}`.trim());
  }
  return { key: stdout, cert: stdout };
}
