import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openRedisProcess } from '../../support/redis-process.ts';
import { parseRedisCpuMicros } from './redis-usage.ts';

test('user and system time of the process count, not those of its children and threads', () => {
  const info =
    '$0\r\n# CPU\r\nused_cpu_sys:0.250000\r\nused_cpu_user:1.000002\r\nused_cpu_sys_children:7.0\r\nused_cpu_user_children:8.0\r\nused_cpu_sys_main_thread:0.2\r\nused_cpu_user_main_thread:0.9\r\n\r\n';
  assert.equal(parseRedisCpuMicros(info), 1_250_002);
});

test('an answer without it is an error that shows it', () => {
  assert.throws(() => parseRedisCpuMicros('-NOAUTH Authentication required.\r\n'), /used_cpu_user.*NOAUTH/);
});

test('a real redis-server says it', async (t) => {
  const redis = await openRedisProcess(t);
  assert.ok(parseRedisCpuMicros(await redis.command('INFO cpu')) > 0);
});
