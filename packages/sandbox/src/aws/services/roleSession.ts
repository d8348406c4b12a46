import type { AssumeRoleRequest } from '@aws-sdk/client-sts';
import { AwsError } from '../AwsError';
import type { Credentials } from '../auth/Credentials';
import type { Origin } from '../passage/Passage';
import { parsePolicy, type PolicyDocument } from '../policy/PolicyDocument';
import type { CallContext } from '../Service';
import type { IamState, RoleRecord } from './iam/IamState';

type SessionInput = Pick<
  AssumeRoleRequest,
  'RoleSessionName' | 'DurationSeconds' | 'Policy' | 'PolicyArns' | 'Tags'
>;

const leastSeconds = 900;

/** Temporary credentials of a role, as AssumeRole and AssumeRoleWithWebIdentity answer them. */
export function startSession(options: {
  readonly credentials: Credentials;
  readonly role: RoleRecord;
  readonly input: SessionInput;
  readonly policies: readonly PolicyDocument[] | undefined;
  readonly context: CallContext;
  /** Where the pod is whose web identity it was. */
  readonly origin?: Origin;
}) {
  const { credentials, role, input, policies, context, origin } = options;
  const seconds = input.DurationSeconds ?? 3600;
  if (seconds < leastSeconds) {
    throw validation(
      `1 validation error detected: Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to ${leastSeconds}`,
    );
  }
  if (seconds > role.maxSessionDuration) {
    throw validation(
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
  const sessionName = input.RoleSessionName ?? 'session';
  const expiresAt = new Date(context.now.getTime() + seconds * 1000);
  const { key } = credentials.startSession({
    roleArn: role.arn,
    roleName: role.name,
    roleId: role.id,
    sessionName,
    expiresAt,
    policies,
    origin,
    tags: input.Tags?.map(({ Key, Value }) => ({ Key, Value })),
  });
  return {
    Credentials: {
      AccessKeyId: key.accessKeyId,
      SecretAccessKey: key.secretAccessKey,
      SessionToken: key.sessionToken,
      Expiration: expiresAt,
    },
    AssumedRoleUser: {
      AssumedRoleId: `${role.id}:${sessionName}`,
      Arn: `arn:aws:sts::${context.account}:assumed-role/${role.name}/${sessionName}`,
    },
    PackedPolicySize: 0,
  };
}

/** The session policies of a call; `undefined` when it brings none. Throws MalformedPolicyDocument. */
export function sessionPoliciesOf(
  iam: IamState,
  { Policy: text, PolicyArns: arns = [] }: SessionInput,
): readonly PolicyDocument[] | undefined {
  if (text === undefined && arns.length === 0) {
    return undefined;
  }
  const inline = text === undefined ? undefined : parsePolicy(text);
  if (text !== undefined && !inline) {
    throw new AwsError(
      'MalformedPolicyDocument',
      'Syntax errors in policy.',
      400,
    );
  }
  return [
    ...(inline ? [inline] : []),
    ...arns.flatMap(({ arn = '' }) => iam.managedPolicy(arn) ?? []),
  ];
}

function validation(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
