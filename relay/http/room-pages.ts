/**
 * `/r/:room`, the call as a page, and `/embed/:room`, the same for frames of other sites: which of them an address gets, or
 * what is wrong with it, in the language of whoever asks. Knows nothing of who is in a room, nor whether anybody is.
 */

import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import type { Config } from '../config.ts';
import { callPage, discoveryLinks, embedPage, type Place } from './call-page.ts';
import { filled } from './call-words.ts';
import type { Markup } from './html.ts';
import { languageOf } from './page-language.ts';
import { frameAncestors, setPagePolicy } from './page-policy.ts';
import { problemPage } from './page-shell.ts';
import { PROBLEM_WORDS } from './problem-words.ts';
import { type BaseOf, readRoomPath } from './room-address.ts';

export function createRoomPages(config: Config, baseOf: BaseOf): Router {
  const router = express.Router();
  const ancestors = frameAncestors(config);
  const drawCall = (place: Place, response: Response): Markup => {
    const links = discoveryLinks(place);
    if (links.length > 0) response.set('Link', links.join(', '));
    return callPage(place);
  };
  router.use('/r', onRoom(config, baseOf, "'none'", drawCall));
  router.use('/embed', onRoom(config, baseOf, ancestors, embedPage));
  return router;
}

function onRoom(
  config: Config,
  baseOf: BaseOf,
  ancestors: string,
  draw: (place: Place, response: Response) => Markup,
): RequestHandler {
  return (request: Request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      next();
      return;
    }
    const speech = languageOf(request);
    // Whoever keeps copies keeps one for each reader's languages.
    response.vary('Accept-Language').set('Content-Language', speech.language);
    const problems = PROBLEM_WORDS[speech.language];
    const base = baseOf(request);
    if (base === undefined) {
      // Under a name that is not ours nothing is said that could be taken for ours.
      response.status(421).type('text').send(`${problems.otherName}\n`);
      return;
    }
    setPagePolicy(response, base, ancestors);
    // Not decoded: a slash of a name is no slash of the address.
    const reading = readRoomPath(request.path);
    if (reading.room === undefined) {
      const { status, problem, values } = reading;
      const heading = status === 404 ? problems.noRoom : problems.noName;
      const lines = [filled(problems[problem], values), problems.advice];
      response.status(status).send(problemPage(base, speech, heading, lines).text);
      return;
    }
    response.send(draw({ base, room: reading.room, config, speech }, response).text);
  };
}
