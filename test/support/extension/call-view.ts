/** The call inside a frame or panel of the extension, as Puppeteer drives it. Knows no browser. */
import assert from 'node:assert/strict';
import type { ElementHandle, Frame, Page } from 'puppeteer-core';
import type { CallState } from '../../../component/call/call-state.ts';
import type { StreamRoom } from '../../../component/stream-room.ts';
import { eventually } from '../eventually.ts';

type Document = Frame | Page;

export interface CallFigures {
  readonly connection: CallState['connection'];
  readonly people: number;
  readonly room: string;
  readonly label: string;
  readonly camera: CallState['camera']['status'];
  readonly microphone: CallState['microphone']['status'];
  readonly errors: readonly string[];
}

/** Undefined where no call is shown. */
export function figuresOf(document_: Document): Promise<CallFigures | undefined> {
  return document_.evaluate(() => {
    const element = document.querySelector('stream-room') as StreamRoom | null;
    if (!element?.call) return undefined;
    const { connection, participants, camera, microphone, error } = element.call.state.value;
    return {
      connection,
      people: participants.length + 1,
      room: element.room,
      label: element.label,
      camera: camera.status,
      microphone: microphone.status,
      errors: [error, camera.error, microphone.error].flatMap((each) =>
        each ? [`${each.code}: ${each.message}`] : [],
      ),
    };
  });
}

/** Waits for the lobby, lets the gate settle, and joins by a real click. */
export async function joinBy(document_: Document): Promise<CallFigures> {
  await clickOn(document_, 'stream-room >>> [part~=join-button]');
  return eventually(async () => {
    const figures = await figuresOf(document_);
    assert.equal(figures?.connection, 'connected', JSON.stringify(figures));
    return figures;
  }, 20_000);
}

/** A real click, at a moment at which people could have seen what they click on. */
export async function clickOn(document_: Document, selector: string): Promise<void> {
  const target = await find(document_, selector);
  // The gate wants the frame in sight for half a second.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await target.click();
}

export function find(document_: Document, selector: string): Promise<ElementHandle> {
  return eventually(async () => {
    const found = await document_.$(selector);
    assert.ok(found, `There is no ${selector}: ${await textOf(document_)}`);
    return found;
  }, 10_000);
}

/** What people read there, outside of the element. */
export const textOf = (document_: Document): Promise<string> =>
  // biome-ignore lint/performance/useDomNodeTextContent: what is hidden is not read
  document_.evaluate(() => document.body.innerText.replaceAll(/\s+/g, ' ').trim());

/** Waits until those words are there. */
export function untilText(document_: Document, words: RegExp): Promise<string> {
  return eventually(async () => {
    const text = await textOf(document_);
    assert.match(text, words);
    return text;
  }, 10_000);
}

export const buttonNamed = (name: string): string => `::-p-aria([name="${name}"][role="button"])`;
