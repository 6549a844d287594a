/** A relay that needs tokens, and clients that come with them. Knows nothing of what they say. */
import type { Role } from 'stream-room/protocol/control';
import { mintToken, type TokenContent } from '../../relay/auth/mint.ts';
import type { RelayOptions } from '../../relay/relay.ts';
import { ProtocolClient } from './protocol-client.ts';
import { startRelay } from './relay.ts';

const SECRET = 'a secret of a test, which has many more bytes than the 32 it needs';

/** As a token has it, and what its holder comes with. */
export interface Holder extends Partial<Omit<TokenContent, 'name' | 'role'>> {
  readonly displayName?: string;
  readonly secret?: string;
  /** The name that the token gives. */
  readonly tokenName?: string;
}

export async function startTokenRelay(t: Parameters<typeof startRelay>[0], options: RelayOptions = {}) {
  const relay = await startRelay(t, { tokenSecret: SECRET, ...options });
  let count = 0;

  const tokenFor = (role: Role, { displayName: _, secret: __, tokenName: name, ...content }: Holder = {}) => {
    count += 1;
    // These connect with no Origin, as programs do.
    const rest = { room: 'test', subject: `subject ${count}`, native: true, ...content };
    return mintToken({ key: SECRET, role, name, ...rest });
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
