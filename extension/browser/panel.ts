/** The side panel, or sidebar: the same call beside the page, of the page it was opened for, or of a room. */
import { CallPage } from './call/call-page.ts';
import { PanelSurface } from './call/panel-surface.ts';

void start();

async function start(): Promise<void> {
  const surface = await PanelSurface.open();
  await surface.show(await CallPage.open(surface));
}
