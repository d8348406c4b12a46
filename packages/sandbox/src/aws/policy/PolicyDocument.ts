/** Whom a statement of a resource policy is about, by kind; `'*'` is everyone. */
export type PrincipalElement =
  | '*'
  | Readonly<Record<string, string | readonly string[]>>;

/** Operator, then key, then the values that satisfy it. */
export type ConditionElement = Readonly<
  Record<string, Readonly<Record<string, string | readonly string[]>>>
>;

/** One statement, as IAM's JSON has it. */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: PrincipalElement;
  readonly NotPrincipal?: PrincipalElement;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: ConditionElement;
}

/** A policy document with its statements in a list. */
export interface PolicyDocument {
  readonly Version?: string;
  readonly Statement: readonly PolicyStatement[];
}

/** All that is attached to an identity, as it is at one moment. */
export interface IdentityPolicies {
  readonly identity: readonly PolicyDocument[];
  /** Allows nothing by itself; what it does not allow is refused. */
  readonly boundary?: readonly PolicyDocument[];
  /** Given to AssumeRole: a further limit, for one session. */
  readonly session?: readonly PolicyDocument[];
  /** What `aws:PrincipalTag` asks about. */
  readonly tags?: readonly { readonly Key?: string; readonly Value?: string }[];
}

/** Everything, everywhere: what AWS's AdministratorAccess says. */
export const administratorAccess: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

/** Reads a policy document; `undefined` when it is not one. */
export function parsePolicy(json: string): PolicyDocument | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (!isRecord(value) || !('Statement' in value)) {
    return undefined;
  }
  const statements = listOf(value.Statement);
  return statements.length > 0 && statements.every(isStatement)
    ? { Version: String(value.Version ?? '2008-10-17'), Statement: statements }
    : undefined;
}

/** One or many, as a list. */
export function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) {
    return [];
  }
  return isList(value) ? value : [value];
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isStatement(value: unknown): value is PolicyStatement {
  return (
    isRecord(value) &&
    (value.Effect === 'Allow' || value.Effect === 'Deny') &&
    [value.Action, value.NotAction].some(isStringOrStrings) &&
    [value.Resource, value.NotResource].every(
      element => element === undefined || isStringOrStrings(element),
    ) &&
    [value.Principal, value.NotPrincipal].every(isPrincipal) &&
    (value.Condition === undefined || isCondition(value.Condition))
  );
}

function isPrincipal(value: unknown): boolean {
  return (
    value === undefined ||
    value === '*' ||
    (isRecord(value) && Object.values(value).every(isStringOrStrings))
  );
}

function isCondition(value: unknown): boolean {
  return (
    isRecord(value) &&
    Object.values(value).every(
      keys =>
        isRecord(keys) &&
        Object.values(keys).every(
          wanted => isStringOrStrings(wanted) || typeof wanted === 'boolean',
        ),
    )
  );
}

function isStringOrStrings(value: unknown): boolean {
  return listOf(value).length > 0
    ? listOf(value).every(item => typeof item === 'string')
    : false;
}
