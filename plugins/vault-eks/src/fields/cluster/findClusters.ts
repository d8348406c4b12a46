import { ResponseError } from '@backstage/errors';
import type {
  FoundClusters,
  VaultEksFormApi,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { FormPlace } from '../common/formValues';

/**
 * Clusters of all places that the portal allows; of the region that the form names where the portal does not say in which
 * regions to look.
 */
export async function findClusters(options: {
  readonly api: VaultEksFormApi;
  readonly place: FormPlace;
  readonly search?: string;
  readonly signal: AbortSignal;
}): Promise<FoundClusters> {
  const { api, place, search, signal } = options;
  try {
    return await api.findClusters({ search, signal });
  } catch (error) {
    const { region, account } = place;
    if (ResponseError.is(error) && error.statusCode === 400 && region) {
      return api.findClusters({ region, account, search, signal });
    }
    throw error;
  }
}
