/**
 * The steps of redis-store.ts that must be atomic, as Lua that runs inside Redis. What each takes stands beside it, keys
 * first. Knows nothing of what the bodies say.
 */
import { LEASE_PREFIX, type RoomKeys } from './keys.ts';
import { LEASE_TTL_MS, LOST_KEPT_MS, MAX_BARRED, MAX_CHAT_KEPT, MAX_LEFT, ROOM_TTL_MS } from './store.ts';

/** The order of every room's keys, in all scripts that take them. */
export const listKeys = ({ meta, roster, waiting, barred, chat, ids, channel }: RoomKeys): string[] => [
  meta,
  roster,
  waiting,
  barred,
  chat,
  ids,
  channel,
];

const ROOM = `
local meta, roster, waiting, barred, chat, ids, channel =
  KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7]
local function touch()
  for i = 1, 6 do redis.call('PEXPIRE', KEYS[i], ${ROOM_TTL_MS}) end
end
local function nowMs()
  local now = redis.call('TIME')
  return now[1] * 1000 + math.floor(now[2] / 1000)
end
-- Large numbers as they are: Lua would write them with an exponent.
local function whole(n) return string.format('%.0f', n) end
-- A room that begins, begins with the time: its versions are never again those of one that was forgotten.
local function begin()
  if redis.call('HEXISTS', meta, 'born') == 1 then return end
  local now = redis.call('TIME')
  local micros = whole(now[1] * 1000000 + now[2])
  redis.call('HSET', meta, 'born', micros, 'version', micros)
end
local function bump()
  begin()
  return whole(redis.call('HINCRBY', meta, 'version', 1))
end
`;

/** With the last one the room ends. Whoever was lost with their relay may still come back to what was said. */
const END = `
local function endIfEmpty()
  if redis.call('HLEN', roster) > 0 or redis.call('HLEN', waiting) > 0 then return end
  local lostAt = tonumber(redis.call('HGET', meta, 'lostAt') or '')
  if lostAt and nowMs() - lostAt < ${LOST_KEPT_MS} then
    for _, key in ipairs({ meta, chat, ids }) do redis.call('PEXPIRE', key, ${LOST_KEPT_MS}) end
  else
    redis.call('DEL', meta, chat, ids)
  end
end
`;

/** Writes of a relay that the others take for dead count no more: another may have taken its participants over. */
const FENCE = `
local relay = ARGV[1]
if redis.call('EXISTS', '${LEASE_PREFIX}' .. relay) == 0 then return redis.error_reply('FENCED') end
`;

/** A roster's value is "counter relay body". */
const COUNTER = `
local function counterOf(value)
  if not value then return 0 end
  return tonumber(string.match(value, '^(%d+) '))
end
`;

/** [lease] → 1 where it lived, and lives on; else 0. */
export const RENEW = `
return redis.call('PEXPIRE', KEYS[1], ${LEASE_TTL_MS})
`;

/** Room, epoch in case there is none, proof or ''. → meta, roster, waiting, barred, chat. What dead relays held goes away. */
export const OPEN = `${ROOM}
begin()
redis.call('HSETNX', meta, 'epoch', ARGV[1])
if ARGV[2] ~= '' then redis.call('HSETNX', meta, 'proof', ARGV[2]) end
local alive = {}
local function lives(relay)
  if alive[relay] == nil then alive[relay] = redis.call('EXISTS', '${LEASE_PREFIX}' .. relay) == 1 end
  return alive[relay]
end
local present = {}
local all = redis.call('HGETALL', roster)
for i = 1, #all, 2 do
  if lives(string.match(all[i + 1], '^%d+ (%S+) ')) then
    present[#present + 1] = all[i]
    present[#present + 1] = all[i + 1]
  else
    redis.call('HDEL', roster, all[i])
    redis.call('HSET', meta, 'lostAt', whole(nowMs()))
  end
end
local waits = {}
all = redis.call('HGETALL', waiting)
for i = 1, #all, 2 do
  if lives(all[i]) then
    waits[#waits + 1] = all[i]
    waits[#waits + 1] = all[i + 1]
  else
    redis.call('HDEL', waiting, all[i])
  end
end
touch()
return { redis.call('HGETALL', meta), present, waits, redis.call('SMEMBERS', barred), redis.call('LRANGE', chat, 0, -1) }
`;

/** Room. → version, epoch, head; nothing of a room that was forgotten. */
export const CHECK = `${ROOM}
touch()
return redis.call('HMGET', meta, 'version', 'epoch', 'head')
`;

/** Room, relay, participant, body. → counter */
export const CLAIM = `${ROOM}${FENCE}${COUNTER}
local id, body = ARGV[2], ARGV[3]
local time = redis.call('TIME')
-- Microseconds, so that it grows even where Redis has forgotten all it knew.
local counter = math.max(counterOf(redis.call('HGET', roster, id)) + 1, time[1] * 1000000 + time[2])
local value = whole(counter) .. ' ' .. relay .. ' ' .. body
redis.call('HSET', roster, id, value)
redis.call('PUBLISH', channel, 'present ' .. bump() .. ' ' .. id .. ' ' .. value)
touch()
return whole(counter)
`;

