import { dealRecoveryKey, sharesMatch } from './recoveryKeys';

describe('recovery keys', () => {
  it('come back from any three of five shares, and not from two', async () => {
    const { key, shares } = await dealRecoveryKey({
      secret_shares: 5,
      secret_threshold: 3,
    });
    expect(shares).toHaveLength(5);
    expect(await sharesMatch([shares[4], shares[1], shares[2]], key)).toBe(
      true,
    );
    expect(await sharesMatch([shares[0], shares[1]], key)).toBe(false);
  });

  it('are one key when there is one share', async () => {
    const { key, shares } = await dealRecoveryKey({
      secret_shares: 1,
      secret_threshold: 1,
    });
    expect(await sharesMatch(shares, key)).toBe(true);
  });
});
