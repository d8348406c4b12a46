import {
  DeleteVpcEndpointsCommand,
  EC2Client,
  paginateDescribeVpcEndpoints,
  VpcEndpoint,
} from '@aws-sdk/client-ec2';
import { ServiceUnavailableError } from '@backstage/errors';

/** Whether an endpoint is made, one of others is used, or there is none. */
export type EndpointChoice = 'create' | 'existing';

/** The states of an endpoint that is not there any more, or never will be. */
const GONE = ['deleting', 'deleted', 'rejected', 'failed', 'expired'];

/** The endpoints of one service in the VPC that count. */
export async function listVpcEndpoints(options: {
  readonly client: EC2Client;
  readonly vpcId: string;
  readonly serviceName: string;
  readonly type: 'Gateway' | 'Interface';
  readonly signal: AbortSignal;
}): Promise<VpcEndpoint[]> {
  const { client, vpcId, serviceName, type, signal } = options;
  const found: VpcEndpoint[] = [];
  for await (const page of paginateDescribeVpcEndpoints(
    { client },
    {
      Filters: [
        { Name: 'vpc-id', Values: [vpcId] },
        { Name: 'service-name', Values: [serviceName] },
      ],
    },
    { abortSignal: signal },
  )) {
    found.push(...(page.VpcEndpoints ?? []));
  }
  return found
    .filter(endpoint => endpoint.VpcEndpointType === type)
    .filter(
      ({ State = '' }) => !GONE.includes(State.toLocaleLowerCase('en-US')),
    )
    .sort((a, b) =>
      (a.VpcEndpointId ?? '').localeCompare(b.VpcEndpointId ?? ''),
    );
}

/** Whether the endpoint answers; EC2 writes states in either case. */
export const isAvailable = (state: string) =>
  state.toLocaleLowerCase('en-US') === 'available';

export interface EndpointOutput {
  readonly id: string;
}

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
  if (problem && problem.Code !== 'InvalidVpcEndpointId.NotFound') {
    throw new ServiceUnavailableError(
      `EC2 DeleteVpcEndpoints: ${id}: ${problem.Message ?? problem.Code}`,
    );
  }
}
