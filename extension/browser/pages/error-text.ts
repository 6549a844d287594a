/** What people read when a setting cannot be saved, or a relay cannot be used. Knows no field and no page. */
import { MAX_NAME_LENGTH } from '../../../component/protocol/limits.ts';
import { hostOf, MAX_RELAYS } from '../settings/relays.ts';
import { SettingsError, type SettingsErrorCode } from '../settings/settings-error.ts';
import type { WordKey, Words } from '../words.ts';
import type { RelayVerdict } from './relay-check.ts';

const BY_CODE: Partial<Readonly<Record<SettingsErrorCode, WordKey>>> = {
  'not-an-address': 'errorAddress',
  'insecure-address': 'errorAddressInsecure',
  'address-with-credentials': 'errorAddressCredentials',
  'address-with-query': 'errorAddressQuery',
  'bad-token': 'errorToken',
  duplicate: 'errorRelayTwice',
  'too-many': 'errorRelaysMany',
  'not-saved': 'notSaved',
  'not-an-export': 'importNotOurs',
  'newer-export': 'importNewer',
};

export function settingsErrorText(error: unknown, words: Words): string {
  if (!(error instanceof SettingsError)) return words.say('errorSomething');
  if (error.code === 'too-long') {
    return error.field.endsWith('url')
      ? words.say('errorAddressLong')
      : words.say('errorNameLong', { count: MAX_NAME_LENGTH });
  }
  return words.say(BY_CODE[error.code] ?? 'errorSomething', { count: MAX_RELAYS });
}

export function addressErrorText(problem: SettingsErrorCode, typed: string, words: Words): string {
  if (typed.trim() === '') return words.say('errorAddressEmpty');
  return settingsErrorText(new SettingsError(problem, 'url', problem), words);
}

export interface VerdictText {
  readonly tone: 'good' | 'bad';
  readonly text: string;
  /** What the operator has to set. */
  readonly setting?: string;
  readonly note?: string;
  /** The field that has to be corrected; the text is shown there. */
  readonly field?: 'url' | 'token';
}

/** `origin` is the extension's own: how a relay's operator can name it. */
export function verdictText(verdict: RelayVerdict, typed: string, words: Words, origin: string): VerdictText {
  const host = hostOf('url' in verdict ? verdict.url : withoutRest(typed));
  const bad = (key: WordKey, more: Partial<VerdictText> = {}): VerdictText => ({
    tone: 'bad',
    text: words.say(key, { host }),
    ...more,
  });
  switch (verdict.kind) {
    case 'works':
      return {
        tone: 'good',
        text: words.say('relayWorks', { host, ms: Math.max(1, Math.round(verdict.roundTripMs)) }),
      };
    case 'bad-address':
      return { tone: 'bad', field: 'url', text: addressErrorText(verdict.problem, typed, words) };
    case 'bad-token':
      return bad('errorToken', { field: 'token' });
    case 'offline':
      return bad('relayOffline');
    case 'unreachable':
      return bad('relayUnreachable');
    case 'not-a-relay':
      return bad('relayNotARelay');
    case 'refuses-origin':
      return bad('relayRefusesOrigin', {
        setting: `--origins ${originSetting(origin)}`,
        note: words.say('relayRefusesOriginNote'),
      });
    case 'needs-token':
      return bad('relayNeedsToken', { field: 'token' });
    case 'refuses-token':
      return bad('relayRefusesToken', {
        field: 'token',
        ...(verdict.reason && { note: words.say('relayReason', { reason: verdict.reason }) }),
      });
    case 'other-version':
      return bad('relayOtherVersion');
    case 'busy':
      return bad('relayBusy');
  }
}

/** Firefox gives each installation another id, so that only the scheme can be named. */
const originSetting = (origin: string): string => (origin.startsWith('moz-extension:') ? 'moz-extension:' : origin);

const withoutRest = (typed: string): string =>
  typed
    .trim()
    .replace(/^\w+:\/\//, '')
    .replace(/\/$/, '');
