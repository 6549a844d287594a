/**
 * Who comes into a room, who waits and who does not: its proof, who was removed, lock and waiting room. Knows nothing
 * of what happens inside.
 */
import type { RoomState, WaitingParticipant } from 'stream-room/protocol/control';
import type { Clock, Timer } from '../clock.ts';
import type { Barred } from './barred.ts';
import type { DismissalCode, Presence } from './participant.ts';
import { RequestError } from './request-error.ts';
import { isProof, needsProof, proofHash } from './room-proof.ts';
import { isHost, type Roster } from './roster.ts';
import { type JoinRequest, type Waiting, WaitingRoom } from './waiting-room.ts';

/** How long somebody waits at the door of a room that has no host who could let them in. */
export const HOST_PATIENCE_MS = 10 * 60 * 1000;

interface DoorContext {
  readonly name: string;
  readonly clock: Clock;
  readonly barred: Barred;
  readonly roster: Roster;
  readonly maxWaiting: number;
  /** Throws RequestError where the room is full, before it did anything. */
  readonly seat: (request: JoinRequest, presence: Presence) => void;
  /** The last one who waited no longer does. */
  readonly onIdle: () => void;
  /** For the relays that have the room as well. */
  readonly onWaiting?: ((waiting: readonly WaitingParticipant[]) => void) | undefined;
  readonly onProof?: ((hash: string) => void) | undefined;
}

export class Door {
  readonly #context: DoorContext;
  readonly #waiting = new WaitingRoom();
  #state: RoomState = { locked: false, waitingRoom: false };
  /** Those who wait at other relays. */
  #elsewhere: readonly WaitingParticipant[] = [];
  #proofHash: string | undefined;
  /** Runs while somebody waits and no host is there. */
  #patience: Timer | undefined;

  constructor(context: DoorContext) {
    this.#context = context;
  }

  get state(): RoomState {
    return this.#state;
  }

