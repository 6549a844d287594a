/** What a call is told when it is made, and which of it is wrong. Knows nothing of what is done with it. */
import type { VideoCodecChoice, VideoQuality } from '../media/messages.ts';
import { MAX_NAME_LENGTH, MAX_ROOM_LENGTH } from '../protocol/limits.ts';
import { isLine } from '../protocol/text.ts';
import { CallError } from '../support/errors.ts';
import type { TokenProvider } from './token-source.ts';

/** How a local source takes part: `on` or `off` at join (it can be turned on later); `none` never asks for the device. */
export type SourceChoice = 'on' | 'off' | 'none';

export interface CallOptions {
  /** http(s) or ws(s) base address of the relay; several, separated by spaces, stand for each other. */
  readonly relay: string;
  /** With a `roomSecret` it is a label only. */
  readonly room: string;
  readonly name: string;
  /** 32 random bytes as 43 base64url characters: only who has them too comes into the same room. */
  readonly roomSecret?: string | undefined;
  /** For a relay that wants one: a signed JWT. Changed during a call: the relay is told. */
  readonly token?: string | undefined;
  /** Asked for a token at the join, when the old one expires, and when the relay refuses it. */
  readonly tokenProvider?: TokenProvider | undefined;
  /** At join; default `on`. */
  readonly audio?: SourceChoice;
  readonly video?: SourceChoice;
  readonly codec?: VideoCodecChoice;
  readonly quality?: VideoQuality;
  /** Upper limit for the camera; default 30. */
  readonly framesPerSecond?: number;
  /** Base address of the worker and worklet files; default: beside this script. */
  readonly assets?: string;
}

/** What `configure` may change; `relay`, `room` and `roomSecret` only before joining. */
export type CallChange = Partial<
  Pick<
    CallOptions,
    | 'name'
    | 'codec'
    | 'quality'
    | 'framesPerSecond'
    | 'relay'
    | 'room'
    | 'roomSecret'
    | 'token'
    | 'tokenProvider'
    | 'audio'
    | 'video'
  >
>;

type Optional = 'assets' | 'roomSecret' | 'token' | 'tokenProvider';
export type KnownOptions = Required<Omit<CallOptions, Optional>> & {
  readonly [Name in Optional]: CallOptions[Name] | undefined;
};

export const knownOptions = (options: CallOptions): KnownOptions => ({
  audio: 'on',
  video: 'on',
  codec: 'auto',
  quality: 'auto',
  framesPerSecond: 30,
  ...options,
  assets: options.assets,
  roomSecret: options.roomSecret,
  token: options.token,
  tokenProvider: options.tokenProvider,
});

/** Throws CallError: what the relay would refuse is better said at once. */
export function checkOptions({ room, name, roomSecret }: Pick<KnownOptions, 'room' | 'name' | 'roomSecret'>): void {
  if (roomSecret === undefined && !isLine(room, MAX_ROOM_LENGTH)) {
    throw new CallError(
      'bad-room',
      `A room's name has 1 to ${MAX_ROOM_LENGTH} printable characters and no white space around them, "${excerpt(room)}" was given.`,
    );
  }
  if (!isLine(name, MAX_NAME_LENGTH)) {
    throw new CallError(
      'bad-argument',
      `A display name has 1 to ${MAX_NAME_LENGTH} printable characters and no white space around them, "${excerpt(name)}" was given.`,
    );
  }
}

const excerpt = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text);
