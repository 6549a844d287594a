import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import '../../component/define.ts';
import { StreamRoomTokenEvent, type TokenAnswer } from '../../component/events.ts';
import { askForToken, type TokenQuestion } from '../../component/page-token.ts';
import type { StreamRoom } from '../../component/stream-room.ts';
import type { CallError } from '../../component/support/errors.ts';
import { type FakeCall, useFakeCalls } from './support/fake-call.ts';
import { failureOf, serveTokens } from './support/token-server.ts';

const RELAY = 'https://relay.example/';
const QUESTION: TokenQuestion = {
  room: 'team',
  roomSecret: undefined,
  relay: RELAY,
  provider: undefined,
  tokenUrl: '',
  current: 'in.use.now',
};

const ask = (target: EventTarget, question: Partial<TokenQuestion> = {}) =>
  askForToken(target, { ...QUESTION, ...question });

/** Answers as a page's listener does. */
function answering(
  answer: (event: StreamRoomTokenEvent) => void,
  target: EventTarget = new EventTarget(),
): EventTarget {
  target.addEventListener('stream-room-token', (event) => answer(event as StreamRoomTokenEvent));
  return target;
}
const responding = (answer: TokenAnswer) => answering(({ detail }) => detail.respondWith(answer));

describe('who is asked for a token', () => {
  const everybody = () => ({ provider: () => Promise.resolve('of.the.provider'), tokenUrl: '/token' });

  it('first who listens, then the tokenProvider, then token-url; nobody: the one in use stays', async () => {
    const server = serveTokens(() => Response.json({ token: 'of.the.server' }));
    try {
      expect(await ask(responding('of.the.listener'), everybody())).to.equal('of.the.listener');
      expect(await ask(new EventTarget(), everybody())).to.equal('of.the.provider');
      expect(server.requests, 'who comes before it has answered').to.have.length(0);
      expect(await ask(new EventTarget(), { tokenUrl: '/token' })).to.equal('of.the.server');
      expect(await server.requests[0]?.json()).to.deep.equal({ room: 'team' });
      expect(await ask(new EventTarget())).to.equal('in.use.now');
      expect(await ask(new EventTarget(), { current: undefined })).to.equal(null);
    } finally {
      server.close();
    }
  });

  it('a listener that does not answer passes it on', async () => {
    const silent = answering(() => {});
    expect(await ask(silent, everybody())).to.equal('of.the.provider');
  });

  it('once somebody has answered nobody else is asked', async () => {
    const asked: string[] = [];
    const target = answering(({ detail }) => {
      asked.push('first');
      detail.respondWith('of.the.first');
    });
    answering(({ detail }) => {
      asked.push('second');
      detail.respondWith('of.the.second');
    }, target);
    expect(await ask(target)).to.equal('of.the.first');
    expect(asked).to.deep.equal(['first']);
  });

  it('the question names room and relay, bubbles, and crosses shadow roots', async () => {
    let event: StreamRoomTokenEvent | undefined;
    await ask(answering((each) => (event = each)));
    expect(event).to.be.instanceOf(StreamRoomTokenEvent);
    expect(event?.detail).to.include({ room: 'team', relay: RELAY });
    expect([event?.bubbles, event?.composed, event?.cancelable]).to.deep.equal([true, true, false]);
  });

  it('a room with a secret has the name that its relay knows', async () => {
    let room = '';
    await ask(
      answering(({ detail }) => (room = detail.room)),
      { roomSecret: 'abcdefghijklmnopqrstuvwxyz0123456789-_ABCDE' },
    );
    expect(room).not.to.equal('team');
    expect(room).to.have.length.above(20);
  });
});

