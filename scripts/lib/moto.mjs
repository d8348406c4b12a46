import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { WORK } from './paths.mjs';
import { freePort } from './ports.mjs';
import { Mendable } from './progress.mjs';
import { installRequirement } from './virtualEnvironment.mjs';

/** The AWS that nobody here wrote, by its requirement on PyPI. */
export const MOTO = 'moto[server]==5.2.5';
/** What that version asks for. */
export const LEAST_PYTHON = [3, 10];

const PLACE = path.join(WORK, 'moto');
const READY_WITHIN_MS = 120_000;

/** Puts moto into a virtual environment of its own, once for each version of it and of Python. */
export async function installMoto(pythonVersion) {
  await installRequirement({ place: PLACE, requirement: MOTO, pythonVersion });
}

/** Starts moto on a free loopback port and answers the environment in which AWS clients talk to it. */
export async function startMoto(group) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  group.start('moto', ['-H', '127.0.0.1', '-p', String(port)], {
    command: path.join(PLACE, 'bin/moto_server'),
  });
  const deadline = Date.now() + READY_WITHIN_MS;
  const answers = () =>
    fetch(`${url}/moto-api/`, { signal: AbortSignal.timeout(5_000) }).then(
      answer => answer.ok,
      () => false,
    );
  while (!(await Promise.race([group.dead, answers()]))) {
    if (Date.now() > deadline) {
      throw new Mendable(
        `moto was not ready within ${READY_WITHIN_MS / 1000} s.`,
      );
    }
    await sleep(200);
  }
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'eu-west-1',
    // moto takes any key.
    AWS_ACCESS_KEY_ID: 'conformance',
    AWS_SECRET_ACCESS_KEY: 'conformance',
  };
}
