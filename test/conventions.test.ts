/** The architecture and the house rules, held by a test: who imports whom, how long files are, what every file has. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { describe, it } from 'node:test';
import { transformSync } from 'esbuild';
import { filesBelow, importsOf, isSource, ROOT, read } from './support/source-files.ts';

const PROJECT = ['component', 'relay', 'extension', 'demo', 'test'].flatMap(filesBelow);
const SOURCES = PROJECT.filter(isSource);
const of = (folder: string) => SOURCES.filter((path) => path.startsWith(`${folder}/`));

/**
 * Inside component and relay: what each folder, or file of the top level, may import beside itself. An import of types
 * counts like any other, with the exceptions below.
 */
const COMPONENT_ARROWS: Record<string, readonly string[]> = {
  protocol: [],
  support: ['protocol'],
  encode: ['protocol', 'support'],
  transport: ['protocol', 'support'],
  playback: ['protocol', 'support'],
  capture: ['protocol', 'support'],
  media: ['encode', 'transport', 'playback', 'protocol', 'support'],
  call: ['capture', 'media', 'events.ts', 'protocol', 'support'],
  localization: ['support'],
  ui: ['attributes.ts', 'localization', 'protocol', 'support'],
  'attributes.ts': ['protocol', 'support'],
  'events.ts': ['protocol', 'support'],
  'page-token.ts': ['events.ts', 'token-url.ts', 'call', 'support'],
  'token-url.ts': ['support'],
  'room-properties.ts': ['page-token.ts', 'attributes.ts', 'events.ts', 'call', 'localization', 'support'],
  'room-methods.ts': ['room-properties.ts', 'attributes.ts', 'call'],
  'element-call.ts': ['call', 'events.ts', 'support'],
  'call-screen.ts': [
    'element-call.ts',
    'room-properties.ts',
    'events.ts',
    'call',
    'localization',
    'ui',
    'protocol',
    'support',
  ],
  'stream-room.ts': [
    'call-screen.ts',
    'element-call.ts',
    'room-methods.ts',
    'room-properties.ts',
    'attributes.ts',
    'events.ts',
    'ui',
    'call',
    'localization',
    'protocol',
    'support',
  ],
  'define.ts': ['stream-room.ts', 'room-properties.ts', 'index.ts'],
  'index.ts': ['attributes.ts', 'events.ts', 'call', 'localization', 'protocol', 'support'],
};

const RELAY_BASE = ['config', 'config.ts', 'clock.ts', 'log.ts'];
const RELAY_SERVICES = ['rooms', 'resources', 'auth', 'limits', 'metrics', 'signal'];
const RELAY_ARROWS: Record<string, readonly string[]> = {
  config: [],
  'config.ts': ['config'],
  'clock.ts': [],
  'log.ts': ['config.ts'],
  fanout: ['metrics', ...RELAY_BASE],
  limits: RELAY_BASE,
  metrics: RELAY_BASE,
  auth: RELAY_BASE,
  bus: RELAY_BASE,
  cluster: ['bus', 'fanout', ...RELAY_BASE],
  rooms: ['fanout', 'bus', 'cluster', 'auth', 'limits', 'metrics', ...RELAY_BASE],
  resources: ['auth', 'bus', ...RELAY_BASE],
  signal: ['rooms', ...RELAY_BASE],
  http: [...RELAY_SERVICES, ...RELAY_BASE],
  gateway: [...RELAY_SERVICES, 'fanout', ...RELAY_BASE],
  'relay.ts': ['http', 'gateway', 'bus', 'cluster', ...RELAY_SERVICES, ...RELAY_BASE],
  'command-line.ts': RELAY_BASE,
  'token-command.ts': ['auth', ...RELAY_BASE],
  'main.ts': ['relay.ts', 'command-line.ts', 'token-command.ts', ...RELAY_BASE],
};

