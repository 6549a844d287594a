import assert from 'node:assert/strict';
import { it } from 'node:test';
import { checkOptions, knownOptions } from '../../../component/call/call-options.ts';
import { CallError } from '../../../component/support/errors.ts';

it('what is not said has its default, and what is said stays', () => {
  const options = knownOptions({ relay: 'https://r.example', room: 'team', name: 'Ada', video: 'off' });
  assert.deepEqual(options, {
    relay: 'https://r.example',
    room: 'team',
    name: 'Ada',
    audio: 'on',
    video: 'off',
    codec: 'auto',
    quality: 'auto',
    framesPerSecond: 30,
    assets: undefined,
    roomSecret: undefined,
    token: undefined,
    tokenProvider: undefined,
  });
});

const wrong: readonly [room: string, name: string, code: string][] = [
  ['', 'Ada', 'bad-room'],
  [' team', 'Ada', 'bad-room'],
  ['x'.repeat(129), 'Ada', 'bad-room'],
  ['te\u202eam', 'Ada', 'bad-room'],
  ['team', '', 'bad-argument'],
  ['team', 'x'.repeat(65), 'bad-argument'],
  ['team', 'Ada\n', 'bad-argument'],
];
for (const [room, name, code] of wrong) {
  it(`room ${JSON.stringify(room.slice(0, 9))} with name ${JSON.stringify(name.slice(0, 9))} is ${code}`, () => {
    assert.throws(
      () => checkOptions({ room, name, roomSecret: undefined }),
      (error) => error instanceof CallError && error.code === code && error.message.length < 300,
    );
  });
}

it('markup is a name like any other: it is shown as text', () =>
  checkOptions({ room: '<b>', name: '<img src=x>', roomSecret: undefined }));

it('a room with a secret needs no name: it is a label', () =>
  checkOptions({ room: '', name: 'Ada', roomSecret: 'x'.repeat(43) }));
