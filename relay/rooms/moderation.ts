/** What hosts do to others in a room. That they may was asked before. Knows nothing of messages' ids, nor of sockets. */
import type { ClientMessage, LeaveReason } from 'stream-room/protocol/control';
import type { Door } from './door.ts';
import type { Participant } from './participant.ts';
import { RequestError } from './request-error.ts';
import type { RoomTracks } from './room-tracks.ts';
import { isHost, type Roster } from './roster.ts';

/** What the room does for it. */
export interface ModeratedRoom {
  readonly roster: Roster;
  readonly door: Door;
  readonly tracks: RoomTracks;
  leave(participant: Participant, reason: LeaveReason): void;
  /** Its role or grants are others now. */
  rightsChanged(participant: Participant, byId: string): void;
}

type Request<Type extends ClientMessage['type']> = Omit<Extract<ClientMessage, { type: Type }>, 'type' | 'id'>;

export class Moderation {
  readonly #room: ModeratedRoom;

  constructor(room: ModeratedRoom) {
    this.#room = room;
  }

  mute(by: Participant, { participantId, trackId }: Request<'mute'>): void {
    const { roster, tracks } = this.#room;
    const publisher = roster.find(participantId);
    tracks.stop(publisher, trackId);
    publisher.tell({ type: 'muted', trackId, by: by.id });
  }

  askToUnmute(by: Participant, { participantId, source }: Request<'ask-to-unmute'>): void {
    this.#room.roster.find(participantId).tell({ type: 'unmute-asked', source, by: by.id });
  }

  /** And everybody else whom the same token subject names, here or waiting: it is one person. */
  remove(by: Participant, { participantId }: Request<'remove'>): void {
    const { roster, door } = this.#room;
    const target = roster.find(participantId);
    const { subject } = target.identity;
    const isSamePerson = (each: Participant) => subject !== undefined && each.identity.subject === subject;
    if (target === by || isSamePerson(by)) {
      throw new RequestError('forbidden', 'Nobody removes themselves. Send a leave.');
    }
    refuseForHostsByToken(target);
    door.bar(target.id, subject);
    for (const each of [...roster.participants.values()]) {
      if (each !== target && !isSamePerson(each)) continue;
      const { presence } = each;
      this.#room.leave(each, 'removed');
      presence?.onDismissed('removed', 'A host removed you from this room.');
    }
  }

  setRole(by: Participant, { participantId, role }: Request<'set-role'>): void {
    const target = this.#room.roster.find(participantId);
    if (role !== 'host') refuseForHostsByToken(target);
    const before = target.role;
    target.role = role;
    if (before !== role) this.#room.rightsChanged(target, by.id);
  }

  setRoom({ locked, waitingRoom }: Request<'set-room'>): void {
    const { roster, door } = this.#room;
    if (!door.set({ locked, waitingRoom })) return;
    roster.tellAll({ type: 'room-updated', room: door.state });
    if (!door.state.waitingRoom) door.admitAll();
  }

  admit({ participantId, admitted }: Request<'admit'>): void {
    const { door } = this.#room;
    if (admitted) door.admit(participantId);
    else door.refuse(participantId);
  }
}

/** Else whoever they made a host could take the room from them. */
function refuseForHostsByToken({ identity }: Participant): void {
  if (!isHost(identity)) return;
  throw new RequestError('forbidden', 'This is a host by its token: only who issued the token takes that away.');
}
