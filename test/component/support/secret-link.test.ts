import { expect } from '@open-wc/testing';
import { hashWithSecret, SecretLink, secretInHash } from '../../../component/support/secret-link.ts';

const SECRET = 'abcdefghijklmnopqrstuvwxyz0123456789-_ABCDE';

describe('the secret in the address', () => {
  const before = location.href;
  afterEach(() => history.replaceState(null, '', before));

  it('is found beside whatever else is in the fragment', () => {
    expect(secretInHash(`#room=${SECRET}`)).to.equal(SECRET);
    expect(secretInHash(`#view=2&room=${SECRET}&x`)).to.equal(SECRET);
    for (const hash of ['', '#', '#room=', '#room=short', `#broom=${SECRET}`, `#room=${SECRET}x`]) {
      expect(secretInHash(hash)).to.equal(undefined);
    }
  });

  it('is written without taking anything away but another secret', () => {
    expect(hashWithSecret('', SECRET)).to.equal(`#room=${SECRET}`);
    expect(hashWithSecret('#view=2&room=old', SECRET)).to.equal(`#view=2&room=${SECRET}`);
    expect(secretInHash(hashWithSecret('#faq', SECRET))).to.equal(SECRET);
  });

  it('is made once, put into the address, and outlives a jump within the page', () => {
    history.replaceState(null, '', '#');
    const count = history.length;
    const link = new SecretLink();
    const secret = link.read();
    expect(secret).to.match(/^[\w-]{43}$/);
    expect(location.hash).to.equal(`#room=${secret}`);
    expect(history.length, 'no step back leads to a page without it').to.equal(count);
    history.replaceState(null, '', '#faq');
    expect(link.read()).to.equal(secret);
    expect(location.hash).to.equal('#faq');
    expect(secretInHash(new URL(link.href).hash)).to.equal(secret);
  });

  it('that is cut off is no reason to make another: it is given as it is, until the address has a whole one', () => {
    for (const rest of ['short', `${SECRET}x`, SECRET.slice(0, -1)]) {
      history.replaceState(null, '', `#view=2&room=${rest}`);
      const link = new SecretLink();
      expect(link.isCutOff).to.equal(true);
      expect(link.read()).to.equal(rest);
      expect(location.hash).to.equal(`#view=2&room=${rest}`);
      history.replaceState(null, '', `#room=${SECRET}`);
      expect([link.isCutOff, link.read()]).to.deep.equal([false, SECRET]);
      history.replaceState(null, '', `#room=${rest}`);
      expect([link.isCutOff, link.read()], 'what is known already').to.deep.equal([false, SECRET]);
    }
    history.replaceState(null, '', '#room=');
    expect(new SecretLink().isCutOff).to.equal(false);
  });

  it('is taken from the address, also where it changes', () => {
    history.replaceState(null, '', `#room=${SECRET}`);
    const link = new SecretLink();
    expect(link.read()).to.equal(SECRET);
    const other = SECRET.toUpperCase();
    history.replaceState(null, '', `#room=${other}`);
    expect(link.read()).to.equal(other);
  });
});
