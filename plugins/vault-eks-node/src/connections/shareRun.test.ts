import { setTimeout as sleep } from 'node:timers/promises';
import { shareRun } from './shareRun';

describe('shareRun', () => {
  const start = () => {
    const seen: { signal?: AbortSignal } = {};
    const shared = shareRun(async signal => {
      seen.signal = signal;
      await sleep(10, undefined, { signal });
      return 'done';
    });
    return { seen, shared };
  };

  it('goes on for the others when who asked first was called off', async () => {
    const { seen, shared } = start();
    const first = new AbortController();
    const calledOff = shared.join(first.signal);
    const second = shared.join(new AbortController().signal);
    first.abort(new Error('no more'));
    await expect(calledOff).rejects.toThrow('no more');
    expect(await second).toBe('done');
    expect(seen.signal?.aborted).toBe(false);
    expect(shared.calledOff).toBe(false);
  });

  it('is called off with the last', async () => {
    const { seen, shared } = start();
    const both = [new AbortController(), new AbortController()];
    const joined = both.map(({ signal }) => shared.join(signal));
    both.forEach(one => one.abort(new Error('no more')));
    const results = await Promise.allSettled(joined);
    expect(results.map(({ status }) => status)).toEqual([
      'rejected',
      'rejected',
    ]);
    expect(seen.signal?.aborted).toBe(true);
    expect(shared.calledOff).toBe(true);
  });

  it('gives its result to who comes later', async () => {
    const { shared } = start();
    const { signal } = new AbortController();
    expect(await shared.join(signal)).toBe('done');
    expect(await shared.join(signal)).toBe('done');
  });
});
