const started = Date.now();

/** One line of progress with the seconds since the start. */
export function say(line) {
  const seconds = String(Math.round((Date.now() - started) / 1000)).padStart(4);
  process.stdout.write(`${seconds}s  ${line}\n`);
}

/** A failure that a person can mend: printed as one sentence, without a stack. */
export class Mendable extends Error {}

/** Runs a script's main function; mendable failures end it with one sentence, others with their stack. */
export async function main(run) {
  try {
    await run();
  } catch (error) {
    if (error instanceof Mendable) {
      process.stderr.write(`\n${error.message}\n`);
    } else {
      process.stderr.write(`\n${error?.stack ?? error}\n`);
    }
    process.exitCode = 1;
  }
}
