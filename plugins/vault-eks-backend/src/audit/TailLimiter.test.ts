import { TailLimiter } from './TailLimiter';

describe('TailLimiter', () => {
  it('bounds what one person has open', () => {
    const tails = new TailLimiter({ perUser: 1, total: 10 });
    const leave = tails.enter('user:default/ann');
    expect(() => tails.enter('user:default/ann')).toThrow(
      expect.objectContaining({ name: 'NotAllowedError' }),
    );
    tails.enter('user:default/bob');
    leave();
    expect(() => tails.enter('user:default/ann')).not.toThrow();
  });

  it('bounds what all have open, and names the setting', () => {
    const tails = new TailLimiter({ perUser: 5, total: 2 });
    const leave = tails.enter('user:default/ann');
    tails.enter('user:default/bob');
    const refused = expect.objectContaining({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining('vaultEks.audit.tailsTotal'),
    });
    expect(() => tails.enter('user:default/eve')).toThrow(refused);
    leave();
    leave();
    tails.enter('user:default/eve');
    expect(() => tails.enter('user:default/dan')).toThrow(refused);
  });
});
