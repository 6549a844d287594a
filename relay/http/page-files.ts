/** What the pages of a call are made of beside the element: style, scripts, words and pictures. Knows nothing of rooms. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import express, { type Response, type Router } from 'express';
import { laterWords } from './call-words.ts';
import { LANGUAGES } from './page-language.ts';

/** Beside the sources, or packed into the build. */
const FOLDER = ['../embed/', './embed/']
  .map((path) => fileURLToPath(new URL(path, import.meta.url)))
  .find((path) => existsSync(`${path}page.css`));

const FILES = [
  'page.css',
  'call.js',
  'embed.js',
  'fragment.js',
  'words.js',
  'icon.svg',
  'preview.png',
  'preview-small.png',
] as const;
type PageFile = (typeof FILES)[number];

/** A picture for those who show a link to a call; CSS pixels. */
export interface Preview {
  readonly file: PageFile;
  readonly width: number;
  readonly height: number;
}

/** The largest first. */
export const PREVIEWS: readonly Preview[] = [
  { file: 'preview.png', width: 1200, height: 630 },
  { file: 'preview-small.png', width: 480, height: 252 },
];

/** Not below `/r` or `/embed`: there every name is a room's. */
export const pageFile = (base: string, file: PageFile): string => `${base}call-page/${file}`;

export function createPageFiles(): Router {
  const router = express.Router();
  for (const name of FILES) {
    router.get(`/call-page/${name}`, (_request, response) => {
      share(response);
      response.sendFile(name, {
        root: FOLDER ?? '.',
        headers: { 'Cache-Control': name.endsWith('.png') ? 'public, max-age=86400' : 'no-cache' },
      });
    });
  }
  // For those whose browser asked for a page in another language than it wants to show.
  for (const language of LANGUAGES) {
    router.get(`/call-page/words/${language}.js`, (_request, response) => {
      share(response);
      response.set('Cache-Control', 'no-cache').type('text/javascript; charset=utf-8');
      response.send(`export const words = ${JSON.stringify(laterWords(language))};\n`);
    });
  }
  return router;
}

/** Also with a document in a sandbox, which has no origin, and with whoever shows the picture beside a link. */
function share(response: Response): void {
  response.set({ 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' });
}
