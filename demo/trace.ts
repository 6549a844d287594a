/** A small plot of the last minute of one figure. Knows nothing of what is measured. */

const WIDTH = 240;
const HEIGHT = 48;
const SAMPLES = 60;
const SVG = 'http://www.w3.org/2000/svg';

export interface Trace {
  readonly element: SVGSVGElement;
  /** Undefined leaves a gap: nothing was measured. */
  add(value: number | undefined): void;
}

/** `minimumTop`: the plot reaches at least this high, so that a calm figure looks calm. */
export function createTrace(title: string, minimumTop: number): Trace {
  const element = document.createElementNS(SVG, 'svg');
  element.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
  element.setAttribute('preserveAspectRatio', 'none');
  element.setAttribute('class', 'trace');
  element.setAttribute('role', 'img');
  element.setAttribute('aria-label', title);
  const area = document.createElementNS(SVG, 'path');
  area.setAttribute('class', 'trace-area');
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('class', 'trace-line');
  element.append(area, line);

  const values: (number | undefined)[] = [];
  return {
    element,
    add(value) {
      values.push(value);
      if (values.length > SAMPLES) values.shift();
      const top = Math.max(minimumTop, ...values.map((each) => each ?? 0)) * 1.1;
      const points = values.map((each, index) =>
        each === undefined
          ? undefined
          : ([(WIDTH * (SAMPLES - values.length + index)) / (SAMPLES - 1), HEIGHT * (1 - each / top)] as const),
      );
      line.setAttribute('d', runs(points).map(lineThrough).join(' '));
      area.setAttribute('d', runs(points).map(areaUnder).join(' '));
    },
  };
}

type Point = readonly [x: number, y: number];

/** The stretches between gaps. */
function runs(points: readonly (Point | undefined)[]): readonly (readonly Point[])[] {
  const all: Point[][] = [[]];
  for (const point of points) {
    if (point) all.at(-1)?.push(point);
    else all.push([]);
  }
  return all.filter((run) => run.length > 1);
}

const lineThrough = (run: readonly Point[]) => `M${run.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}`;

const areaUnder = (run: readonly Point[]) =>
  `${lineThrough(run)}L${run.at(-1)?.[0].toFixed(1)} ${HEIGHT}L${run[0]?.[0].toFixed(1)} ${HEIGHT}Z`;
