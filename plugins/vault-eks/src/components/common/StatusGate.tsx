import { Progress } from '@backstage/core-components';
import {
  vaultEksStatusReadPermission,
  type VaultClusterStatus,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { ReactNode } from 'react';
import type { GatedStatus } from '../../hooks/useGatedStatus';
import { Denied, Problem } from './Problem';
import { StaleNotice } from './StaleNotice';

const WHAT = 'the status of this Vault';

/** Shows the status once there is one, and otherwise why there is none. */
export const StatusGate = ({
  gated,
  children,
}: {
  readonly gated: GatedStatus;
  readonly children: (status: VaultClusterStatus) => ReactNode;
}) => {
  switch (gated.state) {
    case 'denied':
      return (
        <Denied what={WHAT} permission={vaultEksStatusReadPermission.name} />
      );
    case 'failed':
      return (
        <Problem
          error={gated.error}
          what={WHAT}
          permission={vaultEksStatusReadPermission.name}
          onRetry={gated.refresh}
        />
      );
    case 'known':
      return (
        <>
          {gated.error && (
            <StaleNotice
              observedAt={gated.status.observedAt}
              error={gated.error}
              onRetry={gated.refresh}
            />
          )}
          {children(gated.status)}
        </>
      );
    default:
      return <Progress />;
  }
};
