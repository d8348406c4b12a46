import { stringifyEntityRef } from '@backstage/catalog-model';
import {
  MissingAnnotationEmptyState,
  useEntity,
} from '@backstage/plugin-catalog-react';
import Grid from '@material-ui/core/Grid';
import {
  isVaultEksAvailable,
  VAULT_EKS_ANNOTATIONS,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { isDenied } from '../../hooks/errors';
import { useDrift } from '../../hooks/useDrift';
import { useGatedStatus } from '../../hooks/useGatedStatus';
import type { ReactNode } from 'react';
import { AuditLogCard } from '../audit/AuditLogCard';
import { StatusGate } from '../common/StatusGate';
import { DriftCard } from '../history/DriftCard';
import { LeaderHistoryCard } from '../history/LeaderHistoryCard';
import { StatusDetails } from './StatusDetails';
import { StatusNow } from './StatusNow';

const Cell = ({ children }: { readonly children: ReactNode }) => (
  <Grid item xs={12}>
    {children}
  </Grid>
);

/** In the order in which an on-call engineer asks: how is it, what is going on, and then the rest. */
const VaultTab = ({ entityRef }: { readonly entityRef: string }) => {
  const gated = useGatedStatus(entityRef);
  const readable =
    gated.state === 'known' ||
    (gated.state === 'failed' && !isDenied(gated.error));
  const drift = useDrift(entityRef, { enabled: readable });
  return (
    <Grid container spacing={3}>
      <Cell>
        <StatusGate gated={gated}>
          {status => <StatusNow status={status} />}
        </StatusGate>
      </Cell>
      {drift && (
        <Cell>
          <DriftCard drift={drift} />
        </Cell>
      )}
      <Cell>
        <AuditLogCard entityRef={entityRef} />
      </Cell>
      {readable && (
        <Cell>
          <LeaderHistoryCard entityRef={entityRef} />
        </Cell>
      )}
      {gated.state === 'known' && (
        <Cell>
          <StatusDetails status={gated.status} />
        </Cell>
      )}
    </Grid>
  );
};

/** The Vault tab. The cluster's state and its audit log load and fail each by itself. */
export const VaultEntityContent = () => {
  const { entity } = useEntity();
  if (!isVaultEksAvailable(entity)) {
    return (
      <MissingAnnotationEmptyState annotation={VAULT_EKS_ANNOTATIONS.cluster} />
    );
  }
  const entityRef = stringifyEntityRef(entity);
  return <VaultTab key={entityRef} entityRef={entityRef} />;
};
