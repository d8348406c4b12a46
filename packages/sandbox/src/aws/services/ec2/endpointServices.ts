import { AwsError } from '../../AwsError';

/** A service that VPC endpoints lead to. */
export interface EndpointService {
  readonly serviceName: string;
  readonly type: 'Gateway' | 'Interface';
  readonly privateDnsName: string | undefined;
}

const gateways = ['dynamodb', 's3'];
const interfaces = [
  'dynamodb',
  'ec2',
  'ecr.api',
  'ecr.dkr',
  'eks',
  'eks-auth',
  'elasticloadbalancing',
  'kms',
  'logs',
  's3',
  'secretsmanager',
  'sts',
];

/** The endpoint services of a region, as far as a cluster has use for them. */
export function endpointServices(region: string): EndpointService[] {
  return [
    ...gateways.map(name => ({
      serviceName: `com.amazonaws.${region}.${name}`,
      type: 'Gateway' as const,
      privateDnsName: undefined,
    })),
    ...interfaces.map(name => ({
      serviceName: `com.amazonaws.${region}.${name}`,
      type: 'Interface' as const,
      privateDnsName: `${name
        .split('.')
        .reverse()
        .join('.')}.${region}.amazonaws.com`,
    })),
  ];
}

/** Managed prefix lists: what gateway endpoints route. */
export function prefixLists(region: string) {
  return gateways.map((name, index) => ({
    PrefixListId: `pl-6${index}a5400${index}`,
    PrefixListName: `com.amazonaws.${region}.${name}`,
    cidrs: [name === 's3' ? '52.218.0.0/17' : '52.119.240.0/21'],
  }));
}

/** The service of this name and type; EC2's error when there is none. */
export function endpointService(
  name: string | undefined,
  type: string | undefined,
  region: string,
): EndpointService {
  const service = endpointServices(region).find(
    candidate => candidate.serviceName === name && candidate.type === type,
  );
  if (!service) {
    throw invalidService(name);
  }
  return service;
}

/** EC2's error for a service that does not exist. */
export function invalidService(name: string | undefined): AwsError {
  return new AwsError(
    'InvalidServiceName',
    `The Vpc Endpoint Service '${name}' does not exist`,
  );
}
