/**
 * The scene that replaces the camera: draws it at a steady rate, writes the instant into it, and gives each frame to
 * every track that was opened. Knows nothing of calls.
 */
import { squareSide, stampOf, stampSquares } from '../stamp.ts';
import type { FromCamera, ToCamera } from './camera.ts';

/** The worker's own global, which the DOM's types do not know. */
const scope = self as unknown as {
  onmessage: ((event: MessageEvent<ToCamera>) => void) | null;
  postMessage(message: FromCamera): void;
};

const writers = new Set<WritableStreamDefaultWriter<VideoFrame>>();
let frames = 0;

scope.onmessage = ({ data }) => {
  if (data.type === 'open') {
    const writer = data.writable.getWriter();
    writers.add(writer);
    writer.closed.catch(() => {}).finally(() => writers.delete(writer));
  } else if (data.type === 'start') {
    start(data.width, data.height, data.framesPerSecond);
  } else {
    scope.postMessage({ type: 'frames', frames });
  }
};

function start(width: number, height: number, framesPerSecond: number): void {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (!context) throw new Error('This browser draws on no OffscreenCanvas.');
  const background = drawBackground(width, height);
  const intervalMs = 1000 / framesPerSecond;
  const startMs = performance.now();
  let due = 0;
  const tick = () => {
    drawScene(context, background, frames);
    const stampedAt = drawStamp(context);
    frames += 1;
    const frame = new VideoFrame(canvas, { timestamp: Math.round(stampedAt * 1000) });
    for (const writer of writers) {
      // A track that takes no frame now shall not get an old one later.
      if ((writer.desiredSize ?? 0) > 0) writer.write(frame.clone()).catch(() => writers.delete(writer));
    }
    frame.close();
    // A late tick is made up for; a whole interval is not.
    due = Math.max(due + 1, Math.floor((performance.now() - startMs) / intervalMs));
    setTimeout(tick, startMs + due * intervalMs - performance.now());
  };
  tick();
}

/** What lies still behind the speaker: as uneven as a room is, so that pictures have the weight of a camera's. */
function drawBackground(width: number, height: number): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Error('This browser draws on no OffscreenCanvas.');
  const gradient = context.createLinearGradient(0, 0, width, height);
  gradient.addColorStop(0, '#557');
  gradient.addColorStop(1, '#b98');
  context.fillStyle = gradient;
  context.fillRect(0, 0, width, height);
  let seed = 1;
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  for (let i = 0; i < 2_000; i++) {
    context.fillStyle = `hsl(${random() * 360} 30% ${30 + random() * 40}% / 0.35)`;
    const size = (2 + random() * 14) * (width / 640);
    context.fillRect(random() * width, random() * height, size, size);
  }
  return canvas;
}

/** A head that sways and a mouth that talks. */
function drawScene(context: OffscreenCanvasRenderingContext2D, background: OffscreenCanvas, frame: number): void {
  const { width, height } = background;
  context.drawImage(background, 0, 0);
  const x = width / 2 + Math.sin(frame / 20) * width * 0.04;
  const y = height * 0.52 + Math.sin(frame / 13) * height * 0.02;
  ellipse(context, '#d9a37e', x, y, height * 0.2, height * 0.27);
  ellipse(context, '#333', x - height * 0.07, y - height * 0.06, height * 0.02, height * 0.015);
  ellipse(context, '#333', x + height * 0.07, y - height * 0.06, height * 0.02, height * 0.015);
  ellipse(
    context,
    '#722',
    x,
    y + height * 0.12,
    height * 0.06,
    height * 0.01 + height * 0.02 * Math.abs(Math.sin(frame / 4)),
  );
}

function ellipse(
  context: OffscreenCanvasRenderingContext2D,
  color: string,
  x: number,
  y: number,
  rx: number,
  ry: number,
) {
  context.fillStyle = color;
  context.beginPath();
  context.ellipse(x, y, rx, ry, 0, 0, Math.PI * 2);
  context.fill();
}

/** Last of all, so that the instant is that of the finished picture. Returns it, in milliseconds since the epoch. */
function drawStamp(context: OffscreenCanvasRenderingContext2D): number {
  const side = squareSide(context.canvas.width);
  const now = performance.timeOrigin + performance.now();
  stampSquares(stampOf(now)).forEach((isLight, index) => {
    context.fillStyle = isLight ? '#fff' : '#000';
    context.fillRect(index * side, 0, side, side);
  });
  return now;
}
