import { isError } from '@backstage/errors';
import type { NotTold } from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  isAwsError,
  isCredentialsError,
  isDenied,
  type AwsClients,
} from '../../../connections/aws';
import { deniedAction } from '../../../connections/aws/adviceFor';
import { untilAborted } from '../../../connections/untilAborted';

/** How AWS is asked for protections. */
export interface ProtectionRun {
  readonly aws: Pick<AwsClients, 'dynamodb' | 'kms'>;
  readonly signal: AbortSignal;
  /** Told what AWS said instead of an answer; not for everybody's eyes. */
  readonly log?: (line: string) => void;
}

/** One call to AWS. */
export interface Question<T> {
  /** The right that it takes, as IAM names it. */
  readonly right: string;
  ask(options: { readonly abortSignal: AbortSignal }): Promise<T>;
}

const ABSENT = [
  'NotFoundException',
  'ResourceNotFoundException',
  'TableNotFoundException',
];

function reasonOf(error: unknown): string {
  if (isAwsError(error, ...ABSENT)) {
    return 'AWS knows none of this name in the account and region of the cluster';
  }
  if (isAwsError(error, 'AbortError', 'TimeoutError')) {
    return 'AWS did not answer in time';
  }
  return isCredentialsError(error)
    ? 'the portal has no working AWS credentials'
    : 'AWS did not tell';
}

/** What AWS says names identities and policies, so none of it is told: only the right that is missing. */
function notTold(error: unknown, right: string): NotTold {
  if (isDenied(error)) {
    const missingRight = deniedAction(error) ?? right;
    const reason = `the portal's AWS identity lacks ${missingRight}`;
    return { state: 'unknown', reason, missingRight };
  }
  return { state: 'unknown', reason: reasonOf(error) };
}

/** The answer of AWS, or why there is none; never fails, and ends with the signal at the latest. */
export async function told<T extends object>(
  { signal, log }: ProtectionRun,
  { right, ask }: Question<T>,
): Promise<T | NotTold> {
  try {
    return await untilAborted(signal, ask({ abortSignal: signal }));
  } catch (error) {
    log?.(`${right}: ${isError(error) ? error.message : 'no answer'}`);
    return notTold(error, right);
  }
}

/** Whether there is no answer. */
export function isNotTold(answer: object): answer is NotTold {
  return 'state' in answer && answer.state === 'unknown';
}
