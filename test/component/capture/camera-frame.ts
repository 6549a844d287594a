/** Runs inside a frame: asks for the camera and tells its parent how that went. */
import { openCamera } from '../../../component/capture/camera.ts';
import { stopCapture } from '../../../component/capture/capture.ts';
import { CallError } from '../../../component/support/errors.ts';

try {
  stopCapture(await openCamera({ deviceId: undefined, quality: '360p', codec: 'auto', framesPerSecond: 30 }));
  parent.postMessage({ cameraFrame: 'opened' }, '*');
} catch (error) {
  parent.postMessage({ cameraFrame: error instanceof CallError ? error.code : String(error) }, '*');
}
