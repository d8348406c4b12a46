/** AWS partitions that this product knows. */
export type AwsPartition = 'aws' | 'aws-us-gov' | 'aws-cn';

/** The partition that a region belongs to. */
export function partitionOf(region: string): AwsPartition {
  if (region.startsWith('cn-')) {
    return 'aws-cn';
  }
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** The domain below which the partition's service hosts are. */
export function dnsSuffix(region: string): string {
  return partitionOf(region) === 'aws-cn'
    ? 'amazonaws.com.cn'
    : 'amazonaws.com';
}

/** The regional STS host: the only kind that an EKS API server accepts in every partition. */
export function stsHost(region: string): string {
  return `sts.${region}.${dnsSuffix(region)}`;
}

/** What an ARN is made of; account and region are left out for services that have none in theirs. */
export interface ArnParts {
  readonly service: string;
  readonly region?: string;
  readonly account: string;
  readonly resource: string;
}

/** Builds an ARN in the partition of the region that the product works in. */
export function arn(workingRegion: string, parts: ArnParts): string {
  const { service, region = '', account, resource } = parts;
  return `arn:${partitionOf(
    workingRegion,
  )}:${service}:${region}:${account}:${resource}`;
}

/** The name of an AWS service as VPC endpoints call it. In China that of STS has a prefix of its own. */
export function endpointServiceName(
  region: string,
  service: 'dynamodb' | 'kms' | 'sts',
): string {
  const prefix =
    partitionOf(region) === 'aws-cn' && service === 'sts'
      ? 'cn.com.amazonaws'
      : 'com.amazonaws';
  return `${prefix}.${region}.${service}`;
}
