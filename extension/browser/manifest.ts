/** The extension's manifest, one source for both kinds of browser. Pure. Knows nothing of the files it names. */

export type Target = 'chromium' | 'firefox';

export interface ManifestOptions {
  readonly version: string;
  /** Fixes the id of an unpacked Chromium extension, so that a relay can list it. Stores assign their own. */
  readonly key?: string;
}

/** Of this project's unpacked build; its id is DEVELOPMENT_ID. The private half was never kept. */
export const DEVELOPMENT_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAimlWMGvJP81Qh26NubgyvACfKgjHeiMeLxqGgOHdSBT90vOsHDTGq3EvCM9oVsv9cOToXZfWuNPImHHv8pgUiDZPHsRF8PXX2zKDxp5v7OawcDZBBNEaBfGvWacFOu1sQT0dEW0GePghAFfmPLuMffwLSJ9UvP4SzZRNT1JMVZXyKQaX319xb6gBjRcteblbSnkX5Sf7g4a4LhDT5ZKqcnhh3MOK988AFVHBK4legrSrRDOWEF7N0E6ypQp3ZvOKmMf68w4wrdd2/rsTbIaLn5U+G6ixNnSAcMDHU9llYI+ukxm4QsxeIKn7IbcZvPgFaVmipTY6XbcbdXueLOSatQIDAQAB';
export const DEVELOPMENT_ID = 'mjoepgdifgdifaengnpconbeikdbkdde';

export const FIREFOX_ID = 'extension@stream-room.example';

const ICON_SIZES = [16, 32, 48, 128];
const ICONS = Object.fromEntries(ICON_SIZES.map((size) => [String(size), `icons/${size}.png`]));

/** What the extension's own pages may load: their own files, and relays. Plain ws only to this machine. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "worker-src 'self'",
  // Written out, since Firefox's own policy would make every ws: a wss:.
  "connect-src 'self' wss: https: ws://localhost:* ws://127.0.0.1:* http://localhost:* http://127.0.0.1:*",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Everything the browser asks of the extension before it runs a line of it. */
export function createManifest(target: Target, { version, key }: ManifestOptions) {
  return {
    manifest_version: 3,
    name: '__MSG_extensionName__',
    description: '__MSG_extensionDescription__',
    version,
    default_locale: 'en',
    icons: ICONS,
    permissions: ['activeTab', 'scripting', 'storage', 'contextMenus', ...(target === 'chromium' ? ['sidePanel'] : [])],
    // Asked for only when somebody wants the panel to follow the active tab: without it, its address is unreadable.
    optional_host_permissions: ['*://*/*'],
    action: { default_title: '__MSG_toolbarTitle__', default_icon: ICONS },
    options_ui: { page: 'options.html', open_in_tab: true },
    content_security_policy: { extension_pages: CONTENT_SECURITY_POLICY },
    ...(target === 'chromium' ? chromiumOnly(key) : firefoxOnly()),
  };
}

function chromiumOnly(key: string | undefined) {
  return {
    minimum_chrome_version: '120',
    ...(key === undefined ? {} : { key }),
    // Pages in private windows get a call, too; there they have a background of their own.
    incognito: 'split',
    background: { service_worker: 'background.js', type: 'module' },
    side_panel: { default_path: 'panel.html' },
    commands: {
      _execute_action: { suggested_key: { default: 'Alt+Shift+K' } },
      'open-panel': { suggested_key: { default: 'Alt+Shift+J' }, description: '__MSG_commandPanel__' },
    },
    // A page that guesses the plain address of frame.html must not be able to embed it.
    web_accessible_resources: [{ resources: ['frame.html'], matches: ['*://*/*'], use_dynamic_url: true }],
    // Without these two, pages that isolate themselves could not hold the frame, nor the frame its worker.
    // Not require-corp: the welcome page could not tell a website from nothing at all when it looks for a relay.
    cross_origin_embedder_policy: { value: 'credentialless' },
    cross_origin_opener_policy: { value: 'same-origin' },
  };
}

function firefoxOnly() {
  return {
    background: { scripts: ['background.js'], type: 'module' },
    sidebar_action: {
      default_panel: 'panel.html',
      default_title: '__MSG_extensionName__',
      default_icon: ICONS,
      open_at_install: false,
    },
    commands: {
      _execute_sidebar_action: { suggested_key: { default: 'Alt+Shift+J' } },
      'float-call': { suggested_key: { default: 'Alt+Shift+K' }, description: '__MSG_commandFloat__' },
    },
    // Firefox gives each installation addresses of its own, which no page can guess.
    web_accessible_resources: [{ resources: ['frame.html'], matches: ['*://*/*'] }],
    browser_specific_settings: {
      gecko: { id: FIREFOX_ID, strict_min_version: '142.0', data_collection_permissions: { required: ['none'] } },
    },
  };
}