  get waiting(): WaitingParticipant[] {
    return [...this.#waiting.states, ...this.#elsewhere];
  }

  /** Whether this id waits at this relay. */
  hasWaiting(participantId: string): boolean {
    return this.#waiting.has(participantId);
  }

  waitsElsewhere(participantId: string): boolean {
    return !this.hasWaiting(participantId) && this.#elsewhere.some(({ id }) => id === participantId);
  }

  setElsewhere(waiting: readonly WaitingParticipant[]): void {
    if (waiting.length === 0 && this.#elsewhere.length === 0) return;
    this.#elsewhere = waiting;
    this.#context.roster.tellHosts({ type: 'waiting-updated', waiting: this.waiting });
  }

  /** Of whoever was first, at any relay. */
  set proofHash(hash: string) {
    this.#proofHash = hash;
  }

  /** Throws RequestError. Whoever has a place already comes through lock and waiting room. */
  enter(request: JoinRequest, presence: Presence): 'seated' | 'waiting' {
    this.#checkProof(request.proof);
    if (!this.#context.roster.get(request.participantId) && this.#mustWait(request)) {
      this.#waiting.add({ request, presence });
      this.#waitingChanged();
      return 'waiting';
    }
    this.#context.seat(request, presence);
    return 'seated';
  }

  /** Who waits over this connection, if anybody, no longer does. */
  leave(presence: Presence): void {
    const waiting = this.#waiting.of(presence);
    if (!waiting) return;
    this.#waiting.delete(waiting);
    this.#waitingChanged();
  }

  /** A newer token, or a name that it gives, of somebody who waits. */
  renew(presence: Presence, identity: JoinRequest['identity']): void {
    if (this.#waiting.setIdentity(presence, identity)) this.#waitingChanged();
  }

  /** False where nothing is different. Without a waiting room nobody waits. */
  set(change: { readonly [Key in keyof RoomState]?: RoomState[Key] | undefined }): boolean {
    const before = this.#state;
    this.#state = {
      locked: change.locked ?? before.locked,
      waitingRoom: change.waitingRoom ?? before.waitingRoom,
    };
    return this.#state.locked !== before.locked || this.#state.waitingRoom !== before.waitingRoom;
  }

  /** Throws RequestError where nobody with this id waits, or the room is full. */
  admit(participantId: string): void {
    this.#admit(this.#waiting.find(participantId));
    this.#waitingChanged();
  }

  /** For whom there is no place the wait is over as well. */
  admitAll(): void {
    const all = this.#waiting.all;
    for (const waiting of all) {
      try {
        this.#admit(waiting);
      } catch (error) {
        if (!(error instanceof RequestError)) throw error;
        this.#dismiss(waiting, 'not-admitted', error.message);
      }
    }
    if (all.length > 0) this.#waitingChanged();
  }

  /** Throws RequestError where nobody with this id waits. */
  refuse(participantId: string): void {
    this.#dismiss(this.#waiting.find(participantId), 'not-admitted', 'A host did not let you in.');
    this.#waitingChanged();
  }

  /** Nobody with this id or of this token subject comes in again, nor goes on waiting. */
  bar(id: string, subject: string | undefined): void {
    // Twice is as good as once, and relays tell each other again and again.
    if (this.#context.barred.knows({ id, subject })) return;
    this.#context.barred.add({ id, subject });
    const barred = this.#waiting.all.filter(({ request }) => this.#isBarred(request));
    for (const waiting of barred) this.#dismiss(waiting, 'removed', 'A host removed you from this room.');
    if (barred.length > 0) this.#waitingChanged();
  }

  /** To be called when hosts come or go: with nobody who could let them in, those who wait are sent away in the end. */
  watch(): void {
    if (this.#waiting.size === 0 || this.#context.roster.hasHost) {
      this.#patience?.cancel();
      this.#patience = undefined;
    } else this.#patience ??= this.#context.clock.after(HOST_PATIENCE_MS, () => this.#giveUp());
  }

  /** Nobody waits for whom the room would have to be kept. */
  get isIdle(): boolean {
    return this.#waiting.size === 0;
  }

  #mustWait(request: JoinRequest): boolean {
    if (this.#isBarred(request)) throw new RequestError('forbidden', 'You were removed from this room.');
    if (isHost(request.identity)) return false;
    if (this.#state.locked) {
      throw new RequestError('room-locked', 'This room is locked: nobody new comes in. Ask a host to open it.');
    }
    if (!this.#state.waitingRoom) return false;
    if (this.#waiting.size < this.#context.maxWaiting || this.#waiting.has(request.participantId)) return true;
    throw new RequestError('room-full', 'Too many wait to be let into this room already. Try again later.');
  }

  #isBarred({ participantId, identity }: JoinRequest): boolean {
    return this.#context.barred.has({ id: participantId, subject: identity.subject });
  }

  /** Throws RequestError for who does not know the secret of a room that has one. The first to come sets it. */
  #checkProof(proof: string | undefined): void {
    if (!needsProof(this.#context.name)) {
      if (proof === undefined) return;
      throw new RequestError('forbidden', 'A room without a secret was joined with a proof of one. Check its name.');
    }
    if (proof !== undefined && this.#proofHash === undefined) {
      this.#proofHash = proofHash(proof);
      this.#context.onProof?.(this.#proofHash);
    }
    if (this.#proofHash !== undefined && isProof(proof, this.#proofHash)) return;
    throw new RequestError('forbidden', 'There is no such room, or this is not its secret. Check the link.');
  }

  #admit(waiting: Waiting): void {
    this.#context.seat(waiting.request, waiting.presence);
    this.#waiting.delete(waiting);
  }

  #dismiss(waiting: Waiting, code: DismissalCode, message: string): void {
    this.#waiting.delete(waiting);
    waiting.presence.onDismissed(code, message);
  }

  #giveUp(): void {
    this.#patience = undefined;
    for (const waiting of this.#waiting.all) {
      this.#dismiss(waiting, 'not-admitted', 'No host was here to let you in. Try again later.');
    }
    this.#waitingChanged();
  }

  #waitingChanged(): void {
    this.#context.roster.tellHosts({ type: 'waiting-updated', waiting: this.waiting });
    this.#context.onWaiting?.(this.#waiting.states);
    this.watch();
    if (this.isIdle) this.#context.onIdle();
  }
}
