import type { IAMClient } from '@aws-sdk/client-iam';
import type { VaultClusterSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Change } from '../../engine/ManagedResource';
import {
  AwsTag,
  neverChanged,
  ownerIn,
  Ownership,
  standingOf,
} from './ownership';
import { sameDocument } from './sameDocument';
import { changesBy } from './standing';
import {
  permissionsPolicy,
  RoleTargets,
  Trusted,
  trustPolicy,
} from './vaultRolePolicies';

/** How the role is wanted: who assumes it and on what it may act. */
export interface VaultRoleOptions
  extends Trusted,
    Omit<VaultClusterSpec['role'], 'name' | 'sessionTags'> {
  readonly client: IAMClient;
  readonly name: string;
  /** With the path. */
  readonly arn: string;
  /** Whether the spec names the role, so that a foreign one that fits is used as it is, or taken over. */
  readonly named: boolean;
  readonly ownership: Ownership;
  readonly tableArn: string;
  readonly keyArn: string;
  /** See {@link RoleTargets.tableKey}. */
  readonly tableKey?: RoleTargets['tableKey'];
  /** Whether the policy of the key lets the role use it, so that a role of others need not allow that too. */
  readonly namedByKey: boolean;
}

/** A policy on the role that is not the one of this product. */
export interface FurtherPolicy {
  readonly name: string;
  /** Set for a managed policy, which is attached; the others are part of the role. */
  readonly arn?: string;
}

/** The role with its policies as JSON. */
export interface ObservedRole {
  readonly arn: string;
  readonly path: string;
  readonly description?: string;
  readonly boundary?: string;
  readonly trust?: string;
  readonly permissions?: string;
  readonly further: readonly FurtherPolicy[];
  readonly tags: readonly AwsTag[];
  /** Looked at when others made it. */
  readonly fitness?: {
    readonly letsIn: boolean;
    /** `undefined` when IAM may not be asked. */
    readonly missing?: readonly string[];
  };
}

/** What the role says of itself. */
export const roleDescription = ({ owner }: Ownership) =>
  `Storage and seal of the Vault ${owner}`;

const account = ({ serviceAccount: { namespace, name } }: VaultRoleOptions) =>
  `service account ${namespace}/${name}`;

const calls = ({ tableArn, keyArn, tableKey }: VaultRoleOptions) =>
  `six calls on ${tableArn}, three on ${keyArn}${
    tableKey ? `, decryption by ${tableKey.arn} for the table` : ''
  }`;

/** What a role of others, which is used as it is, lacks. */
function shortcomings(
  { fitness }: ObservedRole,
  options: VaultRoleOptions,
): readonly Change[] {
  const fix = neverChanged(`the role ${options.name}`);
  const lacks: Change[] = [];
  if (fitness && !fitness.letsIn) {
    lacks.push({
      field: 'trust',
      to: account(options),
      refusal: `its trust policy does not let the ${account(options)} in by ${
        options.provider.arn
      }${options.sessionTags ? ' with session tags' : ''}. ${fix}`,
    });
  }
  if (fitness?.missing?.length) {
    lacks.push({
      field: 'permissions',
      to: calls(options),
      refusal: `its policies or its boundary do not allow ${fitness.missing.join(
        ', ',
      )} on the table and the key. ${fix}`,
    });
  }
  return lacks;
}

function differences(
  observed: ObservedRole,
  options: VaultRoleOptions,
): readonly Change[] {
  const { boundary, further } = observed;
  const { permissionsBoundary, ownership } = options;
  const changes: Change[] = [];
  const description = roleDescription(ownership);
  if (observed.description !== description) {
    changes.push({
      field: 'description',
      from: observed.description,
      to: description,
    });
  }
  if (!sameDocument(observed.trust, trustPolicy(options))) {
    const tags = options.sessionTags ? ', with session tags' : '';
    changes.push({
      field: 'trust',
      from: 'another trust policy',
      to: `${account(options)} only${tags}`,
    });
  }
  if (boundary !== permissionsBoundary) {
    changes.push({
      field: 'permissionsBoundary',
      from: boundary ?? 'none',
      to: permissionsBoundary ?? 'none',
    });
  }
  const wanted = permissionsPolicy(options);
  if (!sameDocument(observed.permissions, wanted)) {
    changes.push({
      field: 'permissions',
      from: observed.permissions ? 'another policy' : undefined,
      to: calls(options),
    });
  }
  if (further.length > 0) {
    const named = further.map(({ name, arn }) =>
      arn ? `${arn} (attached)` : `${name} (inline)`,
    );
    changes.push({
      field: 'furtherPolicies',
      from: named.join(', '),
      to: 'none',
    });
  }
  return changes;
}

/**
 * How the role that was found differs from the one that is wanted. A role of ours has the one policy that Vault needs
 * and no other: what bounds it belongs into a permissions boundary.
 */
export function roleChanges(
  observed: ObservedRole,
  options: VaultRoleOptions,
): readonly Change[] {
  const { name, named, path, ownership } = options;
  const { tags } = observed;
  const standing = standingOf({
    found: ownerIn(tags),
    ownership,
    named,
    fix: `Set role.name: ${name} to use it as it is (adopt: true to have it changed and tagged), or name another role there.`,
  });
  if (standing.kind === 'refused') {
    return [standing.change];
  }
  if (observed.path !== path) {
    return [
      {
        field: 'path',
        from: observed.path,
        to: path,
        replace: standing.kind !== 'used',
        refusal: `its path is ${observed.path} and cannot be changed, and the key policy and the service account name the role with it. Set role.path: ${observed.path}, or name another role in role.name.`,
      },
    ];
  }
  return standing.kind === 'used'
    ? shortcomings(observed, options)
    : changesBy({
        standing,
        tags,
        ownership,
        differences: differences(observed, options),
      });
}
