import { AwsError } from '../../AwsError';
import { parsePolicy } from '../../policy/PolicyDocument';
import type { Quotas } from '../../Quotas';
import type { CallContext } from '../../Service';
import type { Ec2State, EndpointRecord } from './Ec2State';
import { notFound } from './select';

/** What an endpoint lets through unless it is told otherwise. */
export const openPolicy = JSON.stringify({
  Version: '2008-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
});

/** The endpoints that there are, and the rules that hold for all of them. */
export class EndpointRegistry {
  constructor(readonly state: Ec2State, private readonly quotas: Quotas) {}

  /** Endpoints that are not gone, visible or not. */
  present(now: Date): EndpointRecord[] {
    return this.state.endpoints.filter(
      endpoint => (endpoint.goneAt ?? Infinity) > now.getTime(),
    );
  }

  /** Endpoints that a Describe call shows. */
  visible(context: CallContext): EndpointRecord[] {
    return this.present(context.now).filter(endpoint =>
      context.sees('ec2', endpoint.createdAt),
    );
  }

  /** Throws InvalidVpcEndpointId.NotFound. */
  find(id: string | undefined, context: CallContext): EndpointRecord {
    const endpoint = this.visible(context).find(
      item => item.VpcEndpointId === id && item.region === context.region,
    );
    if (!endpoint) {
      throw notFound.endpoint(id ?? '');
    }
    return endpoint;
  }

  /** Throws VpcEndpointLimitExceeded when the VPC has all the interface endpoints that its quota allows. */
  requireQuota(vpcId: string, now: Date): void {
    const used = this.present(now).filter(
      endpoint =>
        endpoint.VpcId === vpcId && endpoint.VpcEndpointType === 'Interface',
    );
    if (used.length >= this.quotas.interfaceEndpointsPerVpc) {
      throw new AwsError(
        'VpcEndpointLimitExceeded',
        'The maximum number of VPC endpoints has been reached.',
      );
    }
  }
}

/** Throws InvalidPolicyDocument for a text that is no policy. */
export function requireEndpointPolicy(text: string | undefined): void {
  if (text !== undefined && !parsePolicy(text)) {
    throw new AwsError(
      'InvalidPolicyDocument',
      'The specified policy document is not a valid JSON policy document.',
    );
  }
}