/** Inside extension/browser; besides, everything there may use the component, and nothing else of the project. */
const EXTENSION_BASE = ['settings.ts', 'messages.ts', 'words.ts', 'kind.ts', 'dom.ts'];
const EXTENSION_ARROWS: Record<string, readonly string[]> = {
  'languages.ts': [],
  'kind.ts': [],
  'dom.ts': [],
  'grant.ts': [],
  'manifest.ts': [],
  settings: ['languages.ts'],
  'settings.ts': ['settings'],
  'messages.ts': ['settings.ts'],
  'phrases.ts': ['languages.ts'],
  'words.ts': ['languages.ts', 'locales', 'phrases.ts'],
  address: ['settings.ts'],
  'panel-target.ts': ['messages.ts'],
  'panel-opener.ts': ['kind.ts'],
  float: EXTENSION_BASE,
  background: ['address', ...EXTENSION_BASE],
  call: ['address', 'float', 'grant.ts', 'panel-target.ts', 'panel-opener.ts', ...EXTENSION_BASE],
  pages: ['settings', 'languages.ts', 'grant.ts', ...EXTENSION_BASE],
  'background.ts': ['background', 'address', 'panel-target.ts', 'panel-opener.ts', ...EXTENSION_BASE],
  'content.ts': ['float', 'kind.ts'],
  'frame.ts': ['call', 'float', 'messages.ts'],
  'panel.ts': ['call'],
  'options.ts': ['pages'],
  'welcome.ts': ['pages'],
};

/** Types only, and why the arrow may point there: the shape of a value is known to those it is handed to. */
const TYPE_ARROWS: readonly { readonly from: string; readonly to: string; readonly why: string }[] = [
  { from: 'component/events.ts', to: 'component/call/call-state.ts', why: 'events carry parts of the state' },
  { from: 'component/ui', to: 'component/call/call-state.ts', why: 'the interface draws the state' },
  { from: 'component/ui', to: 'component/call/stats.ts', why: 'and the figures' },
  { from: 'component/ui', to: 'component/call/call.ts', why: 'and is handed the pictures of a call, not the call' },
  { from: 'relay/config', to: 'relay/limits/token-bucket.ts', why: 'a setting is a rate' },
];

/** What page, worker and worklets say to each other is a wire, too: whoever is at one of its ends may know it. */
const isContract = (path: string) => /^component\/.*messages\.ts$/.test(path);

/** Development dependencies of which the build takes a few lines into the script: icons, drawing by drawing. */
const BUILT_IN = ['lucide'];

