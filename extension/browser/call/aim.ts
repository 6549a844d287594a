/** From what a frame or panel is aimed at to the room it shows: relay, name, label. Pure but for the digest. */
import { siteAddress } from '../address/page-address.ts';
import { roomName } from '../address/room.ts';
import type { PanelTarget } from '../panel-target.ts';
import type { RoomChoice, Settings, SiteSettings } from '../settings.ts';
import type { CallRoom } from './call-element.ts';

export type PageAim = Extract<PanelTarget, { kind: 'page' }>;

const MAX_LABEL_LENGTH = 60; // more does not fit in any bar

/** What the site's own choices, else the settings, say. */
export const choiceFor = (settings: Settings, site: SiteSettings): RoomChoice => site.room ?? settings.room;

/** Undefined: no relay is known yet. */
export function relayFor(settings: Settings, site: SiteSettings): string | undefined {
  const isKnown = settings.relays.some(({ url }) => url === site.relay);
  const relay = isKnown ? site.relay : settings.relay;
  return relay === '' ? undefined : relay;
}

export async function roomOfPage(aim: PageAim, choice: RoomChoice, relay: string): Promise<CallRoom> {
  const { address } = aim;
  return { relay, room: await roomName({ choice, address, relay }), label: labelOf(aim, choice) };
}

function labelOf({ address, title }: PageAim, choice: RoomChoice): string {
  if (typeof choice === 'object') return choice.named;
  const text = choice === 'page' ? title.replaceAll(/\s+/g, ' ').trim() : '';
  if (text === '') return siteAddress(address);
  return text.length > MAX_LABEL_LENGTH ? `${text.slice(0, MAX_LABEL_LENGTH - 1).trimEnd()}…` : text;
}
