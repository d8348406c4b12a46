import { configApiRef, useApi } from '@backstage/core-plugin-api';
import { useMemo } from 'react';

/** Addresses that a portal names once for all its Vaults, in `vaultEks.links` of its configuration. */
export interface PageLinks {
  /** The page of the runbooks; a finding leads to its chapter. */
  readonly runbooks?: string;
  /** Where the logs of the pods are read, with placeholders such as `{namespace}`. */
  readonly logs?: string;
}

/** {@inheritDoc PageLinks} */
export function usePageLinks(): PageLinks {
  const config = useApi(configApiRef);
  return useMemo(() => {
    const links = config.getOptionalConfig('vaultEks.links');
    return {
      runbooks: links?.getOptionalString('runbooks'),
      logs: links?.getOptionalString('logs'),
    };
  }, [config]);
}