/** Over 200 lines, and why it is not two files. */
const LONG_FILES: Record<string, string> = {
  'extension/browser/call/call-page.ts':
    'what frame and panel have in common, from the first look to the call and its end',
  'extension/browser/float/floating-call.ts':
    'one state machine: how a floating call comes, is kept in sight, and goes',
  'relay/http/call-words.ts': 'one table: every word of the pages in every language',
  'test/support/extension/chromium.ts': 'what a person can do with the extension in Chromium, in one driver',
  'test/support/extension/firefox-call.ts': 'what a person can do with the extension in Firefox, in one driver',
  'relay/cluster/memory-store.ts': 'step for step what the scripts in Redis do',
  'relay/cluster/scripts.ts': 'every atomic step, with what all of them share',
  'relay/rooms/room-link.ts': 'everything that relays tell each other of a room, each beside what is made of it',
  'relay/rooms/door.ts': 'every way in and every way to be kept out',
  'relay/config/settings.ts': 'one table: every setting with all that is said of it',
  'relay/rooms/room.ts':
    'how somebody comes, changes relays, breaks off and leaves: split, no reader could check the order',
  'relay/cluster/room-channel.ts':
    'one agreement between store, bus and room: every difference, and how each is made up for',
  'relay/cluster/media-links.ts': 'what is wanted and what is given, by one protocol',
  'component/protocol/control.ts': 'every message that both ends know, side by side',
  'test/chaos/caller.ts': 'one participant’s whole life: connect, join, move, say, send, watch and come back',
  'test/support/protocol-client.ts': 'every request and everything that comes in, from the other end of the wire',
  'test/component/support/fake-call.ts': 'the whole surface of a Call',
  'test/run.mjs': 'the order of all runners, read from top to bottom',
  'component/events.ts': 'one class for each event, side by side',
  'component/element-call.ts': 'one state machine: lobby, joining, call and end, and every event by name',
  'component/stream-room.ts': 'its class header is the manifest, which has a line for everything public',
  'component/ui/call-view.ts': 'what only the interface remembers, and how its parts hang together',
  'component/call/call-engine.ts':
    'how a call begins, changes and ends, in one place: split, no reader could check the order',
  'component/call/call.ts': 'the whole surface of a call',
  'component/call/connection.ts': 'one state machine: every way a connection begins, breaks and ends',
  'component/call/local-media.ts': 'three sources with one set of rules',
  'component/call/local-source.ts': 'one state machine: every way a device starts, fails, vanishes and returns',
  'component/encode/rate-control.ts': 'one state and every reason for which it changes',
  'component/media/session.ts': 'every message of the page, and what it does',
  'component/media/video-publication.ts': 'a picture’s whole way out, read from top to bottom',
  'component/media/video-subscription.ts': 'a picture’s whole way in, read from top to bottom',
  'component/playback/jitter-buffer.ts': 'one count of samples that all of it keeps',
  'component/call/room-session.ts': 'what a stay consists of, wired in one place',
  'component/call/subscriptions.ts': 'one agreement between roster, relay, media worker and loudspeaker',
  'component/call/publication.ts': 'one agreement between page, media worker and relay',
  ...Object.fromEntries(
    ['de', 'es', 'fr', 'it', 'pt', 'ro', 'ru'].map((language) => [
      `component/localization/${language}.ts`,
      'one table: every text in one language, as it is loaded',
    ]),
  ),
};
const USUAL_LINES = 200;
const MAX_LINES = 400;

/** From source to canvas and loudspeaker, through every part on the way; each part alone could prove little. */
const VIDEO_PASS = 'test/component/media/video-pass.test.ts';
const SOUND_PASS = 'test/component/media/audio-pass.test.ts';

