import type { Change } from '../../engine/ManagedResource';
import { parseJson } from '../../connections/parseJson';
import { sameDocument } from './sameDocument';
import { SEAL_ACTIONS } from './sealKeyPolicy';
import type { EndpointService } from './vpcEndpoints';
import { STORAGE_ACTIONS } from './vaultRolePolicies';

/** What an endpoint lets through: everything, as AWS does by default, or what a policy document allows. */
export type EndpointPolicy = 'wide' | object;

/** What Vault calls through the endpoint of each service. STS is asked without a signature, so it has no principal. */
export const CALLS: Readonly<Record<EndpointService, readonly string[]>> = {
  dynamodb: STORAGE_ACTIONS,
  kms: SEAL_ACTIONS,
  sts: ['sts:AssumeRoleWithWebIdentity'],
};

/**
 * Lets through the calls of one Vault: those of its role on the table or the key, or those that become its role.
 *
 * The role is named in a condition, since an endpoint policy takes no role as principal of a gateway endpoint. Source:
 * AWS PrivateLink guide, "Control access to VPC endpoints using endpoint policies".
 */
export function narrowPolicy(options: {
  readonly service: EndpointService;
  /** ARN of the table, the key or, for STS, the role. */
  readonly resource: string;
  readonly roleArn: string;
}): EndpointPolicy {
  const { service, resource, roleArn } = options;
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'OnlyVault',
        Effect: 'Allow',
        Principal: '*',
        Action: [...CALLS[service]],
        Resource: resource,
        ...(service !== 'sts' && {
          Condition: { ArnEquals: { 'aws:PrincipalArn': roleArn } },
        }),
      },
    ],
  };
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const names = (value: unknown, ...wanted: string[]) =>
  [value].flat().some(item => wanted.includes(String(item)));

function isOpen(statement: Fields, service: EndpointService): boolean {
  const { Effect, Principal, Action, Resource, Condition } = statement;
  const anyone = isFields(Principal) ? Principal.AWS : Principal;
  return (
    Effect === 'Allow' &&
    Condition === undefined &&
    names(anyone, '*') &&
    names(Action, '*', `${service}:*`) &&
    names(Resource, '*')
  );
}

/** Whether a policy keeps anything of the service out. No document is AWS's default, which does not. */
export function isRestricted(
  document: string | undefined,
  service: EndpointService,
): boolean {
  if (document === undefined) {
    return false;
  }
  const policy = parseJson(document);
  const statements = (isFields(policy) ? [policy.Statement].flat() : []).filter(
    isFields,
  );
  return (
    statements.some(({ Effect }) => Effect !== 'Allow') ||
    !statements.some(statement => isOpen(statement, service))
  );
}

/** How the policy of an endpoint of ours differs from the wanted one. */
export function policyChanges(
  found: string | undefined,
  wanted: EndpointPolicy,
  service: EndpointService,
): readonly Change[] {
  const restricted = isRestricted(found, service);
  if (wanted === 'wide') {
    return restricted
      ? [{ field: 'policy', from: 'another policy', to: 'every call' }]
      : [];
  }
  return sameDocument(found, wanted)
    ? []
    : [
        {
          field: 'policy',
          from: restricted ? 'another policy' : 'every call',
          to: 'the calls of this Vault only',
        },
      ];
}

/** The policy, as `CreateVpcEndpoint` takes it. */
export const policyInput = (policy: EndpointPolicy) =>
  policy === 'wide' ? {} : { PolicyDocument: JSON.stringify(policy) };

/** The policy, as `ModifyVpcEndpoint` takes it. */
export const policyUpdate = (policy: EndpointPolicy) =>
  policy === 'wide' ? { ResetPolicy: true } : policyInput(policy);
