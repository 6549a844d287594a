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

/** How far it has come with the browser's own question; in Chromium a tab of its own asks it. */
export type Question = 'unasked' | 'asking' | 'dismissed' | 'denied';

export type Obstacle =
  | { readonly kind: 'no-relay' }
  /** Nothing to derive a room from; `reason` where the page is one that no extension may see. */
  | { readonly kind: 'no-page'; readonly reason: FallbackReason | undefined }
  | { readonly kind: 'impossible'; readonly reason: FallbackReason }
  | { readonly kind: 'no-grant'; readonly question: Question };

export interface ObstacleView {
  readonly words: Words;
  readonly surface: 'frame' | 'panel';
  readonly host: string;
  readonly openBeside: (() => void) | undefined;
  readonly besideKeys: string | undefined;
  readonly isNameWrong: boolean;
  /** Has the browser ask for both devices. */
  readonly ask: () => void;
  readonly doWithout: () => void;
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
      return isFirefox ? firefoxCard(view, obstacle.question) : chromiumCard(view);
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
      { label: words.say('stayWithout'), onClick: view.doWithout },
    ],
  };
}

const keysText = ({ words, openBeside, besideKeys }: ObstacleView): string[] =>
  openBeside ? [] : [words.say('openPanelKeys', { keys: besideKeys ?? '' })];

const without = ({ words, doWithout }: ObstacleView): CardAction => ({
  label: words.say('grantWithout'),
  onClick: doWithout,
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
function firefoxCard(view: ObstacleView, question: Question): Card {
  const { words, ask, host } = view;
  const inFrame = view.surface === 'frame';
  // What was refused in a sidebar is taken back only where there is an address: in the tab.
  if (question === 'denied' && !inFrame) return chromiumCard(view);
  const card = (texts: readonly string[], ...actions: readonly CardAction[]): Card => ({
    icon: camera,
    title: words.say(inFrame && question === 'unasked' ? 'grantSiteTitle' : 'grantTitle'),
    texts,
    actions: [...actions, without(view)],
  });
  const again = { label: words.say('retry'), onClick: ask };
  switch (question) {
    case 'asking':
      return card([words.say('grantAsking')]);
    case 'dismissed':
      return card([words.say('grantDismissed')], again);
    case 'denied':
      return card([words.say('grantDeniedSite'), `${words.say('reasonPanelWorksFirefox')} ${keysText(view)}`], again);
    case 'unasked':
      return inFrame
        ? card([words.say('grantSiteText', { host }), ...keysText(view)], {
            label: words.say('grantSiteStay'),
            onClick: ask,
          })
        : card([words.say('grantHereText')], { label: words.say('grantButton'), onClick: ask });
  }
}
