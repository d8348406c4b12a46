import { parseArgs } from 'node:util';
import { count, remarks, table } from './conformanceTable.mjs';
import { Mendable, say } from './progress.mjs';

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

/** Ends a run that this machine cannot do. */
export function skip(reason) {
  say(`skipped: ${reason}`);
  close({ passed: 0, failed: 0, skipped: 1 });
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
