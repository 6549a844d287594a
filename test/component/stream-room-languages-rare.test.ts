import { expect } from '@open-wc/testing';
import { CallError, type CallErrorCode } from '../../component/support/errors.ts';
import { cutIn, readyForLanguages, SIZES } from './support/every-language.ts';
import { openRoom, part, settled } from './support/open-room.ts';
import { RARE_SCENES } from './support/rare-scenes.ts';

/** Every one that may keep somebody out. */
const REFUSALS: readonly CallErrorCode[] = [
  'insecure-page',
  'browser-too-old',
  'bad-relay',
  'bad-room',
  'relay-unreachable',
  'refused',
  'bad-token',
  'forbidden',
  'room-locked',
  'not-admitted',
  'replaced',
  'version',
  'media-refused',
  'request-failed',
  'bad-argument',
];

describe('in every language nothing is cut off, on rarer screens either', () => {
  before(readyForLanguages);

  for (const [name, open] of Object.entries(RARE_SCENES)) {
    it(name, async function () {
      this.timeout(20_000);
      const found: string[] = [];
      for (const size of SIZES) {
        const { room } = await open({ size });
        found.push(...(await cutIn(room, `${size[0]} px`)));
        room.remove();
      }
      expect(found.join('\n')).to.equal('');
    });
  }

  for (const hasLobby of [true, false]) {
    it(`every refusal, ${hasLobby ? 'in the lobby' : 'instead of the call'}`, async function () {
      this.timeout(40_000);
      const found: string[] = [];
      for (const size of SIZES) {
        const { room, call } = await openRoom({ size, attributes: hasLobby ? {} : { 'no-lobby': '', autojoin: '' } });
        await settled(room);
        await room.leave();
        for (const code of REFUSALS) {
          call().joinError = new CallError(code, 'x');
          await room.join().catch(() => undefined);
          await settled(room);
          expect(part(room, hasLobby ? 'error' : 'ended')).not.to.equal(null);
          found.push(...(await cutIn(room, `${code}, ${size[0]} px`)));
        }
        room.remove();
      }
      expect(found.join('\n')).to.equal('');
    });
  }
});
