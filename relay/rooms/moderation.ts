/** What hosts do to others in a room. That they may was asked before. Knows nothing of messages' ids, nor of sockets. */
import type { ClientMessage, LeaveReason, RoomState } from 'stream-room/protocol/control';
import type { Door } from './door.ts';
import type { Participant } from './participant.ts';
import { RequestError } from './request-error.ts';
import type { Action } from './room-link.ts';
import type { RoomTracks } from './room-tracks.ts';
import { isHost, type Roster } from './roster.ts';

/** What the room does for it. */
export interface ModeratedRoom {
  readonly roster: Roster;
  readonly door: Door;
  readonly tracks: RoomTracks;
  leave(participant: Participant, reason: LeaveReason): void;
  /** To the relay that holds whom it is about. Rejects with RequestError where that cannot be reached. */
  forward(action: Action): Promise<void>;
  /** What holds for the room is something else now, or somebody is barred from it: for the other relays. */
  stateChanged(): void;
  barred(id: string, subject: string | undefined): void;
  /** Its role or grants are others now. */
  rightsChanged(participant: Participant, byId: string): void;
}

type Request<Type extends ClientMessage['type']> = Omit<Extract<ClientMessage, { type: Type }>, 'type' | 'id'>;

/** Undefined: at once. */
type Done = Promise<void> | undefined;

/** What returns a promise is done when that resolves; it rejects with RequestError where it cannot be. */
export class Moderation {
  readonly #room: ModeratedRoom;

  constructor(room: ModeratedRoom) {
    this.#room = room;
  }

  mute(by: Participant, { participantId, trackId }: Request<'mute'>): Done {
    const publisher = this.#room.roster.find(participantId);
    if (!publisher.tracks.has(trackId)) refuseTrack(trackId);
    return this.#do(publisher, { type: 'mute', by: by.id, participantId, trackId });
  }

  askToUnmute(by: Participant, { participantId, source }: Request<'ask-to-unmute'>): Done {
    return this.#do(this.#room.roster.find(participantId), { type: 'ask-to-unmute', by: by.id, participantId, source });
  }

  /** And everybody else whom the same token subject names, here or waiting: it is one person. */
  remove(by: Participant, { participantId }: Request<'remove'>): Done {
    const { roster, door } = this.#room;
    const target = roster.find(participantId);
    const { subject } = target.identity;
    const isSamePerson = (each: Participant) => subject !== undefined && each.identity.subject === subject;
    if (target === by || isSamePerson(by)) {
      throw new RequestError('forbidden', 'Nobody removes themselves. Send a leave.');
    }
    refuseForHostsByToken(target);
    door.bar(target.id, subject);
    this.#room.barred(target.id, subject);
    const person = [...roster.participants.values()].filter((each) => each === target || isSamePerson(each));
    return all(person.map((each) => this.#do(each, { type: 'remove', by: by.id, participantId: each.id })));
  }

  setRole(by: Participant, { participantId, role }: Request<'set-role'>): Done {
    const target = this.#room.roster.find(participantId);
    if (role !== 'host') refuseForHostsByToken(target);
    return this.#do(target, { type: 'set-role', by: by.id, participantId, role });
  }

  setRoom({ locked, waitingRoom }: Request<'set-room'>): void {
    const { roster, door } = this.#room;
    if (!door.set({ locked, waitingRoom })) return;
    roster.tellAll({ type: 'room-updated', room: door.state });
    this.#room.stateChanged();
    if (!door.state.waitingRoom) door.admitAll();
  }

  /** As another relay has it. */
  adopt(state: RoomState): void {
    const { roster, door } = this.#room;
    if (!door.set(state)) return;
    roster.tellAll({ type: 'room-updated', room: door.state });
    if (!door.state.waitingRoom) door.admitAll();
  }

  admit({ participantId, admitted }: Request<'admit'>): Done {
    const { door } = this.#room;
    if (door.waitsElsewhere(participantId)) return this.#room.forward({ type: 'admit', participantId, admitted });
    if (admitted) door.admit(participantId);
    else door.refuse(participantId);
    return undefined;
  }

  /** What a host at another relay wants; about somebody at this one, else nothing happens. */
  perform(action: Action): void {
    if (action.type === 'admit') {
      if (this.#room.door.hasWaiting(action.participantId)) void this.admit(action);
      return;
    }
    const target = this.#room.roster.get(action.participantId);
    if (target && !target.isRemote) this.#perform(target, action);
  }

  #do(target: Participant, action: Exclude<Action, { type: 'admit' }>): Done {
    if (target.isRemote) return this.#room.forward(action);
    this.#perform(target, action);
    return undefined;
  }

  #perform(target: Participant, action: Exclude<Action, { type: 'admit' }>): void {
    switch (action.type) {
      case 'mute':
        if (!target.tracks.has(action.trackId)) return;
        this.#room.tracks.stop(target, action.trackId);
        target.tell({ type: 'muted', trackId: action.trackId, by: action.by });
        return;
      case 'ask-to-unmute':
        target.tell({ type: 'unmute-asked', source: action.source, by: action.by });
        return;
      case 'remove': {
        const { presence } = target;
        this.#room.leave(target, 'removed');
        presence?.onDismissed('removed', 'A host removed you from this room.');
        return;
      }
      case 'set-role': {
        const before = target.role;
        target.role = action.role;
        if (before !== action.role) this.#room.rightsChanged(target, action.by);
      }
    }
  }
}

/** All are tried, whatever becomes of one. */
async function all(parts: readonly Done[]): Promise<void> {
  const failed = (await Promise.allSettled(parts)).find((part) => part.status === 'rejected');
  if (failed) throw failed.reason;
}

/** Else whoever they made a host could take the room from them. */
function refuseForHostsByToken({ identity }: Participant): void {
  if (!isHost(identity)) return;
  throw new RequestError('forbidden', 'This is a host by its token: only who issued the token takes that away.');
}

function refuseTrack(trackId: number): never {
  throw new RequestError('unknown-track', `This participant has no track ${trackId}; it may just have ended.`);
}
