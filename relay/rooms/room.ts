/** Who is in a room and who receives which track. Knows nothing of sockets or codecs. */
import type { ChatResult, ClientMessage, JoinResult, LeaveReason, RelayMessage } from 'stream-room/protocol/control';
import type { Clock } from '../clock.ts';
import { Chat } from './chat.ts';
import { Participant, type Presence } from './participant.ts';
import { RequestError } from './request-error.ts';
import { RoomTracks, type TrackIds } from './room-tracks.ts';
import type { TrackChange } from './track.ts';

export interface RoomSettings {
  readonly maxParticipants: number;
  readonly resumeWindowMs: number;
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
  readonly #chat = new Chat();
  /** Subscriptions are nobody else's business: they are asked for here. */
  readonly tracks: RoomTracks;

  constructor(context: RoomContext) {
    this.#context = context;
    this.tracks = new RoomTracks(context.clock, context.trackIds, this.#participants);
  }

  get size(): number {
    return this.#participants.size;
  }

  /** Once the answer is on its way, `tracks.resume` builds on it. The same id again takes its old place, whoever holds it; its tracks and subscriptions are as they were. */
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

  leave(participant: Participant, reason: LeaveReason): void {
    if (this.#participants.get(participant.id) !== participant) return;
    participant.expiry?.cancel();
    this.tracks.remove(participant);
    participant.presence = undefined;
    this.#participants.delete(participant.id);
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

  publish(participant: Participant, request: Request<'publish'>): number {
    const id = this.tracks.publish(participant, request);
    this.#tellUpdated(participant);
    return id;
  }

  unpublish(participant: Participant, trackId: number): void {
    this.tracks.unpublish(participant, trackId);
    this.#tellUpdated(participant);
  }

  updateTrack(participant: Participant, trackId: number, change: TrackChange): void {
    this.tracks.update(participant, trackId, change);
    this.#tellUpdated(participant);
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
    this.tracks.pause(participant);
    participant.presence = undefined;
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
