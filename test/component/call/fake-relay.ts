/**
 * A relay in memory: as much of the protocol as a call needs, and switches for everything that can go wrong. Knows
 * nothing of sockets.
 */
import type {
  ChatMessage,
  ClientMessage,
  Grant,
  JoinResult,
  Participant,
  RoomState,
  Track,
  WaitingParticipant,
} from '../../../component/protocol/control.ts';
import type { FakeMediaHost } from './fake-media-host.ts';

type Answer = { result?: unknown } | { error: string } | 'silence';

export const EPOCH = 'epoch-1---------------';

export class FakeRelay {
  /** False: sockets do not open. */
  up = true;
  /** Answers to requests by type, instead of the usual ones. */
  readonly answers = new Map<string, (message: ClientMessage) => Answer | undefined>();
  readonly said: ClientMessage[] = [];
  readonly hosts = new Set<FakeMediaHost>();
  chat: ChatMessage[] = [];
  epoch = EPOCH;
  grants: readonly Grant[] = ['publish', 'subscribe', 'chat', 'send'];
  room: RoomState = { locked: false, waitingRoom: false };
  waiting: WaitingParticipant[] = [];
  participants = new Map<string, Participant>();
  #nextTrackId = 1;

  /** As a relay that is restarted: it knows nobody and nothing. */
  restart(): void {
    this.participants.clear();
    this.chat = [];
    this.#nextTrackId += 100;
    for (const host of this.hosts) host.disconnected(1006, '');
  }

  types(): string[] {
    return this.said.map(({ type }) => type);
  }

  last<Type extends ClientMessage['type']>(type: Type): Extract<ClientMessage, { type: Type }> {
    const found = this.said.findLast((message) => message.type === type);
    if (found === undefined) throw new Error(`nobody said ${type}, only ${this.types().join(', ')}`);
    return found as Extract<ClientMessage, { type: Type }>;
  }

  count(type: ClientMessage['type']): number {
    return this.said.filter((message) => message.type === type).length;
  }

  joinResult(participantId: string, resumed = false): JoinResult {
    const { grants, room, waiting, epoch, chat } = this;
    const about = { resumed, grants: [...grants], room, waiting, epoch, chat };
    return joinResult(participantId, [...this.participants.values()], about);
  }

  /** `beside`: over the host's second socket. */
  hear(host: FakeMediaHost, message: ClientMessage, beside = false): void {
    this.said.push(message);
    if (!('id' in message)) return;
    const answer = this.answers.get(message.type)?.(message) ?? { result: this.#obey(host, message) };
    if (answer === 'silence') return;
    if ('error' in answer) {
      host.tell({ type: 'error', id: message.id, code: answer.error, message: `no ${message.type} today` }, beside);
    } else {
      host.tell({ type: 'ack', id: message.id, result: answer.result }, beside);
    }
  }

  #obey(host: FakeMediaHost, message: ClientMessage): unknown {
    const self = host.participantId === undefined ? undefined : this.participants.get(host.participantId);
    switch (message.type) {
      case 'join': {
        const id = `participant-${message.secret.slice(0, 10)}`;
        const resumed = this.participants.has(id);
        const participant = this.participants.get(id) ?? someone(id, { name: message.name });
        this.participants.set(id, { ...participant, connected: true });
        host.participantId = id;
        return this.joinResult(id, resumed);
      }
      case 'leave':
        if (self) this.participants.delete(self.id);
        return undefined;
      case 'publish': {
        const trackId = this.#nextTrackId++;
        const { kind, source, muted } = message;
        if (self)
          this.participants.set(self.id, {
            ...self,
            tracks: [...self.tracks, track(trackId, { kind, source, muted })],
          });
        return { trackId };
      }
      case 'unpublish':
        if (self) {
          const tracks = self.tracks.filter(({ id }) => id !== message.trackId);
          this.participants.set(self.id, { ...self, tracks });
        }
        return undefined;
      case 'update-track': {
        const { type: _type, id: _id, trackId, ...change } = message;
        if (self) {
          const tracks = self.tracks.map((known) =>
            known.id === trackId ? ({ ...known, ...change } as Track) : known,
          );
          this.participants.set(self.id, { ...self, tracks });
        }
        return undefined;
      }
      case 'chat': {
        const { messageId, text } = message;
        const known = this.chat.find((entry) => entry.messageId === messageId);
        if (known) return { epoch: this.epoch, sequence: known.sequence, atMs: known.atMs };
        const sequence = this.chat.length + 1;
        const atMs = 1_900_000_000_000 + sequence;
        this.chat.push({ messageId, sequence, participantId: self?.id ?? '', name: self?.name ?? '', text, atMs });
        return { epoch: this.epoch, sequence, atMs };
      }
      case 'chat-since': {
        const chat = this.chat.filter(({ sequence }) => message.epoch !== this.epoch || sequence > message.sequence);
        return { epoch: this.epoch, complete: message.epoch === this.epoch, chat };
      }
      default:
        return undefined;
    }
  }
}

/** The answer to a join, as a relay without tokens gives it. */
export const joinResult = (
  participantId: string,
  participants: readonly Participant[],
  about: Partial<JoinResult> = {},
): JoinResult => ({
  participantId,
  resumed: false,
  participants: [...participants],
  grants: ['publish', 'subscribe', 'chat', 'send'],
  room: { locked: false, waitingRoom: false },
  waiting: [],
  epoch: EPOCH,
  chat: [],
  ...about,
});

export const someone = (id: string, about: Partial<Participant> = {}): Participant => ({
  id,
  name: id,
  role: 'member',
  joinedAtMs: 1_000,
  connected: true,
  clockOffsetMicros: 0,
  tracks: [],
  ...about,
});

export const track = (id: number, about: Partial<Track> = {}): Track => ({
  id,
  kind: 'video',
  source: about.kind === 'audio' ? 'microphone' : 'camera',
  muted: false,
  codec: '',
  width: 0,
  height: 0,
  framesPerSecond: 0,
  ...about,
});
