import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { initialState } from '../../../component/call/call-state.ts';
import { actionsOf, type ControlBarView } from '../../../component/ui/bar-actions.ts';

const { camera: off } = initialState('');
const on = { ...off, status: 'on' as const };
const pressed: unknown[] = [];
const view = (changes: Partial<ControlBarView> = {}): ControlBarView => ({
  room: 'team',
  quality: 'good',
  microphone: on,
  camera: off,
  screen: off,
  hasChat: true,
  isMinimal: false,
  layout: 'grid',
  panel: undefined,
  menu: undefined,
  unread: 0,
  waitingCount: 0,
  peopleCount: 3,
  width: 1000,
  onToggle: (kind) => pressed.push(kind),
  onPanel: (panel) => pressed.push(panel),
  onMenu: (menu) => pressed.push(menu),
  onLayout: () => {},
  onLeave: () => {},
  settingsTemplate: () => '',
  ...changes,
});

describe('actionsOf', () => {
  it('says what a press does, not what is', () => {
    const { microphone, camera, screen } = actionsOf(view());
    assert.deepEqual([microphone?.label, microphone?.state], ['Mute microphone', 'on']);
    assert.deepEqual([camera?.label, camera?.state], ['Turn camera on', 'off']);
    assert.equal(screen?.label, 'Share the screen');
    const sharing = actionsOf(view({ microphone: off, screen: on }));
    assert.equal(sharing.microphone?.label, 'Unmute microphone');
    assert.deepEqual([sharing.screen?.label, sharing.screen?.state], ['Stop sharing the screen', 'active']);
  });
  it('has nothing for what the page does without', () => {
    const { microphone, camera, screen, chat } = actionsOf(
      view({ microphone: undefined, camera: undefined, screen: undefined, hasChat: false }),
    );
    assert.deepEqual([microphone, camera, screen, chat], [undefined, undefined, undefined, undefined]);
  });
  it('counts who waits in words, too', () => {
    const { people } = actionsOf(view({ waitingCount: 2, peopleCount: 3 }));
    assert.deepEqual([people?.badge, people?.label], ['2', 'People in the call: 3, waiting: 2']);
  });
  it('counts unread messages in words, too', () => {
    const { chat } = actionsOf(view({ unread: 4 }));
    assert.deepEqual([chat?.badge, chat?.label], ['4', 'Chat, 4 unread']);
  });
  it('is busy while a device starts', () => {
    assert.equal(actionsOf(view({ camera: { ...off, status: 'starting' } })).camera?.isBusy, true);
  });
  it('tells whom it concerns', () => {
    pressed.length = 0;
    const actions = actionsOf(view({ menu: 'settings' }));
    for (const name of ['microphone', 'camera', 'screen', 'chat', 'people', 'settings'] as const)
      actions[name]?.onClick();
    assert.deepEqual(pressed, ['microphone', 'camera', 'screen', 'chat', 'people', undefined]);
  });
});
