/** Published posts with a call, in a real WordPress, a real Chromium and a call: who comes in, as whom, and as what. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { openBrowser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { stateOf, until, untilPicturesMove } from '../support/room-page.ts';
import { complaints, type PluginSite, type Post, startPluginSite } from './plugin-site.ts';
import { joinCall, openVisitor, pressJoin, untilRoomSays } from './visitor.ts';
import { wordpressOrReason } from './wordpress-parts.ts';

const { parts, skip } = await wordpressOrReason(['6.1', '6.8']);
const BLOCK = '<!-- wp:stream-room/call {"title":"Stand-up"} /-->';

describe('WordPress is there', { skip }, () => {
  for (const part of parts) {
    describe(`a post in WordPress ${part.version}`, { timeout: 110_000 }, () => {
      const closers: (() => Promise<void>)[] = [];
      let wordpress: PluginSite;
      let browser: Browser;
      let block: Post;

      before(async () => {
        wordpress = await startPluginSite({ after: (close) => void closers.push(close) }, part, {
          // Relays ask for another token a minute before the end of the old one.
          constants: { STREAM_ROOM_TOKEN_SECONDS: 66 },
        });
        block = wordpress.post(BLOCK);
        browser = await openBrowser('chromium');
      });

      after(async () => {
        await browser?.close();
        for (const close of closers.reverse()) await close();
      });

      const visit = async (url: string, login?: string) => {
        const visitor = await openVisitor(browser, wordpress.site, login);
        await visitor.page.goto(url);
        return visitor;
      };

      it('a member and a guest meet in the call of a block, under their names', async () => {
        const [member, guest] = await Promise.all([visit(block.url, 'sub'), visit(block.url)]);
        await member.page.bringToFront();
        assert.deepEqual(await joinCall(member.page), { name: 'Ada “Lovelace” <b>', role: 'member' });
        await guest.page.bringToFront();
        assert.deepEqual(await joinCall(guest.page, 'Somebody'), { name: 'Somebody', role: 'guest' });
        await untilPicturesMove(guest.page, 1);
        const { participants } = await stateOf(guest.page);
        assert.deepEqual(
          participants.map(({ name, role }) => ({ name, role })),
          [{ name: 'Ada “Lovelace” <b>', role: 'member' }],
        );
        const title = await guest.page.$eval('stream-room', (room) => room.label);
        assert.equal(title, 'Stand-up');
        await Promise.all([member.close(), guest.close()]);
      });

      it('whoever may edit the post is the host of its call, in a named room only who may edit any post', async () => {
        const named = wordpress.post('[stream_room room="Team call" title="Team"]');
        const roles: Record<string, string> = {};
        for (const [what, url] of [
          ['own', block.url],
          ['named', named.url],
        ] as const) {
          for (const login of ['au', 'ed', 'sub']) {
            const visitor = await visit(url, login);
            roles[`${login} ${what}`] = (await joinCall(visitor.page)).role;
            await visitor.close();
          }
        }
        assert.deepEqual(roles, {
          'au own': 'host',
          'ed own': 'host',
          'sub own': 'member',
          'au named': 'member',
          'ed named': 'host',
          'sub named': 'member',
        });
      });

      it('shortcode, pasted link and several calls in one post are calls; a link to any other relay stays a link', async () => {
        const link = `${wordpress.relay.url}r/pasted-room?ref=mail`;
        const foreign = 'https://relay.evil.test/r/pasted-room';
        const post = wordpress.post(`[stream_room room="first" height="400"]\n\n${link}\n\n${foreign}\n\n${BLOCK}`);
        const { page, close } = await visit(post.url, 'sub');
        const rooms = await page.$$eval('stream-room', (all) =>
          all.map(({ room, clientHeight }) => [room, clientHeight]),
        );
        const own = wordpress.site.php(`echo stream_room_own_room( ${post.id} );`);
        assert.deepEqual(rooms, [
          ['first', 400],
          ['pasted-room', 600],
          [own, 600],
        ]);
        assert.match(await page.content(), /https:\/\/relay\.evil\.test\/r\/pasted-room/);
        // Each of them works, one after the other.
        for (const index of [0, 1, 2]) {
          const connected = await page.evaluate(async (at) => {
            const room = document.querySelectorAll('stream-room')[at];
            await room?.join();
            const { connection } = room?.call.state.value ?? {};
            await room?.leave();
            return connection;
          }, index);
          assert.equal(connected, 'connected', `call ${index + 1}`);
        }
        await close();
      });

      it('nothing starts by itself: a reader is asked for no camera and no token', async () => {
        const { page, close } = await visit(block.url);
        const requests: string[] = [];
        page.on('request', (request) => requests.push(request.url()));
        await page.reload();
        await until(page, () => customElements.get('stream-room') !== undefined);
        await new Promise((done) => setTimeout(done, 500));
        const state = await stateOf(page);
        assert.deepEqual([state.camera.status, state.microphone.status, state.connection], ['off', 'off', 'idle']);
        assert.deepEqual(
          requests.filter((url) => /rest-nonce|\/token|\/socket/.test(url)),
          [],
        );
        await close();
      });

      it('where visitors have to log in, the call says so', async () => {
        wordpress.site.php("update_option( 'stream_room', array( 'guests' => 'no' ) + get_option( 'stream_room' ) );");
        const { page, close } = await visit(block.url);
        await pressJoin(page, 'Somebody');
        await until(page, () => document.querySelector('stream-room')?.call.state.value.connection === 'ended');
        await untilRoomSays(page, 'Sign in first');
        await close();
        const member = await visit(block.url, 'sub');
        assert.equal((await joinCall(member.page)).role, 'member');
        await member.close();
        wordpress.site.php("update_option( 'stream_room', array( 'guests' => 'yes' ) + get_option( 'stream_room' ) );");
      });

      it('a call goes on when its token ends: WordPress gives the next one', async () => {
        const { page, close } = await visit(block.url);
        const asked: number[] = [];
        page.on('response', (response) => {
          if (response.url().includes('/stream-room/v1/token')) asked.push(response.status());
        });
        await joinCall(page, 'Somebody');
        const before = asked.length;
        await eventually(() => assert.ok(asked.length > before, 'asked again'), 20_000);
        assert.equal((await stateOf(page)).connection, 'connected');
        assert.deepEqual([...new Set(asked)], [200]);
        await close();
      });

      it('PHP has nothing to complain of', () => {
        assert.deepEqual(complaints(wordpress.site), []);
      });
    });
  }
});
