import type { FoundCluster } from '@vault-eks/backstage-plugin-vault-eks-common';
import { createContext } from 'react';

/** Fills in cluster, region and account at once; absent where the picker stands alone. */
export const PlaceContext = createContext<
  ((cluster: FoundCluster) => void) | undefined
>(undefined);
