/**
 * The call as one sees it: stage, controls, panels, notes; and what only the interface remembers (open menu, pinned
 * picture, measured sizes). Loads when somebody joins. Knows no Call: state in, actions out.
 */

import { html, nothing, type ReactiveController, type ReactiveControllerHost } from 'lit';
import { msg } from '../localization/message.ts';
import type { CallError } from '../support/errors.ts';
import { type Arrangement, arrange } from './arrangement.ts';
import { bannerTemplate } from './banner.ts';
import type { Menu, Panel } from './bar-actions.ts';
import type { CallActions, CallViewInput, HostWord } from './call-actions.ts';
import { callStyles } from './call-styles.ts';
import { controlBarTemplate } from './control-bar.ts';
import { endedTemplate } from './ended.ts';
import { newsBetween } from './news.ts';
import { OpenMenu } from './open-menu.ts';
import { settingsTemplate } from './settings.ts';
import { sidePanelTemplate } from './side-panel.ts';
import { emptyTemplate, stageTemplate } from './stage.ts';
import { StageSize } from './stage-size.ts';
import { StatsLoader } from './stats-loader.ts';
import { SELF, type Tile, tilesOf } from './tiles.ts';
import { Toasts } from './toasts.ts';
import { unmuteRequestTemplate } from './unmute-request.ts';
import { VideoViews } from './video-views.ts';
import { waitingRoomTemplate } from './waiting-room.ts';

// Loads with the call: before it, nothing ends that the lobby could not say.
export { callStyles, endedTemplate, waitingRoomTemplate };

type Host = ReactiveControllerHost & { readonly renderRoot: HTMLElement | DocumentFragment };

type UnmuteRequest = Extract<HostWord, { kind: 'unmute-asked' }>;

const GAP = 8; // px between tiles

export class CallView implements ReactiveController {
  readonly #videos: VideoViews;
  readonly #toasts: Toasts;
  readonly #volumes = new Map<string, number>();
  readonly #size: StageSize;
  readonly #menu: OpenMenu;
  readonly #stats: StatsLoader;
  #pinnedId: string | undefined;
  #speakerId: string | undefined;
  #input: CallViewInput | undefined;
  #isClosed = false;
  /** A host's question, until it is answered or no longer of interest. */
  #request: UnmuteRequest | undefined;
  #wanted = new Set<number>();
  /** Where the focus goes after the next update: the first of these that is there. */
  #focus: readonly string[] | undefined;

