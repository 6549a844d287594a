/** Settings as a file: what goes into it, and what is taken from one that somebody chose (pure). Saves nothing. */
import { checkField, FIELD_NAMES, isFieldName } from './fields.ts';
import { MAX_RELAYS, type Relay, readRelays } from './relays.ts';
import { SettingsError } from './settings-error.ts';
import type { Settings, SettingsChange } from './settings-store.ts';
import { MAX_SITES, readSite, type SiteSettings, type StoredSite, siteOrigin } from './site-settings.ts';

const FORMAT = 'stream-room-settings';
const VERSION = 1;
const MAX_FILE_LENGTH = 1_000_000; // characters: 500 sites take about 100,000

export interface Import {
  readonly change: SettingsChange;
  readonly sites: ReadonlyMap<string, SiteSettings>;
  /** What the file has that could not be used: `theme`, `relays`, `sites`. */
  readonly skipped: readonly string[];
}

/** Devices are left out, which are others on another computer; and tokens, unless they are asked for. */
export function exportText(
  settings: Settings,
  sites: ReadonlyMap<string, StoredSite>,
  { withTokens = false }: { readonly withTokens?: boolean } = {},
): string {
  const { camera: _camera, microphone: _microphone, speaker: _speaker, ...rest } = settings;
  const relays = settings.relays.map(
    ({ token, ...relay }): Relay => (withTokens && token ? { ...relay, token } : relay),
  );
  const content = { format: FORMAT, version: VERSION, settings: { ...rest, relays }, sites: Object.fromEntries(sites) };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** Field by field: what is not usable is named and left as it is. Throws SettingsError where it is no export at all. */
export function parseExport(text: string): Import {
  const content = parse(text);
  const skipped: string[] = [];
  const change: Record<string, unknown> = {};
  for (const [name, raw] of Object.entries(objectOf(content['settings']))) {
    if (name === 'relays') {
      // A token from a file stays in the browser as the file says, or is not there.
      const tokens = tokensOf(raw);
      const relays = readRelays(raw, tokens, tokens);
      if (!Array.isArray(raw) || relays.length !== raw.length || raw.length > MAX_RELAYS) skipped.push(name);
      if (Array.isArray(raw)) change[name] = relays;
    } else if (isFieldName(name) && FIELD_NAMES.includes(name)) {
      try {
        change[name] = checkField(name, raw);
      } catch {
        skipped.push(name);
      }
    } else skipped.push(name);
  }
  const sites = new Map<string, SiteSettings>();
  for (const [address, raw] of Object.entries(objectOf(content['sites']))) {
    try {
      const { changedAt: _changedAt, ...site } = readSite(raw);
      if (sites.size < MAX_SITES) sites.set(siteOrigin(address), site);
    } catch {
      if (!skipped.includes('sites')) skipped.push('sites');
    }
  }
  return { change, sites, skipped };
}

function parse(text: string): Readonly<Record<string, unknown>> {
  if (text.length > MAX_FILE_LENGTH) throw notAnExport('It is too long.');
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw notAnExport('It is not JSON.', cause);
  }
  const file = objectOf(content);
  if (file['format'] !== FORMAT) throw notAnExport(`Its "format" is not "${FORMAT}".`);
  if (typeof file['version'] !== 'number') throw notAnExport('Its "version" is no number.');
  if (file['version'] > VERSION) {
    throw new SettingsError('newer-export', 'file', `Version ${file['version']} is known to later extensions only.`);
  }
  return file;
}

const notAnExport = (reason: string, cause?: unknown): SettingsError =>
  new SettingsError('not-an-export', 'file', `This is no file of exported settings. ${reason}`, { cause });

const objectOf = (raw: unknown): Readonly<Record<string, unknown>> =>
  typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>) : {};

/** By address as the list will have it. */
function tokensOf(raw: unknown): Readonly<Record<string, unknown>> {
  if (!Array.isArray(raw)) return {};
  const entries = raw.map((each: unknown) => objectOf(each));
  return Object.fromEntries(entries.flatMap(({ url, token }) => (typeof url === 'string' ? [[url, token]] : [])));
}