/** Room, relay, participant, counter, body. → 1, or 0 where a newer session holds it. */
export const PUT = `${ROOM}${FENCE}${COUNTER}
local id, counter, body = ARGV[2], ARGV[3], ARGV[4]
if counterOf(redis.call('HGET', roster, id)) > tonumber(counter) then return 0 end
local value = counter .. ' ' .. relay .. ' ' .. body
redis.call('HSET', roster, id, value)
redis.call('PUBLISH', channel, 'present ' .. bump() .. ' ' .. id .. ' ' .. value)
touch()
return 1
`;

/** Room, relay, participant, counter, reason. */
export const RELEASE = `${ROOM}${FENCE}${COUNTER}${END}
local id, counter, reason = ARGV[2], ARGV[3], ARGV[4]
local held = redis.call('HGET', roster, id)
if held and counterOf(held) == tonumber(counter) then
  redis.call('HDEL', roster, id)
  local left = { id .. ' ' .. counter .. ' ' .. reason }
  for line in string.gmatch(redis.call('HGET', meta, 'left') or '', '[^\\n]+') do
    if #left < ${MAX_LEFT} and string.match(line, '^(%S+) ') ~= id then left[#left + 1] = line end
  end
  redis.call('HSET', meta, 'left', table.concat(left, '\\n'))
  redis.call('PUBLISH', channel, 'gone ' .. bump() .. ' ' .. id .. ' ' .. counter .. ' ' .. relay .. ' ' .. reason)
end
endIfEmpty()
return 1
`;

/** Room, relay, JSON of the change for the others, locked or '', waiting room or '', then whom it bars. */
export const CHANGE = `${ROOM}${FENCE}
if ARGV[3] ~= '' then redis.call('HSET', meta, 'locked', ARGV[3]) end
if ARGV[4] ~= '' then redis.call('HSET', meta, 'waitingRoom', ARGV[4]) end
for i = 5, #ARGV do redis.call('SADD', barred, ARGV[i]) end
local excess = redis.call('SCARD', barred) - ${MAX_BARRED}
if excess > 0 then redis.call('SPOP', barred, excess) end
redis.call('PUBLISH', channel, 'facts ' .. bump() .. ' ' .. relay .. ' ' .. ARGV[2])
touch()
return 1
`;

/** Room, relay, body or ''. */
export const WAITING = `${ROOM}${FENCE}${END}
if ARGV[2] == '' then redis.call('HDEL', waiting, relay) else redis.call('HSET', waiting, relay, ARGV[2]) end
redis.call('PUBLISH', channel, 'waiting ' .. bump() .. ' ' .. relay .. ' ' .. ARGV[2])
touch()
endIfEmpty()
return 1
`;

/** A chat line is "key time body"; the last one has the number \`head\`, so none carries its own. */
const CHAT = `
local function push(key, at, body)
  local head = whole(redis.call('HINCRBY', meta, 'head', 1))
  redis.call('HSET', ids, key, head .. ' ' .. at)
  redis.call('RPUSH', chat, key .. ' ' .. at .. ' ' .. body)
  if redis.call('LLEN', chat) > ${MAX_CHAT_KEPT} then
    redis.call('HDEL', ids, string.match(redis.call('LPOP', chat), '^(%S+) '))
  end
  return head
end
`;

/** Room, relay, key, time, body, epoch in case there is none. → epoch, sequence, time: those of the first of this key. */
export const APPEND = `${ROOM}${FENCE}${CHAT}
local key, at, body = ARGV[2], ARGV[3], ARGV[4]
begin()
redis.call('HSETNX', meta, 'epoch', ARGV[5])
local epoch = redis.call('HGET', meta, 'epoch')
local known = redis.call('HGET', ids, key)
if known then
  local sequence, knownAt = string.match(known, '^(%d+) (%d+)')
  return { epoch, sequence, knownAt }
end
local sequence = push(key, at, body)
touch()
redis.call('PUBLISH', channel, 'chat ' .. epoch .. ' ' .. sequence .. ' ' .. key .. ' ' .. at .. ' ' .. body)
return { epoch, sequence, at }
`;

/** Room, relay, new epoch, then key, time and body of each. → the epoch */
export const MERGE = `${ROOM}${FENCE}${CHAT}
local missing, keys = {}, {}
for i = 3, #ARGV, 3 do keys[#keys + 1] = ARGV[i] end
for i, key in ipairs(keys) do
  if redis.call('HEXISTS', ids, key) == 0 then
    missing[#missing + 1] = { key, ARGV[3 * i + 1], ARGV[3 * i + 2] }
  end
end
if #missing == 0 then return redis.call('HGET', meta, 'epoch') end
begin()
local lines = {}
for _, line in ipairs(redis.call('LRANGE', chat, 0, -1)) do
  local key, at, body = string.match(line, '^(%S+) (%d+) (.*)$')
  lines[#lines + 1] = { key, at, body }
end
for _, line in ipairs(missing) do lines[#lines + 1] = line end
-- table.sort is not stable: what came first stays first.
for i, line in ipairs(lines) do line[4] = i end
table.sort(lines, function(a, b)
  if a[2] == b[2] then return a[4] < b[4] end
  return tonumber(a[2]) < tonumber(b[2])
end)
redis.call('DEL', chat, ids)
redis.call('HSET', meta, 'epoch', ARGV[2], 'head', 0)
for _, line in ipairs(lines) do push(line[1], line[2], line[3]) end
touch()
redis.call('PUBLISH', channel, 'merged ' .. ARGV[2])
return ARGV[2]
`;
