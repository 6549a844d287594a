/** How soon callers are back after something happened, and see everybody again. Knows nothing of what happened. */
import type { CallLoad } from './call-load.ts';
import type { Caller } from './caller.ts';
import { atMost, type Finding, none, quantile, untilTrue } from './scenario.ts';

const PATIENCE_MS = 30_000;
/** Packets that were on their way. */
const IN_FLIGHT_MS = 50;

export interface Comeback {
  /** Of those who lost their connection, from the event to their next join. */
  joinedMs(): Promise<readonly number[]>;
  /** Of everybody, from the event until packets of all others of the room have come. */
  mediaMs(): Promise<readonly number[]>;
}

/** To be called just before it happens. */
export function watchComeback({ callers }: CallLoad): Comeback {
  const since = performance.now();
  const joinsBefore = new Map(callers.map((caller) => [caller, caller.joins]));
  const rosterBefore = new Map(callers.map((caller) => [caller, caller.roster.size]));
  const isBack = (caller: Caller) => caller.isJoined && caller.joins > (joinsBefore.get(caller) ?? 0);
  const isHit = (caller: Caller) => !caller.isJoined || caller.joins > (joinsBefore.get(caller) ?? 0);
  const seesAll = (caller: Caller) =>
    caller.isJoined &&
    caller.roster.size >= (rosterBefore.get(caller) ?? 0) &&
    [...caller.roster.keys()].every(
      (id) => id === caller.participantId || (caller.media.get(id)?.lastAtMs ?? 0) > since + IN_FLIGHT_MS,
    );
  return {
    async joinedMs() {
      const hit = callers.filter(isHit);
      await untilTrue(() => hit.every(isBack), PATIENCE_MS);
      return hit.map((caller) => (isBack(caller) ? caller.joinedAtMs - since : Number.POSITIVE_INFINITY));
    },
    async mediaMs() {
      const waiting = new Set(callers);
      const times: number[] = [];
      await untilTrue(() => {
        for (const caller of waiting) {
          if (!seesAll(caller)) continue;
          waiting.delete(caller);
          times.push(performance.now() - since);
        }
        return waiting.size === 0;
      }, PATIENCE_MS);
      return [...times, ...[...waiting].map(() => Number.POSITIVE_INFINITY)];
    },
  };
}

/** Everybody's roster has everybody once, and nobody was told of a leave. */
export function checkRosters({ rooms, callers }: CallLoad): readonly Finding[] {
  const wrong = rooms.flatMap((room) =>
    room.filter(({ roster }) => roster.size !== room.length).map(({ name, roster }) => `${name} sees ${roster.size}`),
  );
  const leaves = callers.flatMap(({ name, leaves }) => leaves.map(({ reason }) => `${name} saw a leave: ${reason}`));
  const ended = callers.flatMap(({ name, ended }) => (ended ? [`${name}: ${ended.code} ${ended.reason}`] : []));
  return [
    none('rosters that are wrong', wrong),
    none('participants shown as gone who had only moved', leaves),
    none('callers turned away for good', ended),
  ];
}

export const backWithin = (what: string, times: readonly number[], p95Ms: number, slowestMs?: number): Finding[] => [
  atMost(`${what}, p95 of ${times.length}`, times.length === 0 ? 0 : quantile(times, 0.95), p95Ms, ' ms'),
  ...(slowestMs === undefined
    ? []
    : [atMost(`${what}, slowest`, times.length === 0 ? 0 : quantile(times, 1), slowestMs, ' ms')]),
];
