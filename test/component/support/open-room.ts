/** A `<stream-room>` on the page, over a fake Call, and ways to look into it. */
import { fixture, html, waitUntil } from '@open-wc/testing';
import '../../../component/define.ts';
// Beforehand: in tests the call's interface is some thirty files, which take their time the first time.
import '../../../component/ui/call-view.ts';
import '../../../component/ui/stats.ts';
import type { StreamRoom } from '../../../component/stream-room.ts';
import { type FakeCall, participant, useFakeCalls } from './fake-call.ts';

export interface Opened {
  readonly room: StreamRoom;
  /** The newest. */
  readonly call: () => FakeCall;
  readonly calls: readonly FakeCall[];
}

export interface OpenOptions {
  readonly attributes?: Readonly<Record<string, string>>;
  /** CSS pixels of the element. */
  readonly size?: readonly [width: number, height: number];
  readonly prepare?: (call: FakeCall) => void;
}

export async function openRoom({ attributes = {}, size = [1000, 640], prepare }: OpenOptions = {}): Promise<Opened> {
  const calls = useFakeCalls(prepare);
  const room = document.createElement('stream-room');
  room.style.inlineSize = `${size[0]}px`;
  room.style.blockSize = `${size[1]}px`;
  for (const [name, value] of Object.entries({ room: 'team', 'display-name': 'Ada', ...attributes })) {
    room.setAttribute(name, value);
  }
  await fixture(html`<div>${room}</div>`);
  await room.updateComplete;
  return { room, calls, call: () => calls.at(-1) as FakeCall };
}

/** In the call, with as many others as there are names. */
export async function openCall(names: readonly string[] = ['Bo'], options: OpenOptions = {}): Promise<Opened> {
  const opened = await openRoom(options);
  await opened.room.join();
  opened.call().change({ participants: names.map((name) => participant(name)) });
  await waitUntil(() => tiles(opened.room).length > 0, 'tiles appear');
  await settled(opened.room);
  return opened;
}

export async function settled(room: StreamRoom): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    await room.updateComplete;
    await new Promise((resolve) => setTimeout(resolve));
  }
}

export const find = <T extends HTMLElement = HTMLElement>(room: StreamRoom, selector: string): T | null =>
  room.renderRoot.querySelector<T>(selector);

export const findAll = (room: StreamRoom, selector: string): HTMLElement[] => [
  ...room.renderRoot.querySelectorAll<HTMLElement>(selector),
];

export const part = (room: StreamRoom, name: string): HTMLElement | null => find(room, `[part~="${name}"]`);

export const tiles = (room: StreamRoom): HTMLElement[] => findAll(room, '.tile');

export async function press(room: StreamRoom, selector: string): Promise<void> {
  await waitUntil(() => find(room, selector), `${selector} is there to be pressed`);
  find(room, selector)?.click();
  await settled(room);
}

/** What has the focus inside the element. */
export const focused = (room: StreamRoom): Element | null => (room.renderRoot as ShadowRoot).activeElement;
