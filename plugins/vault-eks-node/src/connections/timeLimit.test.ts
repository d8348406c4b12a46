import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { timeLimit } from './timeLimit';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

describe('timeLimit', () => {
  it('ends when the time is over, whatever garbage is collected meanwhile', async () => {
    const { signal } = new AbortController();
    const limit = timeLimit(300, signal);
    const around = AbortSignal.any([signal, timeLimit(300)]);
    for (let i = 0; i < 6; i += 1) {
      await sleep(100);
      collectGarbage();
    }
    expect([limit.aborted, limit.reason.name]).toEqual([true, 'TimeoutError']);
    expect(around.aborted).toBe(true);
  });

  it('ends with the first of the others', () => {
    const other = new AbortController();
    const limit = timeLimit(60_000, new AbortController().signal, other.signal);
    expect(limit.aborted).toBe(false);
    other.abort(new Error('stopped'));
    expect(limit.reason).toEqual(new Error('stopped'));
    expect(timeLimit(60_000, other.signal).aborted).toBe(true);
  });
});
