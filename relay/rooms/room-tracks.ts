/** The tracks of one room: who publishes which, and who receives it. Knows nothing of names, chat or sockets. */
import type { ClientMessage, Track as TrackState } from 'stream-room/protocol/control';
import { MAX_TRACKS_PER_PARTICIPANT } from 'stream-room/protocol/limits';
import type { Clock } from '../clock.ts';
import type { Participant } from './participant.ts';
import { RequestError } from './request-error.ts';
import type { Roster } from './roster.ts';
import { Track, type TrackChange } from './track.ts';

/** Unique among all rooms of the relay. */
export interface TrackIds {
  mint(): number;
  release(id: number): void;
}

export class RoomTracks {
  readonly #clock: Clock;
  readonly #ids: TrackIds;
  readonly #roster: Roster;
  readonly #tracks = new Map<number, Track>();

  constructor(clock: Clock, ids: TrackIds, roster: Roster) {
    this.#clock = clock;
    this.#ids = ids;
    this.#roster = roster;
  }

  publish(participant: Participant, { kind, source, muted }: Extract<ClientMessage, { type: 'publish' }>): number {
    if (participant.tracks.size >= MAX_TRACKS_PER_PARTICIPANT) {
      throw new RequestError(
        'too-many-tracks',
        `A participant publishes at most ${MAX_TRACKS_PER_PARTICIPANT} tracks at a time. Unpublish one first.`,
      );
    }
    const id = this.#ids.mint();
    const state: TrackState = { id, kind, source, muted, codec: '', width: 0, height: 0, framesPerSecond: 0 };
    const track = new Track(state, this.#clock, (message) => participant.tell(message));
    this.#tracks.set(id, track);
    participant.tracks.set(id, track);
    this.#roster.tellUpdated(participant);
    return id;
  }

  unpublish(participant: Participant, trackId: number): void {
    this.#close(participant, this.#own(participant, trackId));
    this.#roster.tellUpdated(participant);
  }

  update(participant: Participant, trackId: number, change: TrackChange): void {
    this.#own(participant, trackId).update(change);
    this.#roster.tellUpdated(participant);
  }

  /** The tracks of somebody at another relay, as that has them now. @param open makes one that was not there */
  mirror(participant: Participant, states: readonly TrackState[], open: (state: TrackState) => Track): void {
    const kept = new Set(states.map(({ id }) => id));
    for (const track of [...participant.tracks.values()]) if (!kept.has(track.id)) this.#close(participant, track);
    for (const state of states) {
      const known = participant.tracks.get(state.id);
      if (known) known.mirror(state);
      // Ids are random: one that somebody else has is as good as impossible, and then the older one stays.
      if (known || this.#tracks.has(state.id)) continue;
      const track = open(state);
      this.#tracks.set(state.id, track);
      participant.tracks.set(state.id, track);
    }
  }

  /** A host's: its packets stop at once, until its publisher starts it again. */
  stop(participant: Participant, trackId: number): void {
    const track = participant.tracks.get(trackId);
    if (!track) {
      throw new RequestError('unknown-track', `This participant has no track ${trackId}; it may just have ended.`);
    }
    track.stop();
    this.#roster.tellUpdated(participant);
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

  /** Everything of somebody who leaves. */
  remove(participant: Participant): void {
    for (const track of [...participant.tracks.values()]) this.#close(participant, track);
    this.pause(participant);
    participant.subscriptions.clear();
  }

  /** Ends what its grants no longer allow; the others are told of it with the rest of what changed. */
  restrict(participant: Participant): void {
    if (!participant.grants.has('publish')) {
      for (const track of [...participant.tracks.values()]) this.#close(participant, track);
    }
    if (participant.grants.has('subscribe')) return;
    this.pause(participant);
    participant.subscriptions.clear();
  }

  /** Its connection is gone; what it subscribed to is remembered. */
  pause({ presence, subscriptions }: Participant): void {
    if (presence) for (const track of subscriptions) track.removeOutlet(presence.outlet);
  }

  /** It is back, over another connection. */
  resume({ presence, subscriptions, tracks }: Participant): void {
    if (!presence) return;
    for (const track of subscriptions) track.addOutlet(presence.outlet);
    for (const track of tracks.values()) track.interrupt();
  }

  /** How many there are at this relay now. */
  get census(): { readonly participants: number; readonly published: number; readonly received: number } {
    const sum = { participants: 0, published: 0, received: 0 };
    for (const { isRemote, tracks, subscriptions } of this.#roster.participants.values()) {
      if (isRemote) continue;
      sum.participants += 1;
      sum.published += tracks.size;
      sum.received += subscriptions.size;
    }
    return sum;
  }

  /** Called once per DEMAND_INTERVAL_MS. */
  measureDemand(): void {
    for (const track of this.#tracks.values()) track.measureDemand();
  }

  #close(publisher: Participant, track: Track): void {
    publisher.tracks.delete(track.id);
    this.#tracks.delete(track.id);
    this.#ids.release(track.id);
    track.close();
    for (const participant of this.#roster.participants.values()) participant.subscriptions.delete(track);
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
}
