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
import { useGatedStatus } from '../../hooks/useGatedStatus';
import { AuditLogCard } from '../audit/AuditLogCard';
import { StatusGate } from '../common/StatusGate';
import { LeaderHistoryCard } from '../history/LeaderHistoryCard';
import { StatusDetails } from './StatusDetails';
import { StatusNow } from './StatusNow';

/** In the order in which an on-call engineer asks: how is it, what is going on, and then the rest. */
const VaultTab = ({ entityRef }: { readonly entityRef: string }) => {
  const gated = useGatedStatus(entityRef);
  return (
    <Grid container spacing={3}>
      <Grid item xs={12}>
        <StatusGate gated={gated}>
          {status => <StatusNow status={status} />}
        </StatusGate>
      </Grid>
      <Grid item xs={12}>
        <AuditLogCard entityRef={entityRef} />
      </Grid>
      {gated.state !== 'denied' && gated.state !== 'loading' && (
        <Grid item xs={12}>
          <LeaderHistoryCard entityRef={entityRef} />
        </Grid>
      )}
      {gated.state === 'known' && (
        <Grid item xs={12}>
          <StatusDetails status={gated.status} />
        </Grid>
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
