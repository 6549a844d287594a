/**
 * What ties a room to the same room at other relays: who is there is shown here, what happens here is told there, and what
 * is for somebody there goes there. Knows nothing of how relays reach each other.
 */
import type {
  ChatMessage,
  ChatResult,
  ChatSinceResult,
  ClientMessage,
  LeaveReason,
  RelayMessage,
  Track as TrackState,
  WaitingParticipant,
} from 'stream-room/protocol/control';
import { MAX_CHAT_HISTORY } from 'stream-room/protocol/limits';
import { BusError } from '../bus/bus.ts';
import type { Clock } from '../clock.ts';
import type { Numbered } from '../cluster/chat-feed.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { RoomChannel, RoomEvents } from '../cluster/room-channel.ts';
import type { ChatLine, RoomFacts } from '../cluster/store.ts';
import { chatSince } from './chat.ts';
import type { Door } from './door.ts';
import type { Participant } from './participant.ts';
import { type ParticipantRecord, RemoteParticipant, recordOf } from './remote-participant.ts';
import { RequestError } from './request-error.ts';
import type { RoomTracks } from './room-tracks.ts';
import type { Roster } from './roster.ts';
import { Track } from './track.ts';

/** The room at this relay. */
export interface LinkedRoom {
  readonly roster: Roster;
  readonly door: Door;
  readonly tracks: RoomTracks;
  leave(participant: Participant, reason: LeaveReason): void;
  /** Somebody who was here is at another relay now. */
  handOver(participant: Participant, successor: Participant): void;
  /** What a host at another relay wants. */
  perform(action: Action): void;
  setFacts(facts: Pick<RoomFacts, 'locked' | 'waitingRoom'>): void;
}

type Moderated<Type extends ClientMessage['type']> = Omit<Extract<ClientMessage, { type: Type }>, 'id'>;

/** What is done to somebody at the relay that holds them. */
export type Action =
  | Moderated<'admit'>
  | ({ readonly by: string } & (
      | Moderated<'mute'>
      | Moderated<'ask-to-unmute'>
      | Moderated<'remove'>
      | Moderated<'set-role'>
    ));

type Said =
  | { readonly kind: 'message'; readonly from: string; readonly to?: readonly string[]; readonly message: RelayMessage }
  | { readonly kind: 'action'; readonly action: Action };

export class RoomLink implements RoomEvents {
  readonly #room: LinkedRoom;
  readonly #clock: Clock;
  readonly #media: Cluster['media'];
  readonly #channel: RoomChannel;
  /** Undefined once the room is known, as far as it can be. */
  #ready: Promise<void> | undefined;
  #isClosed = false;

