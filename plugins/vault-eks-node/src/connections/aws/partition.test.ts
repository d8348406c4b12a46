import { arn, endpointServiceName, partitionOf, stsHost } from './partition';

describe('partitions', () => {
  it.each([
    [
      'eu-west-1',
      'aws',
      'sts.eu-west-1.amazonaws.com',
      'com.amazonaws.eu-west-1.sts',
    ],
    [
      'us-gov-west-1',
      'aws-us-gov',
      'sts.us-gov-west-1.amazonaws.com',
      'com.amazonaws.us-gov-west-1.sts',
    ],
    [
      'cn-north-1',
      'aws-cn',
      'sts.cn-north-1.amazonaws.com.cn',
      'cn.com.amazonaws.cn-north-1.sts',
    ],
  ])('%s is in %s', (region, partition, host, sts) => {
    expect(partitionOf(region)).toBe(partition);
    expect(stsHost(region)).toBe(host);
    expect(endpointServiceName(region, 'sts')).toBe(sts);
    expect(
      arn(region, { service: 'iam', account: '1', resource: 'role/x' }),
    ).toBe(`arn:${partition}:iam::1:role/x`);
  });

  it('calls KMS the same everywhere', () => {
    expect(endpointServiceName('cn-north-1', 'kms')).toBe(
      'com.amazonaws.cn-north-1.kms',
    );
  });
});
