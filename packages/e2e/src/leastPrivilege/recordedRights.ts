import type { Sandbox } from '@vault-eks/sandbox';
import { callsSince } from '../faults/control';

/** What an identity has done on AWS. */
export interface RecordedRights {
  /** The rights that its calls took, as IAM names them, each once. */
  readonly taken: readonly string[];
  /** Calls that were refused for want of a right: service, operation and how often. */
  readonly refused: Readonly<Record<string, number>>;
}

const REFUSALS = /^(AccessDenied|UnauthorizedOperation)/;

/** Everything that this principal has asked of AWS so far; which rights a call takes is for the sandbox's IAM to say. */
export async function recordedRights(
  sandbox: Pick<Sandbox, 'controlUrl'>,
  principalArn: string,
): Promise<RecordedRights> {
  const { calls } = await callsSince(sandbox);
  const own = calls.filter(call => call.principalArn === principalArn);
  const refused: Record<string, number> = {};
  for (const { service, operation } of own.filter(({ errorCode = '' }) =>
    REFUSALS.test(errorCode),
  )) {
    const name = `${service}:${operation}`;
    refused[name] = (refused[name] ?? 0) + 1;
  }
  return {
    taken: [...new Set(own.flatMap(call => call.rights))].sort(),
    refused,
  };
}
