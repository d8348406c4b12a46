import type { Refuse } from './Refuse';

/** What the regions of each partition but `aws` begin with. Source: the partitions that the AWS SDKs list. */
const PREFIXES = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['eusc-', 'aws-eusc'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-isof-', 'aws-iso-f'],
] as const;

const partitionOf = (region: string) =>
  PREFIXES.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';

/** The part of the spec that is judged here. */
export interface PartitionChoices {
  readonly region: string;
  readonly account?: string;
  readonly storage: { readonly encryptionKey?: string };
  readonly seal: {
    readonly keyId?: string;
    readonly breakGlassPrincipals: readonly string[];
  };
  readonly role: { readonly permissionsBoundary?: string };
  readonly custody: {
    readonly kmsKeyId?: string;
    readonly replicaRegions: readonly string[];
  };
  readonly admin: { readonly awsPrincipals: readonly string[] };
}

/** Partitions know nothing of each other, and a boundary is of the account of its role. */
export function refuseInPartitions(spec: PartitionChoices, refuse: Refuse) {
  const { region, account, storage, seal, role, custody, admin } = spec;
  const wanted = partitionOf(region);
  const named: readonly (readonly [string, string, string | undefined])[] = [
    ['storage', 'encryptionKey', storage.encryptionKey],
    ['seal', 'keyId', seal.keyId],
    ...seal.breakGlassPrincipals.map(
      arn => ['seal', 'breakGlassPrincipals', arn] as const,
    ),
    ['role', 'permissionsBoundary', role.permissionsBoundary],
    ['custody', 'kmsKeyId', custody.kmsKeyId],
    ...admin.awsPrincipals.map(arn => ['admin', 'awsPrincipals', arn] as const),
  ];
  for (const [section, field, given = ''] of named) {
    const [scheme, partition] = given.split(':');
    if (scheme === 'arn' && partition !== wanted) {
      refuse(
        [section, field],
        `${section}.${field}: ${given} is in the partition ${partition}, and ${region} in ${wanted}; name one that begins with arn:${wanted}:`,
      );
    }
  }
  const strange = custody.replicaRegions.filter(r => partitionOf(r) !== wanted);
  if (strange.length > 0) {
    refuse(
      ['custody', 'replicaRegions'],
      `custody.replicaRegions: ${strange.join(
        ', ',
      )} is not in the partition ${wanted} of ${region}, and Secrets Manager copies into its own partition only; name other regions`,
    );
  }
  const owner = role.permissionsBoundary?.split(':')[4];
  if (account && owner && owner !== 'aws' && owner !== account) {
    refuse(
      ['role', 'permissionsBoundary'],
      `role.permissionsBoundary: the policy is of account ${owner}, the cluster of ${account}; name a policy of the same account`,
    );
  }
}
