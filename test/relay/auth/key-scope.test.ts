/** What a key is limited to, as it is written beside it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { KeyError } from '../../../relay/auth/key-error.ts';
import { ANY_SCOPE, isInScope, readScope } from '../../../relay/auth/key-scope.ts';

describe('the scope of a key', () => {
  it('is everything where nothing is said', () => {
    assert.deepEqual(readScope({ kty: 'OKP' }), ANY_SCOPE);
    assert.equal(isInScope(readScope({ kty: 'OKP' }), 'any room'), true);
  });

  it('is an issuer, rooms by name, and rooms by beginning', () => {
    const scope = readScope({ iss: 'https://blog.example', rooms: ['team', 'blog-*', 'class *'] });
    assert.equal(scope.issuer, 'https://blog.example');
    const inside = ['team', 'blog-', 'blog-1', 'blog-*', 'class 1'];
    const outside = ['', 'tea', 'team ', 'teams', 'Team', 'blog', 'my blog-1', 'class', 'classroom', '*'];
    for (const room of inside) assert.equal(isInScope(scope, room), true, room);
    for (const room of outside) assert.equal(isInScope(scope, room), false, room);
  });

  it('a star alone is every room, and one that is not at the end is itself', () => {
    assert.equal(isInScope(readScope({ rooms: ['*'] }), 'team'), true);
    const inside = readScope({ rooms: ['a*b'] });
    assert.equal(isInScope(inside, 'a*b'), true);
    assert.equal(isInScope(inside, 'axb'), false);
  });

  it('a name without a star opens that room alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (room) => {
        assert.equal(isInScope({ issuer: undefined, rooms: ['team'] }, room), room === 'team');
      }),
    );
  });

  it('cannot be changed afterwards', () => {
    const rooms = ['team'];
    const scope = readScope({ rooms });
    rooms.push('*');
    assert.equal(isInScope(scope, 'other'), false);
    assert.ok(Object.isFrozen(scope) && Object.isFrozen(scope.rooms));
  });

  for (const [what, jwk] of Object.entries({
    'an empty issuer': { iss: '' },
    'an issuer of two lines': { iss: 'a\nb' },
    'an issuer without end': { iss: 'x'.repeat(201) },
    'an issuer that is null': { iss: null },
    'rooms as a text': { rooms: 'team' },
    'rooms as an object': { rooms: { 0: 'team', length: 1 } },
    'no rooms': { rooms: [] },
    'rooms without end': { rooms: Array.from({ length: 1_001 }, (_, index) => `room ${index}`) },
    'an empty room': { rooms: [''] },
    'a room too long': { rooms: ['r'.repeat(129)] },
    'a beginning too long': { rooms: [`${'r'.repeat(128)}*`] },
    'a beginning with white space before it': { rooms: [' a*'] },
    'a room of two lines': { rooms: ['a\nb'] },
    'a list of lists': { rooms: [['team']] },
    'nothing in a list': { rooms: [undefined] },
  })) {
    it(`${what} is no limit, and says so`, () => {
      assert.throws(
        () => readScope(jwk),
        (error) => error instanceof KeyError && /^has /.test(error.message) && error.message.length < 250,
      );
    });
  }
});
