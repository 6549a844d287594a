import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkToken, mayPublish, TokenSource } from '../../../component/call/token-source.ts';
import { CallError } from '../../../component/support/errors.ts';

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (claims: unknown) => `${encoded({ alg: 'EdDSA' })}.${encoded(claims)}.c2lnbmF0dXJl`;
const isBadToken = (error: unknown) => error instanceof CallError && error.code === 'bad-token';

describe('a token', () => {
  it('is a JWT that fits into a subprotocol, and what is not is named without being shown', () => {
    assert.equal(checkToken(token({})), token({}));
    for (const wrong of ['', 'secret', 'a.b', 'a.b.c d', `${'x'.repeat(5_000)}.y.z`, 'a.b.c,d']) {
      assert.throws(
        () => checkToken(wrong),
        (error) => isBadToken(error) && (wrong === '' || !(error as Error).message.includes(wrong)),
      );
    }
  });

  it('says itself whether its bearer may publish', () => {
    assert.equal(mayPublish(token({ grants: ['subscribe', 'chat'] })), false);
    for (const one of [token({ grants: ['publish'] }), token({}), token({ grants: 'x' }), 'a.b.c', undefined]) {
      assert.equal(mayPublish(one), true);
    }
  });
});

describe('where a token comes from', () => {
  it('the page gives it, and takes it back', async () => {
    const tokens = new TokenSource();
    assert.equal(tokens.current, undefined);
    tokens.set(token({}));
    await tokens.first();
    assert.equal(tokens.current, token({}));
    assert.equal(await tokens.fresh(), undefined, 'there is no other');
    tokens.set('');
    assert.equal(tokens.current, undefined);
    await tokens.first();
  });

  it('the provider is asked each time, and its word counts from then on', async () => {
    const tokens = new TokenSource();
    let count = 0;
    tokens.setProvider(() => Promise.resolve(token({ count: ++count })));
    await tokens.first();
    assert.equal(tokens.current, token({ count: 1 }));
    assert.equal(await tokens.fresh(), token({ count: 2 }));
    assert.equal(tokens.current, token({ count: 2 }));
  });

  it('what is wrong is found at the join', async () => {
    const tokens = new TokenSource();
    tokens.set('team');
    await assert.rejects(tokens.first(), isBadToken);
    for (const provider of [
      () => Promise.reject(new Error('401')),
      () => Promise.resolve(undefined as unknown as string),
      () => Promise.resolve('nothing like a token'),
    ]) {
      tokens.setProvider(provider);
      await assert.rejects(tokens.first(), isBadToken);
    }
  });
});
