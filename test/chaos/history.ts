/**
 * What the members of a room said and heard, and whether that is consistent: nothing acknowledged is lost, nothing comes
 * twice, all have the same order. Pure. Knows nothing of sockets or relays.
 */

/** A place in a room's chat. */
export interface Place {
  readonly epoch: string;
  readonly sequence: number;
}

/** One client's view of one room's chat. */
export interface MemberHistory {
  readonly name: string;
  /** Message ids that the relay acknowledged to this member, with the place it gave. */
  readonly acknowledged: ReadonlyMap<string, Place>;
  /** Everything that was shown to this member, in the order in which it was shown; its own messages are not among them. */
  readonly heard: readonly (Place & { readonly messageId: string; readonly from: string })[];
}

/** What is wrong, a sentence each; empty where all is well. Only for members who are in the room at the end. */
export function checkHistories(members: readonly MemberHistory[]): string[] {
  return [...members.flatMap(checkAlone), ...checkPlaces(members), ...checkNothingLost(members)];
}

const placeName = ({ epoch, sequence }: Place): string => `${epoch.slice(0, 6)}/${sequence}`;

/** Twice, or out of order, within what one member heard. */
function checkAlone({ name, heard }: MemberHistory): string[] {
  const wrong: string[] = [];
  const ids = new Set<string>();
  const last = new Map<string, number>();
  for (const { messageId, epoch, sequence } of heard) {
    if (ids.has(messageId)) wrong.push(`${name} was shown message ${messageId} twice`);
    ids.add(messageId);
    const before = last.get(epoch) ?? 0;
    if (sequence <= before) wrong.push(`${name} was shown ${placeName({ epoch, sequence })} after ${before}`);
    last.set(epoch, Math.max(before, sequence));
  }
  return wrong;
}

/** The same place is the same message for everybody, its sender included. */
function checkPlaces(members: readonly MemberHistory[]): string[] {
  const wrong: string[] = [];
  const at = new Map<string, string>();
  const note = (place: Place, messageId: string, who: string) => {
    const key = `${place.epoch} ${place.sequence}`;
    const known = at.get(key);
    if (known === undefined) at.set(key, messageId);
    else if (known !== messageId) {
      wrong.push(`${placeName(place)} is message ${known} for one and ${messageId} for ${who}`);
    }
  };
  for (const { name, acknowledged, heard } of members) {
    for (const [messageId, place] of acknowledged) note(place, messageId, name);
    for (const one of heard) note(one, one.messageId, name);
  }
  return wrong;
}

function checkNothingLost(members: readonly MemberHistory[]): string[] {
  const wrong: string[] = [];
  const heardBy = members.map(({ name, heard }) => ({ name, ids: new Set(heard.map(({ messageId }) => messageId)) }));
  for (const { name: sender, acknowledged } of members) {
    for (const [messageId, place] of acknowledged) {
      for (const { name, ids } of heardBy) {
        if (name !== sender && !ids.has(messageId)) {
          wrong.push(
            `${name} never had ${placeName(place)} (message ${messageId}), which was acknowledged to ${sender}`,
          );
        }
      }
    }
  }
  return wrong;
}
