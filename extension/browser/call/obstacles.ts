/** What can stand in a call's way, and the card that says so and shows the way on. Knows no call. */
import camera from 'lucide/dist/esm/icons/camera.mjs';
import globe from 'lucide/dist/esm/icons/globe.mjs';
import panelRight from 'lucide/dist/esm/icons/panel-right.mjs';
import server from 'lucide/dist/esm/icons/server.mjs';
import { isFirefox } from '../kind.ts';
import { type FallbackReason, type OwnPage, REASON_WORDS } from '../messages.ts';
import type { RoomChoice } from '../settings.ts';
import type { Words } from '../words.ts';
import type { Card, CardAction } from './cards.ts';
import { roomNameTemplate } from './room-chooser.ts';

export type Obstacle =
  | { readonly kind: 'no-relay' }
  /** Nothing to derive a room from; `reason` where the page is one that no extension may see. */
  | { readonly kind: 'no-page'; readonly reason: FallbackReason | undefined }
  | { readonly kind: 'impossible'; readonly reason: FallbackReason }
  | { readonly kind: 'no-grant'; readonly isDenied: boolean };

export interface ObstacleView {
  readonly words: Words;
  readonly surface: 'frame' | 'panel';
  readonly host: string;
  readonly openBeside: (() => void) | undefined;
  readonly besideKeys: string | undefined;
  readonly isNameWrong: boolean;
  /** Open the devices all the same, or do without. */
  readonly decide: (decision: 'with' | 'without') => void;
  /** One of the extension's pages, in a tab. */
  readonly openPage: (name: OwnPage) => void;
  readonly onChoice: (choice: RoomChoice) => void;
}

export function obstacleCard(obstacle: Obstacle, view: ObstacleView): Card {
  const { words } = view;
  switch (obstacle.kind) {
    case 'no-relay':
      return {
        icon: server,
        title: words.say('relayTitle'),
        texts: [words.say('relayText')],
        actions: [{ label: words.say('relayButton'), onClick: () => view.openPage('welcome.html') }],
      };
    case 'no-page':
      return {
        icon: globe,
        title: words.say('panelNoPageTitle'),
        texts: [...(obstacle.reason ? [words.say(REASON_WORDS[obstacle.reason])] : []), words.say('panelNoPageText')],
        actions: [],
        more: roomNameTemplate({
          words,
          choice: undefined,
          host: undefined,
          isNameWrong: view.isNameWrong,
          onChoice: view.onChoice,
        }),
      };
    case 'impossible':
      return impossibleCard(obstacle.reason, view);
    case 'no-grant':
      return isFirefox ? firefoxCard(view) : chromiumCard(view);
  }
}

function impossibleCard(reason: FallbackReason, view: ObstacleView): Card {
  const { words, surface, openBeside } = view;
  const inFrame = surface === 'frame';
  const texts = [
    words.say(REASON_WORDS[reason]),
    ...(inFrame ? [words.say(isFirefox ? 'reasonPanelWorksFirefox' : 'reasonPanelWorks'), ...keysText(view)] : []),
  ];
  return {
    icon: panelRight,
    title: words.say('fallbackTitle'),
    texts,
    actions: [
      ...(inFrame && openBeside ? [{ label: words.say('openPanel'), onClick: openBeside }] : []),
      { label: words.say('stayWithout'), onClick: () => view.decide('without') },
    ],
  };
}

const keysText = ({ words, openBeside, besideKeys }: ObstacleView): string[] =>
  openBeside ? [] : [words.say('openPanelKeys', { keys: besideKeys ?? '' })];

const without = ({ words, decide }: ObstacleView): CardAction => ({
  label: words.say('grantWithout'),
  onClick: () => decide('without'),
});

/** Panels of Chromium never ask: only a tab can. One grant there is good for everything. */
function chromiumCard(view: ObstacleView): Card {
  const { words, openPage } = view;
  return {
    icon: camera,
    title: words.say('grantTitle'),
    texts: [words.say('grantText')],
    actions: [{ label: words.say('grantButton'), onClick: () => openPage('welcome.html#grant') }, without(view)],
  };
}

/** Firefox asks everywhere: in the sidebar for the extension, in a page for the page. */
function firefoxCard(view: ObstacleView): Card {
  const { words, host, decide } = view;
  const proceed = (label: string): CardAction => ({ label, onClick: () => decide('with') });
  if (view.surface === 'panel') {
    return {
      icon: camera,
      title: words.say('grantTitle'),
      texts: [words.say('grantHereText')],
      actions: [proceed(words.say('grantButton')), without(view)],
    };
  }
  return {
    icon: camera,
    title: words.say('grantSiteTitle'),
    texts: [words.say('grantSiteText', { host }), ...keysText(view)],
    actions: [proceed(words.say('grantSiteStay')), without(view)],
  };
}