describe('respondWith()', () => {
  it('takes a token, a promise, and null for a guest', async () => {
    expect(await ask(responding('a.b.c'))).to.equal('a.b.c');
    expect(await ask(responding(Promise.resolve('a.b.c')))).to.equal('a.b.c');
    expect(await ask(responding(null)), 'not the one in use').to.equal(null);
    expect(await ask(responding(Promise.resolve(null)))).to.equal(null);
  });

  for (const [what, value] of [
    ['undefined', undefined],
    ['a number', 5],
    ['an object', { token: 'a.b.c' }],
    ['a response', new Response('a.b.c')],
  ] as const) {
    it(`refuses ${what}, and says what it takes`, async () => {
      for (const answer of [value, Promise.resolve(value)]) {
        const error = await failureOf(ask(responding(answer as unknown as TokenAnswer)));
        expect(error.code).to.equal('bad-token');
        expect(error.message)
          .to.contain('respondWith() takes a token')
          .and.to.contain(typeof value);
      }
    });
  }

  it('a promise that fails is the end of the join, with its reason', async () => {
    const reason = new TypeError('Failed to fetch');
    const error = await failureOf(ask(responding(Promise.reject(reason))));
    expect(error.code).to.equal('no-token');
    expect(error.cause).to.equal(reason);
  });

  it('a listener knows why its page lets nobody in', async () => {
    for (const code of ['not-signed-in', 'forbidden']) {
      const cause = Object.assign(new Error('Log in to this site.'), { code });
      const error = await failureOf(ask(responding(Promise.reject(cause))));
      expect(error.code).to.equal(code);
      expect(error.message).to.equal('Log in to this site.');
    }
    const foreign = Object.assign(new Error('No.'), { code: 'room-locked' });
    expect((await failureOf(ask(responding(Promise.reject(foreign))))).code).to.equal('no-token');
  });

  it('twice: the first answer counts, and the second is told why it does not', async () => {
    let thrown: CallError | undefined;
    const twice = answering(({ detail }) => {
      detail.respondWith('a.b.c');
      try {
        detail.respondWith('d.e.f');
      } catch (error) {
        thrown = error as CallError;
      }
    });
    expect(await ask(twice)).to.equal('a.b.c');
    expect(thrown?.code).to.equal('bad-argument');
    expect(thrown?.message).to.contain('twice');
  });

  it('too late: it throws, and whoever is next was asked', async () => {
    let late: (() => void) | undefined;
    const target = answering(({ detail }) => (late = () => detail.respondWith('a.b.c')));
    expect(await ask(target)).to.equal('in.use.now');
    expect(() => late?.()).to.throw('was over');
  });
});

describe('the element', () => {
  let calls: FakeCall[];
  const provider = () => calls.at(-1)?.options.tokenProvider as (current?: string) => Promise<string | null>;

  before(() => {
    calls = useFakeCalls();
  });

  it('gives its Call one and the same provider, which asks the page as it is now', async () => {
    const room = await fixture<StreamRoom>(html`<stream-room room="team" relay=${RELAY} no-lobby></stream-room>`);
    const first = provider();
    const heard: unknown[] = [];
    const listen = (event: Event) => {
      const { detail, target } = event as StreamRoomTokenEvent;
      heard.push([detail.room, detail.relay, target]);
      detail.respondWith('of.the.page');
    };
    document.addEventListener('stream-room-token', listen);
    try {
      expect(await first()).to.equal('of.the.page');
      room.room = 'other';
      await room.updateComplete;
      await waitUntil(() => calls.at(-1)?.options.room === 'other');
      expect(provider()).to.equal(first);
      await first();
    } finally {
      document.removeEventListener('stream-room-token', listen);
    }
    expect(heard).to.deep.equal([
      ['team', RELAY, room],
      ['other', RELAY, room],
    ]);
    room.tokenProvider = () => Promise.resolve('of.the.provider');
    expect(await first()).to.equal('of.the.provider');
    room.tokenProvider = undefined;
    expect(await first('in.use.now')).to.equal('in.use.now');
  });

  it('asks its token-url', async () => {
    const server = serveTokens(() => Response.json({ token: 'of.the.server' }));
    try {
      await fixture<StreamRoom>(html`<stream-room room="team" token-url="/wp/token?ticket=x" no-lobby></stream-room>`);
      expect(await provider()()).to.equal('of.the.server');
      expect(server.requests[0]?.url).to.equal(`${location.origin}/wp/token?ticket=x`);
    } finally {
      server.close();
    }
  });
});
