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
      () => Promise.resolve(undefined as unknown as string),
      () => Promise.resolve('nothing like a token'),
    ]) {
      tokens.setProvider(provider);
      await assert.rejects(tokens.first(), isBadToken);
    }
  });

  it('a provider that fails says so, and one that knows why says that', async () => {
    const tokens = new TokenSource();
    const cause = new Error('500');
    tokens.setProvider(() => Promise.reject(cause));
    await assert.rejects(tokens.first(), { code: 'no-token', cause });
    const reason = new CallError('not-signed-in', 'Sign in first.');
    tokens.setProvider(() => Promise.reject(reason));
    await assert.rejects(tokens.first(), reason);
  });

  it('null is none, on purpose: one comes as a guest', async () => {
    const tokens = new TokenSource();
    tokens.set(token({}));
    tokens.setProvider(() => Promise.resolve(null));
    await tokens.first();
    assert.equal(tokens.current, undefined);
    assert.equal(await tokens.fresh(), null);
  });

  it('the provider is told the present one, and may give it back', async () => {
    const tokens = new TokenSource();
    tokens.set(token({}));
    tokens.setProvider((current) => Promise.resolve(current ?? null));
    await tokens.first();
    assert.equal(await tokens.fresh(), token({}));
    tokens.set('nothing like a token');
    await assert.rejects(tokens.first(), isBadToken, 'what was given unasked is checked all the same');
  });

  it('an answer that comes after a newer question changes nothing', async () => {
    const tokens = new TokenSource();
    let answer = (_token: string) => {};
    tokens.setProvider(() => new Promise((resolve) => (answer = resolve)));
    const first = tokens.fresh();
    const answerFirst = answer;
    tokens.setProvider(() => Promise.resolve(token({ room: 'second' })));
    await tokens.fresh();
    answerFirst(token({ room: 'first' }));
    assert.equal(await first, token({ room: 'first' }));
    assert.equal(tokens.current, token({ room: 'second' }));
  });
});
