/**
 * What frame and panel share: from the page or room that they are aimed at to the call, or to what stands in its way.
 * Draws itself; what only one of the two has comes in as `surface`.
 */
import { html, nothing, render, type TemplateResult } from 'lit';
import browser from 'webextension-polyfill';
import { siteAddress } from '../address/page-address.ts';
import { askForGrant, browserDevices } from '../grant.ts';
import type { FallbackReason, OwnPage } from '../messages.ts';
import type { PanelTarget } from '../panel-target.ts';
import {
  changeSite,
  observeSettings,
  type RoomChoice,
  readSettings,
  type Settings,
  siteSettings,
} from '../settings.ts';
import { loadWords, type Words } from '../words.ts';
import { choiceFor, relayFor, roomOfPage } from './aim.ts';
import { CallElement, type CallRoom } from './call-element.ts';
import { cardTemplate } from './cards.ts';
import { guardClicks } from './click-gate.ts';
import { type Notice, noticeTemplate } from './notices.ts';
import { type Obstacle, obstacleCard, type Question } from './obstacles.ts';
import { PeoplePort } from './people-port.ts';
import { browserSurroundings, observePermission, readAccess } from './permission.ts';
import { CHOOSER_ID, roomChooserTemplate } from './room-chooser.ts';

export interface Surface {
  readonly kind: 'frame' | 'panel';
  /** The bar above the call. */
  header(page: CallPage): TemplateResult;
  /** Opens the panel; undefined where a click here cannot do it, or it is open. */
  readonly openBeside: (() => void) | undefined;
  /** Keys that do. */
  readonly besideKeys: string | undefined;
  /** Whether something may lie over this page. */
  onSight?(isSeen: boolean): void;
}

const NOTICE_MS = 8_000; // of those that ask for nothing

export class CallPage {
  readonly surface: Surface;
  readonly #signal: AbortSignal;
  readonly #people: PeoplePort;
  words: Words;
  settings: Settings;
  #aim: PanelTarget | undefined;
  #choice: RoomChoice | undefined;
  #room: CallRoom | undefined;
  #call: CallElement | undefined;
  #obstacle: Obstacle | undefined;
  #notice: Notice | undefined;
  #noticeTimer: ReturnType<typeof setTimeout> | undefined;
  /** What the person has decided about devices that are not allowed yet. */
  #decision: 'none' | 'with' | 'without' = 'none';
  #question: Question = 'unasked';
  #isNameWrong = false;
  #isChooserOpen = false;
  /** Of the last aim or setting: what an earlier one finds out is of no interest. */
  #turn = 0;

  private constructor(surface: Surface, words: Words, settings: Settings, signal: AbortSignal) {
    this.surface = surface;
    this.words = words;
    this.settings = settings;
    this.#signal = signal;
    this.#people = new PeoplePort(() => (this.#aim?.kind === 'page' ? this.#aim.tabId : undefined));
  }

