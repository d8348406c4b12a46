import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Harness } from '@vault-eks/e2e';
import { kubernetesBinaries } from '@vault-eks/sandbox';

/** What following a log came to, from its first byte to its last. */
export interface Followed {
  readonly ms: number;
  readonly bytes: number;
}

/** What it did to the memory of this process. */
export interface FollowedHere extends Followed {
  /** Processor time of this process, in microseconds. */
  readonly processorUs: number;
  /** By how much the resident memory of this process grew at most after the first tenth of the lines, in bytes. */
  readonly growth: number;
  /** Its highest resident memory in the second half of the lines against that in the first. */
  readonly halves: number;
}

/** The real kubectl, its output read and thrown away. */
export async function followByKubectl({ sandbox }: Harness): Promise<Followed> {
  const { kubectl } = await kubernetesBinaries();
  const { PATH, HOME } = process.env;
  const child = spawn(
    kubectl,
    ['logs', '-f', '-n', 'vault', '-c', 'vault', 'vault-0'],
    {
      // Without the keys of the harness: the kubeconfig names its own.
      env: { PATH, HOME, KUBECONFIG: sandbox.files.kubeconfig },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const closed = once(child, 'close');
  let started: number | undefined;
  let bytes = 0;
  for await (const chunk of child.stdout) {
    started ??= performance.now();
    bytes += chunk.length;
  }
  const ms = performance.now() - (started ?? NaN);
  const [code] = await closed;
  if (code !== 0) {
    throw new Error(`kubectl logs ended with ${code}`);
  }
  return { ms, bytes };
}

/** The product's tail, until it has passed on so many lines. */
export async function followByTail(
  harness: Harness,
  wanted: { readonly lines: number; readonly bytes: number },
): Promise<FollowedHere> {
  const stop = new AbortController();
  const warm = Math.floor(wanted.lines / 10);
  let started: number | undefined;
  let idle = process.cpuUsage();
  let before = 0;
  const peaks = [0, 0];
  let lines = 0;
  let written = 0;
  for await (const event of harness.vaultEks.tailAudit(
    harness.ref(harness.spec()),
    { signal: stop.signal, history: 0 },
  )) {
    if (event.kind !== 'line') {
      continue;
    }
    lines += 1;
    written += Buffer.byteLength(event.line.raw);
    if (started === undefined) {
      started = performance.now();
      idle = process.cpuUsage();
    }
    if (lines === warm) {
      before = process.memoryUsage.rss();
    }
    if (lines >= warm && lines % 10_000 === 0) {
      const half = lines * 2 > wanted.lines ? 1 : 0;
      peaks[half] = Math.max(peaks[half], process.memoryUsage.rss());
    }
    if (lines === wanted.lines) {
      break;
    }
  }
  const ms = performance.now() - (started ?? NaN);
  const { user, system } = process.cpuUsage(idle);
  stop.abort();
  if (written === 0) {
    throw new Error('The tail passed on lines without text');
  }
  return {
    ms,
    bytes: wanted.bytes,
    processorUs: user + system,
    growth: Math.max(...peaks) - before,
    halves: peaks[1] / peaks[0],
  };
}
