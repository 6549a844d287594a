/** Alert rules and dashboard: right by Prometheus’ own tests, and of metrics that there are. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { it } from 'node:test';
import { Counters } from '../../../relay/metrics/counters.ts';
import { createMetrics } from '../../../relay/metrics/metrics.ts';
import { ROOT, read } from '../../support/source-files.ts';

const DEPLOY = 'relay/deploy';
const CENSUS = { connections: 0, rooms: 0, participants: 0, tracks: 0, subscriptions: 0 };

it('the rules ring when they should and keep silent when all is well', () => {
  const { status, stdout, stderr } = spawnSync('promtool', ['test', 'rules', 'alerts.test.yml'], {
    cwd: join(ROOT, DEPLOY),
    encoding: 'utf8',
  });
  assert.equal(status, 0, stdout + stderr);
});

async function metricNames(): Promise<ReadonlySet<string>> {
  const figures = { census: () => CENSUS, bus: () => undefined, isDraining: () => false };
  const text = await createMetrics(new Counters(), figures, 0).read();
  const declared = [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)];
  return new Set(
    declared.flatMap(([, name = '', type]) =>
      type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    ),
  );
}

const namesIn = (text: string): readonly string[] => [...new Set(text.match(/\bsr_\w+/g))];

it('every rule is about metrics that there are', async () => {
  const names = await metricNames();
  const used = namesIn(read(`${DEPLOY}/alerts.yml`));
  assert.ok(used.length >= 8);
  assert.deepEqual(
    used.filter((name) => !names.has(name)),
    [],
  );
});

it('every query of the dashboard is about metrics that there are, and every panel has one', async () => {
  const names = await metricNames();
  const dashboard = JSON.parse(read(`${DEPLOY}/grafana-dashboard.json`)) as {
    readonly panels: readonly { readonly id: number; readonly title: string; readonly targets: { expr: string }[] }[];
  };
  assert.equal(new Set(dashboard.panels.map(({ id }) => id)).size, dashboard.panels.length);
  for (const { title, targets } of dashboard.panels) {
    assert.ok(targets.length > 0, title);
    for (const { expr } of targets) {
      const used = namesIn(expr);
      assert.ok(used.length > 0 && used.every((name) => names.has(name)), `${title}: ${expr}`);
    }
  }
});
