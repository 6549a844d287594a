/** What all pages of ours stand in, and the page that says what is wrong. Knows no call. */
import { type Markup, markup } from './html.ts';
import { pageFile } from './page-files.ts';
import type { PageLanguage } from './page-language.ts';

interface Shell {
  readonly base: string;
  readonly speech: PageLanguage;
  /** More attributes of the root, for the page's own script. */
  readonly root?: Markup;
}

/** All of our languages are written from left to right; names of rooms may not be, and stand in a <bdi>. */
export const page = ({ base, speech, root }: Shell, head: Markup, body: Markup): Markup =>
  markup`<!doctype html>
<html lang="${speech.tag}" dir="ltr"${root}>
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
    <meta name="color-scheme" content="light dark">
    <meta name="theme-color" content="#f4f6f8" media="(prefers-color-scheme: light)">
    <meta name="theme-color" content="#101317" media="(prefers-color-scheme: dark)">
    <meta name="robots" content="noindex">
    <link rel="icon" href="${pathOf(pageFile(base, 'icon.svg'))}" type="image/svg+xml">
    <link rel="stylesheet" href="${pathOf(pageFile(base, 'page.css'))}">
    ${head}
  </head>
  <body>
    ${body}
  </body>
</html>
`;

export function problemPage(
  base: string,
  speech: PageLanguage,
  heading: string,
  [what = '', advice = '']: readonly string[],
): Markup {
  return page(
    { base, speech },
    markup`<title>${heading}</title>`,
    markup`<main class="card">
      ${mark(base)}
      <h1>${heading}</h1>
      <p>${what}</p>
      <p>${advice}</p>
    </main>`,
  );
}

export const mark = (base: string): Markup =>
  markup`<img class="mark" src="${pathOf(pageFile(base, 'icon.svg'))}" alt="" width="44" height="44">`;

/** Whoever came under another name of this relay stays there. */
export function pathOf(address: string): string {
  const { pathname, search } = new URL(address);
  return pathname + search;
}
