// A sandbox in a process of its own, so that it takes no time from who reads its logs. Followed logs are one long stream
// of audit lines; a log that is not followed is empty.
import { Readable } from 'node:stream';
import { startSandbox } from '@vault-eks/sandbox';
import { auditStream } from './auditStream';

async function serve(outFolder: string, lines: number) {
  const sandbox = await startSandbox({
    ...{ ports: 'auto', outFolder },
    podLogs: (_namespace, _pod, { follow }) =>
      follow ? auditStream(lines) : Readable.from([], { objectMode: false }),
  });
  const { aws, clusters, helmRepository, controlUrl, files } = sandbox;
  const ready = { aws, clusters, helmRepository, controlUrl, files };
  process.send?.({ ready });
  process.once('disconnect', () => {
    sandbox.stop().finally(() => process.exit(0));
  });
}

const [outFolder, lines] = process.argv.slice(2);
serve(outFolder, Number(lines)).catch(error => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exit(1);
});
