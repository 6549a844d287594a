/**
 * Web sites as the extension meets them, on two ports: plain and encrypted; each page with the headers that make trouble.
 * Knows no extension.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCertificate } from '../certificate.ts';

/** What a page is served with. */
const HEADERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/plain': {},
  '/other': {},
  '/strict': {
    'content-security-policy': "default-src 'none'; script-src 'self'; require-trusted-types-for 'script'",
  },
  '/isolated': {
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-opener-policy': 'same-origin',
  },
  '/no-camera': { 'permissions-policy': 'camera=(), microphone=(), display-capture=()' },
  '/own-camera': { 'permissions-policy': 'camera=(self), microphone=(self)' },
  '/sandbox': { 'content-security-policy': 'sandbox allow-scripts' },
};

export interface WebSites {
  /** `https://secure.test:<port>`: browsers are told that it is this machine. */
  readonly secure: string;
  /** `http://plain.test:<port>` */
  readonly plain: string;
  /** A page of the first, with this at its end. */
  page(html: string): string;
  /** The same, of somebody who means harm. */
  hostile(html: string): string;
  close(): void;
}

/** `scheme`: of the page, which changes nothing but its colours. */
const page = (
  path: string,
  body = '',
  scheme = 'light',
) => `<!doctype html><html lang="en" style="color-scheme: ${scheme}">
<head><meta charset="utf-8"><title>Page ${path}</title><meta name="viewport" content="width=device-width"></head>
<body style="margin:0;min-height:1500px;padding:2rem"><h1>A page of the web</h1>
<p>Text, so that there is something to read beside the call: ${'Lorem ipsum dolor sit amet. '.repeat(30)}</p>${body}</body></html>`;

export async function openWebSites(t: { after(close: () => void): void }): Promise<WebSites> {
  const folder = mkdtempSync(join(tmpdir(), 'stream-room-site-'));
  const { tlsCert, tlsKey } = writeCertificate(folder, 'secure.test');
  const bodies = new Map<string, string>();
  const answer: RequestListener = (request, response) => {
    const { pathname: path, searchParams } = new URL(request.url ?? '/', 'http://site');
    const pathname = path.replace(/\/$/, '');
    const headers = HEADERS[pathname];
    const body = bodies.get(pathname);
    if (!headers && body === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers });
    response.end(page(pathname, body, searchParams.get('scheme') ?? 'light'));
  };
  const servers = [
    createServer(answer),
    createSecureServer({ cert: readFileSync(tlsCert), key: readFileSync(tlsKey) }, answer),
  ];
  for (const server of servers) await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const [plain = 0, secure = 0] = servers.map((server) => (server.address() as AddressInfo).port);
  const close = () => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
    rmSync(folder, { recursive: true, force: true });
  };
  t.after(close);
  const add = (name: string, html: string) => {
    const path = `/${name}-${bodies.size}`;
    bodies.set(path, html);
    return path;
  };
  return {
    plain: `http://plain.test:${plain}`,
    secure: `https://secure.test:${secure}`,
    page: (html) => `https://secure.test:${secure}${add('page', html)}`,
    hostile: (html) => `https://evil.test:${secure}${add('hostile', html)}`,
    close,
  };
}
