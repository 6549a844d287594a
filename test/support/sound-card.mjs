/**
 * A sound card that nobody hears, for the browsers of the tests: Firefox runs no AudioContext on a machine without one,
 * and a developer's loudspeakers stay quiet. Built-ins only. Knows nothing of browsers.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const START_TIMEOUT_MS = 10_000;

/**
 * Starts a PulseAudio of its own with nothing but a null sink.
 * @returns the environment that points programs at it, and how to end it
 */
export async function openSoundCard() {
  const folder = mkdtempSync(join(tmpdir(), 'stream-room-sound-'));
  const socket = join(folder, 'socket');
  const server = spawn(
    'pulseaudio',
    [
      '-n',
      '--daemonize=no',
      '--exit-idle-time=-1',
      '--use-pid-file=no',
      '--load=module-null-sink',
      `--load=module-native-protocol-unix auth-anonymous=1 socket=${socket}`,
    ],
    { stdio: 'ignore', env: { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder, PULSE_RUNTIME_PATH: folder } },
  );
  let ended = false;
  server.once('error', () => {
    ended = true;
  });
  server.once('exit', () => {
    ended = true;
  });
  const close = () => {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', close);
  for (let waited = 0; !existsSync(socket); waited += 50) {
    if (ended || waited > START_TIMEOUT_MS) {
      close();
      throw new Error('PulseAudio did not start. Run `pulseaudio -n --load=module-null-sink` to see why.');
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { environment: { PULSE_SERVER: `unix:${socket}` }, close };
}
