import { endpointServiceName } from '../../../connections/aws';
import {
  chooseInterface,
  EndpointService,
  listVpcEndpoints,
  ObservedInterfaceEndpoint,
} from '../../../resources/aws';
import type { PreflightContext } from '../../PreflightCheck';
import { interfaceServices } from './interfaceServices';

/** An interface endpoint of others that the spec wants used. */
export interface UsedEndpoint {
  readonly service: EndpointService;
  readonly endpoint: ObservedInterfaceEndpoint;
}

/** The interface endpoints that a deploy would use; those that are missing are the plan's to refuse. */
export async function findUsed(
  ctx: PreflightContext,
): Promise<readonly UsedEndpoint[]> {
  const { aws, spec, network, ownership, signal } = ctx;
  const found = await Promise.all(
    interfaceServices(spec, 'existing').map(async service => {
      const endpoints = await listVpcEndpoints({
        client: aws.ec2,
        vpcId: network.vpcId,
        serviceName: endpointServiceName(aws.region, service),
        type: 'Interface',
        signal,
      });
      const endpoint = chooseInterface(endpoints, {
        ...{ choice: 'existing', ownership, privateDns: false },
      });
      return endpoint?.id ? { service, endpoint } : [];
    }),
  );
  return found.flat();
}
