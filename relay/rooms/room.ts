/** Who is in a room and who receives which track. Knows nothing of sockets or codecs. */
import type {
  ChatResult,
  ChatSinceResult,
  ClientMessage,
  LeaveReason,
  RelayMessage,
  RoomState,
} from 'stream-room/protocol/control';
import type { Identity } from '../auth/identity.ts';
import type { Clock } from '../clock.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Barred } from './barred.ts';
import { Chat } from './chat.ts';
import { Door } from './door.ts';
import { Moderation } from './moderation.ts';
import { Participant, type Presence } from './participant.ts';
import { RequestError } from './request-error.ts';
import { type Action, RoomLink } from './room-link.ts';
import { RoomTracks, type TrackIds } from './room-tracks.ts';
import { isHost, Roster } from './roster.ts';
import type { JoinRequest } from './waiting-room.ts';

export interface RoomSettings {
  readonly maxParticipants: number;
  readonly resumeWindowMs: number;
}

interface RoomContext {
  readonly name: string;
  readonly clock: Clock;
  readonly settings: RoomSettings;
  readonly trackIds: TrackIds;
  readonly barred: Barred;
  /** Of relays that may have the room as well; absent where this is the only one. */
  readonly cluster?: Cluster | undefined;
  /** Nobody is in it and nobody waits. */
  readonly onEmpty: () => void;
}

/** What became of somebody at the door. */
export type Entrance = 'seated' | 'waiting';

type Request<Type extends ClientMessage['type']> = Extract<ClientMessage, { type: Type }>;

export class Room {
  readonly #context: RoomContext;
  readonly #roster = new Roster((participant) => this.#link?.tellUpdated(participant));
  readonly #chat = new Chat();
  readonly #door: Door;
  readonly #link: RoomLink | undefined;
  /** Who comes as soon as it is known what other relays know of the room. */
  #arriving = 0;
  #isAbandoned = false;
  /** Subscriptions are nobody else's business: they are asked for here. */
  readonly tracks: RoomTracks;
  readonly moderation: Moderation;

