/** StreamFlow's way: video → canvas → toDataURL → JSON over a WebSocket → image → canvas. Nothing is tuned. */

import { showSelf } from './self-view.ts';

const ROOM = 'glass';
const QUALITY = 0.6;

export async function send(relayUrl: string, framesPerSecond: number): Promise<void> {
  const video = showSelf(await navigator.mediaDevices.getUserMedia({ video: true }));
  await video.play();
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  const socket = await join(relayUrl);
  setInterval(() => {
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    context?.drawImage(video, 0, 0);
    socket.send(JSON.stringify({ type: 'frame', room: ROOM, image: canvas.toDataURL('image/jpeg', QUALITY) }));
  }, 1000 / framesPerSecond);
}

export async function receive(relayUrl: string, canvas: HTMLCanvasElement): Promise<void> {
  const context = canvas.getContext('2d');
  const image = new Image();
  image.onload = () => {
    if (canvas.width !== image.naturalWidth) canvas.width = image.naturalWidth;
    if (canvas.height !== image.naturalHeight) canvas.height = image.naturalHeight;
    context?.drawImage(image, 0, 0);
  };
  const socket = await join(relayUrl);
  socket.onmessage = ({ data }: MessageEvent<string>) => {
    const message = JSON.parse(data) as { type: string; image?: string };
    if (message.type === 'frame' && message.image) image.src = message.image;
  };
}

async function join(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error(`No relay answers at ${url}.`));
  });
  socket.send(JSON.stringify({ type: 'join', room: ROOM }));
  return socket;
}
