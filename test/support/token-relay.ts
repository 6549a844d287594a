/** A relay that needs tokens, and clients that come with them. Knows nothing of what they say. */
import type { Role } from 'stream-room/protocol/control';
import { mintToken, type TokenContent } from '../../relay/auth/mint.ts';
import { type Clock, systemClock } from '../../relay/clock.ts';
import type { RelayOptions } from '../../relay/relay.ts';
import { ProtocolClient } from './protocol-client.ts';
import { startRelay } from './relay.ts';

const SECRET = 'a secret of a test, which has many more bytes than the 32 it needs';

/** As a token has it, and what its holder comes with. */
export interface Holder extends Partial<Omit<TokenContent, 'name' | 'role'>> {
  readonly displayName?: string;
  /** By how much it has expired: relays let a minute pass for clocks that differ. */
  readonly expiredMs?: number;
  readonly secret?: string;
  /** The name that the token gives. */
  readonly tokenName?: string;
}

const shiftedClock = (byMs: number): Clock => ({ ...systemClock, epochMs: () => systemClock.epochMs() + byMs });

export async function startTokenRelay(t: Parameters<typeof startRelay>[0], options: RelayOptions = {}) {
  const relay = await startRelay(t, { tokenSecret: SECRET, ...options });
  let count = 0;

  const tokenFor = (role: Role, { tokenName: name, expiredMs, ...holder }: Holder = {}) => {
    const { displayName: _, secret: __, ...content } = holder;
    count += 1;
    const clock = expiredMs === undefined ? systemClock : shiftedClock(-expiredMs - 1_000);
    const lifetimeMs = expiredMs === undefined ? undefined : 1_000;
    // These connect with no Origin, as programs do.
    const rest = { room: 'test', subject: `subject ${count}`, native: true, ...content };
    return mintToken({ key: SECRET, role, name, clock, lifetimeMs, ...rest });
  };

  const optionsOf = async (role: Role, holder: Holder) => {
    const { displayName = role, secret, room } = holder;
    const common = { token: await tokenFor(role, holder), name: displayName };
    return { ...common, ...(secret === undefined ? {} : { secret }), ...(room === undefined ? {} : { room }) };
  };

  return {
    relay,
    tokenFor,
    /** Connects and is let in. */
    enter: async (role: Role, holder: Holder = {}) =>
      (await ProtocolClient.join(relay.socketUrl, await optionsOf(role, holder))).client,
    /** Connects and comes to the door. */
    knock: async (role: Role, holder: Holder = {}) =>
      ProtocolClient.knock(relay.socketUrl, await optionsOf(role, holder)),
  };
}
