/** Who is in a room and who receives which track. Knows nothing of sockets or codecs. */
import type {
  ChatResult,
  ClientMessage,
  JoinResult,
  LeaveReason,
  RelayMessage,
  Track as TrackState,
} from 'stream-room/protocol/control';
import { MAX_TRACKS_PER_PARTICIPANT } from 'stream-room/protocol/limits';
import type { Clock } from '../clock.ts';
import { Chat } from './chat.ts';
import { Participant, type Presence } from './participant.ts';
import { RequestError } from './request-error.ts';
import { Track, type TrackChange } from './track.ts';

export interface RoomSettings {
  readonly maxParticipants: number;
  readonly resumeWindowMs: number;
}

/** Unique among all rooms of the relay. */
export interface TrackIds {
  mint(): number;
  release(id: number): void;
}

interface RoomContext {
  readonly clock: Clock;
  readonly settings: RoomSettings;
  readonly trackIds: TrackIds;
  readonly onEmpty: () => void;
}

type Request<Type extends ClientMessage['type']> = Extract<ClientMessage, { type: Type }>;

export class Room {
  readonly #context: RoomContext;
  readonly #participants = new Map<string, Participant>();
  readonly #tracks = new Map<number, Track>();
  readonly #chat = new Chat();

  constructor(context: RoomContext) {
    this.#context = context;
  }

  get size(): number {
    return this.#participants.size;
  }

