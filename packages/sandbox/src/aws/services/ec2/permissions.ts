import { AwsError } from '../../AwsError';
import { byIdentityPolicies } from '../../auth/authorize';
import type { AccessRequest } from '../../policy/evaluate';
import { requestTags, resourceTags } from '../../policy/tagConditions';
import type { Authorize, CallContext } from '../../Service';
import type { Ec2State } from './Ec2State';

type Input = Readonly<Record<string, unknown>>;

const arnTypes: Readonly<Record<string, string>> = {
  vpc: 'vpc',
  subnet: 'subnet',
  rtb: 'route-table',
  sg: 'security-group',
  sgr: 'security-group-rule',
  vpce: 'vpc-endpoint',
  i: 'instance',
  vol: 'volume',
};

/** What creating each kind of thing needs beside the things it names: the ARN of the thing that is not there yet. */
const creations: Readonly<Record<string, string>> = {
  CreateSecurityGroup: 'security-group',
  CreateVpcEndpoint: 'vpc-endpoint',
};

/** A name of its own in the VPC is a private hosted zone (service authorization reference, CreateVpcEndpoint). */
const privateZone = {
  action: 'route53:AssociateVPCWithHostedZone',
  resource: '*',
};

/** EC2's rules of who may: every resource that a call names, and tags given at creation. */
export function ec2Authorize(state: Ec2State): Authorize {
  const check = byIdentityPolicies({
    permissions: (operation, input, context) =>
      permissions(state, operation, input, context),
    denied: message =>
      new AwsError(
        'UnauthorizedOperation',
        `You are not authorized to perform this operation. ${message}`,
        403,
      ),
  });
  return (operation, input, context) => {
    check(operation, input, context);
    if (input.DryRun === true) {
      throw new AwsError(
        'DryRunOperation',
        'Request would have succeeded, but DryRun flag is set.',
        412,
      );
    }
  };
}

function permissions(
  state: Ec2State,
  operation: string,
  input: Input,
  context: CallContext,
): AccessRequest[] {
  const action = `ec2:${operation}`;
  if (operation.startsWith('Describe')) {
    return [{ action, resource: '*' }];
  }
  const arn = (type: string, id: string) =>
    `arn:aws:ec2:${context.region}:${context.account}:${type}/${id}`;
  const tags = requestTags(tagsIn(input));
  const service =
    typeof input.ServiceName === 'string'
      ? { 'ec2:vpceservicename': [input.ServiceName] }
      : {};
  const named = idsIn(input).map(id => ({
    action,
    resource: arn(arnTypes[id.split('-')[0]], id),
    conditions: { ...tags, ...service, ...resourceTags(state.tagsOf(id)) },
  }));
  const creation = creations[operation];
  if (!creation) {
    return named;
  }
  const created = arn(creation, '*');
  const tagging = {
    action: 'ec2:CreateTags',
    resource: created,
    conditions: { ...tags, 'ec2:createaction': [operation] },
  };
  return [
    ...named,
    { action, resource: created, conditions: { ...tags, ...service } },
    ...(tagsIn(input).length > 0 ? [tagging] : []),
    ...(hasPrivateDns(operation, input) ? [privateZone] : []),
  ];
}

function hasPrivateDns(operation: string, input: Input): boolean {
  return (
    operation === 'CreateVpcEndpoint' &&
    input.VpcEndpointType === 'Interface' &&
    input.PrivateDnsEnabled !== false
  );
}

function idsIn(value: unknown): string[] {
  if (typeof value === 'string') {
    return /^(vpc|subnet|rtb|sg|sgr|vpce|i)-[0-9a-z]+$/.test(value)
      ? [value]
      : [];
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value)
    .filter(([name]) => !['IpPermissions', 'Tags'].includes(name))
    .flatMap(([, member]) => idsIn(member));
}

function tagsIn(input: Input): { Key?: string; Value?: string }[] {
  const direct = Array.isArray(input.Tags) ? input.Tags : [];
  const specified = Array.isArray(input.TagSpecifications)
    ? input.TagSpecifications.flatMap(item => item.Tags ?? [])
    : [];
  return [...direct, ...specified];
}
