import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { startHarness, type Harness } from './harness';

jest.setTimeout(240_000);

const { signal } = new AbortController();

describe('a table under a key of the customer', () => {
  let harness: Harness;

  beforeAll(async () => {
    harness = await startHarness();
  });

  afterAll(() => harness?.stop());

  it('is readable to Vault, which uses that key by DynamoDB only', async () => {
    const { KeyMetadata } = await new KMSClient({}).send(
      new CreateKeyCommand({ Description: 'Tables of the platform team' }),
    );
    const spec = harness.spec({
      storage: {
        encryption: 'customer-key',
        encryptionKey: KeyMetadata?.Arn,
      },
    });
    const options = { signal, logger: harness.logger() };
    const report = await harness.vaultEks.deploy(spec, options);
    expect(report.claims.filter(claim => !claim.passed)).toEqual([]);
    const again = await harness.vaultEks.deploy(spec, options);
    expect(again.changed).toBe(false);
  });
});
