import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { keyLookup } from './keyLookup';
import { awsError, changesOf, removalOf, settle } from './testing/lifecycle';

function setUp() {
  const client = new KMSClient({ region: 'eu-west-1' });
  const mock = mockClient(client);
  return { mock, key: keyLookup({ client, keyId: 'alias/seal' }) };
}

describe('keyLookup', () => {
  it('tells the ARN of a key, changes nothing and is never removed', async () => {
    const { mock, key } = setUp();
    mock
      .on(DescribeKeyCommand, { KeyId: 'alias/seal' })
      .resolves({ KeyMetadata: { KeyId: '1', Arn: 'key-arn' } });
    const { observed, outcome } = await settle(key);
    expect(outcome).toBe('kept');
    expect(key.output(observed)).toEqual({ arn: 'key-arn' });
    expect(await removalOf(key)).toMatchObject({ verb: 'keep' });
  });

  it('misses the key, with the ways out', async () => {
    const { mock, key } = setUp();
    mock.on(DescribeKeyCommand).rejects(awsError('NotFoundException'));
    expect((await changesOf(key))[0].refusal).toMatch(
      /no such key.*seal.keyId, or choose endpoints.policy: wide/,
    );
  });
});
