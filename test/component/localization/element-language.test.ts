import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { ReactiveElement } from 'lit';
import {
  ElementLanguage,
  rememberedLanguage,
  rememberLanguage,
} from '../../../component/localization/element-language.ts';
import { msg } from '../../../component/localization/message.ts';
import { type LoadModule, Translations } from '../../../component/localization/translations.ts';
import { find, openCall, openRoom, part, press, settled } from '../support/open-room.ts';
import { choose } from '../support/render.ts';

const root = document.documentElement;
const joinButton = (room: Element) => room.shadowRoot?.querySelector('[part~=join-button]')?.textContent?.trim();

afterEach(() => {
  localStorage.removeItem('stream-room.language');
  root.removeAttribute('lang');
});

describe('<stream-room> in a language', () => {
  it('is never drawn in another one first, and says which it is', async () => {
    const { room } = await openRoom({ attributes: { lang: 'de-AT' } });
    expect(joinButton(room)).to.equal('Am Anruf teilnehmen');
    expect(part(room, 'room')?.lang).to.equal('de');
  });

  it('changes it while it lives', async () => {
    const { room } = await openCall(['Bo'], { attributes: { lang: 'fr' } });
    const label = () => part(room, 'leave-button')?.getAttribute('aria-label');
    expect(label()).to.equal('Quitter l’appel');
    room.lang = 'ru';
    await waitUntil(() => label() === 'Покинуть звонок');
    expect(part(room, 'room')?.lang).to.equal('ru');
    room.lang = 'en';
    await waitUntil(() => label() === 'Leave the call');
    room.setAttribute('lang', 'pt-BR');
    await waitUntil(() => label() === 'Sair da chamada');
  });

  it('writes times and numbers as they are written there', async () => {
    const { room } = await openCall(['Bo'], { attributes: { lang: 'de' } });
    room.toggleChat(true);
    await room.sendChat('Hallo');
    await settled(room);
    expect(find(room, 'time')?.textContent).to.match(/^\d\d:\d\d$/);
    room.lang = 'en-US';
    await waitUntil(() => /[AP]M$/.test(find(room, 'time')?.textContent ?? ''));
  });

  it('lets two elements of one page speak two', async () => {
    const first = await openCall(['Bo'], { attributes: { lang: 'it' } });
    const second = await openCall(['Bo'], { attributes: { lang: 'ro' } });
    const words = () => [first, second].map(({ room }) => part(room, 'leave-button')?.getAttribute('aria-label'));
    expect(words()).to.deep.equal(['Abbandona la chiamata', 'Părăsiți apelul']);
    first.room.requestUpdate();
    await first.room.updateComplete;
    expect(words()).to.deep.equal(['Abbandona la chiamata', 'Părăsiți apelul']);
  });

  it('calls a nameless guest by that language’s word', async () => {
    const { call, room } = await openRoom({ attributes: { lang: 'es', 'display-name': '', autojoin: '' } });
    await waitUntil(() => part(room, 'call'));
    expect(call().options.name).to.equal('Invitado');
  });
});

describe('without a lang of its own', () => {
  it('it speaks as the page around it, out through shadow roots, and follows it', async () => {
    const frame = await fixture<HTMLElement>(html`<section lang="fr"></section>`);
    const host = document.createElement('div');
    const room = document.createElement('stream-room');
    room.room = 'team';
    host.attachShadow({ mode: 'open' }).append(room);
    frame.append(host);
    await waitUntil(() => joinButton(room) === 'Rejoindre l’appel');
    frame.lang = 'it-CH';
    await waitUntil(() => joinButton(room) === 'Partecipa alla chiamata');
    host.lang = 'ru';
    await waitUntil(() => joinButton(room) === 'Войти в звонок');
    host.removeAttribute('lang');
    frame.removeAttribute('lang');
    root.lang = 'es';
    await waitUntil(() => joinButton(room) === 'Unirse a la llamada');
  });

  it('it asks the page where it is moved to', async () => {
    const { room } = await openRoom();
    const elsewhere = await fixture<HTMLElement>(html`<section lang="ro"></section>`);
    elsewhere.append(room);
    await waitUntil(() => joinButton(room) === 'Intrați în apel');
  });

  it('it passes over what there is no translation for, to the browser’s languages', async () => {
    const original = Object.getOwnPropertyDescriptor(Navigator.prototype, 'languages');
    root.lang = 'ja';
    Object.defineProperty(navigator, 'languages', { configurable: true, value: ['nl', 'pt-PT', 'de'] });
    try {
      const { room } = await openRoom({ attributes: { lang: 'tlh' } });
      await waitUntil(() => joinButton(room) === 'Entrar na chamada');
      Object.defineProperty(navigator, 'languages', { configurable: true, value: ['nl'] });
      window.dispatchEvent(new Event('languagechange'));
      await waitUntil(() => joinButton(room) === 'Join the call');
    } finally {
      Reflect.deleteProperty(navigator, 'languages');
      expect(Object.getOwnPropertyDescriptor(Navigator.prototype, 'languages')).to.deep.equal(original);
    }
  });
});

