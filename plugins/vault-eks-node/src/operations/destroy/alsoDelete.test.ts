import { parseSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import { nodesToDelete } from './alsoDelete';

const spec = parseSpec({ cluster: 'demo', region: 'eu-west-1' });

describe('nodesToDelete', () => {
  it('names nothing when nothing is named', () => {
    expect(nodesToDelete(spec)).toEqual([]);
    expect(nodesToDelete(spec, {})).toEqual([]);
  });

  it('takes what is named in full', () => {
    expect(
      nodesToDelete(spec, {
        sealKey: 'alias/vault-demo-vault-vault-seal',
        volumes: 'vault/vault',
      }),
    ).toEqual(['seal-key', 'audit-volumes']);
  });

  it.each([
    { table: 'vault-demo-vault-vault' },
    { custodySecret: 'vault-eks/demo/vault/vault/recovery' },
  ])('lets a root token of an unfinished deploy go with %j', alsoDelete => {
    expect(nodesToDelete(spec, alsoDelete)).toContain('root-token');
  });

  it('refuses every wrong name by its field, with the right one', () => {
    expect(() =>
      nodesToDelete(spec, { table: 'vault-demo', volumes: 'vault' }),
    ).toThrow(
      'Nothing was deleted. alsoDelete.table: "vault-demo" is not the one of this Vault; type out vault-demo-vault-vault, or leave it out to keep it; alsoDelete.volumes: "vault" is not the one of this Vault; type out vault/vault',
    );
    expect(() => nodesToDelete(spec, { table: '' })).toThrow(
      /alsoDelete\.table/,
    );
  });

  it('refuses volumes that only a cluster could find', () => {
    expect(() =>
      nodesToDelete(spec, { volumes: 'vault/vault' }, { onlyAws: true }),
    ).toThrow(/alsoDelete\.volumes: with onlyAws nothing of the cluster/);
  });

  it('never takes a key of others', () => {
    const existing = parseSpec({
      cluster: 'demo',
      region: 'eu-west-1',
      seal: { key: 'existing', keyId: 'alias/ours' },
    });
    expect(() => nodesToDelete(existing, { sealKey: 'alias/ours' })).toThrow(
      /alsoDelete\.sealKey: the spec uses an existing key, which is never/,
    );
  });
});