/** Sources without a test file of their own, and what covers them. Types and constants need none. */
const COVERED_ELSEWHERE: Record<string, string> = {
  'component/protocol/text.ts': 'test/component/protocol/control.node.test.ts',
  'component/protocol/fields.ts': 'test/component/protocol/control.node.test.ts',
  'relay/http/bearer.ts': 'test/relay/http/sight.test.ts',
  'relay/http/oembed-answer.ts': 'test/relay/http/oembed.test.ts',
  'relay/http/call-page.ts': 'test/relay/http/room-pages.test.ts',
  'relay/http/page-files.ts': 'test/relay/http/room-pages.test.ts',
  'relay/http/page-shell.ts': 'test/relay/http/room-pages.test.ts',
  'relay/http/metrics.ts': 'test/relay/http/sight.test.ts',
  'relay/http/metrics-server.ts': 'test/relay/http/sight.test.ts',
  'relay/cluster/cluster.ts': 'test/relay/cluster/two-relays.test.ts',
  'relay/cluster/redis-cluster.ts': 'test/relay/cluster/two-relays.test.ts',
  'relay/cluster/keys.ts': 'test/relay/cluster/store.test.ts',
  'relay/cluster/room-holds.ts': 'test/relay/cluster/room-channel.test.ts',
  'relay/cluster/room-others.ts': 'test/relay/cluster/room-channel.test.ts',
  'relay/cluster/room-waiting.ts': 'test/relay/cluster/room-channel.test.ts',
  'relay/rooms/remote-participant.ts': 'test/relay/cluster/two-relays.test.ts',
  'relay/bus/memory-bus.ts': 'test/relay/bus/bus.test.ts',
  'relay/bus/redis-bus.ts': 'test/relay/bus/bus.test.ts',
  'relay/cluster/memory-store.ts': 'test/relay/cluster/store.test.ts',
  'relay/cluster/redis-store.ts': 'test/relay/cluster/store.test.ts',
  'relay/cluster/scripts.ts': 'test/relay/cluster/store.test.ts',
  'component/media/session.ts': VIDEO_PASS,
  'component/media/video-publication.ts': VIDEO_PASS,
  'component/media/video-subscription.ts': VIDEO_PASS,
  'component/media/outgoing-track.ts': VIDEO_PASS,
  'component/media/playback-state.ts': VIDEO_PASS,
  'component/media/read-source.ts': VIDEO_PASS,
  'component/media/messages.ts': VIDEO_PASS,
  'component/encode/video-encoder.ts': VIDEO_PASS,
  'component/encode/jpeg-encoder.ts': VIDEO_PASS,
  'component/encode/open-encoder.ts': VIDEO_PASS,
  'component/playback/video-decoder.ts': VIDEO_PASS,
  'component/playback/canvas-painter.ts': VIDEO_PASS,
  'component/transport/memory-transport.ts': VIDEO_PASS,
  'component/media/audio-publication.ts': SOUND_PASS,
  'component/media/audio-subscription.ts': SOUND_PASS,
  'component/encode/audio-encoder.ts': SOUND_PASS,
  'component/playback/audio-decoder.ts': SOUND_PASS,
  'component/playback/speaker-worklet.ts': SOUND_PASS,
  'component/capture/capture-worklet.ts': SOUND_PASS,
  'component/events.ts': 'test/component/manifest.test.ts',
  'component/room-methods.ts': 'test/component/manifest.test.ts',
  'component/call/call-engine.ts': 'test/component/call/call.node.test.ts',
  'component/call/call-state.ts': 'test/component/call/call-reducer.node.test.ts',
  'component/call/quality-watch.ts': 'test/component/call/room-session.node.test.ts',
  'component/call/media-side.ts': 'test/component/call/publications.node.test.ts',
  'component/capture/audio-block-port.ts': 'test/component/capture/frame-source.test.ts',
  'component/capture/video-frame-port.ts': 'test/component/capture/frame-source.test.ts',
  'component/capture/microphone.ts': 'test/component/capture/capture.test.ts',
  'relay/auth/claims.ts': 'test/relay/auth/authenticator.test.ts',
  'relay/auth/token-error.ts': 'test/relay/auth/authenticator.test.ts',
  'relay/auth/key-error.ts': 'test/relay/auth/jwk.test.ts',
  'relay/auth/new-key.ts': 'test/relay/token-command.test.ts',
  'relay/auth/key-source.ts': 'test/relay/auth/keys.test.ts',
};

/** `component/media/worker.ts` lies in `media`, `component/define.ts` in `define.ts`. */
const layerOf = (path: string) => path.split('/')[1] ?? '';

