/** Who may put a call into a frame. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createConfig } from '../../../relay/config.ts';
import { frameAncestors } from '../../../relay/http/page-policy.ts';

const tokenSecret = 'x'.repeat(32);
const of = (options: Parameters<typeof createConfig>[0]) => frameAncestors(createConfig(options));

it('the sites whose pages may connect, and the relay’s own', () => {
  assert.equal(
    of({ tokenSecret, origins: ['https://a.example', 'https://*.b.example', 'moz-extension:'] }),
    "'self' https://a.example https://*.b.example",
  );
  assert.equal(of({ tokenSecret }), "'self'");
});

it('pages of one’s own machine, where one tries it out', () => {
  assert.equal(of({}), "'self' http://localhost:* http://127.0.0.1:*");
  assert.equal(of({ origins: ['https://a.example'] }), "'self' https://a.example");
  assert.equal(of({ host: '0.0.0.0', open: 'any-room' }), "'self'");
});

it('those that the setting says, and then no others', () => {
  const origins = ['https://a.example'];
  assert.equal(of({ origins, frameAncestors: ['https://c.example'] }), "'self' https://c.example");
  assert.equal(of({ origins, frameAncestors: ['*'] }), "'self' *");
  assert.equal(of({ origins, frameAncestors: ['none'] }), "'none'");
});