  constructor(context: RoomContext) {
    const { name, clock, barred, settings, cluster } = context;
    this.#context = context;
    this.#door = new Door({
      name,
      clock,
      barred,
      roster: this.#roster,
      maxWaiting: settings.maxParticipants,
      seat: (request, presence) => this.#seat(request, presence),
      onIdle: () => this.#endWhereEmpty(),
      onWaiting: (waiting) => this.#link?.tellWaiting(waiting),
      onProof: (hash) => this.#link?.tellProof(hash),
    });
    this.tracks = new RoomTracks(clock, context.trackIds, this.#roster);
    this.moderation = new Moderation({
      roster: this.#roster,
      door: this.#door,
      tracks: this.tracks,
      leave: (participant, reason) => this.leave(participant, reason),
      rightsChanged: (participant, byId) => this.#rightsChanged(participant, byId),
      forward: async (action) => this.#link?.forward(action),
      stateChanged: () => this.#link?.tellFacts(this.#door.state),
      barred: (id, subject) => this.#link?.tellBarred(id, subject),
    });
    const room = {
      roster: this.#roster,
      door: this.#door,
      tracks: this.tracks,
      leave: (participant: Participant, reason: LeaveReason) => this.leave(participant, reason),
      handOver: (participant: Participant, successor: Participant) => this.#handOver(participant, successor),
      perform: (action: Action) => this.moderation.perform(action),
      setFacts: (facts: RoomState) => this.moderation.adopt(facts),
    };
    this.#link = cluster && new RoomLink(name, room, cluster, clock);
  }

  /**
   * Whoever is seated is told so with `presence.onSeated`, at once or when a host lets them in. The same id again takes
   * its old place, whoever holds it; its tracks and subscriptions are as they were. Throws RequestError, or rejects with
   * it where other relays had to be asked first.
   */
  join(request: JoinRequest, presence: Presence): Entrance | Promise<Entrance> {
    const ready = this.#link?.ready;
    if (!ready) return this.#enter(request, presence);
    this.#arriving += 1;
    return ready.then(() => {
      this.#arriving -= 1;
      return this.#enter(request, presence);
    });
  }

  leave(participant: Participant, reason: LeaveReason): void {
    if (!this.#roster.delete(participant)) return;
    participant.expiry?.cancel();
    this.tracks.remove(participant);
    participant.presence = undefined;
    this.#roster.tellAll({ type: 'participant-left', participantId: participant.id, reason });
    this.#link?.tellLeft(participant, reason);
    this.#door.watch();
    this.#endWhereEmpty();
  }

  /** Who waits over this connection, if anybody, no longer does. */
  stopWaiting(presence: Presence): void {
    this.#door.leave(presence);
  }

  /** Its connection broke: its place is kept for a while. Nothing happens where a newer connection has taken over. */
  disconnect(participant: Participant, presence: Presence): void {
    if (participant.presence !== presence) return;
    this.#detach(participant);
    participant.expiry = this.#context.clock.after(this.#context.settings.resumeWindowMs, () =>
      this.leave(participant, 'lost'),
    );
    this.#roster.tellUpdated(participant);
  }

  /** A newer token of the person at this connection, who is here or waits. */
  renew(presence: Presence, participant: Participant | undefined, identity: Identity): void {
    if (!participant) this.#door.renew(presence, identity);
    else if (participant.renew(identity)) this.#rightsChanged(participant, participant.id);
    else this.#roster.tellUpdated(participant);
  }

  update(participant: Participant, change: Request<'update'>): void {
    const { name: givenName } = participant.identity;
    if (givenName !== undefined && change.name !== undefined && change.name !== givenName) {
      throw new RequestError('forbidden', 'The name is the one that the token gives: it cannot be changed here.');
    }
    participant.name = change.name ?? participant.name;
    participant.clockOffsetMicros = change.clockOffsetMicros ?? participant.clockOffsetMicros;
    participant.cannotDecode = change.cannotDecode ?? participant.cannotDecode;
    this.#roster.tellUpdated(participant);
  }

  /** To everybody else; the sender has the acknowledgement. */
  chat(participant: Participant, { messageId, text }: Request<'chat'>): ChatResult | Promise<ChatResult> {
    const atMs = Math.round(this.#context.clock.epochMs());
    const { id: participantId, name } = participant;
    const message = { messageId, participantId, name, text, atMs };
    if (this.#link) return this.#link.append(message);
    const { result, fresh } = this.#chat.add(message);
    if (fresh) this.#roster.tellOthers(participant, { type: 'chat', epoch: result.epoch, message: fresh });
    return result;
  }

  chatSince({ epoch, sequence }: Request<'chat-since'>): ChatSinceResult {
    return this.#link ? this.#link.chatSince(epoch, sequence) : this.#chat.since(epoch, sequence);
  }

  send(participant: Participant, data: unknown, to: readonly string[] | undefined): void {
    const message: RelayMessage = { type: 'data', from: participant.id, data };
    this.#roster.send(message, participant, to);
    this.#link?.send(message, participant.id, to);
  }

  /** Everybody here is taken for lost by the other relays: it ends without a word to them, and the next join begins anew. */
  abandon(): void {
    this.#isAbandoned = true;
    this.#link?.close();
    for (const participant of [...this.#roster.participants.values()]) {
      if (!participant.isRemote) this.leave(participant, 'lost');
    }
    // Also where somebody is at its door: what they come into is not to be what the others have gone on without.
    this.#context.onEmpty();
  }

  #enter(request: JoinRequest, presence: Presence): Entrance {
    if (this.#isAbandoned)
      throw new RequestError('unavailable', 'This relay has to begin anew. Come back in a moment.');
    try {
      return this.#door.enter(request, presence);
    } catch (error) {
      this.#endWhereEmpty();
      throw error;
    }
  }

  #seat(request: JoinRequest, presence: Presence): void {
    const holder = this.#roster.get(request.participantId);
    const known = holder?.isRemote ? undefined : holder;
    const participant = known ?? this.#add(request, holder);
    if (known) this.#takeOver(known, request);
    participant.presence = presence;
    if (holder) this.#roster.tellUpdated(participant);
    else this.#roster.tellJoined(participant);
    const { epoch, history } = this.#link?.chat ?? this.#chat;
    const isHere = presence.onSeated(participant, {
      participantId: participant.id,
      resumed: known !== undefined,
      participants: this.#roster.states,
      grants: [...participant.grants],
      room: this.#door.state,
      waiting: isHost(participant) ? this.#door.waiting : [],
      epoch,
      chat: [...history],
    });
    this.#door.watch();
    if (isHere) return;
    // It ended meanwhile: who had no place before, here or elsewhere, has never come.
    if (holder) this.disconnect(participant, presence);
    else this.leave(participant, 'left');
  }

  /** @param elsewhere who had this id at another relay, and has it here from now on */
  #add({ participantId, name, identity }: JoinRequest, elsewhere: Participant | undefined): Participant {
    const { maxParticipants } = this.#context.settings;
    if (!elsewhere && this.#roster.size >= maxParticipants) {
      throw new RequestError('room-full', `This room has its ${maxParticipants} participants. Try again later.`);
    }
    const joinedAtMs = elsewhere?.joinedAtMs ?? Math.round(this.#context.clock.epochMs());
    const participant = new Participant(participantId, name, identity, joinedAtMs);
    if (elsewhere?.givenRole !== undefined) participant.role = elsewhere.givenRole;
    if (elsewhere) this.tracks.remove(elsewhere);
    this.#roster.add(participant);
    return participant;
  }

  /** Ends what connection or waiting it had; subscriptions are remembered. */
  #takeOver(participant: Participant, { identity, name }: JoinRequest): void {
    participant.expiry?.cancel();
    participant.expiry = undefined;
    const replaced = participant.presence;
    this.#detach(participant);
    participant.renew(identity);
    participant.name = name;
    this.tracks.restrict(participant);
    replaced?.onReplaced();
  }

  /** The same participant came to another relay: to the others nobody has left. */
  #handOver(participant: Participant, successor: Participant): void {
    const { presence } = participant;
    participant.expiry?.cancel();
    this.tracks.remove(participant);
    participant.presence = undefined;
    this.#roster.add(successor);
    presence?.onReplaced();
    this.#endWhereEmpty();
  }

  #detach(participant: Participant): void {
    this.tracks.pause(participant);
    participant.presence = undefined;
  }

  #rightsChanged(participant: Participant, byId: string): void {
    const { role, grants } = participant;
    this.tracks.restrict(participant);
    participant.tell({ type: 'role-changed', role, grants: [...grants], by: byId });
    if (isHost(participant)) participant.tell({ type: 'waiting-updated', waiting: this.#door.waiting });
    this.#roster.tellUpdated(participant);
    this.#door.watch();
  }

  #endWhereEmpty(): void {
    if (this.#roster.hasLocal || this.#arriving > 0 || !this.#door.isIdle) return;
    this.#link?.close();
    this.#context.onEmpty();
  }
}
