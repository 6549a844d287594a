/** The one permission: what was there before, and what came of asking. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { askForGrant, type Devices, readGrant } from '../../extension/browser/grant.ts';

type Answer = 'ok' | Error;
const error = (name: string, message = '') => Object.assign(new Error(message), { name });

/** Answers by what is asked for; `stopped` counts the tracks that were turned off again. */
function devices(
  answers: Partial<Record<'both' | 'camera' | 'microphone', Answer>>,
  states: readonly (PermissionState | undefined)[] = ['prompt', 'prompt'],
) {
  const asked: string[] = [];
  let open = 0;
  const fake: Devices = {
    async getUserMedia({ audio, video }) {
      const what = audio && video ? 'both' : video ? 'camera' : 'microphone';
      asked.push(what);
      const answer = answers[what] ?? error('NotFoundError');
      if (answer !== 'ok') throw answer;
      const kinds = what === 'both' ? 2 : 1;
      open += kinds;
      const track = { stop: () => open-- };
      return { getTracks: () => Array.from({ length: kinds }, () => track) } as unknown as MediaStream;
    },
    permission: async (name) => states[name === 'camera' ? 0 : 1],
  };
  return { fake, asked, open: () => open };
}

describe('what is there', () => {
  const table: readonly [PermissionState | undefined, PermissionState | undefined, string][] = [
    ['granted', 'granted', 'granted'],
    ['granted', 'prompt', 'unasked'],
    ['prompt', 'prompt', 'unasked'],
    [undefined, undefined, 'unasked'],
    ['denied', 'granted', 'denied'],
    ['prompt', 'denied', 'denied'],
  ];
  for (const [camera, microphone, state] of table) {
    it(`camera ${camera}, microphone ${microphone}: ${state}`, async () => {
      assert.equal(await readGrant(devices({}, [camera, microphone]).fake), state);
    });
  }
});

describe('asking', () => {
  it('takes one question, and leaves nothing turned on', async () => {
    const { fake, asked, open } = devices({ both: 'ok' });
    assert.deepEqual(await askForGrant(fake), { kind: 'granted' });
    assert.deepEqual(asked, ['both']);
    assert.equal(open(), 0);
  });

  const table: readonly [name: string, both: Error, states: readonly PermissionState[], outcome: object][] = [
    ['refused', error('NotAllowedError', 'Permission denied'), ['denied', 'denied'], { kind: 'denied' }],
    [
      'closed without an answer',
      error('NotAllowedError', 'Permission dismissed'),
      ['prompt', 'prompt'],
      { kind: 'dismissed' },
    ],
    [
      'refused by the system',
      error('NotAllowedError', 'Permission denied by system'),
      ['granted', 'granted'],
      { kind: 'system' },
    ],
    ['in use', error('NotReadableError'), ['granted', 'granted'], { kind: 'busy' }],
    ['not started', error('AbortError'), ['granted', 'granted'], { kind: 'busy' }],
    [
      'something else',
      error('TypeError', 'x'.repeat(500)),
      ['prompt', 'prompt'],
      { kind: 'failed', reason: 'x'.repeat(200) },
    ],
  ];
  for (const [name, both, states, outcome] of table) {
    it(`${name}`, async () => {
      const { fake, asked } = devices({ both }, states);
      assert.deepEqual(await askForGrant(fake), outcome);
      assert.deepEqual(asked, ['both'], 'nobody is asked twice');
    });
  }

  it('is content with one of the two where the other is not connected', async () => {
    const none = error('NotFoundError');
    const sound = devices({ both: none, microphone: 'ok' });
    assert.deepEqual(await askForGrant(sound.fake), { kind: 'only-microphone' });
    assert.equal(sound.open(), 0);
    assert.deepEqual(await askForGrant(devices({ both: none, camera: 'ok' }).fake), { kind: 'only-camera' });
    assert.deepEqual(await askForGrant(devices({ both: none, microphone: error('NotAllowedError') }).fake), {
      kind: 'dismissed',
    });
  });

  it('finds nothing where nothing is connected', async () => {
    const { fake, asked } = devices({});
    assert.deepEqual(await askForGrant(fake), { kind: 'no-device' });
    assert.deepEqual(asked, ['both', 'microphone', 'camera']);
  });
});
