import { expect } from '@open-wc/testing';
import type { ChatEntry } from '../../../component/call/call-state.ts';
import { chatTemplate } from '../../../component/ui/chat.ts';
import { chatEntry } from '../support/fake-call.ts';
import { recorder, renderView } from '../support/render.ts';

function show(chat: readonly ChatEntry[] = [], lang = '', canWrite = true) {
  const { log, callbacks } = recorder('onSend');
  const view = renderView(chatTemplate({ chat, lang, canWrite, ...callbacks }));
  const field = view.querySelector('textarea') as HTMLTextAreaElement;
  const write = (text: string, key: KeyboardEventInit = { key: 'Enter' }) => {
    field.value = text;
    field.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...key }));
  };
  return { log, view, field, write };
}

describe('the chat', () => {
  it('says to who may only read that it is so', () => {
    const { view } = show([chatEntry('Bo', 'hi')], '', false);
    expect(view.querySelector('form, textarea')).to.equal(null);
    expect(view.textContent).to.contain('not write').and.to.contain('hi');
  });

  it('shows markup as the text it is, and no other element comes of it', () => {
    const text = '<img src=x onerror="alert(1)"><b>bold</b> & <script>alert(2)</script>';
    const { view } = show([chatEntry('<i>Eve</i>', text)]);
    expect(view.querySelector('.said')?.textContent).to.equal(text);
    expect(view.querySelector('.from bdi')?.textContent).to.equal('<i>Eve</i>');
    expect(view.querySelectorAll('img, script, b, i')).to.have.length(0);
  });

  it('makes links of http and https only, which know nothing of this page', () => {
    const { view } = show([chatEntry('Bo', 'https://example.org/a javascript:alert(1)')]);
    const links = [...view.querySelectorAll('a')];
    expect(links.map(({ href }) => href)).to.deep.equal(['https://example.org/a']);
    expect(links[0]?.rel).to.equal('noopener noreferrer ugc');
    expect(links[0]?.target).to.equal('_blank');
  });

  it('says the name once for what one person says in a row, and again after a while', () => {
    const atMs = Date.UTC(2026, 0, 1);
    const { view } = show([
      chatEntry('Bo', 'one', { atMs }),
      chatEntry('Bo', 'two', { atMs: atMs + 1_000 }),
      chatEntry('Bo', 'three', { atMs: atMs + 600_000 }),
      chatEntry('Cy', 'four', { atMs: atMs + 601_000 }),
    ]);
    expect(view.querySelectorAll('.from')).to.have.length(3);
    expect(view.querySelectorAll('time')[0]?.dateTime).to.equal('2026-01-01T00:00:00.000Z');
  });

  it('survives a language tag that is none', () => {
    expect(show([chatEntry('Bo', 'x')], 'not a tag').view.querySelector('time')?.textContent).to.match(/\d/);
  });

  it('tells what is under way and what did not arrive; the latter can be sent again', () => {
    const { view, log } = show([
      chatEntry('Ada', 'going', { mine: true, status: 'sending' }),
      chatEntry('Ada', 'lost', { mine: true, status: 'failed' }),
    ]);
    const [sending, failed] = view.querySelectorAll('.delivery');
    expect(sending?.textContent).to.contain('Sending');
    failed?.querySelector('button')?.click();
    expect(log).to.deep.equal([['onSend', 'lost']]);
  });

  it('sends by Enter, trimmed, and empties the field', () => {
    const { log, field, write } = show();
    write('  hello \n');
    expect(log).to.deep.equal([['onSend', 'hello']]);
    expect(field.value).to.equal('');
  });

  it('sends nothing that is empty, with Shift, or half composed', () => {
    const { log, field, write } = show();
    write('   ');
    write('line', { key: 'Enter', shiftKey: true });
    write('漢', { key: 'Enter', isComposing: true });
    expect(log).to.deep.equal([]);
    expect(field.value).to.equal('漢');
  });

  it('is a log that is read out, and says when it is empty', () => {
    const { view } = show();
    expect(view.querySelector('[role=log]')?.getAttribute('aria-live')).to.equal('polite');
    expect(view.querySelector('.no-messages')).not.to.equal(null);
    expect(show([chatEntry('Bo', 'x')]).view.querySelector('.no-messages')).to.equal(null);
  });
});
