/** The operator's page: asks the relay every two seconds and draws. Knows the figures and what they are called. */
import { createChart, element } from './charts.js';

const INTERVAL_MS = 2_000;
const SPAN_MS = 15 * 60_000;
/** Samples per line of the table: one a minute. */
const TABLE_STEP = 30;
const MIB = 1024 * 1024;
const TOKEN_KEY = 'stream-room metrics token';

const byId = (id) => document.getElementById(id);
const count = (value) => (value < 10 && value % 1 !== 0 ? value.toFixed(1) : Math.round(value).toLocaleString('en'));
const milliseconds = (value) => `${count(value)} ms`;
const bytes = (value) => `${(value / MIB).toFixed(0)} MiB`;
function bits(value) {
  if (value >= 1e9) return `${(value / 1e9).toFixed(1)} Gbit/s`;
  if (value >= 1e6) return `${(value / 1e6).toFixed(1)} Mbit/s`;
  return `${(value / 1e3).toFixed(0)} kbit/s`;
}
const perSecond = (value) => `${count(value)}/s`;

/** Everything that is shown, once: name, unit, where it comes from. */
const FIGURES = [
  { name: 'Connections', format: count, floor: 4, series: [['Connections', (each) => each.connections]] },
  {
    name: 'Rooms and participants',
    format: count,
    floor: 4,
    series: [
      ['Rooms', (each) => each.rooms],
      ['Participants', (each) => each.participants],
    ],
  },
  {
    name: 'Traffic',
    format: bits,
    floor: 1e5,
    series: [
      ['In', (each) => each.bitsInPerSecond],
      ['Out', (each) => each.bitsOutPerSecond],
    ],
  },
  {
    name: 'Packets not delivered',
    format: perSecond,
    floor: 4,
    series: [
      ['Link behind', (each) => each.dropsLink],
      ['Keyframe awaited', (each) => each.dropsKeyframe],
      ['Superseded', (each) => each.dropsSuperseded],
    ],
  },
  { name: 'Event-loop lag', format: milliseconds, floor: 20, series: [['Lag', (each) => each.loopLagMs]] },
  { name: 'Round trip of the bus', format: milliseconds, floor: 5, series: [['Bus', (each) => each.busRoundTripMs]] },
  { name: 'Memory', format: bytes, floor: 64 * MIB, unit: MIB, series: [['Memory', (each) => each.memoryBytes]] },
];

/** Of the table. A figure with several series has a column for each. */
const COLUMNS = FIGURES.flatMap(({ name, format, series }) =>
  series.map(([part, read]) => ({ name: series.length > 1 ? `${name}: ${part}` : name, format, read })),
);

const BUS = {
  none: 'Only relay',
  ok: 'Hears the other relays',
  degraded: 'DOES NOT HEAR the other relays: rooms on this one go on, alone',
};

const charts = FIGURES.map(({ name, format, floor, unit, series }) =>
  createChart({ title: name, format, floor, unit, series: series.map(([part, read]) => ({ name: part, read })) }),
);
byId('charts').append(...charts.map(({ figure }) => figure));
byId('columns').append(
  ...['Time', ...COLUMNS.map(({ name }) => name)].map((name) => element('th', { scope: 'col' }, name)),
);

const tiles = new Map(
  [
    ['Connections', (each) => count(each.connections)],
    ['Rooms', (each) => count(each.rooms)],
    ['Participants', (each) => count(each.participants)],
    ['In', (each) => bits(each.bitsInPerSecond)],
    ['Out', (each) => bits(each.bitsOutPerSecond)],
    ['Not delivered', (each) => perSecond(each.dropsLink + each.dropsSuperseded)],
    ['Event-loop lag', (each) => milliseconds(each.loopLagMs)],
  ].map(([name, read]) => [element('strong', {}, '–'), { name, read }]),
);
byId('tiles').append(...[...tiles].map(([value, { name }]) => element('p', {}, element('span', {}, name), value)));

let samples = [];
// What scrolls must be reachable with the keyboard.
byId('scroll').tabIndex = 0;

function show() {
  const last = samples.at(-1);
  byId('unlock').hidden = true;
  byId('figures').hidden = false;
  if (!last) {
    say('The first figures come in two seconds.');
    return;
  }
  say(BUS[last.bus], last.bus === 'degraded');
  for (const [value, { read }] of tiles) value.textContent = read(last);
  for (const chart of charts) chart.update(samples);
  const lines = samples.filter((_, index) => (samples.length - 1 - index) % TABLE_STEP === 0).reverse();
  byId('rows').replaceChildren(
    ...lines.map((sample) =>
      element(
        'tr',
        {},
        element('th', { scope: 'row' }, new Date(sample.atMs).toLocaleTimeString()),
        ...COLUMNS.map(({ read, format }) => element('td', {}, read(sample) === null ? '–' : format(read(sample)))),
      ),
    ),
  );
}

/** Said once: a status that repeats itself is read out again and again. */
function say(text, isAlarm = false) {
  const state = byId('state');
  if (state.textContent !== text) state.textContent = text;
  state.classList.toggle('alarm', isAlarm);
}

async function ask() {
  const token = sessionStorage.getItem(TOKEN_KEY);
  const response = await fetch(`stats?after=${samples.at(-1)?.atMs ?? 0}`, {
    headers: token ? { authorization: `Bearer ${token}` } : {},
    cache: 'no-store',
    signal: AbortSignal.timeout(10_000),
  });
  if (response.status === 401) {
    sessionStorage.removeItem(TOKEN_KEY);
    byId('unlock').hidden = false;
    byId('figures').hidden = true;
    say(token ? 'This is not the token.' : 'The figures need the relay’s token.', Boolean(token));
    byId('token').focus();
    return false;
  }
  if (!response.ok) throw new Error(`The relay answered ${response.status}.`);
  const { samples: more } = await response.json();
  const newest = more.at(-1)?.atMs ?? samples.at(-1)?.atMs ?? 0;
  samples = [...samples, ...more].filter(({ atMs }) => atMs > newest - SPAN_MS);
  show();
  return true;
}

/** One round at a time; ends where a token is needed, begins again with one. */
async function run() {
  for (;;) {
    try {
      if (!(await ask())) return;
    } catch {
      say('The relay does not answer. Trying again.', true);
    }
    await new Promise((done) => setTimeout(done, INTERVAL_MS));
  }
}

byId('unlock').addEventListener('submit', (event) => {
  event.preventDefault();
  sessionStorage.setItem(TOKEN_KEY, byId('token').value.trim());
  byId('token').value = '';
  void run();
});
void run();
