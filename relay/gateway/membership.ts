/** The place of one connection: the room that it joined, or at whose door it waits. Knows nothing of sockets. */
import { createHash } from 'node:crypto';
import { CLOSE_CODES } from 'stream-room/protocol/close-codes';
import type { ClientMessage, Grant, JoinResult, WaitingResult } from 'stream-room/protocol/control';
import { ANYBODY, type Identity } from '../auth/identity.ts';
import type { Outlet } from '../fanout/outlet.ts';
import type { Log } from '../log.ts';
import type { Counters } from '../metrics/counters.ts';
import type { DismissalCode, Participant, Presence } from '../rooms/participant.ts';
import type { Registry } from '../rooms/registry.ts';
import { RequestError } from '../rooms/request-error.ts';
import type { Room } from '../rooms/room.ts';
import { needsProof } from '../rooms/room-proof.ts';
import { ANSWERED, type Seat } from './requests.ts';

/** The connection whose place it is. */
export interface Member {
  readonly outlet: Outlet;
  readonly identity: Identity;
  /** @param isLarge for an answer that may be larger than what may wait */
  reply(message: object, isLarge: boolean): void;
  close(code: number, errorCode: string, message: string): void;
}

export interface MembershipContext {
  readonly config: { readonly open: 'no' | 'secret-rooms' | 'any-room' };
  readonly registry: Registry;
  readonly counters?: Counters;
  readonly log?: Log;
  /** Somebody came with a proof that is not the room's. */
  readonly onWrongProof?: (member: object) => void;
}

/** Base64url characters of a participant id: 132 bits. */
const PARTICIPANT_ID_LENGTH = 22;

/** A client that closes in order (1000), goes away (1001) or gives no code (1005) does not come back. Others may. */
const FAREWELLS = new Set([1000, 1001, 1005]);

export class Membership implements Presence {
  readonly #member: Member;
  readonly #context: MembershipContext;
  #room: Room | undefined;
  #roomName = '';
  #seat: Seat | undefined;
  /** Of the join that is not answered yet. */
  #joinId: number | undefined;

  constructor(member: Member, context: MembershipContext) {
    this.#member = member;
    this.#context = context;
  }

  get outlet(): Outlet {
    return this.#member.outlet;
  }

  /** Of a room or its waiting room, or about to be. */
  get hasJoined(): boolean {
    return this.#room !== undefined;
  }

  get participant(): Participant | undefined {
    return this.#seat?.participant;
  }

  /** Throws RequestError where there is none. */
  get seat(): Seat {
    if (this.#seat) return this.#seat;
    const hint = this.#room ? 'Wait until you are let in.' : 'Send a join first.';
    throw new RequestError('not-joined', `This connection is in no room yet. ${hint}`);
  }

  get grants(): ReadonlySet<Grant> {
    return this.participant?.grants ?? this.#member.identity.grants;
  }

  /** ANSWERED, or that it waits. Rejects with RequestError. */
  async join({
    id,
    room: name,
    ...rest
  }: Extract<ClientMessage, { type: 'join' }>): Promise<typeof ANSWERED | WaitingResult> {
    const { identity } = this.#member;
    if (this.#room) {
      throw new RequestError(
        'already-joined',
        'This connection is in a room already, or at its door. Open another one.',
      );
    }
    this.#refuseRoom(name, identity);
    const participantId = createHash('sha256').update(rest.secret).digest('base64url').slice(0, PARTICIPANT_ID_LENGTH);
    const request = { participantId, name: identity.name ?? rest.name, identity, proof: rest.proof };
    const room = this.#context.registry.open(name);
    this.#room = room;
    this.#roomName = name;
    this.#joinId = id;
    try {
      const outcome = await room.join(request, this);
      return outcome === 'seated' || this.#seat ? ANSWERED : { participantId, waiting: true };
    } catch (error) {
      this.#room = undefined;
      const isRefused = error instanceof RequestError && error.code === 'forbidden';
      if (isRefused && rest.proof !== undefined) this.#context.onWrongProof?.(this.#member);
      throw error;
    } finally {
      this.#joinId = undefined;
    }
  }

  /** The member's identity is another one. */
  renew(): void {
    this.#room?.renew(this, this.participant, this.#member.identity);
  }

  /** For good. */
  leave(): void {
    this.#giveUp((seat) => seat.room.leave(seat.participant, 'left'));
  }

  /** The connection broke: the place is kept for a while. */
  disconnect(): void {
    this.#giveUp((seat) => seat.room.disconnect(seat.participant, this));
  }

  /** The socket was closed by the other end. */
  end(code: number): void {
    if (FAREWELLS.has(code)) this.leave();
    else this.disconnect();
  }

  /** False where the connection ended before a join that took its time. */
  onSeated(participant: Participant, result: JoinResult): boolean {
    const room = this.#room;
    if (!room) return false;
    this.#seat = { room, participant };
    const { counters, log } = this.#context;
    const { participantId, resumed } = result;
    if (counters && resumed) counters.resumes += 1;
    log?.event?.('joined', { room: this.#roomName, participant: participantId, resumed });
    if (this.#joinId === undefined) this.#member.reply({ type: 'admitted', result }, true);
    else this.#member.reply({ type: 'ack', id: this.#joinId, result }, true);
    room.tracks.resume(participant);
    return true;
  }

  onReplaced(): void {
    this.#forget();
    const message = 'The same participant joined over a newer connection.';
    this.#member.close(CLOSE_CODES.replaced, 'replaced', message);
  }

  onDismissed(code: DismissalCode, message: string): void {
    this.#forget();
    this.#member.close(CLOSE_CODES.forbidden, code, message);
  }

  #refuseRoom(name: string, identity: Identity): void {
    if (identity.room !== undefined && identity.room !== name) {
      throw new RequestError('forbidden', 'The token is for another room than this one.');
    }
    if (identity === ANYBODY && this.#context.config.open === 'secret-rooms' && !needsProof(name)) {
      throw new RequestError('forbidden', 'Without a token this relay has only rooms with a secret. Check the link.');
    }
  }

  #giveUp(leaveSeat: (seat: Seat) => void): void {
    const room = this.#room;
    const seat = this.#seat;
    this.#forget();
    if (seat) leaveSeat(seat);
    else room?.stopWaiting(this);
  }

  #forget(): void {
    this.#room = undefined;
    this.#seat = undefined;
  }
}
