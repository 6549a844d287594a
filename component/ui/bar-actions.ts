/** What the control bar offers at a moment: words, icon, state and what a press does (pure). Draws nothing. */

import messageSquare from 'lucide/dist/esm/icons/message-square-text.mjs';
import mic from 'lucide/dist/esm/icons/mic.mjs';
import micOff from 'lucide/dist/esm/icons/mic-off.mjs';
import monitorUp from 'lucide/dist/esm/icons/monitor-up.mjs';
import monitorX from 'lucide/dist/esm/icons/monitor-x.mjs';
import settings from 'lucide/dist/esm/icons/settings-2.mjs';
import usersRound from 'lucide/dist/esm/icons/users-round.mjs';
import video from 'lucide/dist/esm/icons/video.mjs';
import videoOff from 'lucide/dist/esm/icons/video-off.mjs';
import type { Layout } from '../attributes.ts';
import type { ConnectionQuality, LocalSourceState } from '../call/call-state.ts';
import { msg, plural, str } from '../localization/message.ts';
import type { IconNodes } from './icon.ts';

export type Panel = 'chat' | 'people' | 'stats';
/** Of a person: what a host can do with them, and the question before they are removed. */
export type Menu = 'more' | 'layout' | 'settings' | `person-${string}` | `remove-${string}`;

export interface ControlBarView {
  readonly room: string;
  readonly quality: ConnectionQuality;
  /** Undefined: the page asked for a call without. */
  readonly microphone: LocalSourceState | undefined;
  readonly camera: LocalSourceState | undefined;
  /** Undefined: switched off by the page, or not possible in this browser. */
  readonly screen: LocalSourceState | undefined;
  readonly hasChat: boolean;
  readonly isMinimal: boolean;
  readonly layout: Layout;
  readonly panel: Panel | undefined;
  readonly menu: Menu | undefined;
  readonly unread: number;
  /** Oneself included. */
  readonly peopleCount: number;
  /** Who wait to be let in; 0 for all but hosts. */
  readonly waitingCount: number;
  /** Pixels of the whole room. */
  readonly width: number;
  readonly onToggle: (kind: 'microphone' | 'camera' | 'screen') => void;
  readonly onPanel: (panel: Panel) => void;
  readonly onMenu: (menu: Menu | undefined) => void;
  readonly onLayout: (layout: Layout) => void;
  readonly onLeave: () => void;
  /** Drawn by others, since it is more than a list. */
  readonly settingsTemplate: () => unknown;
}

export interface Action {
  readonly id: string;
  readonly label: string;
  readonly key?: string;
  readonly icon: IconNodes;
  readonly state?: 'on' | 'off' | 'active';
  /** As it is shown; empty: none. */
  readonly badge?: string;
  /** A toggle of something shown or hidden. */
  readonly isExpanded?: boolean;
  readonly isBusy?: boolean;
  readonly onClick: () => void;
}

export type Actions = Readonly<
  Record<'microphone' | 'camera' | 'screen' | 'chat' | 'people' | 'settings', Action | undefined>
>;

/** As much as a badge has room for; whoever hears it hears the same. */
export const badgeOf = (count: number): string => (count > 99 ? '99+' : count > 0 ? String(count) : '');

export function actionsOf(view: ControlBarView): Actions {
  const { microphone, camera, screen, panel, unread, peopleCount, waitingCount } = view;
  const isOn = (source: LocalSourceState) => source.status === 'on' || source.status === 'starting';
  return {
    microphone: microphone && {
      id: 'microphone',
      key: 'M',
      label: isOn(microphone) ? msg('Mute microphone') : msg('Unmute microphone'),
      icon: isOn(microphone) ? mic : micOff,
      state: isOn(microphone) ? 'on' : 'off',
      isBusy: microphone.status === 'starting',
      onClick: () => view.onToggle('microphone'),
    },
    camera: camera && {
      id: 'camera',
      key: 'V',
      label: isOn(camera) ? msg('Turn camera off') : msg('Turn camera on'),
      icon: isOn(camera) ? video : videoOff,
      state: isOn(camera) ? 'on' : 'off',
      isBusy: camera.status === 'starting',
      onClick: () => view.onToggle('camera'),
    },
    screen: screen && {
      id: 'screen',
      label: isOn(screen) ? msg('Stop sharing the screen') : msg('Share the screen'),
      icon: isOn(screen) ? monitorX : monitorUp,
      state: isOn(screen) ? 'active' : 'on',
      isBusy: screen.status === 'starting',
      onClick: () => view.onToggle('screen'),
    },
    chat: view.hasChat
      ? {
          id: 'chat',
          key: 'C',
          label: unread > 0 ? plural(unread, str`Chat, ${badgeOf(unread)} unread`) : msg('Chat'),
          icon: messageSquare,
          state: panel === 'chat' ? 'active' : 'on',
          badge: badgeOf(unread),
          isExpanded: panel === 'chat',
          onClick: () => view.onPanel('chat'),
        }
      : undefined,
    people: {
      id: 'people',
      label:
        waitingCount > 0
          ? msg(str`People in the call: ${peopleCount}, waiting: ${badgeOf(waitingCount)}`)
          : msg(str`People in the call: ${peopleCount}`),
      badge: badgeOf(waitingCount),
      icon: usersRound,
      state: panel === 'people' ? 'active' : 'on',
      isExpanded: panel === 'people',
      onClick: () => view.onPanel('people'),
    },
    settings: {
      id: 'settings',
      label: msg('Settings'),
      icon: settings,
      state: view.menu === 'settings' ? 'active' : 'on',
      onClick: () => view.onMenu(view.menu === 'settings' ? undefined : 'settings'),
    },
  };
}
