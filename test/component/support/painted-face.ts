/** Pictures of people who are not there: a painted face on a canvas, by seed, still or as a camera's stream. */

const SKINS = ['#f2c9a5', '#c98d5f', '#8d5a3a', '#e6b48c', '#5e3b27', '#f6d7bd'];
const HAIRS = ['#2b1c14', '#5a3a1e', '#b5893f', '#1b1b1f', '#7b2f1d', '#8c8c90'];
const ROOMS = [
  ['#3f5a6b', '#1f2f3b'],
  ['#8a6f5a', '#4c3a2e'],
  ['#5f7a5d', '#2e4030'],
  ['#6d5a84', '#352b47'],
  ['#9a8a6c', '#574c38'],
  ['#4a6f78', '#23393f'],
];

const pick = <T>(list: readonly T[], seed: number): T => list[seed % list.length] as T;

/** Paints a person of this seed, filling the canvas. */
export function paintFace(canvas: HTMLCanvasElement, seed: number): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const { width, height } = canvas;
  const [light, dark] = pick(ROOMS, seed) as [string, string];
  const wall = context.createLinearGradient(0, 0, width, height);
  wall.addColorStop(0, light);
  wall.addColorStop(1, dark);
  context.fillStyle = wall;
  context.fillRect(0, 0, width, height);
  context.fillStyle = 'rgb(255 255 255 / 0.14)';
  context.fillRect(width * 0.08, height * 0.1, width * 0.2, height * 0.42);
  const x = width * (0.5 + ((seed % 3) - 1) * 0.03);
  const unit = height / 10;
  const oval = (cx: number, cy: number, rx: number, ry: number, color: string) => {
    context.fillStyle = color;
    context.beginPath();
    context.ellipse(cx, cy, rx, ry, 0, 0, Math.PI * 2);
    context.fill();
  };
  oval(x, height * 1.08, unit * 4.2, unit * 3.3, `hsl(${(seed * 67) % 360} 32% 42%)`);
  oval(x, unit * 3.9, unit * 2.15, unit * 2.5, pick(HAIRS, seed));
  context.fillStyle = pick(SKINS, seed + 2);
  context.fillRect(x - unit * 0.7, unit * 5.8, unit * 1.4, unit * 2);
  oval(x, unit * 4.5, unit * 1.75, unit * 2.2, pick(SKINS, seed + 2));
  oval(x - unit * 0.7, unit * 4.3, unit * 0.18, unit * 0.22, '#1c1512');
  oval(x + unit * 0.7, unit * 4.3, unit * 0.18, unit * 0.22, '#1c1512');
  context.strokeStyle = 'rgb(90 30 25 / 0.8)';
  context.lineWidth = unit * 0.16;
  context.beginPath();
  context.arc(x, unit * 5.1, unit * 0.7, 0.25 * Math.PI, 0.75 * Math.PI);
  context.stroke();
}

/** Paints what a shared screen looks like from afar: a window with text. */
export function paintScreen(canvas: HTMLCanvasElement): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const { width, height } = canvas;
  context.fillStyle = '#f7f8fa';
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#d9dee6';
  context.fillRect(0, 0, width, height * 0.06);
  context.fillStyle = '#eef1f5';
  context.fillRect(0, height * 0.06, width * 0.18, height);
  for (let line = 0; line < 16; line += 1) {
    context.fillStyle = line % 5 === 0 ? '#2e4a62' : '#a3adba';
    context.fillRect(
      width * 0.24,
      height * (0.14 + line * 0.05),
      width * (0.3 + ((line * 37) % 40) / 100),
      height * 0.018,
    );
  }
}

export function paintedCanvas(seed: number, width = 640, height = 400): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  paintFace(canvas, seed);
  return canvas;
}

/** A camera that shows the same face for ever. */
export function paintedStream(seed: number): MediaStream {
  const canvas = paintedCanvas(seed);
  const stream = canvas.captureStream(2);
  // A stream of a canvas that never changes has no frame to begin with.
  const timer = setInterval(() => {
    if (stream.getTracks().every((track) => track.readyState === 'ended')) clearInterval(timer);
    else paintFace(canvas, seed);
  }, 300);
  return stream;
}
