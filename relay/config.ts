/**
 * Options → one frozen, validated Config, or a sentence that names what is wrong with which setting, alone or together
 * with others. Knows nothing of what the settings do.
 */
import { type Check, ConfigError, isLoopback } from './config/checks.ts';
import { SETTINGS } from './config/settings.ts';
import type { Config } from './config/shape.ts';

export { ConfigError, isLoopback } from './config/checks.ts';
export type { Config, LogLevel, OpenMode } from './config/shape.ts';

/** Throws ConfigError. `isGuest`: on a server of somebody else, which may be reached from anywhere. */
export function createConfig(options: Partial<Config> = {}, isGuest = false): Config {
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(SETTINGS, name)) {
      throw new ConfigError(`The relay has no setting "${name}". It has ${Object.keys(SETTINGS).join(', ')}.`);
    }
  }
  const entries = Object.entries(SETTINGS).map(([name, { check, initial }]) => {
    const given: unknown = options[name as keyof Config];
    return [name, (check as Check<unknown>)(given === undefined ? initial : given, name)];
  });
  const checked = Object.fromEntries(entries) as unknown as Config;
  const config = {
    ...checked,
    open: options.open ?? (isPrivate(checked, isGuest) && !hasKeys(checked) ? 'any-room' : 'no'),
    // Alone it has nowhere to send anybody: until it is back, everybody waiting is the shortest.
    drainMs: options.drainMs ?? (checked.redis === undefined ? 0 : checked.drainMs),
    hsts: options.hsts ?? checked.tlsCert !== undefined,
  };
  checkTogether(config, isGuest);
  return Object.freeze(config);
}

/** Tokens can be checked. */
export const hasKeys = ({ tokenSecret, tokenKeys }: Config): boolean =>
  tokenSecret !== undefined || tokenKeys !== undefined;

const isPrivate = ({ host }: Config, isGuest: boolean): boolean => !isGuest && isLoopback(host);

function checkTogether(config: Config, isGuest: boolean): void {
  const { tlsCert, tlsKey, hsts, trustProxy, open, metricsPort, metricsHost, metricsToken, port } = config;
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    const [given, missing] = tlsCert === undefined ? ['tlsKey', 'tlsCert'] : ['tlsCert', 'tlsKey'];
    throw new ConfigError(`${given} is given without ${missing}. TLS needs both.`);
  }
  if (hsts && !tlsCert && trustProxy.length === 0 && !isGuest) {
    throw new ConfigError('hsts is true without TLS. Give tlsCert and tlsKey, or trustProxy for one that has TLS.');
  }
  if (open === 'no' && !hasKeys(config)) throw new ConfigError(nobodyMayJoin(config, isGuest));
  if (metricsPort !== 0 && metricsPort === port) {
    throw new ConfigError(`metricsPort is ${metricsPort}, which is port, too. Choose another one.`);
  }
  if (metricsPort !== 0 && metricsToken === undefined && !isLoopback(metricsHost)) {
    throw new ConfigError(
      `metricsHost is "${metricsHost}": other machines could read the metrics. Give metricsToken, or 127.0.0.1.`,
    );
  }
}

function nobodyMayJoin(config: Config, isGuest: boolean): string {
  const keys = 'tokenKeys or tokenSecret';
  if (isPrivate(config, isGuest)) return `open is "no" and there are no keys: nobody could join. Give ${keys}.`;
  const where = isGuest ? 'This relay is on a server of yours' : `host is "${config.host}"`;
  return (
    `${where}, which others may reach, and nothing says who may join. Give ${keys}, ` +
    'or open "secret-rooms" (whoever has the link of a room) or "any-room" (everybody).'
  );
}
