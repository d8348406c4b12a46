import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  CreateKeyCommand,
  KMSClient,
  ListKeysCommand,
} from '@aws-sdk/client-kms';
import type { Fault, RecordedCall } from '../Faults';
import { startAwsWorld, type AwsWorld } from '../testing/awsWorld';

describe('the AWS endpoint', () => {
  let world: AwsWorld;
  let fault: Fault | undefined;
  const calls: RecordedCall[] = [];
  const unknown: string[] = [];

  beforeAll(async () => {
    world = await startAwsWorld({
      faults: {
        beforeCall: () => {
          const next = fault;
          fault = undefined;
          return next;
        },
      },
      onCall: call => calls.push(call),
      onUnknownOperation: (service, operation) =>
        unknown.push(`${service}:${operation}`),
    });
  });

  afterAll(() => world.close());

  it('retries after an injected throttle, as any SDK does', async () => {
    const ec2 = new EC2Client({ ...world.admin, maxAttempts: 3 });
    fault = {
      status: 503,
      code: 'RequestLimitExceeded',
      message: 'Request limit exceeded.',
    };
    const { $metadata } = await ec2.send(new DescribeVpcsCommand({}));
    expect($metadata.attempts).toBe(2);
    expect(calls.map(call => call.errorCode)).toEqual([
      'RequestLimitExceeded',
      undefined,
    ]);
    expect(calls[1]).toMatchObject({
      service: 'ec2',
      operation: 'DescribeVpcs',
      status: 200,
    });
    ec2.destroy();
  });

  it('loses the answer but keeps the effect when asked to', async () => {
    const kms = new KMSClient(world.admin);
    fault = 'drop-response';
    await expect(kms.send(new CreateKeyCommand({}))).rejects.toThrow();
    const { Keys: keys } = await kms.send(new ListKeysCommand({}));
    expect(keys).toHaveLength(1);
    fault = 'drop';
    await expect(kms.send(new CreateKeyCommand({}))).rejects.toThrow();
    const { Keys: same } = await kms.send(new ListKeysCommand({}));
    expect(same).toHaveLength(1);
    kms.destroy();
  });

  it('says which service it does not have', async () => {
    const response = await fetch(world.aws.url, {
      method: 'POST',
      headers: {
        'x-amz-date': '20260101T000000Z',
        authorization: `AWS4-HMAC-SHA256 Credential=AKIA/20260101/eu-west-1/sqs/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(
          64,
        )}`,
      },
    });
    expect(response.status).toBe(404);
    expect(unknown).toEqual(['sqs:*']);
  });

  it('refuses what nobody signed', async () => {
    const response = await fetch(world.aws.url, { method: 'POST' });
    expect(response.status).toBe(403);
    expect(await response.text()).toContain('MissingAuthenticationToken');
  });
});
