import { ConfigReader } from '@backstage/config';
import { readVaultEksConfig } from './readVaultEksConfig';

const read = (vaultEks: Record<string, string[]>) =>
  readVaultEksConfig(new ConfigReader({ vaultEks }));

describe('the accounts and regions that may be touched', () => {
  it('are those that are named', () => {
    const named = { accounts: ['111122223333'], regions: ['cn-northwest-1'] };
    expect(read(named)).toMatchObject(named);
    expect(read({})).toMatchObject({ accounts: undefined, regions: undefined });
  });

  it.each([
    [{ accounts: ['111122223333', '1111-2222-3333'] }, 'accounts[1]'],
    [{ accounts: ['*'] }, 'accounts[0]'],
    [{ regions: ['eu-west-1', 'eu-west-1a'] }, 'regions[1]'],
    [{ regions: ['eu-*'] }, 'regions[0]'],
  ])('are refused by their place: %j', (vaultEks, place) => {
    expect(() => read(vaultEks)).toThrow(`vaultEks.${place} in app-config is`);
  });
});
