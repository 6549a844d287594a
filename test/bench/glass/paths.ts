/**
 * The ways from a camera in one page to a picture in another. Each sets up both pages and says where the picture is.
 * Knows nothing of how latency is measured.
 */
import type { Page } from 'puppeteer-core';
import { roomHtml } from '../../support/room-page.ts';
import type { ContestantName } from '../relay/contestants.ts';
import type { WebRtcCodec } from './pages/web-rtc.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const FRAMES_PER_SECOND = 30;

export interface GlassPath {
  readonly name: string;
  /** The relay that it needs, in a process of its own. */
  readonly relay?: ContestantName;
  /** The page's markup, for the sender and the receiver; `relay` is a port. */
  html(role: 'send' | 'receive', relay: number, size: Size): string;
  /** Both pages are open and the sender's camera is the stamped scene. Resolves when pictures are under way. */
  start(sender: Page, receiver: Page, relay: number): Promise<void>;
  /** A script's expression for the picture on the receiver's page. */
  readonly picture: string;
}

/**
 * Every page shows its picture in a box of this size, and a sender its own: without a GPU, painting large pages takes as
 * much of the processor as a path itself, and would decide between them by their looks.
 */
const BOX = 'display:block;width:320px;height:240px';

const html = (body: string) => `<!doctype html><meta charset="utf-8"><style>video,canvas{${BOX}}</style>${body}`;
const SELF_VIEW = '<video id="self" style="transform:scaleX(-1)" autoplay muted playsinline></video>';

/** `auto` for what a call gets that asks for nothing. */
const streamRoom = (codec: 'auto' | 'mjpeg'): GlassPath => ({
  name: codec === 'mjpeg' ? 'stream-room MJPEG' : 'stream-room WebCodecs',
  relay: 'stream-room',
  html(role, relay, { height }) {
    const quality = height > 480 ? '720p' : 'auto';
    const video = role === 'send' ? 'on' : 'none';
    return roomHtml(
      `http://localhost:${relay}`,
      `style="${BOX}" relay="http://localhost:${relay}" room="glass" display-name="${role}" audio="none" video="${video}" codec="${codec}" quality="${quality}" fps="${FRAMES_PER_SECOND}"`,
    );
  },
  async start(sender, receiver) {
    // Not by `autojoin`: the camera has to be replaced first.
    for (const page of [sender, receiver]) {
      await page.waitForFunction(() => 'join' in (document.querySelector('stream-room') ?? {}));
      await page.evaluate(() => (document.querySelector('stream-room') as unknown as { join(): Promise<void> }).join());
    }
  },
  picture: 'glass.findRemotePicture()',
});

const webRtc = (codec: WebRtcCodec): GlassPath => ({
  name: `WebRTC ${codec === 'H264' ? 'H.264' : codec}`,
  html: (role) => html(role === 'send' ? SELF_VIEW : '<video muted playsinline></video>'),
  async start(sender, receiver) {
    const offer = await sender.evaluate((name) => window.glass.webRtc.offer(name), codec);
    const answer = await receiver.evaluate(
      (sdp) => window.glass.webRtc.answerOffer(sdp, document.querySelector('video') as HTMLVideoElement),
      offer,
    );
    await sender.evaluate((sdp) => window.glass.webRtc.accept(sdp), answer);
  },
  picture: "document.querySelector('video')",
});

const streamFlow: GlassPath = {
  name: 'StreamFlow’s way',
  relay: 'json',
  html: (role) => html(role === 'send' ? SELF_VIEW : '<canvas></canvas>'),
  async start(sender, receiver, relay) {
    const url = `ws://localhost:${relay}/`;
    await receiver.evaluate(
      (address) => window.glass.streamFlow.receive(address, document.querySelector('canvas') as HTMLCanvasElement),
      url,
    );
    await sender.evaluate((address, rate) => window.glass.streamFlow.send(address, rate), url, FRAMES_PER_SECOND);
  },
  picture: "document.querySelector('canvas')",
};

export const PATHS = {
  webCodecs: streamRoom('auto'),
  mjpeg: streamRoom('mjpeg'),
  webRtcVp8: webRtc('VP8'),
  webRtcH264: webRtc('H264'),
  streamFlow,
} as const satisfies Record<string, GlassPath>;
