/** One's own picture, which every call shows to its sender; our element does, so the others have to pay for it too. */
export function showSelf(stream: MediaStream): HTMLVideoElement {
  const video = document.querySelector<HTMLVideoElement>('#self');
  if (!video) throw new Error('This page has no place for one’s own picture.');
  video.srcObject = stream;
  return video;
}
