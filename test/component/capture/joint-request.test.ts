import { expect } from '@open-wc/testing';
import { requestMedia } from '../../../component/capture/joint-request.ts';
import { stubMediaDevices } from './stub-devices.ts';

const SOUND = { audio: { echoCancellation: true }, video: false };
const PICTURE = { audio: false, video: { width: { ideal: 640 } } };
/** ms: longer than nobody takes to answer. */
const ANSWER_MS = 450;

type Answer = (constraints: MediaStreamConstraints) => Promise<MediaStream> | undefined;

const refusal = (name: string) => Promise.reject(new DOMException('', name));
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const wantsBoth = ({ audio, video }: MediaStreamConstraints) => Boolean(audio && video);

/** What is asked of the browser; what `answer` leaves open, the browser answers itself. */
function watchQuestions(answer: Answer = () => undefined): MediaStreamConstraints[] {
  const asked: MediaStreamConstraints[] = [];
  stubMediaDevices('getUserMedia', (original) => (constraints = {}) => {
    asked.push(constraints);
    return answer(constraints) ?? original(constraints);
  });
  return asked;
}

async function ask(...constraints: MediaStreamConstraints[]): Promise<string[]> {
  const results = await Promise.allSettled(constraints.map(requestMedia));
  return results.map((result) => {
    if (result.status === 'rejected') return (result.reason as Error).name;
    const tracks = result.value.getTracks();
    for (const track of tracks) track.stop();
    return tracks.map(({ kind }) => kind).join('+');
  });
}

describe('asking for camera and microphone', () => {
  const query = navigator.permissions.query;
  const setPermissions = (microphone: PermissionState, camera: PermissionState) => {
    navigator.permissions.query = ({ name }) =>
      Promise.resolve({ state: (name as string) === 'camera' ? camera : microphone } as PermissionStatus);
  };

  afterEach(() => {
    stubMediaDevices.restore();
    navigator.permissions.query = query;
  });

  it('at the same moment is one question; each gets a stream of its own', async () => {
    const asked = watchQuestions();
    expect(await ask(PICTURE, SOUND)).to.deep.equal(['video', 'audio']);
    expect(asked).to.deep.equal([{ audio: SOUND.audio, video: PICTURE.video }]);
  });

  it('one after the other, or twice the same, are questions of their own, as they were put', async () => {
    const asked = watchQuestions();
    expect(await ask(SOUND)).to.deep.equal(['audio']);
    expect(await ask(PICTURE)).to.deep.equal(['video']);
    expect(await ask(PICTURE, PICTURE)).to.deep.equal(['video', 'video']);
    expect(asked).to.deep.equal([SOUND, PICTURE, PICTURE, PICTURE]);
  });

  it('is not repeated where a person said no', async () => {
    for (const state of ['prompt', 'denied'] as const) {
      setPermissions(state, state);
      const asked = watchQuestions(() => wait(ANSWER_MS).then(() => refusal('NotAllowedError')));
      expect(await ask(PICTURE, SOUND)).to.deep.equal(['NotAllowedError', 'NotAllowedError']);
      expect(asked).to.have.length(1);
    }
  });

  it('is repeated one by one where only one of them is forbidden', async () => {
    setPermissions('granted', 'denied');
    const asked = watchQuestions((wish) =>
      wish.video ? wait(ANSWER_MS).then(() => refusal('NotAllowedError')) : undefined,
    );
    expect(await ask(PICTURE, SOUND)).to.deep.equal(['NotAllowedError', 'audio']);
    expect(asked.map(wantsBoth)).to.deep.equal([true, false, false]);
  });

  it('is repeated one by one where nobody was asked, whatever the browser says of permissions', async () => {
    setPermissions('prompt', 'prompt');
    watchQuestions((wish) => (wish.video ? refusal('NotAllowedError') : undefined));
    expect(await ask(PICTURE, SOUND)).to.deep.equal(['NotAllowedError', 'audio']);
  });

  for (const name of ['NotFoundError', 'NotReadableError', 'OverconstrainedError', 'AbortError']) {
    it(`is repeated one by one after ${name}: one broken device takes the other not along`, async () => {
      setPermissions('granted', 'granted');
      watchQuestions((wish) => (wish.audio ? refusal(name) : undefined));
      expect(await ask(PICTURE, SOUND)).to.deep.equal(['video', name]);
    });
  }

  it('without a way to ask fails as a rejection', async () => {
    stubMediaDevices('getUserMedia', () => undefined);
    expect(await ask(PICTURE, SOUND)).to.deep.equal(['TypeError', 'TypeError']);
  });
});
