import type { EC2Client, VpcEndpoint } from '@aws-sdk/client-ec2';
import type { VaultClusterSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { ManagedResource } from '../../engine/ManagedResource';
import { chooseInterface } from './interfaceEndpointChanges';
import { chooseGateway } from './observedGateway';
import { ownerIn, Ownership, wasAdopted } from './ownership';
import {
  deleteVpcEndpoint,
  EndpointChoice,
  EndpointService,
  listVpcEndpoints,
} from './vpcEndpoints';

/** An endpoint that a spec may have asked for. */
export interface EndpointKind {
  readonly service: EndpointService;
  readonly type: 'Gateway' | 'Interface';
}

/** Every endpoint that some spec asks for. */
export const ENDPOINT_KINDS: readonly EndpointKind[] = [
  { service: 'dynamodb', type: 'Gateway' },
  { service: 'dynamodb', type: 'Interface' },
  { service: 'kms', type: 'Interface' },
  { service: 'sts', type: 'Interface' },
];

/** What this spec chooses of a kind; `none` too for the other type of a service. */
export function choiceOf(
  { service, type }: EndpointKind,
  { endpoints }: Pick<VaultClusterSpec, 'endpoints'>,
): EndpointChoice | 'none' {
  const wantsType =
    service === 'dynamodb' ? endpoints.types.dynamodb : 'interface';
  return type.toLocaleLowerCase('en-US') === wantsType
    ? endpoints[service]
    : 'none';
}

/** What decides which endpoints of a kind are wanted. */
export interface UnwantedOptions {
  readonly client: EC2Client;
  readonly kind: EndpointKind;
  readonly choice: EndpointChoice | 'none';
  readonly ownership: Ownership;
  readonly vpcId: string;
  /** For example `com.amazonaws.eu-west-1.kms`. */
  readonly serviceName: string;
  readonly routeTableIds: readonly string[];
  readonly privateDns: boolean;
}

function usedId(
  found: readonly VpcEndpoint[],
  { kind, choice, ownership, routeTableIds, privateDns }: UnwantedOptions,
): string | undefined {
  if (choice === 'none') {
    return undefined;
  }
  return kind.type === 'Gateway'
    ? chooseGateway(found, { choice, ownership, routeTableIds })?.id
    : chooseInterface(found, { choice, ownership, privateDns })?.id;
}

/**
 * The ids of the endpoints of a kind that runs of this Vault made and the spec as it is now does not ask for: those of an
 * earlier spec, and a second one that two runs made at the same time.
 */
export async function findUnwanted(
  options: UnwantedOptions,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { client, kind, ownership, vpcId, serviceName } = options;
  const found = await listVpcEndpoints({
    ...{ client, vpcId, serviceName, signal },
    type: kind.type,
  });
  const used = usedId(found, options);
  return found
    .filter(
      ({ Tags }) => ownerIn(Tags) === ownership.owner && !wasAdopted(Tags),
    )
    .flatMap(({ VpcEndpointId: id }) => (id && id !== used ? [id] : []));
}

const never = async () => {
  // No spec asks for it.
};

/** Those endpoints as a destroy finds them: they go with the Vault. */
export function unwantedEndpoints(
  options: UnwantedOptions,
): ManagedResource<readonly string[], undefined> {
  const { client, kind, vpcId, serviceName } = options;
  const type = kind.type.toLocaleLowerCase('en-US');
  return {
    title: `${type} endpoint ${serviceName} in ${vpcId}, made for an earlier spec`,
    async observe({ signal }) {
      const ids = await findUnwanted(options, signal);
      return ids.length > 0 ? ids : undefined;
    },
    diff: () => [],
    ...{ create: never, update: never },
    async delete({ signal }, ids) {
      for (const id of ids) {
        await deleteVpcEndpoint(client, id, signal);
      }
    },
    removal: async () => ({ verb: 'delete' }),
    output: () => undefined,
  };
}
