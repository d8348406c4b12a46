import type { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_MS = 5;

/** Resolves when the client has taken all that was written: the exit code must not overtake the output. */
export async function flushed(
  stream: Writable,
  signal: AbortSignal,
): Promise<void> {
  while (stream.writableLength > 0 && !stream.destroyed && !signal.aborted) {
    await sleep(LOOK_MS);
  }
}
