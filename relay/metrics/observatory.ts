/** All that looks at a running relay, started and ended together. Knows nothing of who looks. */
import type { Clock } from '../clock.ts';
import type { Counters } from './counters.ts';
import { EventLoopMeter } from './event-loop.ts';
import type { BusFigures, Figures } from './figures.ts';
import { History, SAMPLE_INTERVAL_MS } from './history.ts';
import { createMetrics, type Metrics } from './metrics.ts';

export interface Observatory {
  readonly metrics: Metrics;
  readonly history: History;
  readonly figures: Figures;
}

/** Ends with `signal`. */
export function openObservatory(
  { clock, counters, figures }: { readonly clock: Clock; readonly counters: Counters; readonly figures: Figures },
  signal: AbortSignal,
): Observatory {
  const metrics = createMetrics(counters, figures, clock.epochMs());
  const meter = new EventLoopMeter(clock, metrics.observeLag);
  const history = new History({ clock, counters, figures, takeLagMs: () => meter.takeMax() });
  let seen: BusFigures['roundTripMs'] | undefined;
  // As often as the bus is probed; the same figure twice is the same probe.
  const bus = clock.every(SAMPLE_INTERVAL_MS, () => {
    const { roundTripMs } = figures.bus() ?? {};
    if (roundTripMs !== undefined && roundTripMs > 0 && roundTripMs !== seen) metrics.observeBusRoundTrip(roundTripMs);
    seen = roundTripMs;
  });
  const stop = () => {
    meter.stop();
    history.stop();
    bus.cancel();
  };
  signal.addEventListener('abort', stop, { once: true });
  return { metrics, history, figures };
}
