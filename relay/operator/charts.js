/** A line chart in SVG: several series on one scale, with a readout where the pointer or the arrow keys are. Knows no figure. */

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 480;
const HEIGHT = 150;
const LEFT = 96;
const RIGHT = 8;
const TOP = 8;
const BOTTOM = 22;
const MAX_SPAN_MS = 15 * 60_000;
/** A relay that has just started fills the width as well. */
const MIN_SPAN_MS = 2 * 60_000;

/** Tag, attributes, children: text is only ever text. */
export function element(name, attributes = {}, ...children) {
  const isSvg = ['svg', 'path', 'line', 'text', 'rect', 'g', 'circle', 'title'].includes(name);
  const made = isSvg ? document.createElementNS(SVG, name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

/**
 * @param {{ title: string, series: { name: string, read: (sample: object) => number | null }[], format: (value: number) => string, floor: number, unit?: number }} options
 * `floor`: the scale ends at this or higher, so that noise around nothing does not look like a mountain;
 * `unit`: what the scale has round numbers of
 */
export function createChart({ title, series, format, floor, unit = 1 }) {
  const svg = element('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, tabindex: 0, role: 'img' });
  const readout = element('output', {});
  const legend = element('span', { class: 'legend' });
  if (series.length > 1) {
    series.forEach(({ name }, index) => {
      const line = element('line', { x1: 0, y1: 5, x2: 22, y2: 5, class: `series-${index}` });
      legend.append(element('span', {}, element('svg', { viewBox: '0 0 22 10', 'aria-hidden': true }, line), name));
    });
  }
  const heading = element('figcaption', {}, element('h2', {}, title), legend, readout);
  const figure = element('figure', {}, heading, svg);
  let samples = [];
  let chosen;
  let spanMs = MIN_SPAN_MS;

  const x = (atMs, endMs) => LEFT + (1 - (endMs - atMs) / spanMs) * (WIDTH - LEFT - RIGHT);
  const values = (sample) => series.map(({ read }) => read(sample));

  function draw() {
    const last = samples.at(-1);
    if (!last) return;
    spanMs = Math.min(MAX_SPAN_MS, Math.max(MIN_SPAN_MS, last.atMs - samples[0].atMs));
    const top = niceTop(Math.max(floor, ...samples.flatMap(values).map((value) => value ?? 0)) / unit) * unit;
    const y = (value) => TOP + (1 - value / top) * (HEIGHT - TOP - BOTTOM);
    const parts = [];
    for (const part of [0, 0.5, 1]) {
      const at = y(top * part);
      parts.push(
        element('line', { x1: LEFT, x2: WIDTH - RIGHT, y1: at, y2: at, class: 'grid' }),
        element('text', { x: LEFT - 6, y: at + 4, 'text-anchor': 'end' }, format(top * part)),
      );
    }
    for (const thirds of [3, 2, 1, 0]) {
      const ago = (spanMs * thirds) / 3;
      const anchor = thirds === 3 ? 'start' : thirds === 0 ? 'end' : 'middle';
      const position = { x: x(last.atMs - ago, last.atMs), y: HEIGHT - 6, 'text-anchor': anchor };
      parts.push(element('text', position, thirds === 0 ? 'now' : agoText(ago)));
    }
    series.forEach(({ read }, index) => {
      let path = '';
      for (const sample of samples) {
        const value = read(sample);
        if (value === null) continue;
        path += `${path ? 'L' : 'M'}${x(sample.atMs, last.atMs).toFixed(1)} ${y(value).toFixed(1)}`;
      }
      if (path) parts.push(element('path', { d: path, class: `series-${index}` }));
    });
    const shown = chosen ?? last;
    if (chosen) {
      const at = x(chosen.atMs, last.atMs);
      parts.push(element('line', { x1: at, x2: at, y1: TOP, y2: HEIGHT - BOTTOM, class: 'cursor' }));
    }
    const said = series
      .map(({ name, read }) => [name, read(shown)])
      .map(([name, value]) => `${series.length > 1 ? `${name} ` : ''}${value === null ? '–' : format(value)}`)
      .join(', ');
    readout.textContent = chosen ? `${new Date(chosen.atMs).toLocaleTimeString()}: ${said}` : said;
    svg.setAttribute('aria-label', `${title}: ${said}`);
    svg.replaceChildren(...parts);
  }

  svg.addEventListener('pointermove', ({ clientX }) => {
    const last = samples.at(-1);
    if (!last) return;
    const box = svg.getBoundingClientRect();
    const at = ((clientX - box.left) / box.width) * WIDTH;
    chosen = samples.reduce((best, sample) =>
      Math.abs(x(sample.atMs, last.atMs) - at) < Math.abs(x(best.atMs, last.atMs) - at) ? sample : best,
    );
    draw();
  });
  const forget = () => {
    chosen = undefined;
    draw();
  };
  svg.addEventListener('pointerleave', forget);
  svg.addEventListener('blur', forget);
  svg.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || samples.length === 0) return;
    event.preventDefault();
    const index = chosen ? samples.indexOf(chosen) : samples.length - 1;
    chosen = samples[Math.min(samples.length - 1, Math.max(0, index + step))];
    draw();
  });

  return {
    figure,
    update(next) {
      samples = next;
      if (chosen && !samples.includes(chosen)) chosen = undefined;
      draw();
    },
  };
}

const agoText = (ms) => (ms < 100_000 ? `−${Math.round(ms / 1000)} s` : `−${Math.round(ms / 60_000)} min`);

/** 1, 2, 4 or 10 times a power of ten: half of it is round as well. */
function niceTop(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 10].map((step) => step * power).find((top) => top >= value) ?? value;
}
