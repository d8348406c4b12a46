import { setTimeout as sleep } from 'node:timers/promises';
import { startHarness } from '@vault-eks/e2e';
import { figure, median } from '../print';
import { forkSandbox } from '../sandbox/forkSandbox';
import { fanOut } from './fanOut';
import { followByKubectl, followByTail, type Followed } from './followers';

const LINES = Number(process.env.BENCH_TAIL_LINES ?? 1_000_000);
const ROUNDS = 3;
const VIEWERS = 50;
const STREAM_ENDS_MS = 3_000;
const MB = 1_000_000;

const rate = ({ bytes, ms }: Followed) => bytes / ms / 1000;

/** The audit tail against `kubectl logs -f` on the same stream, and its memory while it reads on and on. */
export async function benchTail(): Promise<void> {
  const sandbox = await forkSandbox({ auditLines: LINES });
  const harness = await startHarness({ sandbox });
  try {
    await harness.vaultEks.deploy(harness.spec(), {
      signal: new AbortController().signal,
      logger: harness.logger(),
    });
    const kubectl: number[] = [];
    const tail: number[] = [];
    const processor: number[] = [];
    const growth: number[] = [];
    const halves: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const plain = await followByKubectl(harness);
      kubectl.push(rate(plain));
      const { bytes } = plain;
      const followed = await followByTail(harness, { lines: LINES, bytes });
      halves.push(followed.halves);
      tail.push(rate(followed));
      processor.push(followed.processorUs / LINES);
      growth.push(followed.growth / MB);
    }
    figure('tail_lines', LINES, 'lines');
    figure('kubectl_logs_rate', median(kubectl), 'MB/s');
    figure('tail_rate', median(tail), 'MB/s');
    figure(
      'tail_over_kubectl',
      median(tail.map((mine, i) => mine / kubectl[i])),
      'ratio',
    );
    figure('tail_processor_time', median(processor), 'us/line');
    figure('tail_rss_growth', Math.max(...growth), 'MB');
    figure('tail_rss_second_half_over_first', median(halves), 'ratio');
    const lines = Math.floor(LINES / 10);
    const one = await fanOut(harness, { viewers: 1, lines });
    // The stream of the viewer before must have ended: it would serve the others too.
    await sleep(STREAM_ENDS_MS);
    const many = await fanOut(harness, { viewers: VIEWERS, lines });
    figure('tail_streams_of_50_viewers', many.streams, 'streams');
    figure('tail_lines_to_50_viewers_over_one', many.rate / one.rate, 'ratio');
  } finally {
    await harness.stop();
  }
}
