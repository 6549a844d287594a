/** The fields of a relay that only some forms have: its name, its token. Knows no form. */
import { html } from 'lit';
import { MAX_NAME_LENGTH } from '../../../component/protocol/limits.ts';
import { areaField, switchField, textField } from './field.ts';
import type { Page } from './page.ts';

/** Without a name, `host` is it. */
export function nameField(page: Page, id: string, name: string, host: string, onName: (name: string) => void) {
  return textField({
    page,
    id: `${id}-name`,
    label: page.words.say('relayName'),
    hint: page.words.say('relayNameHint'),
    placeholder: host,
    maxLength: MAX_NAME_LENGTH,
    value: name,
    onInput: onName,
  });
}

export interface TokenView {
  readonly token: string;
  readonly forgets: boolean;
  readonly error: string | undefined;
  readonly onToken: (token: string) => void;
  readonly onForgets: (forgets: boolean) => void;
}

export function tokenFields(page: Page, id: string, { token, forgets, error, onToken, onForgets }: TokenView) {
  const { words } = page;
  return html`${areaField({
    page,
    id: `${id}-token`,
    label: words.say('relayToken'),
    hint: words.say('relayTokenHint'),
    error,
    value: token,
    onInput: onToken,
  })}
  ${switchField({
    page,
    id: `${id}-forget`,
    label: words.say('relayForget'),
    plain: true,
    checked: forgets,
    onChange: onForgets,
  })}`;
}
