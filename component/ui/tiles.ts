/** Who and what the stage shows, as a list of tiles made from the call's state (pure). Knows no layout and no DOM. */
import type { CallState, RemoteParticipant, RemoteTrack } from '../call/call-state.ts';
import type { Role } from '../protocol/control.ts';
import { hueOf } from './avatar.ts';

export interface Tile {
  /** The same for as long as the tile lives; its DOM nodes stay with it. */
  readonly id: string;
  readonly kind: 'self' | 'camera' | 'screen';
  /** Undefined for oneself. */
  readonly participantId: string | undefined;
  readonly name: string;
  readonly role: Role;
  readonly hue: number;
  /** The remote picture to show; undefined where there is none. */
  readonly trackId: number | undefined;
  /** The camera sends, seen or not. */
  readonly isCameraOn: boolean;
  readonly isSharing: boolean;
  /** Its first frame has been painted. */
  readonly hasPicture: boolean;
  /** Frames stopped coming. */
  readonly isStalled: boolean;
  /** One's own connection is poor; the others' can only be guessed. */
  readonly isWeak: boolean;
  readonly isMuted: boolean;
  readonly isSpeaking: boolean;
  readonly isConnected: boolean;
  /** Own camera only. */
  readonly stream: MediaStream | undefined;
}

export const SELF = 'self';

const live = (track: RemoteTrack) => !track.muted;

/** In the order of joining; oneself last, screens after all cameras. */
export function tilesOf(state: CallState): readonly Tile[] {
  const cameras = state.participants.map(cameraTile);
  const screens = state.participants.flatMap((participant) =>
    participant.tracks
      .filter((track) => track.source === 'screen' && track.kind === 'video')
      .map((track) => screenTile(participant, track)),
  );
  return [...cameras, selfTile(state), ...screens];
}

function cameraTile(participant: RemoteParticipant): Tile {
  const pictures = participant.tracks.filter((track) => track.kind === 'video' && track.source !== 'screen');
  const picture = pictures.find(live) ?? pictures[0];
  const sounds = participant.tracks.filter((track) => track.kind === 'audio' && track.source !== 'screen-audio');
  return {
    id: participant.id,
    kind: 'camera',
    participantId: participant.id,
    name: participant.name,
    role: participant.role,
    hue: hueOf(participant.id),
    trackId: picture?.id,
    isCameraOn: picture !== undefined && live(picture),
    isSharing: participant.tracks.some((track) => track.source === 'screen' && live(track)),
    hasPicture: picture !== undefined && live(picture) && isShown(picture),
    isStalled: picture !== undefined && live(picture) && picture.playback === 'stalled',
    isWeak: false,
    isMuted: !sounds.some(live),
    isSpeaking: participant.speaking,
    isConnected: participant.connected,
    stream: undefined,
  };
}

function screenTile(participant: RemoteParticipant, track: RemoteTrack): Tile {
  return {
    ...cameraTile(participant),
    id: `${participant.id}/${track.id}`,
    kind: 'screen',
    trackId: track.id,
    hasPicture: isShown(track),
    isStalled: track.playback === 'stalled',
    isMuted: false,
    isSpeaking: false,
  };
}

function selfTile(state: CallState): Tile {
  const { camera, microphone } = state;
  const stream = camera.status === 'on' ? camera.stream : undefined;
  return {
    id: SELF,
    kind: 'self',
    participantId: undefined,
    name: state.name,
    role: state.role,
    hue: hueOf(state.participantId ?? state.name),
    trackId: undefined,
    isCameraOn: stream !== undefined,
    isSharing: state.screen.status === 'on',
    hasPicture: stream !== undefined,
    isStalled: false,
    isWeak: state.quality === 'poor',
    isMuted: microphone.status !== 'on',
    isSpeaking: microphone.status === 'on' && microphone.level > 0.15,
    isConnected: true,
    stream,
  };
}

const isShown = (track: RemoteTrack) => track.playback === 'playing' || track.playback === 'stalled';