  /** The same id again takes its old place, whoever holds it; its tracks and subscriptions are as they were. */
  join(participantId: string, name: string, presence: Presence): { participant: Participant; result: JoinResult } {
    const known = this.#participants.get(participantId);
    const participant = known ?? this.#admit(participantId, name);
    participant.name = name;
    if (known) this.#takeOver(known);
    participant.presence = presence;
    this.#tellOthers(participant, {
      type: known ? 'participant-updated' : 'participant-joined',
      participant: participant.state,
    });
    const result: JoinResult = {
      participantId,
      resumed: known !== undefined,
      participants: [...this.#participants.values()].map(({ state }) => state),
      chat: [...this.#chat.history],
    };
    return { participant, result };
  }

  /** To be called when the answer to its join is on its way: what follows builds on that. */
  resume(participant: Participant): void {
    const outlet = participant.presence?.outlet;
    if (!outlet) return;
    for (const track of participant.subscriptions) track.addOutlet(outlet);
    for (const track of participant.tracks.values()) track.interrupt();
  }

  leave(participant: Participant, reason: LeaveReason): void {
    if (this.#participants.get(participant.id) !== participant) return;
    participant.expiry?.cancel();
    this.#detach(participant);
    this.#participants.delete(participant.id);
    for (const track of participant.tracks.values()) this.#closeTrack(track);
    this.#tellAll({ type: 'participant-left', participantId: participant.id, reason });
    if (this.#participants.size === 0) this.#context.onEmpty();
  }

  /** Its connection broke: its place is kept for a while. Nothing happens where a newer connection has taken over. */
  disconnect(participant: Participant, presence: Presence): void {
    if (participant.presence !== presence) return;
    this.#detach(participant);
    participant.expiry = this.#context.clock.after(this.#context.settings.resumeWindowMs, () =>
      this.leave(participant, 'lost'),
    );
    this.#tellAll({ type: 'participant-updated', participant: participant.state });
  }

  update(participant: Participant, change: Request<'update'>): void {
    participant.name = change.name ?? participant.name;
    participant.clockOffsetMicros = change.clockOffsetMicros ?? participant.clockOffsetMicros;
    this.#tellUpdated(participant);
  }

  publish(participant: Participant, { kind, source, muted }: Request<'publish'>): number {
    if (participant.tracks.size >= MAX_TRACKS_PER_PARTICIPANT) {
      throw new RequestError(
        'too-many-tracks',
        `A participant publishes at most ${MAX_TRACKS_PER_PARTICIPANT} tracks at a time. Unpublish one first.`,
      );
    }
    const id = this.#context.trackIds.mint();
    const state: TrackState = { id, kind, source, muted, codec: '', width: 0, height: 0, framesPerSecond: 0 };
    const track = new Track(state, this.#context.clock, (message) => participant.tell(message));
    this.#tracks.set(id, track);
    participant.tracks.set(id, track);
    this.#tellUpdated(participant);
    return id;
  }

  unpublish(participant: Participant, trackId: number): void {
    const track = this.#own(participant, trackId);
    participant.tracks.delete(trackId);
    this.#closeTrack(track);
    this.#tellUpdated(participant);
  }

  updateTrack(participant: Participant, trackId: number, change: TrackChange): void {
    this.#own(participant, trackId).update(change);
    this.#tellUpdated(participant);
  }

  subscribe(participant: Participant, trackId: number): void {
    const track = this.#find(trackId);
    participant.subscriptions.add(track);
    if (participant.presence) track.addOutlet(participant.presence.outlet);
  }

  /** Of a track that is gone there is nothing to end. */
  unsubscribe(participant: Participant, trackId: number): void {
    const track = this.#tracks.get(trackId);
    if (!track) return;
    participant.subscriptions.delete(track);
    if (participant.presence) track.removeOutlet(participant.presence.outlet);
  }

  /** Only from somebody who receives the track; else, and for a track just gone, nothing happens. */
  requestKeyframe(participant: Participant, trackId: number): void {
    const track = this.#tracks.get(trackId);
    if (track && participant.subscriptions.has(track)) track.requestKeyframe();
  }

  /** To everybody else; the sender has the acknowledgement. */
  chat(participant: Participant, { messageId, text }: Request<'chat'>): ChatResult {
    const atMs = Math.round(this.#context.clock.epochMs());
    const { id: participantId, name } = participant;
    const { result, fresh } = this.#chat.add({ messageId, participantId, name, text, atMs });
    if (fresh) this.#tellOthers(participant, { type: 'chat', message: fresh });
    return result;
  }

  /** To whom it names, or to everybody else; not kept for those who are not connected now. */
  send(participant: Participant, data: unknown, to: readonly string[] | undefined): void {
    const message: RelayMessage = { type: 'data', from: participant.id, data };
    if (!to) {
      this.#tellOthers(participant, message);
      return;
    }
    const receivers = [...new Set(to)].map((id) => {
      const receiver = this.#participants.get(id);
      if (receiver) return receiver;
      throw new RequestError('unknown-participant', `Nobody in this room has the id "${id}". Nothing was sent.`);
    });
    const text = JSON.stringify(message);
    for (const receiver of receivers) receiver.presence?.outlet.notify(text);
  }

  /** Called once per DEMAND_INTERVAL_MS. */
  measureDemand(): void {
    for (const track of this.#tracks.values()) track.measureDemand();
  }

  #admit(participantId: string, name: string): Participant {
    const { maxParticipants } = this.#context.settings;
    if (this.#participants.size >= maxParticipants) {
      throw new RequestError('room-full', `This room has its ${maxParticipants} participants. Try again later.`);
    }
    const participant = new Participant(participantId, name, Math.round(this.#context.clock.epochMs()));
    this.#participants.set(participantId, participant);
    return participant;
  }

  /** Ends what connection or waiting it had; subscriptions are remembered. */
  #takeOver(participant: Participant): void {
    participant.expiry?.cancel();
    participant.expiry = undefined;
    const replaced = participant.presence;
    this.#detach(participant);
    replaced?.onReplaced();
  }

  #detach(participant: Participant): void {
    const { presence } = participant;
    participant.presence = undefined;
    if (presence) for (const track of participant.subscriptions) track.removeOutlet(presence.outlet);
  }

  #closeTrack(track: Track): void {
    this.#tracks.delete(track.id);
    this.#context.trackIds.release(track.id);
    track.close();
    for (const participant of this.#participants.values()) participant.subscriptions.delete(track);
  }

  #find(trackId: number): Track {
    const track = this.#tracks.get(trackId);
    if (track) return track;
    throw new RequestError('unknown-track', `No track of this room has the id ${trackId}; it may just have ended.`);
  }

  #own(participant: Participant, trackId: number): Track {
    const track = this.#find(trackId);
    if (participant.tracks.has(trackId)) return track;
    throw new RequestError(
      'not-your-track',
      `Track ${trackId} is another participant's: only its publisher changes it.`,
    );
  }

  #tellUpdated(participant: Participant): void {
    this.#tellOthers(participant, { type: 'participant-updated', participant: participant.state });
  }

  #tellAll(message: RelayMessage): void {
    this.#tellOthers(undefined, message);
  }

  /** Written as JSON once, however many receive it. */
  #tellOthers(except: Participant | undefined, message: RelayMessage): void {
    const text = JSON.stringify(message);
    for (const participant of this.#participants.values()) {
      if (participant !== except) participant.presence?.outlet.notify(text);
    }
  }
}
