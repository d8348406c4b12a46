import { withRetries } from './retry';

const signal = new AbortController().signal;

describe('withRetries', () => {
  it('tries again only while the error may pass, and at most so often', async () => {
    let tries = 0;
    const failing = async () => {
      tries++;
      throw new Error('busy');
    };
    const options = { signal, attempts: 3, baseMs: 1 };
    await expect(
      withRetries(failing, { ...options, retryable: () => true }),
    ).rejects.toThrow('busy');
    expect(tries).toBe(3);
    tries = 0;
    await expect(
      withRetries(failing, { ...options, retryable: () => false }),
    ).rejects.toThrow('busy');
    expect(tries).toBe(1);
  });

  it('stops waiting when the signal aborts', async () => {
    const abort = new AbortController();
    const waiting = withRetries(
      async () => {
        throw new Error('busy');
      },
      {
        signal: abort.signal,
        attempts: 2,
        capMs: 60_000,
        retryable: () => 60_000,
      },
    );
    setTimeout(() => abort.abort(), 10);
    await expect(waiting).rejects.toThrow(/abort/i);
  });
});
