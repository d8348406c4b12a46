import { AwsError } from '../../AwsError';
import { denialOf } from '../../auth/authorize';
import type { ConditionContext } from '../../policy/conditions';
import { evaluate, type AccessRequest } from '../../policy/evaluate';
import { parsePolicy } from '../../policy/PolicyDocument';
import { mentionOf } from '../../policy/principals';
import { requestTags, resourceTags } from '../../policy/tagConditions';
import type { Authorize, CallContext } from '../../Service';
import { invalidCiphertext, keyIdOf } from './cipher';
import type { KeyRecord, KmsState } from './KmsState';

type Input = Readonly<Record<string, unknown>>;

const withoutKey = new Set([
  'CreateKey',
  'ListKeys',
  'ListAliases',
  'GenerateRandom',
]);

/** KMS's rules: the key policy must allow the caller, or hand the decision to IAM by naming the account. */
export function kmsAuthorize(state: KmsState): Authorize {
  return (operation, input, context) => {
    const action = `kms:${operation}`;
    if (withoutKey.has(operation)) {
      requireIdentity(context, action, '*', tagConditions(input));
      if (operation === 'CreateKey' && tagsIn(input).length > 0) {
        requireIdentity(context, 'kms:TagResource', '*', tagConditions(input));
      }
      return;
    }
    if (/^(Create|Update|Delete)Alias$/.test(operation)) {
      const { region, account } = context;
      const arn = `arn:aws:kms:${region}:${account}:${input.AliasName}`;
      requireIdentity(context, action, arn, {});
    }
    requireKeyAccess(
      keyOf(state, operation, input, context),
      action,
      context,
      conditionsOf(input),
    );
  };
}

/** Throws KMS's AccessDeniedException unless the caller may use the key so. */
export function requireKeyAccess(
  key: KeyRecord,
  action: string,
  context: CallContext,
  conditions: ConditionContext = {},
): void {
  const { caller } = context;
  const request: AccessRequest = {
    action,
    resource: key.arn,
    conditions: {
      ...conditions,
      ...resourceTags(
        key.tags.map(tag => ({ Key: tag.TagKey, Value: tag.TagValue })),
      ),
      'kms:calleraccount': [caller.account],
      'aws:principalarn': [caller.principalArn],
    },
  };
  const policy = parsePolicy(key.policy);
  const keyPolicies = policy ? [policy] : [];
  const ofCaller = evaluate(
    keyPolicies,
    request,
    statement => mentionOf(statement, caller) === 'principal',
  );
  const ofAccount = evaluate(
    keyPolicies,
    request,
    statement => mentionOf(statement, caller) === 'account',
  );
  const ofIdentity = evaluate(caller.policies(), request);
  if (ofCaller === 'explicitDeny' || ofAccount === 'explicitDeny') {
    throw denied(denialOf(caller, request, 'explicitDeny', 'resource-based'));
  }
  if (ofIdentity === 'explicitDeny') {
    throw denied(denialOf(caller, request, 'explicitDeny', 'identity-based'));
  }
  if (ofCaller === 'allowed') {
    return;
  }
  if (ofAccount !== 'allowed') {
    throw denied(denialOf(caller, request, 'implicitDeny', 'resource-based'));
  }
  if (ofIdentity !== 'allowed') {
    throw denied(denialOf(caller, request, 'implicitDeny', 'identity-based'));
  }
}

function requireIdentity(
  { caller }: CallContext,
  action: string,
  resource: string,
  conditions: ConditionContext,
): void {
  const request = { action, resource, conditions };
  const verdict = evaluate(caller.policies(), request);
  if (verdict !== 'allowed') {
    throw denied(denialOf(caller, request, verdict, 'identity-based'));
  }
}

function keyOf(
  state: KmsState,
  operation: string,
  input: Input,
  context: CallContext,
): KeyRecord {
  const blob = input.CiphertextBlob;
  if (operation === 'Decrypt' && blob instanceof Uint8Array) {
    const key = state.resolve(keyIdOf(blob) ?? '', context.region, context.now);
    if (!key) {
      throw invalidCiphertext();
    }
    return key;
  }
  const alias =
    operation === 'DeleteAlias' ? String(input.AliasName) : undefined;
  const reference = String(
    alias ?? input.KeyId ?? input.TargetKeyId ?? input.ResourceArn ?? '',
  );
  return state.require(reference, context);
}

function conditionsOf(input: Input): ConditionContext {
  const reference = input.KeyId;
  const context =
    typeof input.EncryptionContext === 'object' ? input.EncryptionContext : {};
  const window = input.PendingWindowInDays;
  return {
    ...tagConditions(input),
    ...(typeof reference === 'string' &&
      reference.includes('alias/') && {
        'kms:requestalias': [reference.slice(reference.indexOf('alias/'))],
      }),
    ...Object.fromEntries(
      Object.entries(context ?? {}).map(([name, value]) => [
        `kms:encryptioncontext:${name.toLowerCase()}`,
        [String(value)],
      ]),
    ),
    ...(window !== undefined && {
      'kms:scheduledeletionpendingwindowindays': [String(window)],
    }),
  };
}

function tagConditions(input: Input): ConditionContext {
  return requestTags(
    tagsIn(input).map(tag => ({ Key: tag.TagKey, Value: tag.TagValue })),
  );
}

function tagsIn(input: Input): { TagKey?: string; TagValue?: string }[] {
  return Array.isArray(input.Tags) ? input.Tags : [];
}

function denied(message: string): AwsError {
  return new AwsError('AccessDeniedException', message);
}
