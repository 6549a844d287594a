/** Who speaks, from the sound levels that the media worker reports. Knows nothing of how sound is made. */
import type { FromMedia } from '../media/messages.ts';
import { type Clock, every } from '../support/clock.ts';
import { hear, NOBODY, type Speakers } from './active-speaker.ts';
import type { RemoteParticipant } from './call-state.ts';

/** ms: levels come ten times a second while there is sound; none for this long is silence. */
const SILENCE_AFTER_MS = 400;

export interface VoicesOptions {
  readonly clock: Clock;
  readonly participants: () => readonly RemoteParticipant[];
  readonly onChange: (speakers: Speakers) => void;
}

export class Voices {
  readonly #options: VoicesOptions;
  #speakers: Speakers = NOBODY;
  #heardAtMs = 0;

  constructor(options: VoicesOptions, signal: AbortSignal) {
    this.#options = options;
    every(options.clock, SILENCE_AFTER_MS, () => this.#fallSilent(), signal);
  }

  levels(remote: Extract<FromMedia, { type: 'levels' }>['remote']): void {
    this.#heardAtMs = this.#options.clock.now();
    const byTrack = new Map(remote);
    this.#hear((participant) => {
      const levels = participant.tracks
        // Music from a shared screen is not its owner speaking.
        .filter(({ source, muted }) => source === 'microphone' && !muted)
        .map(({ id }) => byTrack.get(id) ?? 0);
      return Math.max(0, ...levels);
    });
  }

  #fallSilent(): void {
    const loud = [...this.#speakers.voices.values()].some(({ level, speaking }) => level > 0 || speaking);
    if (loud && this.#options.clock.now() - this.#heardAtMs >= SILENCE_AFTER_MS) this.#hear(() => 0);
  }

  #hear(levelOf: (participant: RemoteParticipant) => number): void {
    const { participants, clock, onChange } = this.#options;
    const levels = new Map(participants().map((participant) => [participant.id, levelOf(participant)] as const));
    this.#speakers = hear(this.#speakers, levels, clock.now());
    onChange(this.#speakers);
  }
}
