import {
  GetRoleCommand,
  GetRolePolicyCommand,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
} from '@aws-sdk/client-iam';
import { unlessAbsent } from '../../connections/aws';
import { ownerIn } from './ownership';
import type {
  FurtherPolicy,
  ObservedRole,
  VaultRoleOptions,
} from './vaultRoleChanges';
import { letsIn, missingRights } from './vaultRoleFitness';

/** The inline policy that this product writes. */
export const POLICY_NAME = 'vault-storage-and-seal';

/** What IAM says of what does not exist, or is not visible everywhere yet. */
export const ABSENT = ['NoSuchEntityException', 'NoSuchEntity'];

// IAM answers with policy documents in percent-encoding.
const decode = (document: string | undefined) =>
  document === undefined ? undefined : decodeURIComponent(document);

/** What is on the role beside the policy of this product; nothing when there is no role. */
export async function furtherPolicies(
  { client, name: RoleName }: VaultRoleOptions,
  abortSignal: AbortSignal,
): Promise<readonly FurtherPolicy[]> {
  const inline = async () => {
    const found: FurtherPolicy[] = [];
    for await (const page of paginateListRolePolicies(
      { client },
      { RoleName },
      { abortSignal },
    )) {
      found.push(...(page.PolicyNames ?? []).map(name => ({ name })));
    }
    return found.filter(({ name }) => name !== POLICY_NAME);
  };
  const attached = async () => {
    const found: FurtherPolicy[] = [];
    for await (const page of paginateListAttachedRolePolicies(
      { client },
      { RoleName },
      { abortSignal },
    )) {
      for (const {
        PolicyName: name = '',
        PolicyArn: arn,
      } of page.AttachedPolicies ?? []) {
        found.push({ name, arn });
      }
    }
    return found;
  };
  const both = await unlessAbsent(
    Promise.all([inline(), attached()]),
    ...ABSENT,
  );
  return both?.flat() ?? [];
}

/** The role with its policies; of one that others made, whether it fits. `undefined` when there is none. */
export async function observeRole(
  options: VaultRoleOptions,
  abortSignal: AbortSignal,
): Promise<ObservedRole | undefined> {
  const { client, name: RoleName, arn, ownership } = options;
  const answer = await unlessAbsent(
    client.send(new GetRoleCommand({ RoleName }), { abortSignal }),
    ...ABSENT,
  );
  const role = answer?.Role;
  if (!role) {
    return undefined;
  }
  const trust = decode(role.AssumeRolePolicyDocument);
  const roleArn = role.Arn ?? arn;
  const tags = role.Tags ?? [];
  const others = ownerIn(tags) === undefined;
  const [inline, further, missing] = await Promise.all([
    unlessAbsent(
      client.send(
        new GetRolePolicyCommand({ RoleName, PolicyName: POLICY_NAME }),
        { abortSignal },
      ),
      ...ABSENT,
    ),
    furtherPolicies(options, abortSignal),
    others && options.named && !ownership.adopt
      ? missingRights(client, { ...options, roleArn }, abortSignal)
      : undefined,
  ]);
  return {
    arn: roleArn,
    path: role.Path ?? '/',
    description: role.Description || undefined,
    boundary: role.PermissionsBoundary?.PermissionsBoundaryArn,
    trust,
    permissions: decode(inline?.PolicyDocument),
    further,
    tags,
    fitness: others ? { letsIn: letsIn(trust, options), missing } : undefined,
  };
}
