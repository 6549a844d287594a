/** The call's figures, as they are, once a second; loads when somebody looks. Knows no Call, only how to ask. */

import { css, html, nothing } from 'lit';
import type { CallStats, TrackStats } from '../call/stats.ts';
import { msg, number } from '../localization/message.ts';

const INTERVAL_MS = 1_000; // the figures themselves are of the last second

/** Asks for figures as long as it is open. */
export class StatsPanel {
  #stats: CallStats | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(
    readonly getStats: () => Promise<CallStats>,
    readonly onChange: () => void,
  ) {
    this.#ask();
  }

  /** `names` by participant id. */
  template(names: ReadonlyMap<string, string>) {
    return statsTemplate(this.#stats, names);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #ask(): void {
    this.getStats()
      .then((stats) => {
        if (this.#isClosed) return;
        this.#stats = stats;
        this.onChange();
      })
      // Between leaving and closing there are no figures to show.
      .catch(() => undefined)
      .finally(() => {
        if (!this.#isClosed) this.#timer = setTimeout(() => this.#ask(), INTERVAL_MS);
      });
  }
}

const UNKNOWN = '–';

const rounded = (value: number, digits: number): string =>
  number(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });

const milliseconds = (value: number | undefined) =>
  value === undefined ? UNKNOWN : `${rounded(value, value < 10 ? 1 : 0)} ms`;

const bitrate = (bps: number): string =>
  bps >= 1_000_000 ? `${rounded(bps / 1_000_000, 1)} Mbit/s` : `${rounded(bps / 1000, 0)} kbit/s`;

const sourceName = (source: TrackStats['source']): string =>
  ({
    camera: () => msg('camera'),
    microphone: () => msg('microphone'),
    screen: () => msg('screen'),
    'screen-audio': () => msg('sound of the screen'),
    custom: () => msg('of the page itself'),
  })[source]();

const sum = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((total, count) => total + count, 0);

const reasons = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${reason} ${count}`)
    .join(', ');

function statsTemplate(stats: CallStats | undefined, names: ReadonlyMap<string, string>) {
  if (!stats) return html`<p class="stats-wait muted-text" role="status">${msg('Measuring…')}</p>`;
  const sent = stats.tracks.filter((track) => track.direction === 'out');
  const received = stats.tracks.filter((track) => track.direction === 'in');
  return html`<div class="stats" part="stats" tabindex="0" role="region" aria-label=${msg('Statistics')}>
    <dl class="figures">
      ${figure(msg('Path'), stats.transport)} ${figure(msg('Round trip'), milliseconds(stats.roundTripMs))}
    </dl>
    ${group(msg('Sent'), sent, () => msg('You'))}
    ${group(msg('Received'), received, (track) => names.get(track.participantId ?? '') ?? UNKNOWN)}
  </div>`;
}

const figure = (label: string, value: string, hint = '') =>
  html`<div title=${hint || nothing}><dt>${label}</dt><dd>${value}</dd></div>`;

function group(title: string, tracks: readonly TrackStats[], nameOf: (track: TrackStats) => string) {
  if (tracks.length === 0) return nothing;
  return html`<section>
    <h3>${title}</h3>
    ${tracks.map((track) => trackTemplate(track, nameOf(track)))}
  </section>`;
}

function trackTemplate(track: TrackStats, name: string) {
  const isVideo = track.kind === 'video';
  const dropped = sum(track.dropped);
  return html`<article class="track">
    <p class="track-name"><bdi>${name}</bdi> <span class="muted-text">${sourceName(track.source)}</span></p>
    <dl class="figures">
      ${figure(msg('Codec'), track.codec || UNKNOWN)}
      ${isVideo ? figure(msg('Size'), track.width > 0 ? `${track.width} × ${track.height}` : UNKNOWN) : nothing}
      ${isVideo ? figure(msg('Frames'), `${Math.round(track.framesPerSecond)} /s`) : nothing}
      ${figure(msg('Rate'), bitrate(track.bitrateBps))}
      ${track.glassToGlassMs ? figure(isVideo ? msg('Camera to screen') : msg('Mouth to ear'), milliseconds(track.glassToGlassMs.p50), `p95 ${milliseconds(track.glassToGlassMs.p95)}`) : nothing}
      ${track.jitterBufferMs === undefined ? nothing : figure(msg('Buffer'), milliseconds(track.jitterBufferMs))}
      ${figure(msg('Dropped'), number(dropped), reasons(track.dropped))}
    </dl>
  </article>`;
}

export const statsStyles = css`
  .stats,
  .stats-wait {
    padding: 2px 18px 18px;
    overflow: auto;
  }
  .stats:focus-visible {
    outline-offset: -2px;
  }
  .stats h3 {
    margin: 18px 0 6px;
    font-size: 0.85em;
    font-weight: 650;
    color: var(--_muted-text);
  }
  .track {
    padding-block: 8px;
  }
  .track + .track {
    border-block-start: 1px solid var(--_line);
  }
  .track-name {
    font-weight: 600;
    margin-block-end: 4px;
  }
  .track-name .muted-text {
    font-weight: 400;
  }
  .figures {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(88px, 1fr));
    gap: 8px 14px;
    font-size: 0.87em;
    font-variant-numeric: tabular-nums;
  }
  .figures dt {
    color: var(--_muted-text);
    font-size: 0.92em;
  }
  .figures dd {
    overflow-wrap: anywhere;
  }
`;