describe('arrows', () => {
  for (const [folder, arrows] of [
    ['component', COMPONENT_ARROWS],
    ['relay', RELAY_ARROWS],
  ] as const) {
    it(`${folder}: imports point only where the architecture says`, () => {
      const wrong: string[] = [];
      for (const file of of(folder).filter((path) => path.endsWith('.ts'))) {
        const layer = layerOf(file);
        const allowed = arrows[layer];
        if (allowed === undefined) {
          wrong.push(`${file}: "${layer}" has no line in the table of arrows.`);
          continue;
        }
        for (const { path, specifier, typeOnly } of importsOf(file)) {
          if (path === undefined || isContract(path)) continue;
          if (!path.startsWith(`${folder}/`)) {
            wrong.push(`${file} imports ${specifier}, outside ${folder}.`);
            continue;
          }
          const target = layerOf(path);
          const byType = typeOnly && TYPE_ARROWS.some(({ from, to }) => from === `${folder}/${layer}` && path === to);
          if (target !== layer && !allowed.includes(target) && !byType) {
            wrong.push(`${file} imports ${specifier}: ${layer} may import ${allowed.join(', ') || 'nothing'}.`);
          }
        }
      }
      assert.deepEqual(wrong, []);
    });
  }

  it('extension: inside it imports point only downwards, and out of it only to the component', () => {
    const inside = 'extension/browser/';
    const layer = (path: string) => path.slice(inside.length).split('/')[0] ?? '';
    const wrong: string[] = [];
    for (const file of of('extension').filter((path) => path.startsWith(inside) && path.endsWith('.ts'))) {
      const allowed = EXTENSION_ARROWS[layer(file)];
      if (allowed === undefined) wrong.push(`${file}: "${layer(file)}" has no line in the table of arrows.`);
      for (const { path, specifier } of importsOf(file)) {
        if (path === undefined || path.startsWith('component/')) continue;
        const target = path.startsWith(inside) ? layer(path) : undefined;
        if (target === undefined || (target !== layer(file) && !allowed?.includes(target))) {
          wrong.push(`${file} imports ${specifier}.`);
        }
      }
    }
    assert.deepEqual(wrong, []);
  });

  it('packages: each imports only what its package.json names, and protocol only valibot', () => {
    const wrong: string[] = [];
    for (const [folder, sources] of [
      ['component', 'component'],
      ['relay', 'relay'],
      ['extension', 'extension/browser'],
    ] as const) {
      const manifest = JSON.parse(read(`${folder}/package.json`)) as { dependencies: Record<string, string> };
      const known = Object.keys(manifest.dependencies);
      for (const file of of(sources).filter((path) => path.endsWith('.ts'))) {
        const allowed = file.startsWith('component/protocol/') ? ['valibot'] : [...known, ...BUILT_IN];
        for (const { path, specifier } of importsOf(file)) {
          if (path !== undefined) continue;
          const isAllowed =
            allowed.some((name) => specifier === name || specifier.startsWith(`${name}/`)) ||
            (folder === 'relay' && (specifier.startsWith('node:') || specifier.startsWith('stream-room/protocol/')));
          if (!isAllowed) wrong.push(`${file} imports "${specifier}".`);
        }
      }
    }
    assert.deepEqual(wrong, []);
  });

  it('only the relay’s gateway imports ws', () => {
    const importers = of('relay').filter((file) => importsOf(file).some(({ specifier }) => specifier === 'ws'));
    assert.deepEqual(
      importers.filter((file) => !file.startsWith('relay/gateway/')),
      [],
    );
  });
});

/** What other programs look for under just this name. */
const FIXED_NAMES = ['README.md', 'LICENSE', 'Dockerfile', 'Dockerfile.dockerignore', 'Caddyfile'];

