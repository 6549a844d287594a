/** A cluster whose relays meet at a Redis: its connections, opened and closed together. Knows nothing of rooms. */
import { parseRedisAddress } from '../bus/redis-address.ts';
import { RedisBus } from '../bus/redis-bus.ts';
import { Cluster, type ClusterContext } from './cluster.ts';
import { RedisStore } from './redis-store.ts';

export interface RedisCluster {
  readonly cluster: Cluster;
  readonly store: RedisStore;
  /** An ioredis client, for what else relays count together. */
  readonly client: RedisBus['commands'];
}

/** Connects; the address has been checked before. */
export function openRedisCluster(address: string, context: Omit<ClusterContext, 'bus' | 'store'>): RedisCluster {
  const options = parseRedisAddress(address);
  if (!options) throw new Error('The address of Redis was not checked.');
  const bus = new RedisBus(options, context.onError);
  const isReachable = () => cluster.health.state === 'ok';
  const store = new RedisStore(bus.commands, isReachable);
  const cluster = new Cluster({ ...context, bus, store });
  return { cluster, store, client: bus.commands };
}
