import { expect } from '@open-wc/testing';
import { fetchToken } from '../../component/token-url.ts';
import { failureOf, serveTokens, type TokenServer } from './support/token-server.ts';

const URL_WITH_TICKET = '/wp-json/stream-room/v1/token?ticket=hush';
const PLACE = `${location.origin}/wp-json/stream-room/v1/token`;

const html = (status: number) =>
  new Response('<!doctype html><title>Log In</title>', {
    status,
    headers: { 'Content-Type': 'text/html; charset=utf-8' },
  });
/** Longer than any answer, without an end. */
const endless = () =>
  new Response(
    new ReadableStream({ pull: (controller) => controller.enqueue(new TextEncoder().encode('x'.repeat(4_096))) }),
  );

describe('token-url', () => {
  let server: TokenServer | undefined;
  const serve = (answer: (request: Request) => Response | Promise<Response>) => {
    server = serveTokens(answer);
    return server;
  };
  afterEach(() => server?.close());

  it('asks for the room as JSON, with this site’s cookies and no others, past every cache', async () => {
    const { requests } = serve(() => Response.json({ token: 'a.b.c', expiresAtMs: 1 }));
    expect(await fetchToken(URL_WITH_TICKET, 'Team <b>')).to.equal('a.b.c');
    const [request] = requests;
    expect(request?.url).to.equal(`${PLACE}?ticket=hush`);
    expect([request?.method, request?.credentials, request?.cache]).to.deep.equal(['POST', 'same-origin', 'no-store']);
    expect(request?.headers.get('content-type')).to.equal('application/json');
    expect(await request?.json()).to.deep.equal({ room: 'Team <b>' });
  });

  it('is meant against the page', async () => {
    const { requests } = serve(() => Response.json({ token: 'a.b.c' }));
    await fetchToken('token', 'team');
    expect(requests[0]?.url).to.equal(new URL('token', document.baseURI).href);
  });

  it('lets somebody come as a guest, where the server says so', async () => {
    serve(() => Response.json({ token: null }));
    expect(await fetchToken('/token', 'team')).to.equal(null);
    server?.close();
    serve(() => new Response(null, { status: 204 }));
    expect(await fetchToken('/token', 'team')).to.equal(null);
  });

  const answers: readonly (readonly [name: string, answer: () => Response, code: string, words: readonly string[]])[] =
    [
      [
        '401 of a token handler',
        () => Response.json({ error: 'not-signed-in', message: 'Sign in first.' }, { status: 401 }),
        'not-signed-in',
        ['401', '“Sign in first.”', 'join again'],
      ],
      ['401 without words', () => new Response(null, { status: 401 }), 'not-signed-in', ['401']],
      [
        '403',
        () => Response.json({ message: 'This room is not open to you.' }, { status: 403 }),
        'forbidden',
        ['403', 'not open to you'],
      ],
      ['404', () => html(404), 'no-token', ['404', 'right address']],
      ['500', () => html(500), 'no-token', ['500', 'Try again']],
      [
        'a message without end',
        () => Response.json({ message: 'x'.repeat(5_000) }, { status: 500 }),
        'no-token',
        ['500'],
      ],
      [
        'a message that is no text',
        () => Response.json({ message: { toString: 1 } }, { status: 500 }),
        'no-token',
        ['500'],
      ],
      ['a page to sign in', () => html(200), 'no-token', ['text/html', 'a page to sign in?']],
      ['an empty answer', () => new Response(''), 'no-token', ['nothing', '{ "token": … }']],
      ['half an answer', () => new Response('{"token":"a.b'), 'no-token', ['text/plain', '{ "token": … }']],
      ['JSON without a token', () => Response.json({ jwt: 'a.b.c' }), 'no-token', ['missing', '{ "token": null }']],
      ['JSON null', () => Response.json(null), 'no-token', ['missing']],
      ['a token of numbers', () => Response.json({ token: 5 }), 'no-token', ['number']],
      ['more than a token can be', endless, 'no-token', ['more than 16 KB']],
    ];
  for (const [name, answer, code, words] of answers) {
    it(`${name}: ${code}, with what was received and what to do`, async () => {
      serve(answer);
      const error = await failureOf(fetchToken(URL_WITH_TICKET, 'team'));
      expect(error.code).to.equal(code);
      for (const word of [PLACE, ...words]) expect(error.message).to.contain(word);
      expect(error.message, 'what may be a secret').not.to.contain('hush');
      expect(error.message).to.have.length.below(400);
    });
  }

  it('a network that is away', async () => {
    serve(() => Promise.reject(new TypeError('Failed to fetch')));
    const error = await failureOf(fetchToken(URL_WITH_TICKET, 'team'));
    expect(error.code).to.equal('no-token');
    expect(error.message).to.contain('cannot be reached').and.to.contain('CORS');
  });

  it('a server that does not answer is waited for, but not for ever', async () => {
    const { timeout } = AbortSignal;
    let waitedMs = 0;
    AbortSignal.timeout = (ms) => {
      waitedMs = ms;
      return timeout.call(AbortSignal, 20);
    };
    try {
      serve(
        ({ signal }) =>
          new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
      );
      const error = await failureOf(fetchToken(URL_WITH_TICKET, 'team'));
      expect(error.code).to.equal('no-token');
      expect(error.message).to.contain('within 10 s');
      expect(waitedMs).to.equal(10_000);
    } finally {
      AbortSignal.timeout = timeout;
    }
  });

  it('an address that is no web address once the page is known', async () => {
    const error = await failureOf(fetchToken('ftp://files.example/token', 'team'));
    expect(error.code).to.equal('bad-argument');
    expect(error.message).to.contain('ftp:');
  });
});
