import type { Refusal } from '../policy/decide';
import { evaluate, type AccessRequest } from '../policy/evaluate';
import {
  listOf,
  type PolicyDocument,
  type PolicyStatement,
} from '../policy/PolicyDocument';
import { mentionOf, type Principal } from '../policy/principals';

/** Where in a VPC a call comes from. */
export interface Origin {
  readonly vpcId: string;
  readonly subnetId: string;
}

/** The VPC endpoint that a call comes through. */
export interface Passage {
  readonly endpointId: string;
  readonly vpcId: string;
  /** Prefix of the service's actions, for example `kms`. */
  readonly service: string;
  readonly type: 'Gateway' | 'Interface';
  readonly policy: PolicyDocument;
}

/**
 * Why the endpoint does not let a request through; `undefined` when it does. What a service asks of another one in the
 * caller's name, such as DynamoDB of KMS, does not come through the endpoint.
 */
export function passageRefusal(
  passage: Passage | undefined,
  request: AccessRequest,
  caller: Principal,
): Refusal | undefined {
  if (!passage || !request.action.startsWith(`${passage.service}:`)) {
    return undefined;
  }
  const verdict = evaluate([passage.policy], request, statement =>
    concerns(statement, passage.type, caller),
  );
  return verdict === 'allowed'
    ? undefined
    : { verdict, by: 'VPC endpoint policy' };
}

/** A gateway endpoint takes no principal but everybody (AWS PrivateLink guide, "Principals for gateway endpoints"). */
function concerns(
  statement: PolicyStatement,
  type: Passage['type'],
  caller: Principal,
): boolean {
  const { Principal: principal } = statement;
  return type === 'Interface'
    ? mentionOf(statement, caller) !== undefined
    : principal === '*' ||
        (typeof principal === 'object' && listOf(principal.AWS).includes('*'));
}
