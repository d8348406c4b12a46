import { refusal } from '../testing/refusal';
import { isFinalError } from './errors';
import { Poller } from './Poller';

function setUp(load: () => Promise<number>) {
  const seen: Array<number | string> = [];
  const poller = new Poller<number>({
    load,
    intervalMs: 1000,
    maxIntervalMs: 12_000,
    onData: data => seen.push(data),
    onError: error => seen.push(error.message),
    isFinal: isFinalError,
  });
  return { poller, seen };
}

describe('Poller', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('loads at once and then about every interval', async () => {
    let n = 0;
    const { poller, seen } = setUp(async () => (n += 1));
    await poller.refresh();
    expect(seen).toEqual([1]);
    await jest.advanceTimersByTimeAsync(1100);
    expect(seen).toEqual([1, 2]);
    poller.stop();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(seen).toEqual([1, 2]);
  });

  it('asks less often while it fails', async () => {
    const load = jest.fn().mockRejectedValue(new Error('down'));
    const { poller } = setUp(load);
    await poller.refresh();
    await jest.advanceTimersByTimeAsync(20_000);
    // Waits of 2, 4 and 8 seconds, where a healthy one would have asked twenty times.
    expect(load.mock.calls.length).toBeLessThanOrEqual(5);
    poller.stop();
  });

  it('stops asking when the portal refuses, until somebody says so', async () => {
    const load = jest
      .fn()
      .mockRejectedValue(await refusal(403, 'NotAllowedError', 'no'));
    const { poller } = setUp(load);
    await poller.refresh();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(load).toHaveBeenCalledTimes(1);
    await poller.refresh();
    expect(load).toHaveBeenCalledTimes(2);
    poller.stop();
  });

  it('rests while nobody looks', async () => {
    let n = 0;
    const { poller, seen } = setUp(async () => (n += 1));
    await poller.refresh();
    poller.pause();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(seen).toEqual([1]);
    poller.resume();
    await jest.advanceTimersByTimeAsync(0);
    expect(seen).toEqual([1, 2]);
    poller.stop();
  });

  it('asks once more when it was asked during a load', async () => {
    let release: (value: number) => void = () => {};
    const load = jest.fn(
      () => new Promise<number>(resolve => (release = resolve)),
    );
    const { poller, seen } = setUp(load);
    const first = poller.refresh();
    poller.refresh();
    poller.refresh();
    expect(load).toHaveBeenCalledTimes(1);
    release(1);
    await jest.advanceTimersByTimeAsync(0);
    expect(load).toHaveBeenCalledTimes(2);
    release(2);
    await first;
    expect(seen).toEqual([1, 2]);
    poller.stop();
  });
});
