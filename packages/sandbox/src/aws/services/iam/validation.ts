import { AwsError } from '../../AwsError';
import { parsePolicy } from '../../policy/PolicyDocument';
import { namedPrincipals } from '../../policy/principals';

/** Whether an IAM user or role of this ARN exists by now. */
export type Exists = (arn: string) => boolean;

const namePattern = '[\\w+=,.@-]+';
const pathPattern = '(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)';

/** Throws IAM's ValidationError for a name that is too long or has other characters. */
export function requireName(member: string, name: string, most: number): void {
  if (!/^[\w+=,.@-]+$/.test(name)) {
    throw unfit(
      member,
      name,
      `Member must satisfy regular expression pattern: ${namePattern}`,
    );
  }
  if (name.length > most) {
    throw unfit(
      member,
      name,
      `Member must have length less than or equal to ${most}`,
    );
  }
}

/** Throws IAM's ValidationError for a path that does not begin and end with a slash. */
export function requirePath(path: string): void {
  if (!/^(\/|\/[\u0021-\u007e]+\/)$/.test(path)) {
    throw unfit(
      'path',
      path,
      `Member must satisfy regular expression pattern: ${pathPattern}`,
    );
  }
}

/** Throws IAM's ValidationError for a session duration outside one to twelve hours. */
export function requireSessionDuration(seconds: number | undefined): void {
  if (seconds === undefined) {
    return;
  }
  const broken =
    (seconds < 3600 && 'greater than or equal to 3600') ||
    (seconds > 43_200 && 'less than or equal to 43200');
  if (broken) {
    throw unfit(
      'maxSessionDuration',
      String(seconds),
      `Member must have value ${broken}`,
    );
  }
}

/** The policy's text, when it is one; throws MalformedPolicyDocument. */
export function requirePolicy(text: string | undefined): string {
  const policy = text ? parsePolicy(text) : undefined;
  if (!text || !policy) {
    throw malformed('Syntax errors in policy.');
  }
  if (policy.Statement.some(statement => statement.Principal !== undefined)) {
    throw malformed('Policy document should not specify a principal.');
  }
  if (
    policy.Statement.some(
      ({ Resource, NotResource }) =>
        Resource === undefined && NotResource === undefined,
    )
  ) {
    throw malformed('Policy statement must contain resources.');
  }
  return text;
}

/** The trust policy's text, when it is one and trusts who exists; throws MalformedPolicyDocument. */
export function requireTrustPolicy(
  text: string | undefined,
  exists: Exists,
): string {
  const policy = text ? parsePolicy(text) : undefined;
  if (!text || !policy) {
    throw malformed('This policy contains invalid Json');
  }
  for (const statement of policy.Statement) {
    if (statement.Resource !== undefined) {
      throw malformed('Has prohibited field Resource');
    }
    if (statement.Principal === undefined) {
      throw malformed('Missing required field Principal');
    }
  }
  const stranger = namedPrincipals(policy.Statement).find(arn => !exists(arn));
  if (stranger !== undefined) {
    throw malformed(`Invalid principal in policy: "AWS":"${stranger}"`);
  }
  return text;
}

function malformed(message: string): AwsError {
  return new AwsError('MalformedPolicyDocument', message, 400);
}

function unfit(member: string, value: string, constraint: string): AwsError {
  return new AwsError(
    'ValidationError',
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`,
    400,
  );
}
