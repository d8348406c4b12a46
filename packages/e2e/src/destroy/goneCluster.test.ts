import { DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { DeleteClusterCommand, EKSClient } from '@aws-sdk/client-eks';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { vaultNames } from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  provisionPart,
  type DestroyVaultOptions,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { startHarness, type Harness } from '../harness';
import { leftOnAws } from './leftOnAws';

jest.setTimeout(120_000);

describe('a Vault whose EKS cluster was deleted', () => {
  let harness: Harness;
  const signal = new AbortController().signal;

  const destroy = (options: Partial<DestroyVaultOptions> = {}) =>
    harness.vaultEks.destroy(harness.spec(), {
      ...{ signal, logger: harness.logger() },
      ...options,
    });

  beforeAll(async () => {
    harness = await startHarness();
    await harness.vaultEks.ensure(harness.spec(), {
      ...{ part: provisionPart, signal, logger: harness.logger() },
    });
    await new EKSClient({}).send(
      new DeleteClusterCommand({ name: harness.spec().cluster }),
    );
  });

  afterAll(() => harness?.stop());

  it('is not taken down as if the cluster were there, and says the way', async () => {
    await expect(destroy()).rejects.toThrow(
      /^Nothing was deleted\. There is no EKS cluster .*set onlyAws: true/,
    );
    const { plan } = await destroy({ dryRun: true });
    expect(plan?.findings[0].fix).toContain('onlyAws');
    expect(await leftOnAws(harness.spec())).toHaveLength(9);
  });

  it('refuses volumes by name, before any call', async () => {
    await expect(
      destroy({ onlyAws: true, alsoDelete: { volumes: 'vault/vault' } }),
    ).rejects.toThrow(/alsoDelete\.volumes: with onlyAws/);
  });

  it('has a plan that changes nothing', async () => {
    const { plan } = await destroy({ onlyAws: true, dryRun: true });

    const verbs = Object.fromEntries(
      plan?.steps.map(({ id, verb }) => [id, verb]) ?? [],
    );
    expect(verbs).toMatchObject({
      'dynamodb-table': 'keep',
      'seal-key': 'keep',
      'custody-secret': 'keep',
      'vault-role': 'delete',
      'oidc-provider': 'delete',
      'dynamodb-endpoint': 'delete',
      'kms-endpoint': 'delete',
      'sts-endpoint': 'delete',
    });
    expect(await leftOnAws(harness.spec())).toHaveLength(9);
  });

  it('loses what bears no data', async () => {
    const { kept } = await destroy({ onlyAws: true });

    expect(kept.map(({ id }) => id).sort()).toEqual([
      'custody-secret',
      'dynamodb-table',
      'seal-key',
    ]);
    expect([...(await leftOnAws(harness.spec()))].sort()).toEqual([
      'key',
      'secret',
      'table',
    ]);
  });

  it('loses each thing that is named in full, the key after 30 days', async () => {
    const { table, keyAlias, custodySecret } = vaultNames(harness.spec());
    const kms = new KMSClient({});
    const { KeyMetadata } = await kms.send(
      new DescribeKeyCommand({ KeyId: keyAlias }),
    );
    const alsoDelete = { table, sealKey: keyAlias, custodySecret };
    await expect(destroy({ onlyAws: true, alsoDelete })).rejects.toThrow(
      /Nothing was deleted\. .*deletion protection/i,
    );
    await new DynamoDBClient({}).send(
      new UpdateTableCommand({
        TableName: table,
        DeletionProtectionEnabled: false,
      }),
    );

    await destroy({ onlyAws: true, alsoDelete });

    expect(await leftOnAws(harness.spec())).toEqual([]);
    const key = await kms.send(
      new DescribeKeyCommand({ KeyId: KeyMetadata?.KeyId }),
    );
    const days =
      ((key.KeyMetadata?.DeletionDate?.getTime() ?? 0) - Date.now()) /
      (24 * 3600 * 1000);
    expect(days).toBeGreaterThan(29.9);
    expect((await destroy({ onlyAws: true, alsoDelete })).steps).toEqual([]);
  });
});
