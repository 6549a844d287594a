import { expect } from '@open-wc/testing';
import { CallError } from '../../../component/support/errors.ts';
import type { News } from '../../../component/ui/news.ts';
import { Toasts } from '../../../component/ui/toasts.ts';
import { chatEntry } from '../support/fake-call.ts';
import { renderView } from '../support/render.ts';

const NOTHING = { onChat: () => {}, onPeople: () => {} };

const words = (toasts: Toasts) =>
  [...renderView(toasts.template(NOTHING)).querySelectorAll('.toast')].map(({ textContent }) =>
    textContent?.replaceAll(/\s+/g, ' ').trim(),
  );

function withNews(...news: readonly News[]) {
  const toasts = new Toasts(() => {});
  for (const each of news) toasts.add(each);
  return toasts;
}

describe('toasts', () => {
  it('tell who came and went, however many', () => {
    const toasts = withNews({ kind: 'joined', names: ['Bo'] }, { kind: 'left', names: ['Cy', 'Di', 'Ed'] });
    expect(words(toasts)).to.deep.equal(['Bo joined', 'Cy and 2 more left']);
    toasts.close();
  });
  it('are few at a time: the oldest goes', () => {
    const toasts = withNews(...['A', 'B', 'C', 'D'].map((name) => ({ kind: 'joined', names: [name] }) as const));
    expect(words(toasts)).to.deep.equal(['C joined', 'D joined']);
    toasts.close();
  });
  it('show a message as text, and lead to the chat', () => {
    const toasts = withNews({ kind: 'message', entry: chatEntry('Bo', '<b>hi</b>') });
    let isOpened = false;
    const view = renderView(
      toasts.template({
        ...NOTHING,
        onChat: () => {
          isOpened = true;
        },
      }),
    );
    expect(view.querySelector('.toast-message')?.textContent).to.contain('<b>hi</b>');
    view.querySelector<HTMLElement>('.toast-message')?.click();
    expect(isOpened).to.equal(true);
    expect(words(toasts)).to.deep.equal([]);
  });
  it('say what to do about a device, and can be put away', () => {
    const toasts = withNews({ kind: 'device', source: 'microphone', error: new CallError('device-lost', 'x') });
    expect(words(toasts)[0]).to.contain('The microphone is gone');
    renderView(toasts.template(NOTHING)).querySelector<HTMLElement>('.control')?.click();
    expect(words(toasts)).to.deep.equal([]);
  });
  it('tell what hosts do, and what became of one’s own wishes', () => {
    const said = (news: News) => {
      const toasts = withNews(news);
      const [text] = words(toasts);
      toasts.close();
      return text;
    };
    expect(said({ kind: 'muted', source: 'microphone', name: 'Bo' })).to.equal('Bo muted you');
    expect(said({ kind: 'muted', source: 'camera', name: '' })).to.equal('A host turned your camera off');
    expect(said({ kind: 'role', role: 'host' })).to.equal('You are a host now');
    expect(said({ kind: 'room', locked: true })).to.contain('locked');
    expect(said({ kind: 'copied', isDone: false })).to.contain('could not be copied');
    expect(said({ kind: 'failed', error: new CallError('forbidden', 'x') })).to.contain('not allowed');
  });
  it('tell who waits, and lead to them', () => {
    const toasts = withNews({ kind: 'waiting', names: ['Cy', 'Di'] });
    expect(words(toasts)[0]).to.contain('Cy and 1 more wait');
    let isOpened = false;
    const onPeople = () => {
      isOpened = true;
    };
    renderView(toasts.template({ ...NOTHING, onPeople }))
      .querySelector<HTMLElement>('.button')
      ?.click();
    expect(isOpened).to.equal(true);
    expect(words(toasts)).to.deep.equal([]);
  });
  it('go by themselves', async function () {
    this.timeout(8_000);
    let changes = 0;
    const toasts = new Toasts(() => {
      changes += 1;
    });
    toasts.add({ kind: 'back' });
    expect(changes).to.equal(1);
    await new Promise((resolve) => setTimeout(resolve, 4_200));
    expect(changes).to.equal(2);
    expect(words(toasts)).to.deep.equal([]);
  });
});
