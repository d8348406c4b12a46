import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { rolePart } from '@vault-eks/backstage-plugin-vault-eks-node';
import { startHarness, type Harness } from './harness';

jest.setTimeout(240_000);

const { signal } = new AbortController();

describe('a table under a key of the customer', () => {
  let harness: Harness;
  let tableKeyArn: string;

  beforeAll(async () => {
    harness = await startHarness();
    const { KeyMetadata } = await new KMSClient({}).send(
      new CreateKeyCommand({ Description: 'Tables of the platform team' }),
    );
    tableKeyArn = KeyMetadata?.Arn ?? '';
  });

  afterAll(() => harness?.stop());

  it('is readable to Vault, which uses that key by DynamoDB only', async () => {
    const spec = harness.spec({
      storage: {
        encryption: 'customer-key',
        encryptionKey: tableKeyArn,
      },
    });
    const options = { signal, logger: harness.logger() };
    const report = await harness.vaultEks.deploy(spec, options);
    expect(report.claims.filter(claim => !claim.passed)).toEqual([]);
    const again = await harness.vaultEks.deploy(spec, options);
    expect(again.changed).toBe(false);

    const given = { ...report.outputs, tableKeyArn };
    const alone = await harness.vaultEks.ensure(harness.spec(), {
      ...options,
      part: rolePart(given),
    });
    expect(alone.changed).toBe(false);
  });
});
