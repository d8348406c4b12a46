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
import { AuditLogCard } from '../audit/AuditLogCard';
import { StatusGate } from '../common/StatusGate';
import { StatusDetails } from './StatusDetails';

/** The Vault tab: the cluster's state above, its audit log below. Each loads and fails by itself. */
export const VaultEntityContent = () => {
  const { entity } = useEntity();
  if (!isVaultEksAvailable(entity)) {
    return (
      <MissingAnnotationEmptyState annotation={VAULT_EKS_ANNOTATIONS.cluster} />
    );
  }
  const entityRef = stringifyEntityRef(entity);
  return (
    <Grid container spacing={3}>
      <Grid item xs={12}>
        <StatusGate entityRef={entityRef}>
          {status => <StatusDetails status={status} />}
        </StatusGate>
      </Grid>
      <Grid item xs={12}>
        <AuditLogCard key={entityRef} entityRef={entityRef} />
      </Grid>
    </Grid>
  );
};
