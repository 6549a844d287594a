/** T2: tokens that expire in a call, with and without a newer one, and relays whose clocks are wrong. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { ClientMessage } from 'stream-room/protocol/control';
import { ensurePrograms } from '../../../demo/set-up.mjs';
import { mintToken } from '../../../relay/auth/mint.ts';
import { ProtocolClient } from '../../support/protocol-client.ts';
import { checkHistories } from '../history.ts';
import { atMost, exactly, none, type Scenario, untilTrue, wait } from '../scenario.ts';

const LIBRARIES = ['x86_64-linux-gnu', 'aarch64-linux-gnu'].map((each) => `/usr/lib/${each}/faketime/libfaketime.so.1`);
const FAKETIME = {
  name: 'libfaketime',
  variable: undefined,
  packages: ['libfaketime'],
  find: () => LIBRARIES.find((path) => existsSync(path)),
};

const LIFETIME_MS = 5_000;
/** After the end of the token. */
const GRACE_MS = 30_000;

/** The wall clock alone is wrong: what is measured with the other one is right. */
const skewed = (seconds: number): Record<string, string> => ({
  LD_PRELOAD: FAKETIME.find() ?? '',
  FAKETIME: `${seconds >= 0 ? '+' : ''}${seconds}s`,
  FAKETIME_DONT_FAKE_MONOTONIC: '1',
  DONT_FAKE_MONOTONIC: '1',
});

export const expiry: Scenario = {
  id: 'T2',
  summary: 'tokens that expire in a call, clocks that are two minutes ahead or a minute behind',
  async run({ openRelay, openRedis, openCaller, quick }) {
    await ensurePrograms([FAKETIME]);
    const tokenSecret = randomBytes(32).toString('base64url');
    const env = { TOKEN_SECRET: tokenSecret };
    const redis = await openRedis();
    const args = ['--redis', redis.url];
    const right = await openRelay({ args, env });
    const ahead = await openRelay({ args, env: { ...env, ...skewed(120) } });
    const behind = await openRelay({ args, env: { ...env, ...skewed(-50) } });
    const farBehind = await openRelay({ args, env: { ...env, ...skewed(-120) } });
    const tokenOf = (subject: string, lifetimeMs?: number) =>
      mintToken({ key: tokenSecret, subject, room: 'room', role: 'member', native: true, lifetimeMs });

    // With one and the same token, whichever clock it meets.
    const callers = await Promise.all(
      [right, ahead, behind].map(async (relay, each) =>
        openCaller({ relays: [relay.socketUrl], room: 'room', name: `c${each}`, token: await tokenOf(`c${each}`) }),
      ),
    );
    await untilTrue(() => callers.every(({ isJoined }) => isJoined), 20_000);
    const notYet = await ProtocolClient.open(farBehind.socketUrl, { token: await tokenOf('early') });
    const { code: notYetCode } = await notYet.untilClosed(10_000);
    for (let each = 0; each < 30; each++) {
      callers[each % 3]?.say(`message ${each}`);
      await wait(100);
    }
    const problems = () => checkHistories(callers.map(({ history }) => history));
    await untilTrue(
      () => callers.every(({ unacknowledged }) => unacknowledged === 0) && problems().length === 0,
      10_000,
    );
    const findings = [
      none(
        'not let in by a relay whose clock is off',
        callers.filter(({ isJoined }) => !isJoined).map(({ name, closeCodes }) => `${name}: ${closeCodes}`),
      ),
      exactly('a token of two minutes from now is closed with', notYetCode, 4401),
      none('messages lost, doubled or out of order', problems()),
      none(
        'rosters that are wrong',
        callers.filter(({ roster }) => roster.size !== 3).map(({ name }) => name),
      ),
    ];
    if (quick) return findings;

    const join = async (subject: string) => {
      const { client } = await ProtocolClient.join(right.socketUrl, {
        room: 'room',
        name: subject,
        token: await tokenOf(subject, LIFETIME_MS),
      });
      return { client, expiresAt: performance.now() + LIFETIME_MS };
    };
    const [without, renewing] = [await join('without'), await join('renewing')];
    let renewals = 0;
    const renew = setInterval(async () => {
      const token = await tokenOf('renewing', LIFETIME_MS);
      const message: Omit<Extract<ClientMessage, { type: 'refresh' }>, 'id'> = { type: 'refresh', token };
      await renewing.client.request(message).then(
        () => {
          renewals += 1;
        },
        () => undefined,
      );
    }, 3_000);
    const { code } = await without.client.untilClosed(LIFETIME_MS + GRACE_MS + 20_000);
    const offMs = Math.abs(performance.now() - without.expiresAt - GRACE_MS);
    await wait(10_000);
    clearInterval(renew);
    findings.push(
      exactly('without a newer token it is closed with', code, 4401),
      atMost('30 s after the token’s end, give or take', offMs, 2_000, ' ms'),
      exactly(
        'with newer ones it is',
        renewing.client.closed ? `closed with ${renewing.client.closed.code}` : 'open',
        'open',
      ),
      exactly('newer tokens were taken', renewals > 5 ? 'yes' : `${renewals}`, 'yes'),
    );
    renewing.client.close();
    return findings;
  },
};
