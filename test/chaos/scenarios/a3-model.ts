/** A3: a room against its model, for longer than `npm test` has time for. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { exactly, type Scenario } from '../scenario.ts';

const TEST = fileURLToPath(new URL('../../relay/rooms/room-model.test.ts', import.meta.url));

export const model: Scenario = {
  id: 'A3',
  summary: '5,000 random lives of a room (join, leave, publish, moderate, resume …) against a model of it',
  async run({ seed, quick }) {
    const runs = quick ? 200 : 5_000;
    const child = spawn(process.execPath, ['--conditions=source', '--import', 'tsx', '--test', TEST], {
      env: { ...process.env, MODEL_RUNS: String(runs), MODEL_SEED: String(seed) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const [code] = (await once(child, 'close')) as [number | null];
    return [exactly(`exit code of ${runs} runs${code === 0 ? '' : `: ${said.slice(0, 2_000)}`}`, code ?? -1, 0)];
  },
};
