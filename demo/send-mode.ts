/**
 * The switch between WebCodecs, MJPEG and both side by side: one live attribute, or a second room element on the page.
 * Knows nothing of statistics.
 */
import type { StreamRoom } from 'stream-room';
import { find, make } from './page-parts.ts';

type Mode = 'webcodecs' | 'mjpeg' | 'both';

const NOTES: Record<Mode, string> = {
  webcodecs:
    'The browser’s own video encoder: the fewest bits for the picture. Switch while you are in the call, it goes on.',
  mjpeg: 'Every frame is a JPEG of its own: more bits, no codec needed to watch, and a lost frame harms no other.',
  both: 'Two elements on one page, both in this room, with the same camera and without sound. Compare pictures and figures.',
};

/** `first`: the element that is always there. Answers with all that are there now. */
export function enableSendModes(first: StreamRoom, room: string): { elements(): readonly StreamRoom[] } {
  const stage = find('[data-stage]', HTMLElement);
  const firstLabel = find('[data-seat="first"] .seat-label', HTMLElement);
  const secondSeat = find('[data-seat="second"]', HTMLElement);
  const note = find('[data-mode-note]', HTMLElement);
  let second: StreamRoom | undefined;
  /** The microphone was on before it was turned off for the comparison. */
  let wasHeard = false;

  for (const input of document.querySelectorAll<HTMLInputElement>('input[name="mode"]')) {
    input.addEventListener('change', () => apply(input.value as Mode));
  }
  apply((document.querySelector<HTMLInputElement>('input[name="mode"]:checked')?.value as Mode) ?? 'webcodecs');

  function apply(mode: Mode): void {
    note.textContent = NOTES[mode];
    first.setAttribute('codec', mode === 'mjpeg' ? 'mjpeg' : 'auto');
    stage.dataset['mode'] = mode;
    firstLabel.hidden = mode !== 'both';
    secondSeat.hidden = mode !== 'both';
    if (mode === 'both') compare();
    else stopComparing();
  }

  function compare(): void {
    if (second) return;
    second = openSecond();
    // A picture waits for its sound. Only without do both show what they can; nor does anybody hear themselves.
    wasHeard = first.call.state.value.microphone.status === 'on';
    const quiet = () => void first.toggleMicrophone(false).catch(() => {});
    // One comes in by itself; the other still stands in its lobby when nobody has clicked Join yet.
    if (first.call.state.value.connection === 'connected') quiet();
    else first.join().then(quiet, () => {});
  }

  function stopComparing(): void {
    if (!second) return;
    second.remove();
    second = undefined;
    if (wasHeard) void first.toggleMicrophone(true).catch(() => {});
  }

  function openSecond(): StreamRoom {
    const element = make('stream-room', 'room') as StreamRoom;
    for (const [name, value] of Object.entries({
      room,
      codec: 'mjpeg',
      audio: 'none',
      chat: 'off',
      'display-name': `${first.displayName || 'You'} as MJPEG`,
      'no-lobby': '',
      autojoin: '',
    })) {
      element.setAttribute(name, value);
    }
    // Both elements hear the room; one of them is enough, and one's own voice is too much.
    const hush = () => {
      for (const { id } of element.call.state.value.participants) element.call.setVolume(id, 0);
    };
    element.addEventListener('join', hush);
    element.addEventListener('participant-join', hush);
    secondSeat.append(element);
    return element;
  }

  return { elements: () => (second ? [first, second] : [first]) };
}
