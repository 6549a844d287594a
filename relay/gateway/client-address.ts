/**
 * Who is at the other end of a request, and by which address they reached this relay: through proxies that are trusted,
 * and through no others. Knows nothing of what is done with it.
 */
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv4, isIPv6, type Socket } from 'node:net';

export interface Client {
  /** Of the last hop that no trusted proxy vouches for. */
  readonly address: string;
  /** What limits count: an IPv4 address, or the /64 of an IPv6 one, of which one household has 2^64. */
  readonly key: string;
  /** On this machine. */
  readonly isLocal: boolean;
  /** This relay's origin as the client sees it; undefined where the request names none that can be believed. */
  readonly ownOrigin: string | undefined;
}

export interface ClientReader {
  read(request: IncomingMessage): Client;
  /** What a TCP connection is counted by before it has said anything; undefined for a trusted proxy's. */
  peerOf(socket: Socket): string | undefined;
}

/** Proxies in a row that are followed; the header of a longer chain is somebody's joke. */
const MAX_HOPS = 16;

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8);
LOOPBACK.addAddress('::1', 'ipv6');

/** @param trustProxy addresses and subnets (`10.0.0.0/8`) whose X-Forwarded headers are believed */
export function createClientReader(trustProxy: readonly string[]): ClientReader {
  const trusted = createBlockList(trustProxy);
  const directOf = (socket: Socket) => plainAddress(socket.remoteAddress ?? '') ?? '';
  return {
    read(request) {
      const direct = directOf(request.socket);
      const isProxied = contains(trusted, direct);
      const address = isProxied ? followForwarded(request, direct, trusted) : direct;
      return {
        address,
        key: addressKey(address),
        isLocal: contains(LOOPBACK, address),
        ownOrigin: isProxied ? proxiedOrigin(request) : directOrigin(request),
      };
    },
    peerOf(socket) {
      const direct = directOf(socket);
      return contains(trusted, direct) ? undefined : addressKey(direct);
    },
  };
}

/** The address to count an address by. */
export function addressKey(address: string): string {
  const plain = plainAddress(address);
  if (plain === undefined || isIPv4(plain)) return plain ?? 'unknown';
  return `${network64(plain)}::/64`;
}

/** From the nearest hop outwards, as long as it is trusted. */
function followForwarded(request: IncomingMessage, direct: string, trusted: BlockList): string {
  const hops = (header(request, 'x-forwarded-for') ?? '').split(',').slice(-MAX_HOPS);
  let address = direct;
  while (hops.length > 0 && contains(trusted, address)) {
    const next = plainAddress(withoutPort((hops.pop() ?? '').trim()));
    if (next === undefined) break;
    address = next;
  }
  return address;
}

function proxiedOrigin(request: IncomingMessage): string | undefined {
  const scheme = firstOf(header(request, 'x-forwarded-proto')) ?? schemeOf(request);
  return originOf(scheme, firstOf(header(request, 'x-forwarded-host')) ?? request.headers.host);
}

/**
 * Over loopback only under a name of this machine: a page can point a name of its own at 127.0.0.1 (DNS rebinding), and
 * would otherwise be taken for one of ours.
 */
function directOrigin(request: IncomingMessage): string | undefined {
  const origin = originOf(schemeOf(request), request.headers.host);
  if (origin === undefined || !contains(LOOPBACK, plainAddress(request.socket.localAddress ?? '') ?? '')) return origin;
  const name = new URL(origin).hostname.replace(/^\[|\]$/g, '');
  return name === 'localhost' || name.endsWith('.localhost') || contains(LOOPBACK, name) ? origin : undefined;
}

const schemeOf = (request: IncomingMessage): string => ('encrypted' in request.socket ? 'https' : 'http');

function originOf(scheme: string, host: string | undefined): string | undefined {
  if (host === undefined || !/^https?$/.test(scheme) || !/^[\w.:[\]-]+$/.test(host)) return undefined;
  const text = `${scheme}://${host}`;
  return URL.canParse(text) ? new URL(text).origin : undefined;
}

const header = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
};

const firstOf = (list: string | undefined): string | undefined => list?.split(',')[0]?.trim().toLowerCase();

/** An IPv4 address that IPv6 carries is the IPv4 address; undefined for what is no address. */
function plainAddress(text: string): string | undefined {
  const address = text.split('%', 1)[0] ?? '';
  if (!isIPv6(address)) return isIP(address) ? address : undefined;
  const groups = expand(address);
  if (groups.slice(0, 5).some((group) => group !== 0) || groups[5] !== 0xffff) return address.toLowerCase();
  const [high = 0, low = 0] = groups.slice(6);
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
}

/** Some proxies add the port. */
function withoutPort(text: string): string {
  const [, bracketed] = /^\[([^\]]+)\](?::\d+)?$/.exec(text) ?? [];
  if (bracketed !== undefined) return bracketed;
  return /^\d+(\.\d+){3}:\d+$/.test(text) ? text.slice(0, text.lastIndexOf(':')) : text;
}

const network64 = (address: string): string =>
  expand(address)
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':');

/** The eight groups of a valid IPv6 address. */
function expand(address: string): number[] {
  // The parser of addresses in URLs writes an IPv4 tail as two groups.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  if (tail === undefined) return groups(head);
  const [start, end] = [groups(head), groups(tail)];
  return [...start, ...Array<number>(8 - start.length - end.length).fill(0), ...end];
}

function contains(list: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

/** Throws RangeError for what is neither an address nor a subnet. */
function createBlockList(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [text = '', bits] = entry.split('/');
    const address = bits === undefined ? plainAddress(text) : text;
    const family = isIP(address ?? '');
    if (address === undefined || family === 0) {
      throw new RangeError(`A trusted proxy is an address or a subnet such as 10.0.0.0/8, "${entry}" was given.`);
    }
    const type = family === 4 ? 'ipv4' : 'ipv6';
    if (bits === undefined) list.addAddress(address, type);
    else list.addSubnet(address, Number(bits), type);
  }
  return list;
}
