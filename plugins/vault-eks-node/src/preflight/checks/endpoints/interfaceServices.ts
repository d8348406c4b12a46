import type { VaultClusterSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { EndpointService } from '../../../resources/aws';

/** The services whose interface endpoint the spec wants made, or wants used. */
export function interfaceServices(
  { endpoints }: Pick<VaultClusterSpec, 'endpoints'>,
  choice: 'create' | 'existing',
): EndpointService[] {
  const services: readonly EndpointService[] = ['dynamodb', 'kms', 'sts'];
  return services.filter(
    service =>
      endpoints[service] === choice &&
      (service !== 'dynamodb' || endpoints.types.dynamodb === 'interface'),
  );
}
