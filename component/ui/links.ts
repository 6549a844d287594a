/** Finds web addresses in a text (pure). Knows no DOM: whoever draws the parts binds them as text and href. */

export interface TextPart {
  readonly text: string;
  /** Only ever http or https. */
  readonly href?: string;
}

const ADDRESS = /https?:\/\/[^\s<>"'`]+/gi;

/** What ends a sentence or a bracket rather than an address; a closing bracket stays where the address opened one. */
function trimEnd(address: string): string {
  let end = address;
  for (;;) {
    const last = end.at(-1) ?? '';
    if (/[.,;:!?…]/.test(last)) end = end.slice(0, -1);
    else if (last === ')' && !end.includes('(')) end = end.slice(0, -1);
    else if (last === ']' && !end.includes('[')) end = end.slice(0, -1);
    else return end;
  }
}

export function splitLinks(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = trimEnd(match[0]);
    if (!URL.canParse(address)) continue;
    const url = new URL(address);
    // A name in front of the host ("https://bank.example@evil.example") only serves to deceive.
    if (url.host === '' || url.username !== '') continue;
    if (match.index > at) parts.push({ text: text.slice(at, match.index) });
    parts.push({ text: address, href: url.href });
    at = match.index + address.length;
  }
  if (at < text.length) parts.push({ text: text.slice(at) });
  return parts;
}
