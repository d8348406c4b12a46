import { recoveryShares } from '../custody';
import { parseSpec } from '../parseSpec';

const holders = (...names: string[]) =>
  names.map(name => ({ name, publicKey: `key of ${name}` }));

const withCustody = (custody: object) =>
  parseSpec({ cluster: 'demo', region: 'eu-west-1', custody });

describe('custody by PGP', () => {
  it('has one share for each holder', () => {
    const { custody } = withCustody({
      pgp: { holders: holders('ada', 'grace', 'joan') },
    });
    expect(recoveryShares(custody)).toBe(3);
    expect(recoveryShares(withCustody({}).custody)).toBe(5);
    expect(
      recoveryShares(
        withCustody({
          recoveryShares: 2,
          recoveryThreshold: 2,
          pgp: { holders: holders('ada', 'grace') },
        }).custody,
      ),
    ).toBe(2);
  });

  it.each([
    [{ pgp: { holders: [] } }, /custody\.pgp\.holders: name at least one/],
    [{ pgp: {} }, /custody\.pgp\.holders/],
    [
      { pgp: { holders: holders('ada', 'grace') } },
      /custody\.recoveryThreshold: 3 of 2 shares can never be met; use at most 2/,
    ],
    [
      { recoveryShares: 7, pgp: { holders: holders('ada', 'grace', 'joan') } },
      /custody\.recoveryShares: with PGP each holder gets one share, and 3 are named/,
    ],
    [
      { pgp: { holders: holders('ada', 'joan', 'ada') } },
      /custody\.pgp\.holders: ada is named more than once/,
    ],
    [
      { pgp: { holders: [{ name: '<b>', publicKey: 'k' }] } },
      /custody\.pgp\.holders\.0\.name: use 1 to 64 letters/,
    ],
    [
      { pgp: { holders: [{ name: 'ada', publicKey: '' }] } },
      /custody\.pgp\.holders\.0\.publicKey: give the public key/,
    ],
  ])('refuses %j by name', (custody, message) => {
    expect(() => withCustody(custody)).toThrow(message);
  });
});

describe('the custody secret', () => {
  it('is not one that a deploy deletes', () => {
    for (const release of ['vault', 'other']) {
      expect(() =>
        withCustody({
          secretName: `vault-eks/demo/vault/${release}/root-token`,
        }),
      ).toThrow(/custody\.secretName: .* is deleted at the end of a deploy/);
    }
    const secretName = 'team/root-token';
    expect(withCustody({ secretName }).custody).toMatchObject({ secretName });
  });
});
