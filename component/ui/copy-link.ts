/** Invites others: copies the link into the room. Knows no link. */

import { html, nothing } from 'lit';
import link from 'lucide/dist/esm/icons/link.mjs';
import { msg } from '../localization/message.ts';
import { icon } from './icon.ts';

/** Nothing where there is no link. */
export const copyLinkTemplate = (onCopyLink: (() => void) | undefined) =>
  onCopyLink
    ? html`<button class="button small copy-link" part="copy-link-button" type="button" @click=${onCopyLink}>${icon(link)}${msg('Copy link')}</button>`
    : nothing;