  constructor(name: string, room: LinkedRoom, cluster: Cluster, clock: Clock) {
    this.#room = room;
    this.#clock = clock;
    this.#media = cluster.media;
    this.#channel = cluster.open(name, this);
    this.#media.addRoom(this.#channel.hash, (trackId) => this.#findLocal(trackId));
    this.#ready = this.#channel.start().finally(() => {
      this.#ready = undefined;
    });
  }

  /** To be awaited before anybody comes in; undefined where nothing is to be awaited. */
  get ready(): Promise<void> | undefined {
    return this.#ready;
  }

  get chat(): { readonly epoch: string; readonly history: readonly ChatMessage[] } {
    const { feed } = this.#channel;
    return { epoch: feed.epoch, history: feed.last(MAX_CHAT_HISTORY).map(readChat) };
  }

  /** Nobody is here any more. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const participant of this.#room.roster.participants.values()) this.#room.tracks.remove(participant);
    this.#media.removeRoom(this.#channel.hash);
    this.#channel.close();
  }

  /** Somebody here is new, or has changed. */
  tellUpdated(participant: Participant): void {
    if (!participant.isRemote) this.#channel.hold(participant.id, JSON.stringify(recordOf(participant)));
  }

  tellLeft({ id, isRemote }: Participant, reason: LeaveReason): void {
    if (!isRemote) this.#channel.holds.release(id, reason);
  }

  tellWaiting(waiting: readonly WaitingParticipant[]): void {
    this.#channel.setWaiting(waiting.length === 0 ? '' : JSON.stringify(waiting));
  }

  tellFacts(facts: Pick<RoomFacts, 'locked' | 'waitingRoom'>): void {
    this.#channel.change(facts);
  }

  tellBarred(id: string, subject: string | undefined): void {
    this.#channel.change({ barred: [JSON.stringify([id, subject])] });
  }

  tellProof(hash: string): void {
    this.#channel.setProof(hash);
  }

  /** To whoever it is for at other relays. */
  send(message: RelayMessage, from: string, to: readonly string[] | undefined): void {
    const { roster } = this.#room;
    if (to && !to.some((id) => roster.get(id)?.isRemote)) return;
    if (roster.size > 0) this.#say({ kind: 'message', from, message, ...(to ? { to } : {}) });
  }

  /** For the relay that holds whom it is about. Rejects with RequestError where no other relay has heard of it. */
  async forward(action: Action): Promise<void> {
    await this.#channel.ask(JSON.stringify({ kind: 'action', action } satisfies Said)).catch(refuseUnreached);
  }

  /** Rejects with RequestError while it is not known whether the others would hear of it. */
  async append(message: Omit<ChatMessage, 'sequence'>): Promise<ChatResult> {
    const { participantId, messageId, atMs } = message;
    const line: ChatLine = { key: `${participantId}:${messageId}`, atMs, body: JSON.stringify(message) };
    return await this.#channel.append(line).catch(refuseUnreached);
  }

  chatSince(epoch: string, sequence: number): ChatSinceResult {
    const { feed } = this.#channel;
    const page = {
      epoch: feed.epoch,
      head: feed.head,
      after: (each: number, count: number) => feed.after(each, count).map(readChat),
      last: (count: number) => feed.last(count).map(readChat),
    };
    return chatSince(page, epoch, sequence);
  }

  onPresent(id: string, body: string, relay: string): void {
    const record = JSON.parse(body) as ParticipantRecord;
    const { roster } = this.#room;
    const known = roster.get(id);
    if (known && !known.isRemote) return;
    const participant = known instanceof RemoteParticipant ? known : new RemoteParticipant(record, relay);
    if (known && participant.relay !== relay) this.#room.tracks.mirror(participant, [], () => this.#refuse());
    participant.apply(record, relay);
    if (!known) roster.add(participant);
    this.#mirror(participant);
    if (known) roster.tellUpdated(participant);
    else roster.tellJoined(participant);
    this.#room.door.watch();
  }

  onTaken(id: string, body: string, relay: string): void {
    const participant = this.#room.roster.get(id);
    if (!participant || participant.isRemote) return;
    const successor = new RemoteParticipant(JSON.parse(body) as ParticipantRecord, relay);
    this.#room.handOver(participant, successor);
    // That may have been the last one here.
    if (this.#isClosed) return;
    this.#mirror(successor);
    this.#room.roster.tellUpdated(successor);
  }

  onGone(id: string, reason: string): void {
    const participant = this.#room.roster.get(id);
    if (participant?.isRemote) this.#room.leave(participant, reason as LeaveReason);
  }

  onFacts({ locked, waitingRoom, proof, barred }: RoomFacts): void {
    const { door } = this.#room;
    if (proof !== undefined) door.proofHash = proof;
    for (const each of barred) {
      const [id, subject] = JSON.parse(each) as [string, string | null | undefined];
      door.bar(id, subject ?? undefined);
    }
    this.#room.setFacts({ locked, waitingRoom });
  }

  onWaiting(bodies: readonly string[]): void {
    this.#room.door.setElsewhere(bodies.flatMap((body) => JSON.parse(body) as WaitingParticipant[]));
  }

  onChat(epoch: string, line: Numbered): void {
    const message = readChat(line);
    this.#room.roster.send({ type: 'chat', epoch, message }, { id: message.participantId }, undefined);
  }

  onSay(body: string): void {
    const said = JSON.parse(body) as Said;
    if (said.kind === 'action') {
      this.#room.perform(said.action);
      return;
    }
    const here = said.to?.filter((id) => this.#room.roster.get(id));
    this.#room.roster.send(said.message, { id: said.from }, here);
  }

  #say(said: Said): void {
    this.#channel.say(JSON.stringify(said));
  }

  /** Their tracks can be received here like any other; media comes as long as somebody does. */
  #mirror(participant: RemoteParticipant): void {
    this.#room.tracks.mirror(participant, participant.state.tracks, (state) => this.#open(state, participant.relay));
  }

  #open(state: TrackState, relay: string): Track {
    const { hash } = this.#channel;
    const media = this.#media;
    const track: Track = new Track(
      state,
      this.#clock,
      (message) => {
        if (message.type === 'track-demand') media.want(relay, hash, state.id, message);
        else media.requestKeyframe(relay, hash, state.id, track.receivers);
      },
      () => media.detach(relay, hash, state.id),
    );
    media.attach(relay, state.id, (header, bytes) => track.route(header, bytes));
    return track;
  }

  #findLocal(trackId: number): Track | undefined {
    for (const { isRemote, tracks } of this.#room.roster.participants.values()) {
      const track = isRemote ? undefined : tracks.get(trackId);
      if (track) return track;
    }
    return undefined;
  }

  #refuse(): never {
    throw new Error('There is no track to open.');
  }
}

function refuseUnreached(error: unknown): never {
  if (!(error instanceof BusError)) throw error;
  const sentence = 'The relays cannot reach each other at the moment, so this was not done. Send it again in a moment.';
  throw new RequestError('unavailable', sentence);
}

const readChat = ({ sequence, body }: Numbered): ChatMessage => ({
  ...(JSON.parse(body) as Omit<ChatMessage, 'sequence'>),
  sequence,
});
