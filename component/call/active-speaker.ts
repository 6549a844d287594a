/** Who speaks, and who is shown as the speaker, from sound levels (pure). Knows nothing of where levels come from. */

/** Level at which somebody counts as speaking, and the lower one at which they stop: a gap keeps marks from flickering. */
const SPEAKING_ABOVE = 0.05;
const SILENT_BELOW = 0.025;
/** ms: pauses between words are shorter. */
const HOLD_MS = 600;
/** ms: somebody must speak this long, and louder, before the picture changes over: coughs and door slams do not. */
const TAKEOVER_MS = 700;
/** How much louder than the active speaker, while that one speaks too. */
const TAKEOVER_RATIO = 1.5;
/** Share of the new level in the shown one, at about ten a second. */
const RISE = 0.6;
const FALL = 0.3;

export interface Voice {
  /** 0 to 1, smoothed. */
  readonly level: number;
  readonly speaking: boolean;
  /** Instant (ms) of the last level above the threshold. */
  readonly heardAtMs: number;
  /** Since when this voice would be a better active speaker than the present one; undefined while it is not. */
  readonly leadingSinceMs: number | undefined;
}

export interface Speakers {
  readonly voices: ReadonlyMap<string, Voice>;
  /** Speaks now or spoke last. */
  readonly activeId: string | undefined;
}

export const NOBODY: Speakers = { voices: new Map(), activeId: undefined };

const SILENCE: Voice = {
  level: 0,
  speaking: false,
  heardAtMs: Number.NEGATIVE_INFINITY,
  leadingSinceMs: undefined,
};

/** `levels` names everybody who is there, by participant id; whoever it does not name is forgotten. */
export function hear(speakers: Speakers, levels: ReadonlyMap<string, number>, nowMs: number): Speakers {
  const heard = new Map<string, Voice>();
  for (const [id, level] of levels) heard.set(id, nextVoice(speakers.voices.get(id) ?? SILENCE, level, nowMs));

  const active = speakers.activeId === undefined ? undefined : heard.get(speakers.activeId);
  const voices = new Map<string, Voice>();
  let activeId = active === undefined ? undefined : speakers.activeId;
  let bestLevel = 0;
  for (const [id, voice] of heard) {
    const leads = id !== speakers.activeId && voice.speaking && beats(voice, active);
    const leadingSinceMs = leads ? (voice.leadingSinceMs ?? nowMs) : undefined;
    voices.set(id, { ...voice, leadingSinceMs });
    if (leadingSinceMs === undefined || voice.level <= bestLevel) continue;
    // Where nobody is shown yet there is nothing to flicker away from.
    if (active === undefined || nowMs - leadingSinceMs >= TAKEOVER_MS) {
      activeId = id;
      bestLevel = voice.level;
    }
  }
  return { voices, activeId };
}

function nextVoice(voice: Voice, rawLevel: number, nowMs: number): Voice {
  const share = rawLevel > voice.level ? RISE : FALL;
  const smoothed = voice.level + (rawLevel - voice.level) * share;
  const level = smoothed < 0.005 ? 0 : smoothed;
  const audible = rawLevel >= (voice.speaking ? SILENT_BELOW : SPEAKING_ABOVE);
  const heardAtMs = audible ? nowMs : voice.heardAtMs;
  return { ...voice, level, heardAtMs, speaking: nowMs - heardAtMs < HOLD_MS };
}

const beats = (voice: Voice, active: Voice | undefined): boolean =>
  active === undefined || !active.speaking || voice.level > active.level * TAKEOVER_RATIO;
