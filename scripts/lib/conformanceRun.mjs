import { parseArgs } from 'node:util';
import { count, remarks, table } from './conformanceTable.mjs';
import { Mendable, main, say } from './progress.mjs';

/** What a run needs of others and this machine does not have: no failure, but nothing was shown either. */
export class NotHere extends Error {}

/** Runs a script's main function; what is not here skips it in one sentence. */
export function conformance(run) {
  return main(async () => {
    try {
      await run();
    } catch (error) {
      if (!(error instanceof NotHere)) {
        throw error;
      }
      say(`skipped: ${error.message}`);
      close({ passed: 0, failed: 0, skipped: 1 });
    }
  });
}

/** Whether `--all` asks for what is known to differ too. */
export function wantsAll(command) {
  try {
    return parseArgs({ options: { all: { type: 'boolean', default: false } } })
      .values.all;
  } catch (error) {
    throw new Mendable(
      `${error.message}\nnpm run ${command} [-- --all]   --all: run what is known to differ too`,
    );
  }
}

function close({ passed, failed, skipped }) {
  process.stdout.write(
    `${passed} passed, ${failed} failed, ${skipped} skipped\n`,
  );
}

/** Prints what came of the targets, and ends well when none failed and some passed. */
export function conclude(results, exceptions, service) {
  const lines = [
    ...table(results),
    '',
    ...remarks(results, exceptions, service).flatMap(text => [text, '']),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  const totals = count(results);
  process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1;
  close(totals);
}
