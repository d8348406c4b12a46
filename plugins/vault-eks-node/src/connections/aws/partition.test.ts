import {
  arn,
  endpointServiceName,
  isListedRegion,
  partitionOf,
  stsHost,
} from './partition';

describe('partitions', () => {
  it.each([
    ['eu-west-1', 'aws', 'amazonaws.com', 'com.amazonaws'],
    ['us-gov-west-1', 'aws-us-gov', 'amazonaws.com', 'com.amazonaws'],
    ['cn-north-1', 'aws-cn', 'amazonaws.com.cn', 'cn.com.amazonaws'],
    ['cn-northwest-1', 'aws-cn', 'amazonaws.com.cn', 'cn.com.amazonaws'],
    ['eusc-de-east-1', 'aws-eusc', 'amazonaws.eu', 'com.amazonaws'],
    ['us-iso-east-1', 'aws-iso', 'c2s.ic.gov', 'com.amazonaws'],
    ['us-isob-east-1', 'aws-iso-b', 'sc2s.sgov.gov', 'com.amazonaws'],
  ])('%s is in %s', (region, partition, domain, stsPrefix) => {
    expect(isListedRegion(region)).toBe(true);
    expect(partitionOf(region)).toBe(partition);
    expect(stsHost(region)).toBe(`sts.${region}.${domain}`);
    expect(endpointServiceName(region, 'sts')).toBe(
      `${stsPrefix}.${region}.sts`,
    );
    expect(endpointServiceName(region, 'kms')).toBe(
      `com.amazonaws.${region}.kms`,
    );
    expect(endpointServiceName(region, 'dynamodb')).toBe(
      `com.amazonaws.${region}.dynamodb`,
    );
    expect(
      arn(region, { service: 'iam', account: '1', resource: 'role/x' }),
    ).toBe(`arn:${partition}:iam::1:role/x`);
  });

  it.each(['xx-nowhere-1', 'eu-wset-1', 'aws-global'])(
    'knows that %s is not a listed region',
    region => {
      expect(isListedRegion(region)).toBe(false);
    },
  );

  it('places a region that is newer than the table by its prefix', () => {
    expect(isListedRegion('cn-east-9')).toBe(false);
    expect(partitionOf('cn-east-9')).toBe('aws-cn');
  });
});