  /** Stays for as long as its document. */
  static async open(surface: Surface): Promise<CallPage> {
    const settings = await readSettings();
    const { signal } = new AbortController();
    const page = new CallPage(surface, await loadWords(settings.language), settings, signal);
    // Nothing of a page ever lies over a panel.
    const guard = surface.kind === 'frame' ? guardClicks : undefined;
    guard?.({
      onStopped: () => page.notify({ text: page.words.say('noticeCovered') }, NOTICE_MS),
      onSight: (isSeen) => surface.onSight?.(isSeen),
      signal,
    });
    page.#watchChooser();
    observeSettings((next) => void page.#onSettings(next), signal);
    await observePermission(() => page.#onPermission(), signal);
    document.documentElement.dataset['ready'] = '';
    page.redraw();
    return page;
  }

  get aim(): PanelTarget | undefined {
    return this.#aim;
  }

  get label(): string {
    return this.#room?.label ?? this.words.say('appName');
  }

  get people(): number | undefined {
    return this.#call?.people;
  }

  get isRunning(): boolean {
    return this.#call?.isRunning ?? false;
  }

  get isMicrophoneOn(): boolean | undefined {
    return this.#call?.isMicrophoneOn;
  }

  toggleMicrophone(): void {
    this.#call?.toggleMicrophone();
  }

  /** Shows the call of that page or room, whatever is going on. */
  async aimAt(aim: PanelTarget | undefined): Promise<void> {
    this.#aim = aim;
    this.#choice = undefined;
    this.dismiss();
    await this.#settle();
  }

  /** The same, but a running call goes on where that would lead into another room; a note then offers the way. */
  async suggest(aim: PanelTarget, words: { readonly text: string; readonly action: string }): Promise<void> {
    const room = await this.#roomOf(aim);
    if (room?.room === this.#room?.room && room?.relay === this.#room?.relay) {
      this.#aim = aim;
      this.dismiss();
      return;
    }
    if (!this.isRunning) return this.aimAt(aim);
    this.notify({ text: words.text, action: { label: words.action, onClick: () => void this.aimAt(aim) } });
  }

  /** The person wants it: into the call of that page, if it is another one. */
  async follow(aim: PanelTarget): Promise<void> {
    const [room, now] = [await this.#roomOf(aim), this.#room];
    if (room?.room !== now?.room || room?.relay !== now?.relay) await this.aimAt(aim);
  }

  notify(notice: Notice, forMs?: number): void {
    clearTimeout(this.#noticeTimer);
    this.#notice = notice;
    if (forMs !== undefined) this.#noticeTimer = setTimeout(() => this.dismiss(), forMs);
    this.redraw();
  }

  dismiss(): void {
    clearTimeout(this.#noticeTimer);
    this.#notice = undefined;
    this.redraw();
  }

  redraw(): void {
    const { words, settings } = this;
    const root = document.documentElement;
    root.lang = words.language;
    root.dataset['theme'] = settings.theme;
    document.title = words.say('frameTitle');
    const content = this.#obstacle
      ? cardTemplate(obstacleCard(this.#obstacle, this.#obstacleView()))
      : (this.#call?.element ?? nothing);
    render(
      html`${this.surface.header(this)} ${noticeTemplate(this.#notice, words, () => this.dismiss())}
        <main class="call-body">${content}</main>
        ${this.#isChooserOpen ? this.#chooserTemplate() : nothing}`,
      document.body,
    );
  }

  async choose(choice: RoomChoice): Promise<void> {
    this.#isNameWrong = typeof choice === 'object' && choice.named === '';
    this.redraw();
    if (this.#isNameWrong) return;
    this.#toggleChooser(false);
    if (this.#aim?.kind === 'page') {
      try {
        await changeSite(this.#aim.address, { room: choice });
      } catch (error) {
        console.warn('The room cannot be used.', error);
        this.#isNameWrong = true;
        this.redraw();
        return;
      }
      await this.#settle();
    } else if (typeof choice === 'object') {
      await this.aimAt({ kind: 'room', relay: this.settings.relay, room: choice.named });
    }
  }

  /** For the button that opens the list of rooms. */
  get chooser() {
    return { isOpen: this.#isChooserOpen, onClick: () => this.#toggleChooser(!this.#isChooserOpen) };
  }

  #toggleChooser(isOpen: boolean): void {
    if (isOpen === this.#isChooserOpen) return;
    this.#isChooserOpen = isOpen;
    this.#isNameWrong = false;
    this.redraw();
    const next = isOpen ? `#${CHOOSER_ID} :is([aria-pressed=true], input)` : '.room-button';
    document.querySelector<HTMLElement>(next)?.focus();
  }

  /** A click elsewhere, or Escape, closes the list of rooms. */
  #watchChooser(): void {
    const signal = this.#signal;
    const isInside = (event: Event) =>
      event.composedPath().some((each) => each instanceof Element && each.matches(`#${CHOOSER_ID}, .room-button`));
    const onElsewhere = (event: Event) => void (isInside(event) || this.#toggleChooser(false));
    window.addEventListener('pointerdown', onElsewhere, { signal });
    const onKey = ({ key }: KeyboardEvent) => void (key === 'Escape' && this.#toggleChooser(false));
    window.addEventListener('keydown', onKey, { signal });
  }

  #chooserTemplate() {
    const aim = this.#aim;
    return roomChooserTemplate({
      words: this.words,
      choice: aim?.kind === 'room' ? { named: aim.room } : this.#choice,
      host: aim?.kind === 'page' ? siteAddress(aim.address) : undefined,
      isNameWrong: this.#isNameWrong,
      onChoice: (choice) => void this.choose(choice),
    });
  }

  #obstacleView() {
    const { surface, words } = this;
    return {
      words,
      surface: surface.kind,
      host: this.#aim?.kind === 'page' ? siteAddress(this.#aim.address) : '',
      openBeside: surface.openBeside,
      besideKeys: surface.besideKeys,
      isNameWrong: this.#isNameWrong,
      ask: () => void this.#ask(),
      doWithout: () => {
        this.#decision = 'without';
        void this.#settle();
      },
      openPage: (name: OwnPage) => void browser.runtime.sendMessage({ type: 'open-page', name }),
      onChoice: (choice: RoomChoice) => void this.choose(choice),
    };
  }

  /** Given, or taken back, here or elsewhere: what came of an earlier question is no longer so. */
  #onPermission(): void {
    if (this.#question !== 'asking') this.#question = 'unasked';
    void this.#settle();
  }

  /** One question for both devices, where the call would ask once for each. */
  async #ask(): Promise<void> {
    this.#question = 'asking';
    await this.#settle();
    const { kind } = await askForGrant(browserDevices);
    this.#question = kind === 'denied' || kind === 'dismissed' ? kind : 'unasked';
    // What else is wrong with a device, the call itself says.
    if (this.#question === 'unasked' && this.#decision === 'none') this.#decision = 'with';
    await this.#settle();
  }

  /** From aim, settings and permissions to what is shown. */
  async #settle(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const room = await this.#roomOf(this.#aim);
    const obstacle = await this.#obstacleTo(room);
    if (turn !== this.#turn) return;
    this.#room = room;
    this.#obstacle = obstacle;
    if (!room || obstacle) this.#closeCall();
    else if (this.#call) this.#call.enter(this.settings, room);
    else this.#call = this.#openCall(room);
    this.#onCallChange();
  }

  async #roomOf(aim: PanelTarget | undefined): Promise<CallRoom | undefined> {
    if (!aim || aim.kind === 'none') return undefined;
    if (aim.kind === 'room')
      return aim.relay === '' ? undefined : { relay: aim.relay, room: aim.room, label: aim.room };
    const site = await siteSettings(aim.address);
    const choice = choiceFor(this.settings, site);
    const relay = relayFor(this.settings, site);
    if (aim === this.#aim) this.#choice = choice;
    return relay === undefined ? undefined : roomOfPage(aim, choice, relay);
  }

  async #obstacleTo(room: CallRoom | undefined): Promise<Obstacle | undefined> {
    const aim = this.#aim;
    if (this.settings.relays.length === 0 && aim?.kind !== 'room') return { kind: 'no-relay' };
    if (!room) return { kind: 'no-page', reason: aim?.kind === 'none' ? aim.reason : undefined };
    // A call that runs goes on, whatever becomes of permissions.
    if (this.isRunning || this.#decision === 'without') return undefined;
    const access = await readAccess(browserSurroundings());
    if (access.kind === 'impossible') return { kind: 'impossible', reason: access.reason };
    if (access.kind === 'granted' || this.#decision === 'with') return undefined;
    const isDenied = access.kind === 'denied' && this.#question !== 'asking';
    return { kind: 'no-grant', question: isDenied ? 'denied' : this.#question };
  }

  #openCall(room: CallRoom): CallElement {
    return new CallElement(this.settings, room, this.#decision !== 'without', () => this.#onCallChange());
  }

  #closeCall(): void {
    this.#call?.close();
    this.#call = undefined;
  }

  #onCallChange(): void {
    this.#people.tell(this.people);
    this.redraw();
  }

  async #onSettings(settings: Settings): Promise<void> {
    const before = this.settings;
    this.settings = settings;
    if (settings.language !== before.language) this.words = await loadWords(settings.language);
    this.#call?.configure(settings);
    if (this.isRunning) this.redraw();
    else await this.#settle();
  }

  /** Why the call is beside its page. */
  static reasonOf(aim: PanelTarget | undefined): FallbackReason | undefined {
    return aim && aim.kind !== 'room' ? aim.reason : undefined;
  }
}
