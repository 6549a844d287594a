/** The live figures under the call: asks the room elements once a second and shows what they say. Measures nothing. */
import type { CallStats, StreamRoom } from 'stream-room';
import { find, make } from './page-parts.ts';
import { createTrace, type Trace } from './trace.ts';

type TrackStats = CallStats['tracks'][number];

const INTERVAL_MS = 1000;
const FRAME_MS = 40; // a calm plot is drawn against one frame of a usual camera

interface Card {
  readonly element: HTMLElement;
  update(track: TrackStats, title: string): void;
}

export function showStatistics(elements: () => readonly StreamRoom[]): void {
  const facts = find('[data-facts]', HTMLElement);
  const list = find('[data-tracks]', HTMLElement);
  const empty = list.firstElementChild;
  const cards = new Map<string, Card>();

  const refresh = async () => {
    // A hidden tab shows nobody anything.
    if (document.hidden) return;
    const joined = elements().filter((element) => element.call?.state.value.connection === 'connected');
    const all = await Promise.all(joined.map(async (element) => ({ element, stats: await element.getStats() })));
    showFacts(facts, all);
    const seen = new Set<string>();
    for (const { element, stats } of all) {
      // A muted microphone, say, has nothing to tell.
      for (const track of stats.tracks.filter(({ packets }) => packets > 0)) {
        const key = `${elements().indexOf(element)} ${track.direction} ${track.trackId} ${track.kind} ${track.source}`;
        seen.add(key);
        const card = cards.get(key) ?? createCard(track);
        cards.set(key, card);
        card.update(track, titleOf(track, element));
        card.element.style.order = `${rank(track)}`;
        if (!card.element.isConnected) list.append(card.element);
      }
    }
    for (const [key, card] of cards) {
      if (seen.has(key)) continue;
      card.element.remove();
      cards.delete(key);
    }
    if (cards.size > 0) empty?.remove();
    else if (empty && !empty.isConnected) list.append(empty);
  };

  const again = () => {
    refresh()
      .catch((error: unknown) => console.warn('The figures could not be read.', error))
      .finally(() => setTimeout(again, INTERVAL_MS));
  };
  again();
}

/** Pictures first, what is received before what is sent. */
const rank = ({ kind, direction }: TrackStats) => (kind === 'video' ? 0 : 2) + (direction === 'in' ? 0 : 1);

function showFacts(place: HTMLElement, all: readonly { element: StreamRoom; stats: CallStats }[]): void {
  const [first] = all;
  const state = first?.element.call?.state.value;
  place.hidden = !first;
  if (!first || !state) return;
  place.replaceChildren(
    fact('Path', first.stats.transport === 'websocket' ? 'WebSocket, relay' : first.stats.transport),
    fact('Round trip to the relay', milliseconds(first.stats.roundTripMs)),
    fact('In the room', `${state.participants.length + 1}`),
    fact('Connection', state.quality),
  );
}

const fact = (name: string, value: string) => make('p', 'fact', make('span', '', name), make('b', '', value));

function titleOf(track: TrackStats, element: StreamRoom): string {
  const state = element.call?.state.value;
  const name =
    track.direction === 'out'
      ? state?.name || 'You'
      : (state?.participants.find(({ id }) => id === track.participantId)?.name ?? 'Somebody');
  const what = {
    camera: 'camera',
    microphone: 'microphone',
    screen: 'screen',
    'screen-audio': 'screen sound',
    custom: 'track',
  };
  return `${name}: ${what[track.source]}`;
}

function createCard({ direction, kind }: TrackStats): Card {
  const title = make('h3');
  const tag = make('span', `tag ${direction}`, direction === 'in' ? 'received' : 'sent');
  const values = make('dl', 'values');
  const glass = direction === 'in' ? createGlass(kind) : undefined;
  const element = make('article', `track ${kind}`, make('header', '', title, tag));
  if (glass) element.append(glass.element);
  element.append(values);
  return {
    element,
    update(track, text) {
      title.textContent = text;
      glass?.update(track);
      values.replaceChildren(
        ...entries(track).flatMap(([name, value]) => [make('div', '', make('dt', '', name), make('dd', '', value))]),
      );
    },
  };
}

/** The big figure of a received track, with its last minute. */
function createGlass(kind: TrackStats['kind']) {
  const median = make('b', 'glass-median', '…');
  const rest = make('span', 'glass-rest');
  const trace: Trace = createTrace('Glass to glass, last minute', FRAME_MS);
  const name = kind === 'video' ? 'glass to glass' : 'mouth to ear';
  return {
    element: make('div', 'glass', make('p', '', median, make('span', 'glass-name', name), rest), trace.element),
    update({ glassToGlassMs }: TrackStats) {
      median.textContent = milliseconds(glassToGlassMs?.p50);
      rest.textContent = glassToGlassMs ? `95 % within ${milliseconds(glassToGlassMs.p95)}` : '';
      trace.add(glassToGlassMs?.p50);
    },
  };
}

function entries(track: TrackStats): readonly (readonly [string, string])[] {
  const rows: (readonly [string, string])[] = [['Codec', codecName(track.codec)]];
  if (track.kind === 'video') {
    rows.push(['Picture', track.width > 0 ? `${track.width} × ${track.height}` : 'none yet']);
    rows.push(['Frames', `${Math.round(track.framesPerSecond)} per second`]);
  } else if (track.jitterBufferMs !== undefined) {
    rows.push(['Waiting to be played', milliseconds(track.jitterBufferMs)]);
  }
  rows.push(['Bit rate', bitrate(track.bitrateBps)]);
  if (track.codecMs !== undefined) {
    rows.push([track.direction === 'in' ? 'Decoding' : 'Encoding', milliseconds(track.codecMs)]);
  }
  rows.push(['Dropped', drops(track)]);
  return rows;
}

function drops({ dropped, packets }: TrackStats): string {
  const reasons = Object.entries(dropped).filter(([, count]) => count > 0);
  if (reasons.length === 0) return `none of ${packets}`;
  const total = reasons.reduce((sum, [, count]) => sum + count, 0);
  return `${total} of ${packets}: ${reasons.map(([reason, count]) => `${count} ${reason.replaceAll('-', ' ')}`).join(', ')}`;
}

const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/^avc1/, 'H.264'],
  [/^vp0?9/, 'VP9'],
  [/^vp8/, 'VP8'],
  [/^av01/, 'AV1'],
  [/^mjpeg|^jpeg/, 'MJPEG'],
  [/^opus/, 'Opus'],
];

/** By the name that people know; `avc1.42E01F` is for decoders. */
function codecName(codec: string): string {
  if (codec === '') return 'none yet';
  return FAMILIES.find(([pattern]) => pattern.test(codec))?.[1] ?? codec;
}

function milliseconds(value: number | undefined): string {
  if (value === undefined) return '…';
  return value < 9.95 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`;
}

function bitrate(bps: number): string {
  return bps >= 999_500 ? `${(bps / 1e6).toFixed(1)} Mbit/s` : `${Math.round(bps / 1000)} kbit/s`;
}