describe('files', () => {
  it('are named in kebab-case', () => {
    const names = new Set(PROJECT.flatMap((path) => path.split('/')));
    const wrong = [...names].filter(
      (name) => !/^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/.test(name) && !FIXED_NAMES.includes(name),
    );
    assert.deepEqual(wrong, []);
  });

  it('open with a line on their job', () => {
    const wrong = SOURCES.filter((path) => !/^(#!.*\n)?\/\*\*\s/.test(read(path)));
    assert.deepEqual(wrong, []);
  });

  it(`have at most ${USUAL_LINES} lines, ${MAX_LINES} with a reason`, () => {
    const wrong: string[] = [];
    for (const path of SOURCES) {
      const lines = read(path).split('\n').length - 1;
      if (lines > MAX_LINES) wrong.push(`${path} has ${lines} lines. Split it.`);
      else if (lines > USUAL_LINES && !LONG_FILES[path])
        wrong.push(`${path} has ${lines} lines. Split it, or say why.`);
      else if (lines <= USUAL_LINES && LONG_FILES[path]) wrong.push(`${path} is short now: take it off the list.`);
    }
    assert.deepEqual(wrong, []);
  });

  it('leave no notes of unfinished work', () => {
    const marks = new RegExp(`\\b(${['TO', 'FIX', 'XX', 'HA'].join('|')})(DO|ME|X|CK)\\b`);
    assert.deepEqual(
      PROJECT.filter((path) => /\.(ts|mjs|css|html|md|json|yml)$/.test(path)).filter((path) => marks.test(read(path))),
      [],
    );
  });

  it('have named exports only', () => {
    // What tools load by convention is exported as those tools ask for it.
    const isForTools = (path: string) => /\.config\.mjs$|-reporter\.mjs$/.test(basename(path));
    assert.deepEqual(
      SOURCES.filter((path) => !isForTools(path)).filter((path) => /^export default\b/m.test(read(path))),
      [],
    );
  });
});

describe('tests', () => {
  const tests = PROJECT.filter((path) => path.endsWith('.test.ts'));
  const isCovered = (source: string) => {
    const start = `test/${source.replace(/\.ts$/, '')}`;
    return tests.some((path) => path.startsWith(`${start}.`));
  };

  it('mirror every source file of component and relay', () => {
    const untested = [...of('component'), ...of('relay')]
      .filter((path) => path.endsWith('.ts') && !hasNoBehaviour(path))
      .filter((path) => !isCovered(path) && !COVERED_ELSEWHERE[path]);
    assert.deepEqual(untested, []);
  });

  it('are excused only where there is a file and no test of its own', () => {
    const stale = Object.entries(COVERED_ELSEWHERE)
      .filter(([path, test]) => !SOURCES.includes(path) || isCovered(path) || !tests.includes(test))
      .map(([path]) => path);
    assert.deepEqual(stale, []);
  });

  /** Types and constants only: when the types are gone, nothing is left that could be called. */
  function hasNoBehaviour(path: string): boolean {
    const { code } = transformSync(read(path), { loader: 'ts', format: 'esm', minifyWhitespace: true });
    return !/=>|\bfunction\b|\bclass\b[^=]/.test(code);
  }
});

describe('documentation', () => {
  it('the README’s tables are what the class header says', () => {
    const folder = mkdtempSync(join(tmpdir(), 'stream-room-manifest-'));
    const component = join(ROOT, 'component');
    try {
      const analyzer = join(ROOT, 'node_modules/@custom-elements-manifest/analyzer/cem.js');
      const options = { cwd: component, encoding: 'utf8' } as const;
      execFileSync(process.execPath, [analyzer, 'analyze', '--outdir', relative(component, folder)], options);
      const tables = ['build/api-tables.mjs', '--check', join(ROOT, 'README.md'), join(folder, 'custom-elements.json')];
      execFileSync(process.execPath, tables, options);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('the relay’s table of settings is what its settings are', () => {
    const command = ['--conditions=source', '--import', 'tsx', 'relay/build/settings-table.mjs', '--check'];
    execFileSync(process.execPath, command, { cwd: ROOT, encoding: 'utf8' });
  });

  it('every folder says what it is', () => {
    const silent = ['component', 'relay', 'extension', 'demo', 'test'].filter(
      (folder) => !existsSync(join(ROOT, folder, 'README.md')),
    );
    assert.deepEqual(silent, []);
  });
});

describe('packages', () => {
  it('ws is at least 8.23.0, the first with all known holes closed', () => {
    const { version } = JSON.parse(read('node_modules/ws/package.json')) as { version: string };
    const [major = 0, minor = 0] = version.split('.').map(Number);
    assert.ok(major > 8 || (major === 8 && minor >= 23), `ws ${version} is installed`);
  });

  it('the lockfile ties nobody to a registry', () => {
    assert.doesNotMatch(read('package-lock.json'), /"resolved": "https?:/);
  });

  it('the lockfile knows the packages of every platform, else npm ci refuses it', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>;
    };
    const missing = Object.values(packages)
      .flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
      .filter((name) => !Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`)));
    assert.deepEqual(missing, [], 'Run: node .ci/complete-lockfile.mjs');
  });

  it('no package runs a script when it is installed', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { hasInstallScript?: boolean; optional?: boolean }>;
    };
    const needsScript = Object.keys(packages).filter((path) => packages[path]?.hasInstallScript);
    // Each of these brings a prebuilt binary and does without its script.
    const DO_WITHOUT = ['esbuild', 'bufferutil', 'fsevents', 'rs-module-lexer'];
    assert.deepEqual(
      needsScript.filter((path) => !DO_WITHOUT.some((name) => path.endsWith(`node_modules/${name}`))),
      [],
    );
  });
});
