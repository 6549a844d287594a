/** A WebRTC call between two pages, as a page without a library makes it. Descriptions are carried by the bench. */

import { showSelf } from './self-view.ts';

export type WebRtcCodec = 'VP8' | 'H264';

/** What our own encoder gets at these sizes; enough that WebRTC's rate control is at rest. */
const MAX_BITRATE_BPS = 2_500_000;

let connection: RTCPeerConnection | undefined;

export async function offer(codec: WebRtcCodec): Promise<string> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: true });
  const [track] = stream.getVideoTracks();
  if (!track) throw new Error('The camera has no track.');
  showSelf(stream);
  connection = new RTCPeerConnection();
  const transceiver = connection.addTransceiver(track, {
    direction: 'sendonly',
    streams: [stream],
    sendEncodings: [{ maxBitrate: MAX_BITRATE_BPS, maxFramerate: 30 }],
  });
  const codecs = RTCRtpSender.getCapabilities('video')?.codecs ?? [];
  transceiver.setCodecPreferences(codecs.filter(({ mimeType }) => mimeType === `video/${codec}`));
  const parameters = transceiver.sender.getParameters();
  parameters.degradationPreference = 'maintain-resolution';
  await transceiver.sender.setParameters(parameters);
  await connection.setLocalDescription();
  return gathered(connection);
}

/** Shows what comes in `video`. */
export async function answerOffer(sdp: string, video: HTMLVideoElement): Promise<string> {
  connection = new RTCPeerConnection();
  connection.ontrack = ({ streams, receiver }) => {
    receiver.jitterBufferTarget = 0;
    video.srcObject = streams[0] ?? null;
    void video.play();
  };
  await connection.setRemoteDescription({ type: 'offer', sdp });
  await connection.setLocalDescription();
  return gathered(connection);
}

export async function accept(sdp: string): Promise<void> {
  await connection?.setRemoteDescription({ type: 'answer', sdp });
}

/** The description with all its candidates. */
async function gathered(peer: RTCPeerConnection): Promise<string> {
  while (peer.iceGatheringState !== 'complete') {
    await new Promise((resolve) => peer.addEventListener('icegatheringstatechange', resolve, { once: true }));
  }
  return peer.localDescription?.sdp ?? '';
}
