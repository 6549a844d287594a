/** A relay of one room in memory: forwards packets, answers pings, sends receipts. What it drops, tests decide. */
import { nowMicros } from '../../../component/media/messages.ts';
import { decodePacket, PACKET_TYPE, type Packet } from '../../../component/protocol/packet.ts';
import { encodeReceipt } from '../../../component/protocol/receipt.ts';
import { micros } from '../../../component/protocol/units.ts';
import { createMemoryLink } from '../../../component/transport/memory-transport.ts';
import type { OpenTransport, Transport } from '../../../component/transport/transport.ts';

export class FakeRelay {
  readonly controls: { type: string; trackId?: number }[] = [];
  readonly packets: Packet[] = [];
  /** What reaches the others in place of a packet; undefined drops it. */
  forward: (bytes: Uint8Array<ArrayBuffer>, packet: Packet) => Uint8Array<ArrayBuffer> | undefined = (bytes) => bytes;
  sendsReceipts = true;
  readonly #members: Transport[] = [];

  /** Clients open a connection with this. */
  readonly open: OpenTransport = (address, events) => {
    const [clientSide, relaySide] = createMemoryLink();
    let count = 0;
    const member = relaySide(address, {
      onOpen: () => undefined,
      onClose: () => this.#members.splice(this.#members.indexOf(member), 1),
      onMessage: (message) => {
        if (typeof message === 'string') {
          this.#control(JSON.parse(message), member);
          return;
        }
        const bytes = message as Uint8Array<ArrayBuffer>;
        if (bytes[0] !== PACKET_TYPE) return;
        count++;
        if (this.sendsReceipts) member.send(encodeReceipt({ packets: count, held: micros(0) }));
        const packet = decodePacket(bytes);
        this.packets.push(packet);
        const forwarded = this.forward(bytes, packet);
        if (forwarded) for (const other of this.#others(member)) other.send(forwarded);
      },
    });
    this.#members.push(member);
    return clientSide(address, events);
  };

  /** To every client. */
  say(message: object | Uint8Array<ArrayBuffer>): void {
    for (const member of this.#members) member.send(message instanceof Uint8Array ? message : JSON.stringify(message));
  }

  hangUp(code = 1006): void {
    for (const member of [...this.#members]) member.close(code, 'test');
  }

  #others(member: Transport): Transport[] {
    return this.#members.filter((other) => other !== member);
  }

  #control(message: { type: string; id?: number; trackId?: number }, from: Transport): void {
    if (message.type === 'ping') {
      from.send(JSON.stringify({ type: 'ack', id: message.id, result: { relayTimeMicros: nowMicros() } }));
      return;
    }
    this.controls.push(message);
    if (message.type !== 'request-keyframe') return;
    const request = JSON.stringify({ type: 'keyframe-requested', trackId: message.trackId });
    for (const other of this.#others(from)) other.send(request);
  }
}
