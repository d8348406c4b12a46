import { Progress } from '@backstage/core-components';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  vaultEksStatusReadPermission,
  type VaultClusterStatus,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { ReactNode } from 'react';
import { useVaultStatus } from '../../hooks/useVaultStatus';
import { Denied, Problem } from './Problem';
import { StaleNotice } from './StaleNotice';

interface StatusGateProps {
  readonly entityRef: string;
  readonly children: (status: VaultClusterStatus) => ReactNode;
}

const WHAT = 'the status of this Vault';

const LoadedStatus = ({ entityRef, children }: StatusGateProps) => {
  const { data, error, refresh } = useVaultStatus(entityRef);
  if (data) {
    return (
      <>
        {error && (
          <StaleNotice
            observedAt={data.observedAt}
            error={error}
            onRetry={refresh}
          />
        )}
        {children(data)}
      </>
    );
  }
  if (error) {
    return (
      <Problem
        error={error}
        what={WHAT}
        permission={vaultEksStatusReadPermission.name}
        onRetry={refresh}
      />
    );
  }
  return <Progress />;
};

/**
 * Shows the status once there is one, and otherwise why there is none. The permission check is a courtesy:
 * the backend decides.
 */
export const StatusGate = (props: StatusGateProps) => {
  const { loading, allowed } = usePermission({
    permission: vaultEksStatusReadPermission,
    resourceRef: props.entityRef,
  });
  if (loading) {
    return <Progress />;
  }
  if (!allowed) {
    return (
      <Denied what={WHAT} permission={vaultEksStatusReadPermission.name} />
    );
  }
  return <LoadedStatus key={props.entityRef} {...props} />;
};
