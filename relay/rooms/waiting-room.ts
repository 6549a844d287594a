/** Those who wait to be let into a room, in order. Knows nothing of who lets them in. */
import type { WaitingParticipant } from 'stream-room/protocol/control';
import type { Identity } from '../auth/identity.ts';
import type { Presence } from './participant.ts';
import { RequestError } from './request-error.ts';

/** What somebody comes with who wants in. */
export interface JoinRequest {
  readonly participantId: string;
  readonly name: string;
  readonly identity: Identity;
  /** That one knows the secret of a room that has one; see room-proof.ts. */
  readonly proof: string | undefined;
}

export interface Waiting {
  readonly request: JoinRequest;
  readonly presence: Presence;
}

export class WaitingRoom {
  readonly #waiting = new Map<string, Waiting>();

  get size(): number {
    return this.#waiting.size;
  }

  get states(): WaitingParticipant[] {
    return [...this.#waiting.values()].map(({ request }) => ({ id: request.participantId, name: request.name }));
  }

  has(participantId: string): boolean {
    return this.#waiting.has(participantId);
  }

  /** The same participant over a newer connection waits in its old place. */
  add(waiting: Waiting): void {
    const { participantId } = waiting.request;
    const replaced = this.#waiting.get(participantId);
    this.#waiting.set(participantId, waiting);
    replaced?.presence.onReplaced();
  }

  /** Throws RequestError where nobody with this id waits. */
  find(participantId: string): Waiting {
    const waiting = this.#waiting.get(participantId);
    if (waiting) return waiting;
    throw new RequestError(
      'unknown-participant',
      `Nobody with the id "${participantId}" waits; they may just have left.`,
    );
  }

  delete({ request }: Waiting): void {
    this.#waiting.delete(request.participantId);
  }

  /** A newer token of somebody who waits. False where nobody does over this connection. */
  setIdentity(presence: Presence, identity: Identity): boolean {
    const waiting = this.of(presence);
    if (!waiting) return false;
    const request = { ...waiting.request, identity, name: identity.name ?? waiting.request.name };
    this.#waiting.set(request.participantId, { presence, request });
    return true;
  }

  /** Who waits over this connection. */
  of(presence: Presence): Waiting | undefined {
    return this.all.find((waiting) => waiting.presence === presence);
  }

  /** Those who wait now; a copy. */
  get all(): Waiting[] {
    return [...this.#waiting.values()];
  }
}
