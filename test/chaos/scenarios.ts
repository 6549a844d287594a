/** All scenarios, in the order in which they run. */
import type { Scenario } from './scenario.ts';
import { storm } from './scenarios/a1-storm.ts';
import { nonsense, oversized } from './scenarios/a2-nonsense.ts';
import { model } from './scenarios/a3-model.ts';
import { bombs, resets, silentCrowd, slowRequests } from './scenarios/a6-crowds.ts';
import { idle } from './scenarios/c1-idle.ts';
import { fanOut } from './scenarios/c2-fan-out.ts';
import { hall } from './scenarios/c3-hall.ts';
import { ramp } from './scenarios/c4-ramp.ts';
import { killedRelay } from './scenarios/k1-killed-relay.ts';
import { longAbsence } from './scenarios/k1l-long-absence.ts';
import { drainedRelay } from './scenarios/k2-drained-relay.ts';
import { deadMaster, hungMaster } from './scenarios/k3-failed-over-redis.ts';
import { hungRedis } from './scenarios/k4-hung-redis.ts';
import { emptiedRedis } from './scenarios/k5-emptied-redis.ts';
import { partition } from './scenarios/k6-partition.ts';
import { standstill } from './scenarios/k7-standstill.ts';
import { churn } from './scenarios/m1-churn.ts';
import { stalledReceivers } from './scenarios/s1-stalled-receivers.ts';
import { narrowReceiver } from './scenarios/s2-narrow-receiver.ts';
import { halfOpen } from './scenarios/s3-half-open.ts';
import { sleepingClient } from './scenarios/s4-sleeping-client.ts';
import { stoppedRelay } from './scenarios/s5-stopped-relay.ts';
import { expiry } from './scenarios/t2-expiry.ts';
import { guesses, withoutProto } from './scenarios/x2-guesses.ts';

export const SCENARIOS: readonly Scenario[] = [
  idle,
  fanOut,
  hall,
  ramp,
  stalledReceivers,
  narrowReceiver,
  halfOpen,
  sleepingClient,
  stoppedRelay,
  killedRelay,
  longAbsence,
  drainedRelay,
  deadMaster,
  hungMaster,
  hungRedis,
  emptiedRedis,
  partition,
  standstill,
  storm,
  nonsense,
  model,
  oversized,
  bombs,
  slowRequests,
  silentCrowd,
  resets,
  expiry,
  withoutProto,
  guesses,
  churn,
];
