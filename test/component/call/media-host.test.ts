import { expect } from '@open-wc/testing';
import { assetAddresses } from '../../../component/call/assets.ts';
import { type MediaHost, openMediaHost } from '../../../component/call/media-host.ts';
import type { FromMedia } from '../../../component/media/messages.ts';

const ADDRESS = assetAddresses(undefined).media;

/** Asks for figures, which every living media side answers. */
function answers(host: MediaHost): Promise<FromMedia> {
  const done = new AbortController();
  return new Promise<FromMedia>((resolve, reject) => {
    setTimeout(() => reject(new Error('no answer')), 3_000);
    host.listen(resolve, done.signal);
    host.post({ type: 'report', requestId: 7 });
  }).finally(() => done.abort());
}

describe('the media host', () => {
  const { Worker: RealWorker } = window;
  const warn = console.warn;
  let started: { script: string; options: WorkerOptions | undefined }[];
  let warnings: unknown[][];

  beforeEach(() => {
    started = [];
    warnings = [];
    console.warn = (...words: unknown[]) => warnings.push(words);
    window.Worker = class extends RealWorker {
      constructor(script: string | URL, options?: WorkerOptions) {
        super(script, options);
        started.push({ script: String(script), options });
      }
    };
  });
  afterEach(() => {
    window.Worker = RealWorker;
    console.warn = warn;
  });

  it('is a module worker of the real file', async () => {
    const host = await openMediaHost(ADDRESS);
    expect(started).to.deep.equal([{ script: ADDRESS, options: { type: 'module', name: 'stream-room media' } }]);
    expect(await answers(host)).to.deep.equal({ type: 'report', requestId: 7, tracks: [] });
    expect(warnings).to.deep.equal([]);
    host.close();
  });

  it('hears nothing more after it is closed, and closes once', async () => {
    const host = await openMediaHost(ADDRESS);
    host.close();
    host.close();
    let heard = 0;
    host.listen(() => heard++, new AbortController().signal);
    host.post({ type: 'report', requestId: 1 });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(heard).to.equal(0);
  });

  it('is on the page where workers are refused, with a warning', async () => {
    window.Worker = class {
      constructor() {
        throw new DOMException('refused by policy', 'SecurityError');
      }
    } as unknown as typeof Worker;
    const host = await openMediaHost(ADDRESS);
    expect(await answers(host)).to.deep.equal({ type: 'report', requestId: 7, tracks: [] });
    expect(String(warnings[0]?.[0])).to.contain('no media worker');
    host.close();
  });

  it('is on the page where the file is missing', async () => {
    const host = await openMediaHost(new URL('./nowhere.js', import.meta.url).href);
    expect((await answers(host)).type).to.equal('report');
    expect(warnings.length).to.equal(1);
    host.close();
  });

  it('is on the page where the worker says nothing for three seconds', async () => {
    const mute = URL.createObjectURL(new Blob([''], { type: 'text/javascript' }));
    const before = performance.now();
    const host = await openMediaHost(mute);
    expect(performance.now() - before).to.be.within(2_900, 6_000);
    expect((await answers(host)).type).to.equal('report');
    host.close();
  });

  it('of another origin starts through a script of our own that imports the real file', async () => {
    // The server of these tests allows no other origin, so what is seen is how it is tried.
    const foreign = ADDRESS.replace('//localhost', '//127.0.0.1');
    const scripts: Promise<string>[] = [];
    window.Worker = class {
      constructor(script: string) {
        scripts.push(fetch(script).then((response) => response.text()));
        throw new Error('seen enough');
      }
    } as unknown as typeof Worker;
    const host = await openMediaHost(foreign);
    expect(await scripts[0]).to.equal(`import ${JSON.stringify(foreign)};`);
    host.close();
  });

  it('asks the Trusted Types policy "stream-room" for its address, once made for all', async () => {
    const original = Object.getOwnPropertyDescriptor(window, 'trustedTypes');
    const policies: string[] = [];
    Object.defineProperty(window, 'trustedTypes', {
      configurable: true,
      value: {
        createPolicy: (name: string, rules: { createScriptURL: (address: string) => string }) => {
          policies.push(name);
          return rules;
        },
      },
    });
    try {
      for (let i = 0; i < 2; i++) (await openMediaHost(ADDRESS)).close();
    } finally {
      Reflect.deleteProperty(window, 'trustedTypes');
      if (original) Object.defineProperty(window, 'trustedTypes', original);
    }
    // An earlier test may have made it from the browser's own.
    expect(policies.length).to.be.at.most(1);
    expect(policies.every((name) => name === 'stream-room')).to.equal(true);
    expect(started.length).to.equal(2);
  });
});