  constructor(
    readonly host: Host,
    readonly actions: CallActions,
  ) {
    this.#videos = new VideoViews((trackId) => actions.openVideo(trackId));
    const onChange = () => host.requestUpdate();
    this.#toasts = new Toasts(onChange);
    this.#size = new StageSize(onChange);
    this.#menu = new OpenMenu(host.renderRoot, (isElsewhere) => {
      if (isElsewhere) this.#focus = undefined;
      onChange();
    });
    this.#stats = new StatsLoader({ root: host.renderRoot, getStats: () => actions.getStats(), onChange });
    host.addController(this);
  }

  /** Closes pictures and timers; the view cannot be used again. Idempotent. */
  close(): void {
    this.#isClosed = true;
    this.host.removeController(this);
    this.#size.close();
    this.#menu.close();
    this.#toasts.close();
    this.#stats.show(false);
    this.#videos.close();
  }

  /** What a host did to this person, or asks of them. */
  hear(word: HostWord): void {
    if (word.kind === 'muted') this.#toasts.add(word);
    else {
      this.#request = word;
      this.host.requestUpdate();
    }
  }

  /** Something the person asked for was not done. */
  fail(error: CallError): void {
    this.#toasts.add({ kind: 'failed', error });
  }

  hostUpdated(): void {
    const root = this.host.renderRoot;
    this.#size.observe(root);
    if (this.#videos.show(this.#wanted)) this.host.requestUpdate();
    if (this.#focus !== undefined) {
      for (const selector of this.#focus) {
        const element = root.querySelector<HTMLElement>(selector);
        if (!element) continue;
        element.focus();
        break;
      }
      this.#focus = undefined;
    }
  }

  /** Closes what is open on top; false where nothing is. */
  dismiss(): boolean {
    if (this.#menu.value) {
      this.#openMenu(undefined);
      return true;
    }
    const root = this.host.renderRoot as ShadowRoot;
    if (this.#request && root.activeElement?.closest('.request')) {
      this.#answer(this.#request, false);
      return true;
    }
    if (this.#input?.panel) {
      this.#togglePanel(this.#input.panel);
      return true;
    }
    return false;
  }

  render(input: CallViewInput) {
    const before = this.#input;
    this.#input = input;
    if (before) this.#tell(before, input);
    if (before?.panel !== input.panel) this.#onPanelChange(input.panel);
    const { state, room } = input;
    const onCopyLink = input.hasLink ? () => this.#copyLink() : undefined;
    const tiles = tilesOf(state);
    const arrangement = this.#arrange(tiles, input);
    this.#wanted = new Set(
      tiles.flatMap(({ id, trackId }) => (trackId !== undefined && arrangement.boxes.has(id) ? [trackId] : [])),
    );
    return html`<section
      class="call"
      part="call"
      aria-label=${msg('Call')}
      data-panel=${input.panel ?? nothing}
      ?data-minimal=${input.isMinimal}
      ?data-alone=${state.participants.length === 0}
    >
      <div class="stage-area">
        <div class="over">
          ${bannerTemplate({
            state,
            onUnblockAudio: () => this.actions.unblockAudio(),
            onStopScreen: () => this.actions.toggle('screen'),
          })}
          ${this.#requestTemplate(input)}
          ${this.#toasts.template({
            onChat: () => this.actions.openPanel('chat'),
            onPeople: () => this.actions.openPanel('people'),
          })}
        </div>
        ${stageTemplate({
          tiles,
          arrangement,
          isAnimated: this.#size.isSettled,
          pinnedId: this.#pinnedId,
          canvas: (trackId) => this.#videos.canvas(trackId),
          onPin: (id) => this.#pin(id),
          onPeople: () => this.actions.openPanel('people'),
        })}
        ${state.participants.length === 0 && state.connection === 'connected' ? emptyTemplate(room, onCopyLink) : nothing}
      </div>
      ${this.#panelTemplate(input, tiles)} ${this.#barTemplate(input)}
    </section>`;
  }

  #arrange(tiles: readonly Tile[], { layout, state }: CallViewInput): Arrangement {
    if (!tiles.some(({ id }) => id === this.#pinnedId)) this.#pinnedId = undefined;
    const screen = tiles.findLast(({ kind }) => kind === 'screen')?.id;
    const speaker = tiles.find(({ id }) => id === state.activeSpeakerId)?.id ?? tiles.find(({ id }) => id !== SELF)?.id;
    return arrange({
      layout,
      width: this.#size.width,
      height: this.#size.height,
      gap: GAP,
      ids: tiles.map(({ id }) => id),
      selfId: SELF,
      largeId: this.#pinnedId ?? screen ?? (layout === 'speaker' ? speaker : undefined),
      keepId: state.activeSpeakerId,
    });
  }

  #panelTemplate({ panel, state, language, hasLink }: CallViewInput, tiles: readonly Tile[]) {
    if (!panel) return nothing;
    return sidePanelTemplate({
      panel,
      state,
      lang: language.formats,
      tiles,
      volumes: this.#volumes,
      stats: this.#stats.template(new Map(state.participants.map(({ id, name }) => [id, name]))),
      onSend: (text) => this.actions.sendChat(text),
      onVolume: (participantId, volume) => {
        this.#volumes.set(participantId, volume);
        this.actions.setVolume(participantId, volume);
      },
      onClose: () => this.#togglePanel(panel),
      menu: this.#menu.value,
      onMenu: (menu) => this.#openMenu(menu),
      actions: this.actions,
      onCopyLink: hasLink ? () => this.#copyLink() : undefined,
    });
  }

  #copyLink(): void {
    this.actions.copyLink().then(
      () => this.#toasts.add({ kind: 'copied', isDone: true }),
      () => this.#toasts.add({ kind: 'copied', isDone: false }),
    );
  }

  #requestTemplate({ state }: CallViewInput) {
    const request = this.#request;
    // Turned on in another way, or no longer allowed: nothing is left to be answered.
    if (!request || state[request.source].status === 'on' || !state.grants.includes('publish')) {
      this.#request = undefined;
      return nothing;
    }
    return unmuteRequestTemplate({ request, onAnswer: (isWilling) => this.#answer(request, isWilling) });
  }

  #answer({ source }: UnmuteRequest, isWilling: boolean): void {
    this.#request = undefined;
    this.#focus = [`[data-action='${source}']`];
    if (isWilling) this.actions.toggle(source);
    this.host.requestUpdate();
  }

  #barTemplate(input: CallViewInput) {
    const { actions } = this;
    const { state } = input;
    const camera = input.hasCamera ? state.camera : undefined;
    const microphone = input.hasMicrophone ? state.microphone : undefined;
    return controlBarTemplate({
      ...input,
      camera,
      microphone,
      screen: input.hasScreenshare ? state.screen : undefined,
      quality: state.quality,
      menu: this.#menu.value,
      peopleCount: state.participants.length + 1,
      waitingCount: state.waiting.length,
      width: this.#size.room,
      onToggle: (kind) => actions.toggle(kind),
      onPanel: (panel) => this.#togglePanel(panel),
      onMenu: (menu) => this.#openMenu(menu),
      onLayout: (layout) => {
        this.#pinnedId = undefined;
        actions.setLayout(layout);
      },
      onLeave: () => actions.leave(),
      settingsTemplate: () =>
        settingsTemplate({
          camera,
          microphone,
          devices: input.devices,
          speakerId: this.#speakerId,
          quality: input.quality,
          language: input.language.language,
          onDevice: (kind, deviceId) => {
            if (kind === 'speaker') this.#speakerId = deviceId;
            actions.setDevice(kind, deviceId);
          },
          onQuality: (quality) => actions.setQuality(quality),
          onLanguage: (language) => actions.setLanguage(language),
          onStats: () => {
            this.#openMenu(undefined);
            actions.openPanel('stats');
          },
          onClose: () => this.#openMenu(undefined),
        }),
    });
  }

  #pin(id: string): void {
    this.#pinnedId = this.#pinnedId === id ? undefined : id;
    // The strip shows nothing large: whoever wants to see somebody large wants the speaker view.
    if (this.#pinnedId && this.#input?.layout === 'strip') this.actions.setLayout('speaker');
    this.host.requestUpdate();
  }

  #togglePanel(panel: Panel): void {
    const isOpen = this.#input?.panel === panel;
    if (isOpen) this.#focus = [`[data-action='${panel}']`, "[data-menu='more']", "[data-menu='settings']"];
    this.actions.openPanel(isOpen ? undefined : panel);
  }

  #onPanelChange(now: Panel | undefined): void {
    // A panel is opened to be used; without a pointer over it, the page behind would keep the keys.
    if (now) this.#focus = [now === 'chat' ? '.composer textarea' : '.close-panel'];
    this.#stats.show(now === 'stats');
  }

  #openMenu(menu: Menu | undefined): void {
    const closing = this.#menu.value;
    const isOfPerson = /^(person|remove)-/.test(menu ?? '');
    if (isOfPerson) this.#focus = ["[data-action='cancel-remove']", '.menu .menu-item'];
    else if (menu) this.#focus = ['.menu [aria-checked=true]', '.settings select', '.menu .menu-item', '.menu button'];
    else if (closing) this.#focus = [`[data-menu='${closing.replace(/^remove-/, 'person-')}']`, "[data-menu='more']"];
    this.#menu.set(menu);
  }

  #tell(before: CallViewInput, now: CallViewInput): void {
    if (before.state === now.state) return;
    for (const news of newsBetween(before.state, now.state)) {
      if (news.kind === 'message' && (now.panel === 'chat' || !now.hasChat)) continue;
      // Not while rendering: a new note asks for another update.
      queueMicrotask(() => {
        if (!this.#isClosed) this.#toasts.add(news);
      });
    }
  }
}
