// A sandbox in a process of its own, so that it takes no time from the product. With `auditLines`, followed logs are one
// long stream of so many audit lines, and a log that is not followed is empty.
import { Readable } from 'node:stream';
import { startSandbox, type PodHost } from '@vault-eks/sandbox';
import { auditStream } from '../tail/auditStream';
import type { ForkedSandbox } from './ForkedSandbox';

const logsOf =
  (lines: number): PodHost['logs'] =>
  (_namespace, _pod, { follow }) =>
    follow ? auditStream(lines) : Readable.from([], { objectMode: false });

async function serve({ outFolder, latency, auditLines }: ForkedSandbox) {
  const sandbox = await startSandbox({
    ...{ ports: 'auto', outFolder, latency },
    podLogs: auditLines === undefined ? undefined : logsOf(auditLines),
  });
  const { aws, clusters, helmRepository, controlUrl, files } = sandbox;
  const ready = { aws, clusters, helmRepository, controlUrl, files };
  process.send?.({ ready });
  process.once('disconnect', () => {
    sandbox.stop().finally(() => process.exit(0));
  });
}

serve(JSON.parse(process.argv[2])).catch(error => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exit(1);
});
