import limiter from 'p-limit';
import { SharedAnswers } from './SharedAnswers';

describe('SharedAnswers', () => {
  const create = (options: { freshForMs?: number; timeoutMs?: number } = {}) =>
    new SharedAnswers<string>({
      ...{ freshForMs: 1_000, timeoutMs: 1_000 },
      ...options,
      limit: limiter(1),
    });

  it('asks once for the same while it is fresh', async () => {
    const ask = jest.fn(async () => 'yes');
    const answers = create();
    await Promise.all([answers.get('a', ask), answers.get('a', ask)]);
    await answers.get('a', ask);
    expect(ask).toHaveBeenCalledTimes(1);
    await answers.get('b', ask);
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('asks anew for what is stale, or has failed', async () => {
    const answers = create({ freshForMs: 0 });
    const ask = jest.fn(async () => 'yes');
    await answers.get('a', ask);
    await answers.get('a', ask);
    expect(ask).toHaveBeenCalledTimes(2);
    const failing = jest.fn().mockRejectedValue(new Error('no'));
    await expect(answers.get('b', failing)).rejects.toThrow('no');
    await expect(answers.get('b', ask)).resolves.toBe('yes');
  });

  it('keeps only so many answers', async () => {
    const answers = create({ freshForMs: 60_000 });
    const ask = jest.fn(async () => 'yes');
    for (let i = 0; i < 520; i++) {
      await answers.get(`question ${i}`, ask);
    }
    ask.mockClear();
    await answers.get('question 519', ask);
    expect(ask).not.toHaveBeenCalled();
    await answers.get('question 0', ask);
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it('ends in time for who waits behind others', async () => {
    const answers = create({ timeoutMs: 50 });
    const waiting = [
      answers.get('a', () => new Promise<string>(() => {})),
      answers.get('b', async () => 'yes'),
    ];
    const ends = await Promise.allSettled(waiting);
    expect(ends).toEqual([
      expect.objectContaining({
        reason: expect.objectContaining({ name: 'TimeoutError' }),
      }),
      expect.objectContaining({
        reason: expect.objectContaining({ name: 'TimeoutError' }),
      }),
    ]);
  });

  it('turns a storm away', async () => {
    const answers = create({ timeoutMs: 1 });
    const hang = (signal: AbortSignal) =>
      new Promise<string>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    const asked = Array.from({ length: 202 }, (_, i) =>
      answers.get(`question ${i}`, hang).catch(error => error.name),
    );
    const ends = await Promise.all(asked);
    expect(ends.slice(0, 200)).toEqual(Array(200).fill('TimeoutError'));
    expect(ends[201]).toBe('ServiceUnavailableError');
  });
});
