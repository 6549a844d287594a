/** An outlet that only notes what it is given. */
import type { RelayMessage } from 'stream-room/protocol/control';
import type { PacketHeader } from 'stream-room/protocol/packet';
import type { Offer, Outlet } from '../../relay/fanout/outlet.ts';

export class MemoryOutlet implements Outlet {
  readonly messages: RelayMessage[] = [];
  readonly packets: Uint8Array[] = [];
  readonly opened = new Map<number, () => void>();
  readonly interrupted: number[] = [];
  /** What `takeLoss` answers. */
  loss = 0;

  open(trackId: number, _kind: string, onKeyframeNeeded: () => void): void {
    this.opened.set(trackId, onKeyframeNeeded);
  }

  close(trackId: number): void {
    this.opened.delete(trackId);
  }

  interrupt(trackId: number): void {
    this.interrupted.push(trackId);
  }

  offer(_header: PacketHeader, bytes: Uint8Array): Offer {
    this.packets.push(bytes);
    return 'sent';
  }

  notify(message: string): void {
    this.messages.push(JSON.parse(message) as RelayMessage);
  }

  takeLoss(): number {
    return this.loss;
  }

  ofType<Type extends RelayMessage['type']>(type: Type): Extract<RelayMessage, { type: Type }>[] {
    return this.messages.filter((each): each is Extract<RelayMessage, { type: Type }> => each.type === type);
  }
}
