/** Opens the panel of a window: side panel or sidebar. Knows nothing of what it shows. */
import browser from 'webextension-polyfill';

/** What the typings of all browsers together do not have. */
interface SidePanel {
  open(options: { windowId: number }): Promise<void>;
}

const { sidePanel } = globalThis.chrome as { sidePanel?: SidePanel };

/** To be called within the click, before anything is waited for. Rejects where the browser sees no click. */
export function openPanel(windowId: number): Promise<void> {
  return sidePanel ? sidePanel.open({ windowId }) : browser.sidebarAction.open();
}
