import { createEksTokenProvider } from './createEksTokenProvider';

const credentials = async () => ({
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'not-a-real-secret',
  sessionToken: 'session',
});

function urlOf(token: string): URL {
  expect(token).toMatch(/^k8s-aws-v1\.[A-Za-z0-9_-]+$/);
  const encoded = token.slice('k8s-aws-v1.'.length);
  return new URL(Buffer.from(encoded, 'base64url').toString());
}

function setUp(region = 'eu-west-1', cluster = 'demo') {
  const clock = { now: Date.UTC(2026, 0, 2, 3, 4, 5) };
  const now = () => clock.now;
  const token = createEksTokenProvider({ cluster, region, credentials, now });
  return { clock, token };
}

describe('createEksTokenProvider', () => {
  it('presigns GetCallerIdentity for one cluster with what the verifier allows', async () => {
    const url = urlOf(await setUp().token());
    expect(url.origin).toBe('https://sts.eu-west-1.amazonaws.com');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      Action: 'GetCallerIdentity',
      Version: '2011-06-15',
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': 'AKIDEXAMPLE/20260102/eu-west-1/sts/aws4_request',
      'X-Amz-Date': '20260102T030405Z',
      'X-Amz-Expires': '60',
      'X-Amz-Security-Token': 'session',
      'X-Amz-SignedHeaders': 'host;x-k8s-aws-id',
      'X-Amz-Signature': expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('signs the cluster name', async () => {
    const signature = async (cluster: string) =>
      urlOf(await setUp('eu-west-1', cluster).token()).searchParams.get(
        'X-Amz-Signature',
      );
    expect(await signature('demo')).not.toBe(await signature('other'));
  });

  it.each([
    ['cn-north-1', 'sts.cn-north-1.amazonaws.com.cn'],
    ['us-gov-west-1', 'sts.us-gov-west-1.amazonaws.com'],
  ])('uses the regional host of the partition in %s', async (region, host) => {
    expect(urlOf(await setUp(region).token()).host).toBe(host);
  });

  it('makes a new token well before 15 minutes, and not for every request', async () => {
    const { clock, token } = setUp();
    const first = await token();
    clock.now += 12 * 60_000;
    expect(await token()).toBe(first);
    clock.now += 2 * 60_000;
    expect(await token()).not.toBe(first);
  });

  it('asks again after credentials could not be had', async () => {
    let failures = 1;
    const token = createEksTokenProvider({
      cluster: 'demo',
      region: 'eu-west-1',
      credentials: async () => {
        if (failures-- > 0) {
          throw new Error('no credentials yet');
        }
        return credentials();
      },
    });
    await expect(token()).rejects.toThrow('no credentials yet');
    await expect(token()).resolves.toMatch(/^k8s-aws-v1\./);
  });
});
