import { randomBytes } from 'node:crypto';
import type * as sdk from '@aws-sdk/client-kms';
import type { GrantListEntry } from '@aws-sdk/client-kms';
import { AwsError } from '../../AwsError';
import type { ConditionContext } from '../../policy/conditions';
import type { CallContext, Caller, OperationsOf } from '../../Service';
import { kmsPage } from './answers';
import { requireUsable } from './errors';
import type { GrantRecord, KeyRecord, KmsState } from './KmsState';

const grantsPerPage = 50;

/** Grants: rights on a key that are given beside its policy. */
export function grantOperations(
  state: KmsState,
  nameable: (arn: string, context: CallContext) => boolean,
): OperationsOf<typeof sdk> {
  return {
    CreateGrant: (input, context) => {
      const key = state.require(input.KeyId, context);
      requireUsable(key, context.now);
      const grantee = input.GranteePrincipal ?? '';
      if (!grantee.startsWith('arn:') || !nameable(grantee, context)) {
        throw new AwsError(
          'InvalidArnException',
          `ARN ${grantee} is not valid`,
        );
      }
      const grant: GrantRecord = {
        id: randomBytes(32).toString('hex'),
        name: input.Name,
        grantee,
        retiring: input.RetiringPrincipal,
        operations: input.Operations ?? [],
        contextEquals: input.Constraints?.EncryptionContextEquals,
        contextSubset: input.Constraints?.EncryptionContextSubset,
        createdAt: context.now.getTime(),
      };
      state.keys.patch(key.id, { grants: [...(key.grants ?? []), grant] });
      return {
        GrantId: grant.id,
        GrantToken: randomBytes(96).toString('base64'),
      };
    },

    ListGrants: (input, context) => {
      const key = state.require(input.KeyId, context);
      const grants = (key.grants ?? [])
        .filter(
          grant =>
            (input.GrantId ?? grant.id) === grant.id &&
            (input.GranteePrincipal ?? grant.grantee) === grant.grantee,
        )
        .map(grant => shown(key, grant));
      const { items, ...page } = kmsPage(grants, input, grantsPerPage);
      return { ...page, Grants: items };
    },

    RevokeGrant: (input, context) => {
      const key = state.require(input.KeyId, context);
      const grants = key.grants ?? [];
      const kept = grants.filter(grant => grant.id !== input.GrantId);
      if (kept.length === grants.length) {
        throw new AwsError(
          'NotFoundException',
          `Grant ID ${input.GrantId} not found`,
        );
      }
      state.keys.patch(key.id, { grants: kept });
      return {};
    },
  };
}

/** Whether a grant gives the caller this use of the key, with this encryption context. */
export function isGranted(
  key: KeyRecord,
  action: string,
  caller: Caller,
  conditions: ConditionContext,
): boolean {
  const operation = action.slice('kms:'.length);
  return (key.grants ?? []).some(
    grant =>
      [caller.arn, caller.principalArn].includes(grant.grantee) &&
      grant.operations.some(allowed => allowed === operation) &&
      fits(grant, conditions),
  );
}

function fits(grant: GrantRecord, conditions: ConditionContext): boolean {
  const contains = (pairs: Readonly<Record<string, string>> = {}) =>
    Object.entries(pairs).every(([name, value]) =>
      conditions[`kms:encryptioncontext:${name.toLowerCase()}`]?.includes(
        value,
      ),
    );
  const given = conditions['kms:encryptioncontextkeys']?.length ?? 0;
  const isExact =
    grant.contextEquals === undefined ||
    Object.keys(grant.contextEquals).length === given;
  return (
    isExact && contains(grant.contextEquals) && contains(grant.contextSubset)
  );
}

function shown(key: KeyRecord, grant: GrantRecord): GrantListEntry {
  const { contextEquals, contextSubset } = grant;
  return {
    KeyId: key.arn,
    GrantId: grant.id,
    Name: grant.name,
    CreationDate: new Date(grant.createdAt),
    GranteePrincipal: grant.grantee,
    RetiringPrincipal: grant.retiring,
    IssuingAccount: `arn:aws:iam::${key.account}:root`,
    Operations: [...grant.operations],
    ...((contextEquals || contextSubset) && {
      Constraints: {
        EncryptionContextEquals: contextEquals && { ...contextEquals },
        EncryptionContextSubset: contextSubset && { ...contextSubset },
      },
    }),
  };
}