describe('the language that a person chose', () => {
  it('is spoken at once, and remembered where the page asks for none', async () => {
    const { room } = await openCall(['Bo']);
    await press(room, '[data-menu=settings]');
    choose(find<HTMLSelectElement>(room, '[data-kind=language]'), 'de');
    await waitUntil(() => find(room, '.settings h2')?.textContent === 'Einstellungen');
    expect(room.lang).to.equal('de');
    root.lang = 'fr';
    const { room: later } = await openRoom();
    await waitUntil(() => joinButton(later) === 'Am Anruf teilnehmen');
    const { room: asked } = await openRoom({ attributes: { lang: 'fr' } });
    expect(joinButton(asked)).to.equal('Rejoindre l’appel');
  });

  it('may be forgotten where storage is forbidden', () => {
    const { getItem, setItem } = Storage.prototype;
    const forbid = () => {
      throw new DOMException('no', 'SecurityError');
    };
    Object.assign(Storage.prototype, { getItem: forbid, setItem: forbid });
    try {
      rememberLanguage('de');
      expect(rememberedLanguage()).to.equal(undefined);
    } finally {
      Object.assign(Storage.prototype, { getItem, setItem });
    }
  });
});

/** An element with nothing but a language, and texts that load as the test says. */
class Speaker extends ReactiveElement {
  readonly language: ElementLanguage;
  constructor(load: LoadModule) {
    super();
    this.language = new ElementLanguage(this, new Translations(load));
  }
  say(): string {
    void this.language.look();
    return this.language.speak(() => msg('Chat'));
  }
}
customElements.define('test-speaker', Speaker);

function speaker(load: LoadModule, lang: string): Speaker {
  const element = new Speaker(load);
  element.lang = lang;
  document.body.append(element);
  return element;
}

const module = (words: string) => ({ TRANSLATION: { Chat: words } });

describe('texts that come late, or never', () => {
  it('leave what is shown as it is until they are there', async () => {
    let arrive: (value: ReturnType<typeof module>) => void = () => {};
    const late = new Promise<ReturnType<typeof module>>((resolve) => {
      arrive = resolve;
    });
    const element = speaker((language) => (language === 'de' ? Promise.resolve(module('Plausch')) : late), 'de');
    await element.language.look();
    expect(element.say()).to.equal('Plausch');
    element.lang = 'fr';
    expect(element.say()).to.equal('Plausch');
    arrive(module('Papotage'));
    await element.language.look();
    expect(element.say()).to.equal('Papotage');
    element.remove();
  });

  it('of which only the last asked for counts', async () => {
    const arrivals = new Map<string, (value: ReturnType<typeof module>) => void>();
    const element = speaker((language) => new Promise((resolve) => arrivals.set(language, resolve)), 'de');
    element.say();
    element.lang = 'it';
    element.say();
    arrivals.get('it')?.(module('Chiacchiere'));
    await waitUntil(() => element.say() === 'Chiacchiere');
    arrivals.get('de')?.(module('Plausch'));
    await new Promise((resolve) => setTimeout(resolve));
    expect(element.say()).to.equal('Chiacchiere');
    element.remove();
  });

  it('that fail give way to English, with a warning', async () => {
    const { warn } = console;
    const warnings: string[] = [];
    console.warn = (words: string) => warnings.push(words);
    try {
      const element = speaker(() => Promise.reject(new TypeError('Failed to fetch')), 'de');
      await element.language.look();
      expect(element.say()).to.equal('Chat');
      expect(element.language.shown.language).to.equal('en');
      expect(warnings.join()).to.contain('"de" could not be loaded');
      element.remove();
    } finally {
      console.warn = warn;
    }
  });

  it('that hang are not waited for longer than a moment', async () => {
    const element = speaker(() => new Promise(() => {}), 'de');
    const before = performance.now();
    await element.language.look();
    expect(performance.now() - before).to.be.within(1_000, 3_000);
    expect(element.say()).to.equal('Chat');
    element.remove();
  });
});
