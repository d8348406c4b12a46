import {
  CreateTagsCommand,
  DeleteVpcEndpointsCommand,
  EC2Client,
  paginateDescribeVpcEndpoints,
  VpcEndpoint,
} from '@aws-sdk/client-ec2';
import { ServiceUnavailableError } from '@backstage/errors';
import type { Change } from '../../engine/ManagedResource';

/** Whether an endpoint is made, one of others is used, or there is none. */
export type EndpointChoice = 'create' | 'existing';

/** The services that Vault calls. */
export type EndpointService = 'dynamodb' | 'kms' | 'sts';

/** What dependants know of an endpoint. */
export interface EndpointOutput {
  readonly id: string;
  /** Set when the regional name does not resolve to the endpoint, so that Vault must be told where it is. */
  readonly url?: string;
}

/** The states of an endpoint that is not there any more, or never will be. */
const GONE = ['deleted', 'rejected', 'failed', 'expired'];

// EC2 writes states in either case.
const lowerCase = (state = '') => state.toLocaleLowerCase('en-US');

const isGoing = (state: string | undefined) => lowerCase(state) === 'deleting';

/** The endpoints in the VPC that a filter lets through and that are not gone. */
export async function describeVpcEndpoints(options: {
  readonly client: EC2Client;
  readonly vpcId: string;
  /** As EC2 names it, for example `service-name`. */
  readonly filter: { readonly name: string; readonly value: string };
  readonly signal: AbortSignal;
}): Promise<VpcEndpoint[]> {
  const { client, vpcId, filter, signal } = options;
  const found: VpcEndpoint[] = [];
  for await (const page of paginateDescribeVpcEndpoints(
    { client },
    {
      Filters: [
        { Name: 'vpc-id', Values: [vpcId] },
        { Name: filter.name, Values: [filter.value] },
      ],
    },
    { abortSignal: signal },
  )) {
    found.push(...(page.VpcEndpoints ?? []));
  }
  return found.filter(({ State }) => !GONE.includes(lowerCase(State)));
}

/** The endpoints of one service in the VPC that count, those that are going last. */
export async function listVpcEndpoints(options: {
  readonly client: EC2Client;
  readonly vpcId: string;
  readonly serviceName: string;
  readonly type: 'Gateway' | 'Interface';
  readonly signal: AbortSignal;
}): Promise<VpcEndpoint[]> {
  const { serviceName, type, ...where } = options;
  const found = await describeVpcEndpoints({
    ...where,
    filter: { name: 'service-name', value: serviceName },
  });
  const rank = (endpoint: VpcEndpoint) =>
    `${isGoing(endpoint.State)} ${endpoint.VpcEndpointId}`;
  return found
    .filter(endpoint => endpoint.VpcEndpointType === type)
    .sort((a, b) => rank(a).localeCompare(rank(b)));
}

/** What is still to be waited for: an endpoint that is not up yet, or one that must be gone before the next can come. */
export function waitingFor(state: string): readonly Change[] {
  if (lowerCase(state) === 'available') {
    return [];
  }
  const to = isGoing(state) ? 'deleted' : 'available';
  return [{ field: 'state', from: state, to, pending: true }];
}

/** Puts tags on what EC2 owns and is there already. */
export async function tagInEc2(options: {
  readonly client: EC2Client;
  readonly id: string;
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
  readonly signal: AbortSignal;
}): Promise<void> {
  const { client, id, tags, signal } = options;
  await client.send(
    new CreateTagsCommand({ Resources: [id], Tags: [...tags] }),
    { abortSignal: signal },
  );
}

/** Both are in the list of EC2's error codes, with the same words. */
const NO_ENDPOINT = [
  'InvalidVpcEndpointId.NotFound',
  'InvalidVpcEndpoint.NotFound',
];

/** EC2 answers with success and tells what went wrong in the body. */
export async function deleteVpcEndpoint(
  client: EC2Client,
  id: string,
  signal: AbortSignal,
): Promise<void> {
  const { Unsuccessful = [] } = await client.send(
    new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id] }),
    { abortSignal: signal },
  );
  const problem = Unsuccessful[0]?.Error;
  if (problem && !NO_ENDPOINT.includes(problem.Code ?? '')) {
    throw new ServiceUnavailableError(
      `EC2 DeleteVpcEndpoints: ${id}: ${problem.Message ?? problem.Code}`,
    );
  }
}
