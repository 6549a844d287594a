/**
 * A screen of its own for a browser with a real window: an X server without a monitor, a window manager, and the hand at
 * mouse and keyboard. For what only a person can do: answer the browser's questions, press its shortcuts, choose from its
 * menus. Knows no browser.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { eventually } from '../eventually.ts';
import { Picture } from './picture.ts';

const SIZE = { width: 1280, height: 900 };

/** Windows fill the screen and have no frames; no key and no gesture is the window manager's own. */
const WINDOW_MANAGER = `<?xml version="1.0"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew><followMouse>no</followMouse></focus>
  <desktops><number>1</number><popupTime>0</popupTime></desktops>
  <keyboard/>
  <mouse>
    <context name="Client">
      <mousebind button="Left" action="Press"><action name="Focus"/><action name="Raise"/></mousebind>
      <mousebind button="Right" action="Press"><action name="Focus"/><action name="Raise"/></mousebind>
    </context>
  </mouse>
  <applications>
    <application class="*" type="normal"><decor>no</decor><maximized>yes</maximized></application>
  </applications>
</openbox_config>`;

/** In pixels, from the upper left. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export class XDisplay {
  /** For whoever is to show windows there. */
  readonly env: Readonly<Record<string, string>>;
  readonly #folder: string;

  private constructor(name: string, folder: string) {
    this.#folder = folder;
    // Away from the desktop of whoever runs this: it would say which colours to show, and show what is to be told.
    this.env = { DISPLAY: name, DBUS_SESSION_BUS_ADDRESS: 'disabled:' };
  }

  /** Ends with the test; browsers on it have to be closed before. */
  static async open(t: { after(close: () => unknown): void }): Promise<XDisplay> {
    const folder = mkdtempSync(join(tmpdir(), 'stream-room-screen-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const args = ['-displayfd', '3', '-screen', '0', `${SIZE.width}x${SIZE.height}x24`, '-fbdir', folder];
    const server = spawn('Xvfb', [...args, '-nolisten', 'tcp', '-noreset'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    t.after(() => end(server));
    const display = new XDisplay(`:${await numberFrom(server)}`, folder);
    const config = join(folder, 'window-manager.xml');
    writeFileSync(config, WINDOW_MANAGER);
    // At a home of its own, where nobody has set up anything.
    const env = { ...process.env, ...display.env, HOME: folder, XDG_CACHE_HOME: folder };
    const manager = spawn('openbox', ['--sm-disable', '--config-file', config], { stdio: 'ignore', env });
    t.after(() => end(manager));
    await once(manager, 'spawn');
    // Before, windows would come as they like.
    await eventually(() => display.xdotool('get_desktop'), 10_000);
    return display;
  }

  /** Gives what it prints. */
  async xdotool(...words: readonly (string | number)[]): Promise<string> {
    const env = { ...process.env, ...this.env };
    const { stdout } = await promisify(execFile)('xdotool', words.map(String), { env, timeout: 15_000 });
    return stdout.trim();
  }

  /** Such as `alt+shift+k`; one after the other. */
  async press(...keys: readonly string[]): Promise<void> {
    await this.xdotool('key', '--delay', 40, ...keys);
  }

  async click({ x, y }: Point, button: 'left' | 'right' = 'left'): Promise<void> {
    await this.xdotool('mousemove', Math.round(x), Math.round(y), 'click', button === 'left' ? 1 : 3);
  }

  /** What is on the screen now. */
  picture(): Picture {
    return new Picture(readFileSync(join(this.#folder, 'Xvfb_screen0')));
  }

  /** The same, as PNG. */
  async screenshot(): Promise<Uint8Array> {
    return this.picture().png();
  }
}

async function numberFrom(server: ChildProcess): Promise<number> {
  const failed = once(server, 'exit').then(() => assert.fail('Xvfb ended at once. Run `Xvfb :77` to see why.'));
  const [text] = (await Promise.race([once(server.stdio[3] as Readable, 'data'), failed])) as [Buffer];
  return Number(text);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill();
  await ended;
}
