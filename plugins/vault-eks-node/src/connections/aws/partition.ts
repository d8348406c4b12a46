import { partition } from '@aws-sdk/core/client';

/** The partition that a region belongs to, such as `aws`, `aws-cn` or `aws-us-gov`, by the AWS SDK's own table. */
export function partitionOf(region: string): string {
  return partition(region).name;
}

/**
 * Whether the AWS SDK lists the region. Its table is as old as the installed SDK, and takes a region that it does not
 * list for one of the partition `aws`.
 */
export function isListedRegion(region: string): boolean {
  return !region.endsWith('-global') && 'description' in partition(region);
}

/** The domain below which the partition's service hosts are. */
export function dnsSuffix(region: string): string {
  return partition(region).dnsSuffix;
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

/**
 * The name of an AWS service as VPC endpoints call it. Of these three only STS in China has a prefix of its own; in the
 * other partitions that is so for other services. Source: the names that AWS CDK keeps for `InterfaceVpcEndpoint`.
 */
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
