import { AwsError } from '../../AwsError';
import { requireAllowed } from '../../auth/authorize';
import { requireResourceAccess } from '../../auth/resourceAccess';
import type { ConditionContext } from '../../policy/conditions';
import type { AccessRequest } from '../../policy/evaluate';
import { resourceTags } from '../../policy/tagConditions';
import type { Authorize, CallContext } from '../../Service';
import { invalidCiphertext, keyIdOf } from './cipher';
import { conditionsOf, creationConditions } from './conditionsOf';
import { isGranted } from './grants';
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
      const conditions = creationConditions(operation, input);
      requireIdentity(context, { action, resource: '*', conditions });
      if (operation === 'CreateKey' && hasTags(input)) {
        requireIdentity(context, {
          action: 'kms:TagResource',
          resource: '*',
          conditions,
        });
      }
      return;
    }
    const { region, account } = context;
    if (/^(Create|Update|Delete)Alias$/.test(operation)) {
      const resource = `arn:aws:kms:${region}:${account}:${input.AliasName}`;
      requireIdentity(context, { action, resource });
    }
    const conditions = conditionsOf(input);
    for (const key of keysOf(state, operation, input, context)) {
      const aliases = state.aliases
        .filter(alias => alias.keyId === key.id)
        .map(alias => alias.name);
      requireKeyAccess(key, action, context, {
        ...conditions,
        'kms:resourcealiases': aliases,
      });
    }
  };
}

/** Throws KMS's AccessDeniedException unless the caller may use the key so. */
export function requireKeyAccess(
  key: KeyRecord,
  action: string,
  context: CallContext,
  conditions: ConditionContext = {},
): void {
  requireResourceAccess({
    context,
    policy: key.policy,
    needsDelegation: true,
    isGranted: isGranted(key, action, context.caller, conditions),
    request: {
      action,
      resource: key.arn,
      conditions: {
        ...conditions,
        ...resourceTags(
          key.tags.map(tag => ({ Key: tag.TagKey, Value: tag.TagValue })),
        ),
        'kms:calleraccount': [context.caller.account],
        'kms:keyspec': [key.spec],
        'kms:keyusage': [key.usage],
        'kms:keyorigin': [key.origin],
      },
    },
  });
}

function requireIdentity(context: CallContext, request: AccessRequest): void {
  requireAllowed(
    context,
    request,
    message => new AwsError('AccessDeniedException', message),
  );
}

function keysOf(
  state: KmsState,
  operation: string,
  input: Input,
  context: CallContext,
): KeyRecord[] {
  const blob = input.CiphertextBlob;
  if (operation === 'Decrypt' && blob instanceof Uint8Array) {
    const key = state.resolve(keyIdOf(blob) ?? '', context);
    if (!key) {
      throw invalidCiphertext();
    }
    return [key];
  }
  // An alias that moves is a matter of the key it leaves and of the key it goes to.
  const left =
    operation === 'DeleteAlias' || operation === 'UpdateAlias'
      ? [input.AliasName]
      : [];
  const named = input.KeyId ?? input.TargetKeyId ?? input.ResourceArn;
  const references = [...left, ...(named === undefined ? [] : [named])];
  return references.map(reference => state.require(String(reference), context));
}

function hasTags(input: Input): boolean {
  return Array.isArray(input.Tags) && input.Tags.length > 0;
}
