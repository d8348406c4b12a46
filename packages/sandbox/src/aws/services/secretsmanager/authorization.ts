import { requireResourceAccess } from '../../auth/resourceAccess';
import type { ConditionContext } from '../../policy/conditions';
import type { AccessRequest } from '../../policy/evaluate';
import { requestTags, resourceTags } from '../../policy/tagConditions';
import type { Authorize, CallContext } from '../../Service';
import type { SecretsState } from './SecretsState';

type Input = Readonly<Record<string, unknown>>;

/** Secrets Manager's rules: the caller's policies or the secret's own must allow, and neither may deny. */
export function secretsAuthorize(state: SecretsState): Authorize {
  return (operation, input, context) => {
    const reference = String(input.SecretId ?? input.Name ?? '');
    const secret = state.resolve(reference, context.region, context.now);
    for (const request of requests(state, operation, input, context)) {
      requireResourceAccess({
        context,
        request,
        policy:
          operation === 'CreateSecret' ? undefined : secret?.resourcePolicy,
      });
    }
  };
}

function requests(
  state: SecretsState,
  operation: string,
  input: Input,
  { region, account, now }: CallContext,
): AccessRequest[] {
  const action = `secretsmanager:${operation}`;
  const reference = String(input.SecretId ?? input.Name ?? '');
  if (reference === '') {
    return [{ action, resource: '*' }];
  }
  const secret = state.resolve(reference, region, now);
  const added = Array.isArray(input.Tags) ? input.Tags : [];
  const removed = Array.isArray(input.TagKeys) ? input.TagKeys.map(String) : [];
  const request = {
    action,
    resource:
      secret?.arn ??
      (reference.startsWith('arn:')
        ? reference
        : `arn:aws:secretsmanager:${region}:${account}:secret:${reference}-SBX000`),
    conditions: {
      ...requestTags(added, removed),
      ...resourceTags(secret?.tags),
      ...prefixed(resourceTags(secret?.tags)),
      ...inputConditions(input),
    },
  };
  if (operation !== 'CreateSecret') {
    return [request];
  }
  // Source: Secrets Manager API reference, CreateSecret, "Required permissions".
  const also = [
    ...(added.length > 0 ? ['TagResource'] : []),
    ...(lengthOf(input.AddReplicaRegions) > 0
      ? ['ReplicateSecretToRegions']
      : []),
  ];
  return [
    request,
    ...also.map(name => ({ ...request, action: `secretsmanager:${name}` })),
  ];
}

/** `secretsmanager:ResourceTag/…`, which says the same as `aws:ResourceTag/…`. */
function prefixed(conditions: ConditionContext): ConditionContext {
  return Object.fromEntries(
    Object.entries(conditions).map(([key, values]) => [
      key.replace(/^aws:/, 'secretsmanager:'),
      values,
    ]),
  );
}

const conditionMembers: Readonly<Record<string, string>> = {
  BlockPublicPolicy: 'blockpublicpolicy',
  Description: 'description',
  ForceDeleteWithoutRecovery: 'forcedeletewithoutrecovery',
  ForceOverwriteReplicaSecret: 'forceoverwritereplicasecret',
  KmsKeyId: 'kmskeyid',
  Name: 'name',
  RecoveryWindowInDays: 'recoverywindowindays',
  SecretId: 'secretid',
  VersionId: 'versionid',
  VersionStage: 'versionstage',
};

function inputConditions(input: Input): ConditionContext {
  const single = Object.entries(conditionMembers)
    .filter(([member]) => input[member] !== undefined)
    .map(([member, key]) => [`secretsmanager:${key}`, [String(input[member])]]);
  const regions = Array.isArray(input.AddReplicaRegions)
    ? input.AddReplicaRegions.map(replica => String(replica.Region))
    : [];
  return {
    ...Object.fromEntries(single),
    ...(regions.length > 0 && { 'secretsmanager:addreplicaregions': regions }),
  };
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}
