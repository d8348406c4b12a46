import { z } from 'zod/v3';

/** A name that Kubernetes accepts as an RFC 1123 label. */
export const dnsLabel = (what: string) =>
  z
    .string()
    .max(63, `${what}: at most 63 characters`)
    .regex(
      /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
      `${what}: use lower case letters, digits and '-', starting and ending with a letter or digit`,
    );

/** An EKS cluster name, by the EKS `CreateCluster` reference. */
export const eksClusterName = z
  .string()
  .regex(
    /^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/,
    'cluster: use the name of an existing EKS cluster: 1 to 100 letters, digits, "-" or "_", starting with a letter or digit',
  );

/** An AWS region such as `eu-west-1`; the account's partition follows from it. */
export const awsRegion = z
  .string()
  .max(32, 'region: use an AWS region code such as eu-west-1')
  .regex(
    /^[a-z]{2,4}(-[a-z]+)+-\d$/,
    'region: use an AWS region code such as eu-west-1',
  );

/** A twelve-digit AWS account id. */
export const awsAccount = z
  .string()
  .regex(/^\d{12}$/, 'account: use the twelve digits of an AWS account id');

/** A Kubernetes storage quantity in whole GiB, as EBS sells it. */
export const ebsSize = z
  .string()
  .regex(
    /^[1-9]\d{0,4}Gi$/,
    'audit.size: use whole gibibytes such as 10Gi (1Gi to 16384Gi)',
  )
  .refine(
    size => Number.parseInt(size, 10) <= 16384,
    'audit.size: a gp3 volume holds at most 16384Gi',
  );

/** An IPv4 range in CIDR notation. */
export const cidr = z
  .string()
  .regex(
    /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}\/(3[0-2]|[12]?\d)$/,
    'use an IPv4 range in CIDR notation such as 10.0.0.0/16',
  );

const KEY_ID = '([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})';
const KEY_ARN = `arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:key/${KEY_ID}`;
const ALIAS = 'alias/[a-zA-Z0-9/_-]{1,250}';

/** The ARN of a KMS key, by the KMS `DescribeKey` reference. */
export const kmsKeyArn = (field: string) =>
  z
    .string()
    .regex(
      new RegExp(`^${KEY_ARN}$`),
      `${field}: use the ARN of a KMS key such as arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
    );

/** Whatever names a KMS key: its id, ARN, alias or the ARN of that. */
export const kmsKeyId = (field: string) =>
  z
    .string()
    .regex(
      new RegExp(
        `^(${KEY_ID}|${KEY_ARN}|${ALIAS}|arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:${ALIAS})$`,
      ),
      `${field}: use the id, the ARN or the alias (alias/…) of a KMS key`,
    );

/** The ARN of an IAM role or user, which a key policy can name. */
export const principalArn = (field: string) =>
  z
    .string()
    .regex(
      /^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/,
      `${field}: use ARNs of IAM roles or users such as arn:aws:iam::111122223333:role/break-glass`,
    );
