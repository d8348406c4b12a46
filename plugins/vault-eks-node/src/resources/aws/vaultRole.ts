import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { isAwsError, unlessAbsent } from '../../connections/aws';
import type { Change, ManagedResource } from '../../engine/ManagedResource';
import type { OidcProviderOutput } from './oidcProvider';
import { notOurs, ownerIn, Ownership, ownershipTags } from './ownership';
import { sameDocument } from './sameDocument';
import { permissionsPolicy, trustPolicy } from './vaultRolePolicies';

/** Who assumes the role and on what it may act. */
export interface VaultRoleOptions {
  readonly client: IAMClient;
  readonly name: string;
  readonly arn: string;
  readonly ownership: Ownership;
  readonly provider: OidcProviderOutput;
  readonly serviceAccount: {
    readonly namespace: string;
    readonly name: string;
  };
  readonly tableArn: string;
  readonly keyArn: string;
}

/** The role with its policies as JSON. */
export interface ObservedRole {
  readonly arn: string;
  readonly trust?: string;
  readonly permissions?: string;
  readonly owner?: string;
}

/** What dependants know of the role. */
export interface RoleOutput {
  readonly name: string;
  readonly arn: string;
}

const POLICY_NAME = 'vault-storage-and-seal';
const ABSENT = ['NoSuchEntityException', 'NoSuchEntity'];

// IAM answers with policy documents in percent-encoding.
const decode = (document: string | undefined) =>
  document === undefined ? undefined : decodeURIComponent(document);

/** The role that Vault's pods assume by their service account. */
export function vaultRole(
  options: VaultRoleOptions,
): ManagedResource<ObservedRole, RoleOutput> {
  const { client, name, arn, ownership } = options;
  const { owner } = ownership;
  const trust = trustPolicy(options.provider, options.serviceAccount);
  const permissions = permissionsPolicy(options.tableArn, options.keyArn);
  return {
    title: `IAM role ${name}`,

    async observe({ signal }) {
      const send = { abortSignal: signal };
      const answer = await unlessAbsent(
        client.send(new GetRoleCommand({ RoleName: name }), send),
        ...ABSENT,
      );
      if (!answer?.Role) {
        return undefined;
      }
      const inline = await unlessAbsent(
        client.send(
          new GetRolePolicyCommand({ RoleName: name, PolicyName: POLICY_NAME }),
          send,
        ),
        ...ABSENT,
      );
      return {
        arn: answer.Role.Arn ?? arn,
        trust: decode(answer.Role.AssumeRolePolicyDocument),
        permissions: decode(inline?.PolicyDocument),
        owner: ownerIn(answer.Role.Tags),
      };
    },

    diff(observed): readonly Change[] {
      if (observed.owner !== owner) {
        return [
          notOurs({
            found: observed.owner,
            owner,
            fix: 'Delete that role, or choose another namespace or release, from which the name is made.',
          }),
        ];
      }
      const { namespace, name: account } = options.serviceAccount;
      const changes: Change[] = [];
      if (!sameDocument(observed.trust, trust)) {
        changes.push({
          field: 'trust',
          from: 'another trust policy',
          to: `service account ${namespace}/${account} only`,
        });
      }
      if (!sameDocument(observed.permissions, permissions)) {
        changes.push({
          field: 'permissions',
          from: observed.permissions ? 'another policy' : undefined,
          to: `six calls on ${options.tableArn}, three on ${options.keyArn}`,
        });
      }
      return changes;
    },

    async create({ signal }) {
      try {
        await client.send(
          new CreateRoleCommand({
            RoleName: name,
            Description: `Storage and seal of the Vault ${owner}`,
            AssumeRolePolicyDocument: JSON.stringify(trust),
            Tags: ownershipTags(ownership),
          }),
          { abortSignal: signal },
        );
      } catch (error) {
        if (
          !isAwsError(
            error,
            'EntityAlreadyExistsException',
            'EntityAlreadyExists',
          )
        ) {
          throw error;
        }
      }
    },

    async update({ signal }, _observed, changes) {
      const send = { abortSignal: signal };
      const fields = changes.map(change => change.field);
      // A role that was made a moment ago may not be visible everywhere yet; the reconciler comes back.
      if (fields.includes('trust')) {
        await unlessAbsent(
          client.send(
            new UpdateAssumeRolePolicyCommand({
              RoleName: name,
              PolicyDocument: JSON.stringify(trust),
            }),
            send,
          ),
          ...ABSENT,
        );
      }
      if (fields.includes('permissions')) {
        await unlessAbsent(
          client.send(
            new PutRolePolicyCommand({
              RoleName: name,
              PolicyName: POLICY_NAME,
              PolicyDocument: JSON.stringify(permissions),
            }),
            send,
          ),
          ...ABSENT,
        );
      }
    },

    async delete({ signal }) {
      const send = { abortSignal: signal };
      await unlessAbsent(
        client.send(
          new DeleteRolePolicyCommand({
            RoleName: name,
            PolicyName: POLICY_NAME,
          }),
          send,
        ),
        ...ABSENT,
      );
      await client.send(new DeleteRoleCommand({ RoleName: name }), send);
    },

    output: observed => ({ name, arn: observed.arn }),
    predict: () => ({ name, arn }),
  };
}
