import { evaluate, type AccessRequest, type Verdict } from './evaluate';
import type { IdentityPolicies, PolicyDocument } from './PolicyDocument';
import { mentionOf, namesSession, type Principal } from './principals';

/** The kinds of policy that can refuse, in the words that AWS's error texts have for them. */
export type PolicyKind =
  | 'identity-based policy'
  | 'permissions boundary'
  | 'session policy'
  | 'resource-based policy'
  | 'VPC endpoint policy';

/** Why a request is refused: denied outright, or allowed by nobody. */
export interface Refusal {
  readonly verdict: Exclude<Verdict, 'allowed'>;
  readonly by: PolicyKind;
}

/** Whoever asks, with all that is attached to them. */
export interface Subject extends Principal {
  permissions(): IdentityPolicies;
}

/**
 * IAM's evaluation within one account: a deny anywhere wins; then the resource's policy may allow by itself, otherwise
 * the identity's policies must, within the permissions boundary and the session policies (IAM user guide, "policy
 * evaluation logic"). `undefined` when the request is allowed.
 */
export function refusalOf(options: {
  readonly subject: Subject;
  readonly request: AccessRequest;
  /** Policy of the thing asked for. */
  readonly resourcePolicy?: PolicyDocument;
  /** For KMS, whose identity policies count only when the key policy hands the decision to the account. */
  readonly needsDelegation?: boolean;
}): Refusal | undefined {
  const { subject, request, resourcePolicy, needsDelegation = false } = options;
  const layers = layersOf(subject.permissions());
  const verdicts = layers.map(layer => ({
    by: layer.by,
    verdict: evaluate(layer.policies, request),
  }));
  const ofResource = evaluateResource(resourcePolicy, request, subject);

  const denier = verdicts.find(({ verdict }) => verdict === 'explicitDeny');
  if (denier) {
    return { verdict: 'explicitDeny', by: denier.by };
  }
  if (ofResource.isDenied) {
    return { verdict: 'explicitDeny', by: 'resource-based policy' };
  }
  if (ofResource.allowsUnbounded) {
    return undefined;
  }
  if (needsDelegation && !ofResource.allows && !ofResource.delegates) {
    return { verdict: 'implicitDeny', by: 'resource-based policy' };
  }
  const silent = verdicts.find(
    ({ by, verdict }) =>
      verdict === 'implicitDeny' &&
      !(ofResource.allows && by === 'identity-based policy'),
  );
  return silent && { verdict: 'implicitDeny', by: silent.by };
}

function layersOf(permissions: IdentityPolicies) {
  const { identity, boundary, session } = permissions;
  const layers: { by: PolicyKind; policies: readonly PolicyDocument[] }[] = [
    { by: 'identity-based policy', policies: identity },
  ];
  if (boundary) {
    layers.push({ by: 'permissions boundary', policies: boundary });
  }
  if (session) {
    layers.push({ by: 'session policy', policies: session });
  }
  return layers;
}

function evaluateResource(
  policy: PolicyDocument | undefined,
  request: AccessRequest,
  subject: Principal,
) {
  const policies = policy ? [policy] : [];
  const inPerson = evaluate(
    policies,
    request,
    statement => mentionOf(statement, subject) === 'principal',
  );
  const throughAccount = evaluate(
    policies,
    request,
    statement => mentionOf(statement, subject) === 'account',
  );
  // A grant to a user or to one session is not limited by a boundary's silence; a grant to a role is.
  const unbounded = evaluate(policies, request, statement =>
    namesSession(statement, subject),
  );
  return {
    isDenied: [inPerson, throughAccount].includes('explicitDeny'),
    allows: inPerson === 'allowed',
    delegates: throughAccount === 'allowed',
    allowsUnbounded: unbounded === 'allowed',
  };
}
