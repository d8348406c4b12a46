import { Progress } from '@backstage/core-components';
import {
  vaultEksStatusReadPermission,
  type VaultClusterStatus,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { ReactNode } from 'react';
import { reasonOf } from '../../hooks/errors';
import type { GatedStatus } from '../../hooks/useGatedStatus';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { Denied, Problem } from './Problem';
import { StaleNotice } from './StaleNotice';

/** Shows the status once there is one, and otherwise why there is none. */
export const StatusGate = ({
  gated,
  children,
}: {
  readonly gated: GatedStatus;
  readonly children: (status: VaultClusterStatus) => ReactNode;
}) => {
  const { t } = useVaultEksTranslation();
  const asked = {
    what: t('status.what'),
    permission: vaultEksStatusReadPermission.name,
  };
  switch (gated.state) {
    case 'denied':
      return <Denied {...asked} />;
    case 'failed':
      return <Problem {...asked} error={gated.error} onRetry={gated.refresh} />;
    case 'known': {
      const { status, error, refresh } = gated;
      // The browser may have lost the portal, or the portal the cluster.
      const reason = error ? reasonOf(error) : status.stale?.reason;
      return (
        <>
          {reason !== undefined && (
            <StaleNotice
              observedAt={status.observedAt}
              reason={reason}
              onRetry={refresh}
            />
          )}
          {children(status)}
        </>
      );
    }
    default:
      return <Progress />;
  }
};
