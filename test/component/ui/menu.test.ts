import { expect, fixture, html } from '@open-wc/testing';
import { walk } from '../../../component/ui/menu.ts';

async function open(direction: 'menu' | 'toolbar', dir = 'ltr') {
  const bar = await fixture<HTMLElement>(html`
    <div dir=${dir} @keydown=${(event: KeyboardEvent) => walk(event, 'button', direction)}>
      <button>a</button><button>b</button><button hidden>hidden</button><button>c</button>
    </div>
  `);
  bar.querySelector('button')?.focus();
  return (key: string) => {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
    document.activeElement?.dispatchEvent(event);
    return `${document.activeElement?.textContent}${event.defaultPrevented ? '' : ' untouched'}`;
  };
}

describe('walk', () => {
  it('goes up and down a menu, round and round, past what is hidden', async () => {
    const press = await open('menu');
    expect(['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp', 'Home', 'End'].map(press).join(' ')).to.equal(
      'b c a c a c',
    );
  });
  it('goes along a toolbar', async () => {
    const press = await open('toolbar');
    expect(['ArrowRight', 'ArrowLeft', 'ArrowLeft'].map(press).join(' ')).to.equal('b a c');
  });
  it('goes the other way where text runs from the right', async () => {
    const press = await open('toolbar', 'rtl');
    expect(['ArrowLeft', 'ArrowRight', 'ArrowRight'].map(press).join(' ')).to.equal('b a c');
  });
  it('leaves other keys alone: a toolbar’s up and down, letters, Tab', async () => {
    const press = await open('toolbar');
    expect(['ArrowDown', 'm', 'Tab'].map(press)).to.deep.equal(Array(3).fill('a untouched'));
  });
});
