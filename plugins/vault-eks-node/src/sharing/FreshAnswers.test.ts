import { FreshAnswers } from './FreshAnswers';

describe('FreshAnswers', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => jest.useRealTimers());

  it('is fresh for as long as the answer says', async () => {
    const answers = new FreshAnswers<string>({
      freshForMs: answer => (answer === 'sure' ? 60_000 : 10_000),
    });
    const ask = jest.fn().mockResolvedValue('sure');
    await answers.get('a', ask);
    jest.advanceTimersByTime(59_999);
    await answers.get('a', ask);
    expect(ask).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(1);
    ask.mockResolvedValue('unsure');
    await answers.get('a', ask);
    jest.advanceTimersByTime(10_000);
    await answers.get('a', ask);
    expect(ask).toHaveBeenCalledTimes(3);
  });

  it('shares what is under way however long it takes, and a failure with nobody who comes later', async () => {
    const answers = new FreshAnswers<string>({ freshForMs: 1 });
    let fail = (_: Error) => {};
    const ask = jest.fn(
      () =>
        new Promise<string>((_, reject) => {
          fail = reject;
        }),
    );
    const first = answers.get('a', ask).catch(error => error.message);
    jest.advanceTimersByTime(60_000);
    const second = answers.get('a', ask).catch(error => error.message);
    fail(new Error('no'));
    expect(await Promise.all([first, second])).toEqual(['no', 'no']);
    await expect(answers.get('a', async () => 'yes')).resolves.toBe('yes');
    expect(ask).toHaveBeenCalledTimes(1);
  });
});
