import { signalApiRef } from '@backstage/plugin-signals-react';
import { TestApiProvider } from '@backstage/test-utils';
import { act, renderHook } from '@testing-library/react';
import type { PropsWithChildren } from 'react';
import { FakeSignals } from '../testing/FakeSignals';
import { useRefreshOnSignal } from './useRefreshOnSignal';

const VAULT = { entityRef: 'resource:default/prod' };

describe('useRefreshOnSignal', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const follow = (entityRef?: string) => {
    const signals = new FakeSignals();
    const refresh = jest.fn();
    const { result, unmount } = renderHook(
      () => useRefreshOnSignal(refresh, entityRef),
      {
        wrapper: ({ children }: PropsWithChildren) => (
          <TestApiProvider apis={[[signalApiRef, signals]]}>
            {children}
          </TestApiProvider>
        ),
      },
    );
    const send = (message = VAULT) =>
      act(async () => signals.send({ ...message }));
    const wait = (ms: number) => act(async () => jest.advanceTimersByTime(ms));
    return { available: result.current, refresh, send, unmount, wait };
  };

  it('follows the first signal at once, and a storm once a second', async () => {
    const { available, refresh, send, wait } = follow();
    expect(available).toBe(true);
    await send();
    await wait(0);
    expect(refresh).toHaveBeenCalledTimes(1);
    for (let n = 0; n < 30; n += 1) {
      await send();
      await wait(100);
    }
    expect(refresh.mock.calls.length).toBeGreaterThanOrEqual(3);
    expect(refresh.mock.calls.length).toBeLessThanOrEqual(5);
  });

  it('leaves signals of other entities alone', async () => {
    const { refresh, send, wait } = follow('resource:default/other');
    await send();
    await wait(5_000);
    expect(refresh).not.toHaveBeenCalled();
  });

  it('does nothing after its page is gone', async () => {
    const { refresh, send, unmount, wait } = follow();
    await send();
    unmount();
    await wait(5_000);
    expect(refresh).not.toHaveBeenCalled();
  });

  it('knows when there are no signals', () => {
    const { result } = renderHook(() => useRefreshOnSignal(() => {}), {
      wrapper: ({ children }: PropsWithChildren) => (
        <TestApiProvider apis={[]}>{children}</TestApiProvider>
      ),
    });
    expect(result.current).toBe(false);
  });
});
